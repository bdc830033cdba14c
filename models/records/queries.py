"""Reads of records: of an activity, of several at once, of a year for the report."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models.activities.queries import in_span
from models.activities.rules import OVER
from models.activities.tables import Activity
from models.database import Transaction
from models.groups.tables import Group
from models.records.rules import OutcomeKind
from models.records.tables import ActivityRecord, Outcome, Picture, PressItem


async def record(tx: Transaction, one: Activity) -> ActivityRecord | None:
    """Return the summary of an activity, None if none was written."""
    return await tx.get(ActivityRecord, (one.group_id, one.id))


async def pictures_of(tx: Transaction, one: Activity) -> Sequence[Picture]:
    """Return the pictures of an activity in the order they came."""
    rows = await tx.scalars(
        select(Picture)
        .where(Picture.group_id == one.group_id, Picture.activity_id == one.id)
        .order_by(Picture.id)
    )
    return rows.all()


async def outcomes_of(tx: Transaction, one: Activity) -> Sequence[Outcome]:
    """Return what came of an activity, in order of time."""
    rows = await tx.scalars(
        select(Outcome)
        .where(Outcome.group_id == one.group_id, Outcome.activity_id == one.id)
        .order_by(Outcome.happened_on, Outcome.id)
    )
    return rows.all()


async def press_of(tx: Transaction, one: Activity) -> Sequence[PressItem]:
    """Return the press items of an activity, in order of time."""
    rows = await tx.scalars(
        select(PressItem)
        .where(PressItem.group_id == one.group_id, PressItem.activity_id == one.id)
        .order_by(PressItem.published_on, PressItem.id)
    )
    return rows.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of an activity. No record: no summary yet."""

    record: ActivityRecord | None
    pictures: int
    outcomes: Sequence[Outcome]
    press: Sequence[PressItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An activity that is over, with what is kept of it."""

    activity: Activity
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRecords:
    """A year of a group: its activities that are over, all outcomes and press items dated in it.

    An outcome or a press item counts in the year of its own date, with an activity or without.
    """

    held: Sequence[Recorded]
    outcomes: Sequence[Outcome]
    press: Sequence[PressItem]

    @property
    def recorded(self) -> Sequence[Recorded]:
        """Return the activities that have a summary."""
        return [one for one in self.held if one.kept.record is not None]

    @property
    def missing(self) -> Sequence[Activity]:
        """Return the activities that have none yet."""
        return [one.activity for one in self.held if one.kept.record is None]

    def outcomes_by(self, kind: OutcomeKind) -> Sequence[Outcome]:
        """Return the outcomes of one kind."""
        return [one for one in self.outcomes if one.kind is kind]

    @property
    def outlets(self) -> Mapping[str, int]:
        """Return how many press items each outlet has published, the most first."""
        return dict(Counter(one.outlet for one in self.press).most_common())


async def of_year(tx: Transaction, group: Group, *, year: int) -> YearRecords:
    """Return what is kept of a group's year, the year by the group's own clock and calendar."""
    zone = ZoneInfo(group.timezone)
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    activities = await in_span(tx, group_id=group.id, since=since, until=until)
    over = [one for one in activities if one.state in OVER]
    return YearRecords(
        held=await recorded(tx, over),
        outcomes=await _outcomes_in(tx, group.id, year),
        press=await _press_in(tx, group.id, year),
    )


async def _outcomes_in(tx: Transaction, group_id: int, year: int) -> Sequence[Outcome]:
    rows = await tx.scalars(
        select(Outcome)
        .where(
            Outcome.group_id == group_id,
            Outcome.happened_on >= date(year, 1, 1),
            Outcome.happened_on < date(year + 1, 1, 1),
        )
        .order_by(Outcome.happened_on, Outcome.id)
    )
    return rows.all()


async def _press_in(tx: Transaction, group_id: int, year: int) -> Sequence[PressItem]:
    rows = await tx.scalars(
        select(PressItem)
        .where(
            PressItem.group_id == group_id,
            PressItem.published_on >= date(year, 1, 1),
            PressItem.published_on < date(year + 1, 1, 1),
        )
        .order_by(PressItem.published_on, PressItem.id)
    )
    return rows.all()


async def recorded(tx: Transaction, activities: Sequence[Activity]) -> Sequence[Recorded]:
    """Return activities of one group with what is kept of each, in four reads for all of them."""
    if not activities:
        return []
    found = await kept(tx, activities[0].group_id, [one.id for one in activities])
    return [Recorded(activity=one, kept=found[one.id]) for one in activities]


async def kept(tx: Transaction, group_id: int, ids: Collection[int]) -> Mapping[int, Kept]:
    """Return what is kept of each of these activities of a group, in four reads for all of them."""
    if not ids:
        return {}
    records = await tx.scalars(
        select(ActivityRecord).where(
            ActivityRecord.group_id == group_id, ActivityRecord.activity_id.in_(ids)
        )
    )
    by_activity = {row.activity_id: row for row in records}
    pictures = await _pictures_count(tx, group_id, ids)
    outcomes, press = await _outcomes_by(tx, group_id, ids), await _press_by(tx, group_id, ids)
    return {
        one: Kept(
            record=by_activity.get(one),
            pictures=pictures.get(one, 0),
            outcomes=outcomes.get(one, []),
            press=press.get(one, []),
        )
        for one in ids
    }


async def _pictures_count(
    tx: Transaction, group_id: int, ids: Collection[int]
) -> Mapping[int, int]:
    rows = await tx.execute(
        select(Picture.activity_id, func.count())
        .where(Picture.group_id == group_id, Picture.activity_id.in_(ids))
        .group_by(Picture.activity_id)
    )
    return {row[0]: row[1] for row in rows}


async def _outcomes_by(
    tx: Transaction, group_id: int, ids: Collection[int]
) -> Mapping[int, Sequence[Outcome]]:
    rows = await tx.scalars(
        select(Outcome)
        .where(Outcome.group_id == group_id, Outcome.activity_id.in_(ids))
        .order_by(Outcome.happened_on, Outcome.id)
    )
    found: dict[int, list[Outcome]] = defaultdict(list)
    for row in rows:
        found[row.activity_id or 0].append(row)
    return found


async def _press_by(
    tx: Transaction, group_id: int, ids: Collection[int]
) -> Mapping[int, Sequence[PressItem]]:
    rows = await tx.scalars(
        select(PressItem)
        .where(PressItem.group_id == group_id, PressItem.activity_id.in_(ids))
        .order_by(PressItem.published_on, PressItem.id)
    )
    found: dict[int, list[PressItem]] = defaultdict(list)
    for row in rows:
        found[row.activity_id or 0].append(row)
    return found
