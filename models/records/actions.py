"""Verbs on records, by staff: write the summary, add pictures, outcomes, press items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from models.activities.rules import OVER, ActivityState
from models.activities.standing import in_state
from models.activities.tables import Activity
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.messages.carried import Media
from models.people.rules import Actor, require_staff
from models.records.linking import require_known
from models.records.notices import BadLink, TooMany
from models.records.queries import pictures_of, record
from models.records.rules import (
    LONGEST_NUMBER,
    LONGEST_OUTLET,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_WHAT,
    MOST_ITEMS,
    MOST_PICTURES,
    ItemSort,
    OutcomeKind,
    link_of,
)
from models.records.tables import ActivityRecord, Outcome, Picture, PressItem

_TABLES: dict[ItemSort, type[Outcome | PressItem]] = {
    ItemSort.OUTCOME: Outcome,
    ItemSort.PRESS: PressItem,
}


async def write(
    tx: Transaction, *, group_id: int, activity_id: int, summary: str, by: Actor, now: datetime
) -> ActivityRecord:
    """Write the summary of an activity that is over, or write it anew; it is recorded then.

    Refusal (not now) before the closing.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *OVER)
    row = await record(tx, one)
    if row is None:
        row = ActivityRecord(group_id=group_id, activity_id=activity_id, recorded_at=now)
        tx.add(row)
    row.summary = summary[:LONGEST_SUMMARY]
    row.changed_at, row.changed_by = now, by.member_id
    one.state = ActivityState.RECORDED
    await tx.flush()
    audit.write(tx, "records.write", by=by, now=now, group_id=group_id, subject_id=activity_id)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A picture as it came: where it lies with Telegram, and what stood under it."""

    kind: Media
    file_id: str
    file_unique_id: str
    name: str = ""
    caption: str = ""


async def attach(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    pictures: Sequence[Taken],
    by: Actor,
    now: datetime,
) -> int:
    """Add pictures to an activity that is over; the same one twice is there once. Return how many.

    Refusal (too many) above thirty, (not now) before the closing.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *OVER)
    there = {row.file_unique_id for row in await pictures_of(tx, one)}
    new = {each.file_unique_id: each for each in pictures if each.file_unique_id not in there}
    if len(there) + len(new) > MOST_PICTURES:
        raise Refusal(TooMany(most=MOST_PICTURES))
    for each in new.values():
        tx.add(_picture(one, each, by=by, now=now))
    await tx.flush()
    audit.write(
        tx,
        "records.attach",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=activity_id,
        count=len(new),
    )
    return len(new)


def _picture(one: Activity, taken: Taken, *, by: Actor, now: datetime) -> Picture:
    return Picture(
        group_id=one.group_id,
        id=new_id(),
        activity_id=one.id,
        kind=taken.kind,
        file_id=taken.file_id,
        file_unique_id=taken.file_unique_id,
        name=taken.name[:120],
        caption=taken.caption[:200],
        added_at=now,
        added_by=by.member_id,
    )


async def detach(
    tx: Transaction, *, group_id: int, activity_id: int, picture_id: int, by: Actor, now: datetime
) -> None:
    """Take a picture off the record; Refusal (gone) if it is off already."""
    require_staff(by, group_id=group_id)
    gone = await tx.scalars(
        delete(Picture)
        .where(
            Picture.group_id == group_id,
            Picture.activity_id == activity_id,
            Picture.id == picture_id,
        )
        .returning(Picture.id)
    )
    if gone.first() is None:
        raise Refusal(Gone())
    audit.write(tx, "records.detach", by=by, now=now, group_id=group_id, subject_id=activity_id)


async def note_outcome(
    tx: Transaction,
    *,
    group_id: int,
    kind: OutcomeKind,
    what: str,
    by: Actor,
    now: datetime,
    activity_id: int | None = None,
    number: str | None = None,
    on: date | None = None,
) -> Outcome:
    """Note what came of an activity, or of the year's work; dated as the activity unless `on`.

    Refusal (not now) before the closing, (too many) above a hundred of one activity, (no such
    issue) for a number that is written as one of the group's issues and is none.
    """
    require_staff(by, group_id=group_id)
    one = await _over(tx, group_id, activity_id, Outcome)
    await require_known(tx, group_id=group_id, number=number)
    row = Outcome(
        group_id=group_id,
        id=new_id(),
        activity_id=activity_id,
        kind=kind,
        what=what[:LONGEST_WHAT],
        number=number[:LONGEST_NUMBER] if number else None,
        happened_on=on or await _day(tx, group_id, one, now=now),
        created_at=now,
        created_by=by.member_id,
    )
    tx.add(row)
    await tx.flush()
    audit.write(tx, "records.outcome", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row


async def note_press(
    tx: Transaction,
    *,
    group_id: int,
    title: str,
    outlet: str,
    on: date,
    by: Actor,
    now: datetime,
    activity_id: int | None = None,
    link: str | None = None,
) -> PressItem:
    """Note a report in the press, of an activity or of the group's work.

    Refusal (bad link) for what is no page on the web; else as for an outcome.
    """
    require_staff(by, group_id=group_id)
    await _over(tx, group_id, activity_id, PressItem)
    address = link_of(link) if link else None
    if link and address is None:
        raise Refusal(BadLink())
    row = PressItem(
        group_id=group_id,
        id=new_id(),
        activity_id=activity_id,
        title=title[:LONGEST_TITLE],
        outlet=outlet[:LONGEST_OUTLET],
        published_on=on,
        link=address,
        created_at=now,
        created_by=by.member_id,
    )
    tx.add(row)
    await tx.flush()
    audit.write(tx, "records.press", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row


async def _over(
    tx: Transaction, group_id: int, activity_id: int | None, table: type[Outcome | PressItem]
) -> Activity | None:
    """Return the activity something is noted of, if it is over and has room for one more."""
    if activity_id is None:
        return None
    one = await in_state(tx, group_id, activity_id, *OVER)
    there = await tx.scalars(
        select(func.count()).where(table.group_id == group_id, table.activity_id == activity_id)
    )
    if there.one() >= MOST_ITEMS:
        raise Refusal(TooMany(most=MOST_ITEMS))
    return one


async def _day(tx: Transaction, group_id: int, one: Activity | None, *, now: datetime) -> date:
    group = await tx.load(groups, group_id)
    zone = ZoneInfo(group.timezone if group else "UTC")
    return (one.starts_at if one else now).astimezone(zone).date()


async def strike(
    tx: Transaction, *, group_id: int, sort: ItemSort, item_id: int, by: Actor, now: datetime
) -> None:
    """Take an outcome or a press item off again; Refusal (gone) if it is off already."""
    require_staff(by, group_id=group_id)
    table = _TABLES[sort]
    gone = await tx.scalars(
        delete(table).where(table.group_id == group_id, table.id == item_id).returning(table.id)
    )
    if gone.first() is None:
        raise Refusal(Gone())
    audit.write(
        tx,
        "records.strike",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=item_id,
        sort=sort.value,
    )
