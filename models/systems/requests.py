"""Reports as other systems see and file them: no personal data goes out (Open311 GeoReport v2)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from models.database import Transaction
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.states import OPEN, SETTLED, Category, IssueState
from models.issues.tables import Issue, IssueEntry
from models.people.rules import Actor, ActorKind
from models.privacy.scanning import masked
from models.systems.tables import System, SystemRequest

LONGEST_LIST = 1000  # the specification's own bound
SPAN = timedelta(days=90)  # and its own default
_SAME = timedelta(days=1)  # in which the same report from the same system is one
_PLACES = 4  # decimals of a degree: about ten metres


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A report as other systems see it. Free text has its phone and identity numbers masked."""

    number: str
    is_open: bool
    state: IssueState
    category: Category
    description: str
    answer: str | None
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    address: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which reports a system asks for."""

    numbers: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    since: datetime
    until: datetime
    is_open: bool | None = None


def acting(system: System) -> Actor:
    """Return a system as an actor."""
    return Actor(kind=ActorKind.SYSTEM, group_id=system.group_id, system_id=system.id)


async def requests(
    tx: Transaction, *, group_id: int, system: System | None, asked: Asked
) -> list[Request]:
    """Return what may be seen, the newest first.

    That is what voters let be published, and what the asking system has filed itself.
    """
    seen: ColumnElement[bool] = Issue.may_publish.is_(True)
    if system is not None:
        own = select(SystemRequest.issue_id).where(
            SystemRequest.group_id == group_id, SystemRequest.system_id == system.id
        )
        seen = or_(seen, Issue.id.in_(own))
    found = select(Issue).where(Issue.group_id == group_id, seen, Issue.merged_into.is_(None))
    if asked.numbers:
        found = found.where(Issue.number.in_(asked.numbers))
    else:
        states = {None: list(IssueState), True: list(OPEN), False: list(SETTLED)}[asked.is_open]
        found = found.where(
            Issue.state.in_(states),
            Issue.reported_at >= asked.since,
            Issue.reported_at <= asked.until,
        )
    if asked.categories:
        found = found.where(Issue.category.in_(asked.categories))
    rows = await tx.scalars(
        found.order_by(Issue.reported_at.desc(), Issue.id.desc()).limit(LONGEST_LIST)
    )
    return await _seen(tx, group_id, rows.all())


async def _seen(tx: Transaction, group_id: int, rows: Sequence[Issue]) -> list[Request]:
    touched = await _touched(tx, group_id, [one.id for one in rows])
    return [
        Request(
            number=one.number,
            is_open=one.state in OPEN,
            state=one.state,
            category=one.category,
            description=masked(one.own_words),
            answer=masked(one.answer) if one.answer else None,
            requested_at=one.reported_at,
            updated_at=max(touched.get(one.id, one.reported_at), one.closed_at or one.reported_at),
            expected_at=one.due_at,
            address=masked(one.place),
            latitude=_rounded(one.latitude),
            longitude=_rounded(one.longitude),
        )
        for one in rows
    ]


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, _PLACES)


async def _touched(
    tx: Transaction, group_id: int, issue_ids: Collection[int]
) -> Mapping[int, datetime]:
    if not issue_ids:
        return {}
    rows = await tx.execute(
        select(IssueEntry.issue_id, func.max(IssueEntry.at))
        .where(IssueEntry.group_id == group_id, IssueEntry.issue_id.in_(issue_ids))
        .group_by(IssueEntry.issue_id)
    )
    return {row[0]: row[1] for row in rows}


async def file(
    tx: Transaction,
    *,
    bot_id: int,
    system: System,
    report: Report,
    token: str,
    now: datetime,
) -> tuple[str, str]:
    """Take a report from a system; return its number and token.

    The same report from the same system within a day is one report: a call whose answer was
    lost can be made again.
    """
    digest = hashlib.sha256(report.model_dump_json().encode()).hexdigest()
    before = await _same(tx, system, digest, now)
    if before is not None:
        return before
    one, _code = await issues.register(
        tx,
        bot_id=bot_id,
        group_id=system.group_id,
        report=report,
        by=acting(system),
        now=now,
    )
    tx.add(
        SystemRequest(
            group_id=system.group_id,
            issue_id=one.id,
            system_id=system.id,
            token=token,
            digest=digest,
            at=now,
        )
    )
    return one.number, token


async def _same(
    tx: Transaction, system: System, digest: str, now: datetime
) -> tuple[str, str] | None:
    rows = await tx.execute(
        select(Issue.number, SystemRequest.token)
        .join(
            Issue,
            (Issue.group_id == SystemRequest.group_id) & (Issue.id == SystemRequest.issue_id),
        )
        .where(
            SystemRequest.group_id == system.group_id,
            SystemRequest.system_id == system.id,
            SystemRequest.digest == digest,
            SystemRequest.at > now - _SAME,
        )
        .limit(1)
    )
    found = rows.first()
    return (found[0], found[1]) if found else None


async def number_of(tx: Transaction, *, group_id: int, token: str) -> str | None:
    """Return the number of the report that a token was given for, None for an unknown one."""
    rows = await tx.scalars(
        select(Issue.number)
        .join(
            SystemRequest,
            (Issue.group_id == SystemRequest.group_id) & (Issue.id == SystemRequest.issue_id),
        )
        .where(SystemRequest.group_id == group_id, SystemRequest.token == token)
    )
    number: str | None = rows.first()
    return number
