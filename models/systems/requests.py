"""Reports as other systems see and file them: no personal data goes out (Open311 GeoReport v2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from models.database import Transaction
from models.issues.states import OPEN, SETTLED, Category, FileKind, IssueState
from models.issues.tables import Issue, IssueEntry, IssueFile
from models.privacy.scanning import masked
from models.systems.tables import System, SystemRequest

LONGEST_LIST = 1000  # the specification's own bound
SPAN = timedelta(days=90)  # and its own default
_STATES: Mapping[bool | None, list[IssueState]] = {
    None: list(IssueState),
    True: [*OPEN, IssueState.MERGED],  # as open as the other
    False: list(SETTLED),
}
_PLACES = 4  # decimals of a degree: about ten metres


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A report as other systems see it. Free text has its phone and identity numbers masked.

    One that was merged is as open as what it was merged into, and has its answer where that may
    be seen. An answer is seen once the voter was told it, or it was tried.
    """

    number: str
    into: str | None  # the number of what it was merged into
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
    picture: tuple[int, int, int] | None  # group, issue and file of one that everybody may see


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which reports a system asks for: by number, which overrides all else, or by what they are."""

    numbers: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_open: bool | None = None


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
    found = _narrowed(select(Issue).where(Issue.group_id == group_id, seen), asked)
    rows = await tx.scalars(
        found.order_by(Issue.reported_at.desc(), Issue.id.desc()).limit(LONGEST_LIST)
    )
    shown = await _seen(tx, group_id, rows.all(), system)
    if asked.numbers or asked.is_open is None:
        return shown
    return [one for one in shown if one.is_open is asked.is_open]  # what was merged follows another


def _narrowed(found: Select[Issue], asked: Asked) -> Select[Issue]:
    if asked.numbers:
        return found.where(Issue.number.in_(asked.numbers))
    found = found.where(Issue.state.in_(_STATES[asked.is_open]))
    if asked.since is not None:
        found = found.where(Issue.reported_at >= asked.since)
    if asked.until is not None:
        found = found.where(Issue.reported_at <= asked.until)
    return found.where(Issue.category.in_(asked.categories)) if asked.categories else found


async def _seen(
    tx: Transaction, group_id: int, rows: Sequence[Issue], system: System | None
) -> list[Request]:
    mains = await _mains(tx, group_id, {one.merged_into for one in rows if one.merged_into})
    own = await _own(tx, system, [one.id for one in rows if one.merged_into])
    touched = await _touched(tx, group_id, [one.id for one in rows] + list(mains))
    pictures = await _pictures(tx, group_id, [one.id for one in rows if is_shown(one)])
    found = []
    for one in rows:
        main = mains.get(one.merged_into or 0, one)
        hears = main is one or main.may_publish or one.id in own
        answer = masked(main.answer) if main.answer and main.told_at and hears else None
        last = max(touched.get(each.id, each.reported_at) for each in (one, main))
        found.append(_request(one, main, last=last, answer=answer, picture=pictures.get(one.id)))
    return found


def _request(
    one: Issue, main: Issue, *, last: datetime, answer: str | None, picture: int | None
) -> Request:
    """Return a report as it is seen; `main` is what it was merged into, else itself."""
    is_open = main.state in OPEN
    return Request(
        number=one.number,
        into=None if main is one else main.number,
        is_open=is_open,
        state=one.state,
        category=one.category,
        description=masked(one.own_words),
        answer=answer,
        requested_at=one.reported_at,
        updated_at=last if is_open else main.closed_at or last,
        expected_at=main.due_at,
        address=masked(one.place),
        latitude=_rounded(one.latitude),
        longitude=_rounded(one.longitude),
        picture=(one.group_id, one.id, picture) if picture else None,
    )


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, _PLACES)


def is_shown(one: Issue) -> bool:
    """Tell whether everybody may see the pictures of a report: its voter and the staff say so."""
    return one.may_publish and one.pictures_cleared_at is not None


async def _own(tx: Transaction, system: System | None, issue_ids: Collection[int]) -> set[int]:
    """Return which of these reports a system has filed itself."""
    if system is None or not issue_ids:
        return set()
    rows = await tx.scalars(
        select(SystemRequest.issue_id).where(
            SystemRequest.group_id == system.group_id,
            SystemRequest.issue_id.in_(issue_ids),
            SystemRequest.system_id == system.id,
        )
    )
    return set(rows.all())


async def _mains(tx: Transaction, group_id: int, ids: Collection[int]) -> Mapping[int, Issue]:
    if not ids:
        return {}
    rows = await tx.scalars(select(Issue).where(Issue.group_id == group_id, Issue.id.in_(ids)))
    return {one.id: one for one in rows}


async def _pictures(
    tx: Transaction, group_id: int, issue_ids: Collection[int]
) -> Mapping[int, int]:
    """Return the first picture of each of these reports."""
    if not issue_ids:
        return {}
    rows = await tx.execute(
        select(IssueFile.issue_id, func.min(IssueFile.id))
        .where(
            IssueFile.group_id == group_id,
            IssueFile.issue_id.in_(issue_ids),
            IssueFile.kind == FileKind.PHOTO,
            ~IssueFile.is_proof,
        )
        .group_by(IssueFile.issue_id)
    )
    return {row[0]: row[1] for row in rows}


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
