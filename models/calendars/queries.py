"""Reads for calendars: what stands in a member's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activities.plans import plan_of
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.calendars.tables import CalendarFeed
from models.database import Transaction
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.inviting import digest
from models.people.tables import Member

BACK, AHEAD = timedelta(days=180), timedelta(days=2 * 366)
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a member's calendar shows: also what was called off, so that it vanishes there."""

    group: Group
    activities: Sequence[Activity]


async def feed(tx: Transaction, *, token: str, now: datetime) -> Feed | None:
    """Return what an address shows; None if it is none, or its member has left."""
    if len(token) > _LONGEST_TOKEN:
        return None
    rows = await tx.scalars(select(CalendarFeed).where(CalendarFeed.token_hash == digest(token)))
    row = rows.first()
    member = await tx.get(Member, (row.group_id, row.member_id)) if row else None
    if member is None or member.left_at is not None:
        return None
    return await feed_of(tx, member, now=now)


async def feed_of(tx: Transaction, member: Member, *, now: datetime) -> Feed | None:
    """Return what a member's calendar shows, half a year back and two years ahead."""
    group = await tx.load(groups, member.group_id)
    if group is None:
        return None
    seen = await plan_of(tx, member, since=now - BACK, until=now + AHEAD)
    return Feed(
        group=group,
        activities=[one for one in seen if one.state is not ActivityState.DRAFT],
    )


async def has_feed(tx: Transaction, member: Member) -> bool:
    """Tell whether a member has an address."""
    return await tx.get(CalendarFeed, (member.group_id, member.id)) is not None
