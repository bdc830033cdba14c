"""Who a material is for."""

from collections.abc import Sequence
from typing import Any, assert_never

from sqlalchemy import select

from models.activities.rules import AttendanceState
from models.activities.tables import Attendance
from models.database import Transaction
from models.errors import Refusal
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.materials import notices as n
from models.materials import refusals as r
from models.materials.rules import OPEN, AudienceKind, MaterialState
from models.materials.tables import Material, Recipient
from models.people.tables import Account, Level, Member, Reach, Role


async def deputies(tx: Transaction, group_id: int) -> Sequence[tuple[Member, Reach | None]]:
    """Return the deputies of a group and how each is reached; one statement."""
    rows = await tx.execute(
        select(Member, Account.reach)
        .outerjoin(Account, Account.id == Member.account_id)
        .where(Member.group_id == group_id, Member.role == Role.DEPUTY, Member.left_at.is_(None))
        .order_by(Member.id)
    )
    return [(row[0], row[1]) for row in rows]


async def members_for(
    tx: Transaction, group_id: int, audience: dict[str, Any], *, activity_id: int | None = None
) -> list[tuple[Member, Reach | None]]:
    """Return the deputies an audience means, those who left since excepted."""
    everybody = await deputies(tx, group_id)
    match AudienceKind(audience["kind"]):
        case AudienceKind.ALL:
            return list(everybody)
        case AudienceKind.LEVEL:
            level = Level(audience["value"])
            return [one for one in everybody if one[0].level is level]
        case AudienceKind.DELEGATION:
            return [one for one in everybody if one[0].delegation == audience["value"]]
        case AudienceKind.LIST:
            ids = set(audience["value"])
        case AudienceKind.MISSED:
            ids = await _missed_last(tx, group_id)
        case AudienceKind.EXCUSED:
            ids = await excused(tx, group_id, activity_id or 0)
        case other:
            assert_never(other)
    return [one for one in everybody if one[0].id in ids]


async def _missed_last(tx: Transaction, group_id: int) -> set[int]:
    """Return who has not read the material that was sent last."""
    last = (
        await tx.scalars(
            select(Material.id)
            .where(Material.group_id == group_id, Material.state.in_(OPEN))
            .order_by(Material.sent_at.desc())
            .limit(1)
        )
    ).first()
    rows = await tx.scalars(
        select(Recipient.member_id).where(
            Recipient.group_id == group_id,
            Recipient.material_id == last,
            Recipient.read_at.is_(None),
        )
    )
    return set(rows.all())


async def excused(tx: Transaction, group_id: int, activity_id: int) -> set[int]:
    """Return who was excused from an activity: by the roll, or by a leave agreed to."""
    roll = await tx.scalars(
        select(Attendance.member_id).where(
            Attendance.group_id == group_id,
            Attendance.activity_id == activity_id,
            Attendance.state == AttendanceState.EXCUSED,
        )
    )
    leaves = await tx.scalars(
        select(Leave.member_id).where(
            Leave.group_id == group_id,
            Leave.activity_id == activity_id,
            Leave.state == LeaveState.APPROVED,
        )
    )
    return set(roll.all()) | set(leaves.all())


async def named(tx: Transaction, group_id: int, words: str) -> dict[str, Any]:
    """Return the audience that written names mean: a delegation, or deputies by name.

    Refusal (unknown names) with those that nobody bears, or that several do.
    """
    everybody = [member for member, _reach in await deputies(tx, group_id)]
    wanted = [one for one in _split(words) if one]
    if len(wanted) == 1 and any(one.delegation == wanted[0] for one in everybody):
        return {"kind": AudienceKind.DELEGATION.value, "value": wanted[0]}
    found = {name: [one.id for one in everybody if one.name == name] for name in wanted}
    unknown = tuple(name for name, ids in found.items() if len(ids) != 1)
    if unknown or not found:
        raise Refusal(r.UnknownNames(names=unknown[:10]))
    return {"kind": AudienceKind.LIST.value, "value": [ids[0] for ids in found.values()]}


def _split(words: str) -> list[str]:
    for mark in "，,；;\n":
        words = words.replace(mark, "、")
    return [one.strip() for one in words.split("、")]


def shown(audience: dict[str, Any]) -> n.Audience:
    """Return an audience as it is told: names by their number only."""
    value = audience.get("value", "")
    told = str(len(value)) if isinstance(value, list) else str(value)
    return n.Audience(kind=AudienceKind(audience["kind"]), value=told)


SENDABLE = (MaterialState.DRAFT, MaterialState.QUEUED)
