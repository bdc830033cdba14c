"""Reads of units, their contacts and their work orders."""

from collections.abc import Mapping, Sequence

from sqlalchemy import case, func, select

from models.database import Transaction
from models.issues.tables import Issue
from models.people.rules import Actor, ActorKind
from models.units.states import OPEN_ORDERS, OrderState
from models.units.tables import Unit, UnitContact, WorkOrder


async def units_of(
    tx: Transaction, *, group_id: int, is_community: bool | None = None
) -> Sequence[Unit]:
    """Return a group's units by name: all, only communities, or only the others."""
    query = select(Unit).where(Unit.group_id == group_id, Unit.left_at.is_(None))
    if is_community is not None:
        query = query.where(Unit.is_community.is_(is_community))
    return (await tx.scalars(query.order_by(Unit.name))).all()


async def unit(tx: Transaction, *, group_id: int, unit_id: int) -> Unit | None:
    """Return a unit that is there, or None."""
    found = await tx.get(Unit, (group_id, unit_id))
    return found if found is not None and found.left_at is None else None


async def named(tx: Transaction, *, group_id: int, name: str) -> Unit | None:
    """Return the unit of this name that is there, or None."""
    rows = await tx.scalars(
        select(Unit).where(Unit.group_id == group_id, Unit.name == name, Unit.left_at.is_(None))
    )
    return rows.first()


async def contacts_of(tx: Transaction, *, group_id: int, unit_id: int) -> Sequence[UnitContact]:
    """Return the contacts of a unit, those who left excepted."""
    rows = await tx.scalars(
        select(UnitContact)
        .where(
            UnitContact.group_id == group_id,
            UnitContact.unit_id == unit_id,
            UnitContact.left_at.is_(None),
        )
        .order_by(UnitContact.id)
    )
    return rows.all()


async def contacts_with(tx: Transaction, account_id: int) -> Sequence[UnitContact]:
    """Return for which units an account speaks."""
    rows = await tx.scalars(
        select(UnitContact)
        .where(UnitContact.account_id == account_id, UnitContact.left_at.is_(None))
        .order_by(UnitContact.group_id, UnitContact.id)
    )
    return rows.all()


async def speaking_for(
    tx: Transaction, *, account_id: int, group_id: int, unit_id: int
) -> Actor | None:
    """Return an account as an actor of a unit; None if it does not speak for it."""
    for one in await contacts_with(tx, account_id):
        if (one.group_id, one.unit_id) == (group_id, unit_id):
            return Actor(
                kind=ActorKind.UNIT, account_id=account_id, group_id=group_id, unit_id=unit_id
            )
    return None


async def open_order(tx: Transaction, *, group_id: int, issue_id: int) -> WorkOrder | None:
    """Return the order of an issue that is with its leading unit now, or None."""
    rows = await tx.scalars(
        select(WorkOrder).where(
            WorkOrder.group_id == group_id,
            WorkOrder.issue_id == issue_id,
            ~WorkOrder.is_assisting,
            WorkOrder.state.in_(OPEN_ORDERS),
        )
    )
    return rows.first()


async def leading_order(tx: Transaction, one: Issue) -> WorkOrder | None:
    """Return the last order of an issue to a leading unit, whatever became of it; or None."""
    rows = await tx.scalars(
        select(WorkOrder)
        .where(
            WorkOrder.group_id == one.group_id,
            WorkOrder.issue_id == one.id,
            ~WorkOrder.is_assisting,
        )
        .order_by(WorkOrder.id.desc())
        .limit(1)
    )
    return rows.first()


async def open_assisting(tx: Transaction, one: Issue) -> Sequence[WorkOrder]:
    """Return the open orders of the units that assist with an issue."""
    return [row for row, _unit in await assisting(tx, one) if row.state in OPEN_ORDERS]


async def assisting(tx: Transaction, one: Issue) -> Sequence[tuple[WorkOrder, Unit]]:
    """Return every order to assist with an issue and its unit, in the order they were sent."""
    rows = await tx.execute(
        select(WorkOrder, Unit)
        .join(Unit, (Unit.group_id == WorkOrder.group_id) & (Unit.id == WorkOrder.unit_id))
        .where(
            WorkOrder.group_id == one.group_id,
            WorkOrder.issue_id == one.id,
            WorkOrder.is_assisting,
        )
        .order_by(WorkOrder.id)
    )
    return [(row[0], row[1]) for row in rows]


async def order(tx: Transaction, *, group_id: int, order_id: int) -> tuple[WorkOrder, Issue] | None:
    """Return a work order and its issue, or None."""
    rows = await tx.execute(
        select(WorkOrder, Issue)
        .join(Issue, (Issue.group_id == WorkOrder.group_id) & (Issue.id == WorkOrder.issue_id))
        .where(WorkOrder.group_id == group_id, WorkOrder.id == order_id)
    )
    found = rows.first()
    return (found[0], found[1]) if found else None


async def open_orders(
    tx: Transaction, *, group_id: int, unit_id: int
) -> Sequence[tuple[WorkOrder, Issue]]:
    """Return what is with a unit now, the next deadline first."""
    rows = await tx.execute(
        select(WorkOrder, Issue)
        .join(Issue, (Issue.group_id == WorkOrder.group_id) & (Issue.id == WorkOrder.issue_id))
        .where(
            WorkOrder.group_id == group_id,
            WorkOrder.unit_id == unit_id,
            WorkOrder.state.in_(OPEN_ORDERS),
        )
        .order_by(_DUE.is_(None), _DUE, WorkOrder.id)
    )
    return [(row[0], row[1]) for row in rows]


async def assisting_in(tx: Transaction, *, group_id: int, year: int) -> Mapping[int, Sequence[int]]:
    """Return which units assist with each issue of a year; those who were let go excepted."""
    rows = await tx.execute(
        select(WorkOrder.issue_id, WorkOrder.unit_id)
        .join(Issue, (Issue.group_id == WorkOrder.group_id) & (Issue.id == WorkOrder.issue_id))
        .where(
            WorkOrder.group_id == group_id,
            WorkOrder.is_assisting,
            WorkOrder.state.not_in((OrderState.RETURNED, OrderState.CANCELLED)),
            Issue.year == year,
        )
        .order_by(WorkOrder.id)
    )
    found: dict[int, list[int]] = {}
    for issue_id, unit_id in rows:
        found.setdefault(issue_id, []).append(unit_id)
    return found


#: An order to assist has a deadline of its own, a leading one that of its issue.
_DUE = case((WorkOrder.is_assisting, WorkOrder.due_at), else_=Issue.due_at)


async def counted_contacts(tx: Transaction, *, group_id: int) -> Mapping[int, tuple[int, int]]:
    """Return for each unit of a group how many contacts it has, and how many are bound."""
    rows = await tx.execute(
        select(UnitContact.unit_id, func.count(), func.count(UnitContact.account_id))
        .where(UnitContact.group_id == group_id, UnitContact.left_at.is_(None))
        .group_by(UnitContact.unit_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


async def counted_orders(tx: Transaction, *, group_id: int) -> Mapping[int, tuple[int, int]]:
    """Return for each unit of a group how many open orders it leads, and assists with."""
    rows = await tx.execute(
        select(
            WorkOrder.unit_id,
            func.count(case((~WorkOrder.is_assisting, 1))),
            func.count(case((WorkOrder.is_assisting, 1))),
        )
        .where(WorkOrder.group_id == group_id, WorkOrder.state.in_(OPEN_ORDERS))
        .group_by(WorkOrder.unit_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}
