"""An archive as it is shown in the chat."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models.archives.entries import Archive, Part
from models.archives.notices import Card, Group, PartShown
from models.archives.reading import Years, archives, deputies_of
from models.archives.tables import Portrait
from models.database import Transaction
from models.groups import tables as groups
from models.people.tables import Member

EARLIEST = 2000
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
        has_portrait=one.portrait is not None,
        for_staff=for_staff,
    )


def _part(one: Archive, part: Part) -> PartShown:
    counted = [entry for entry in one.parts.get(part, ()) if entry.counts]
    last = counted[-1] if counted else None
    # An issue is about a word of the program; its place says more.
    words = (last.where if part is Part.ISSUES else last.what) if last else ""
    return PartShown(part=part, count=len(counted), last=words[:_SHOWN])


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
