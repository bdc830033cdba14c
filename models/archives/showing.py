"""An archive as it is shown in the chat."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models.activities.queries import activity
from models.activities.rules import HERE, OVER
from models.activities.tables import Attendance
from models.archives.entries import Archive, Part
from models.archives.notices import Card, Group, PartShown, RecordLine, RecordOf, Records
from models.archives.reading import Years, archives, deputies_of
from models.archives.tables import Portrait
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups import tables as groups
from models.people.tables import Member
from models.records import showing as records
from models.records.queries import pictures_of, record

EARLIEST = 2000
PAGE = 8  # lines on a page
_SHOWN = 40  # characters of a title


async def one_archive(
    tx: Transaction, group: groups.Group, member: Member, *, year: int, now: datetime
) -> Archive:
    """Return the archive of one deputy: of a year, or of all (0)."""
    this = now.astimezone(ZoneInfo(group.timezone)).year
    years = Years(group=group, first=year or EARLIEST, last=year or this)
    [found] = await archives(tx, years, [member])
    return found


async def card(
    tx: Transaction,
    group: groups.Group,
    member: Member,
    *,
    year: int,
    now: datetime,
    for_staff: bool,
) -> Card:
    """Return a deputy's archive as a card."""
    one = await one_archive(tx, group, member, year=year, now=now)
    return Card(
        group_id=group.id,
        member_id=member.id,
        group_name=group.name,
        name=member.name,
        level=member.level,
        constituency=member.constituency,
        first=one.first,
        last=one.last,
        year=year,
        parts=tuple(_part(one, part) for part in Part),
        here=one.here,
        invited=one.invited,
        percent=one.percent,
        total=one.total,
        recorded=len(one.recorded),
        has_portrait=one.portrait is not None,
        for_staff=for_staff,
    )


def _part(one: Archive, part: Part) -> PartShown:
    counted = [entry for entry in one.parts.get(part, ()) if entry.counts]
    last = counted[-1] if counted else None
    # An issue is about a word of the program; its place says more.
    words = (last.where if part is Part.ISSUES else last.what) if last else ""
    return PartShown(part=part, count=len(counted), last=words[:_SHOWN])


async def records_page(
    tx: Transaction, group: groups.Group, member: Member, *, year: int, page: int, now: datetime
) -> Records:
    """Return a page of the activities a deputy was at of which something is kept, the last first.

    A page that is not there is the nearest one that is.
    """
    one = await one_archive(tx, group, member, year=year, now=now)
    lines = [
        RecordLine(activity_id=kept.activity_id, title=entry.what, on=entry.on)
        for entry, kept in reversed(one.recorded)
        if entry.on is not None
    ]
    pages = max(-(-len(lines) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return Records(
        group_id=group.id,
        member_id=member.id,
        name=member.name,
        year=year,
        records=tuple(lines[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        total=len(lines),
    )


async def record_card(
    tx: Transaction,
    group: groups.Group,
    member: Member,
    *,
    activity_id: int,
    year: int,
    page: int,
) -> RecordOf:
    """Return what is kept of an activity a deputy was at; Refusal (gone) if they were not."""
    one = await activity(tx, group_id=group.id, activity_id=activity_id)
    entry = await tx.get(Attendance, (group.id, activity_id, member.id))
    if one is None or one.state not in OVER or entry is None or entry.state not in HERE:
        raise Refusal(Gone())
    kept = await record(tx, one)
    return RecordOf(
        group_id=group.id,
        member_id=member.id,
        name=member.name,
        year=year,
        page=page,
        title=one.title,
        place=one.place,
        on=one.starts_at.astimezone(ZoneInfo(group.timezone)).date(),
        summary=kept.summary if kept else "",
        outcomes=await records.outcomes(tx, one),
        press=await records.press(tx, one),
        pictures=len(await pictures_of(tx, one)),
    )


async def group_card(tx: Transaction, group: groups.Group) -> Group:
    """Return how many archives a group has, and how many with a photo."""
    people = await deputies_of(tx, group_id=group.id)
    portraits = await tx.scalars(select(func.count()).where(Portrait.group_id == group.id))
    return Group(
        group_id=group.id,
        group_name=group.name,
        deputies=len(people),
        portraits=portraits.one(),
    )
