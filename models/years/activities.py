"""What the activities of a year come to: by kind and scope, and who came."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from models.activities.checking import card_about
from models.activities.queries import in_span
from models.activities.rules import HERE, ActivityKind, ActivityState, AttendanceState, Scope
from models.activities.tables import Activity, Attendance
from models.database import Transaction
from models.years.figures import Doubt, Figure, Found, Part, Row, Span, counted, share

HELD = frozenset({ActivityState.CLOSED, ActivityState.RECORDED})
#: What is counted under a figure of its own and is no group activity (集中活动).
APART = frozenset({ActivityKind.STUDY, ActivityKind.EVALUATION, ActivityKind.REPORT_TO_VOTERS})


_KINDS = tuple(one.value for one in ActivityKind)


@dataclass(frozen=True, slots=True)
class _Came:
    """How many of those on the roll of an activity came."""

    here: int = 0
    invited: int = 0


async def activities(tx: Transaction, span: Span, now: datetime) -> Found:
    """Count what was held; what is over and was not closed proves nothing yet."""
    found = await in_span(tx, group_id=span.group.id, since=span.since, until=span.until)
    came = await _attendance(tx, span)
    held = [one for one in found if one.state in HELD]
    rows = {one.id: _row(one, span, came.get(one.id, _Came())) for one in held}
    waiting = [one for one in found if one.state is ActivityState.ANNOUNCED and one.ends_at < now]
    doubt = Doubt(key="not_closed", rows=tuple(_row(one, span, _Came()) for one in waiting))
    return Found(figures=_figures(held, rows, came), doubts=(doubt,))


def _figures(
    held: Sequence[Activity], rows: Mapping[int, Row], came: Mapping[int, _Came]
) -> Sequence[Figure]:
    once = _each_round_once(held)

    def of(kind: ActivityKind) -> list[Row]:
        return [rows[one.id] for one in once if one.kind is kind and one.scope is not Scope.CITY]

    def by(scope: Scope) -> list[Row]:
        return [rows[one.id] for one in once if one.kind not in APART and one.scope is scope]

    return (
        counted("study", Part.LEARNING, [rows[o.id] for o in held if o.kind is ActivityKind.STUDY]),
        counted("inspections", Part.DUTIES, of(ActivityKind.INSPECTION)),
        counted("receptions", Part.DUTIES, of(ActivityKind.RECEPTION)),
        counted("group_city", Part.WHOLE, by(Scope.CITY), order=_KINDS),
        counted("group_district", Part.WHOLE, by(Scope.DISTRICT), order=_KINDS),
        counted("group_street", Part.WHOLE, by(Scope.STREET), order=_KINDS),
        _rate(held, rows, came),
    )


def _each_round_once(held: Sequence[Activity]) -> Sequence[Activity]:
    """Return the activities with one session in place of all those of a reception round.

    A round is one reception of the group, at however many stations and doors.
    """
    first: dict[int, Activity] = {}
    for one in held:
        if one.round_id is not None:
            known = first.setdefault(one.round_id, one)
            if known.kind is not ActivityKind.RECEPTION and one.kind is ActivityKind.RECEPTION:
                first[one.round_id] = one
    kept = {one.id for one in first.values()}
    return [one for one in held if one.round_id is None or one.id in kept]


def _rate(held: Sequence[Activity], rows: Mapping[int, Row], came: Mapping[int, _Came]) -> Figure:
    """Return the attendance rate: who came of those invited, leave not taken out."""
    known = [came[one.id] for one in held if one.id in came]
    here, invited = sum(one.here for one in known), sum(one.invited for one in known)
    proof = tuple(rows[one.id] for one in held if one.id in came)
    return share("attendance", Part.WHOLE, here, invited, rows=proof)


def _row(one: Activity, span: Span, came: _Came) -> Row:
    return Row(
        what=one.title,
        on=span.day(one.starts_at),
        where=one.place,
        mark=one.kind.value,
        proof=f"{came.here}/{came.invited}" if came.invited else "",
        about=card_about(one.id),
    )


async def _attendance(tx: Transaction, span: Span) -> Mapping[int, _Came]:
    """Return who came to each activity of the year, those who have left since among them."""
    rows = await tx.execute(
        select(Attendance.activity_id, Attendance.state, func.count())
        .join(
            Activity,
            and_(Activity.group_id == Attendance.group_id, Activity.id == Attendance.activity_id),
        )
        .where(
            Activity.group_id == span.group.id,
            Activity.starts_at >= span.since,
            Activity.starts_at < span.until,
        )
        .group_by(Attendance.activity_id, Attendance.state)
    )
    counts: dict[int, dict[AttendanceState, int]] = defaultdict(dict)
    for activity_id, state, number in rows:
        counts[activity_id][state] = number
    return {
        key: _Came(
            here=sum(number for state, number in states.items() if state in HERE),
            invited=sum(states.values()),
        )
        for key, states in counts.items()
    }
