"""Checking in by where somebody is: compared once with the pin of the place, and forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.activities.checking import Checked, Result, check_in, note_attempt
from models.activities.choosing import is_invited, takes
from models.activities.places import Distance, Spot, distance_of, is_near
from models.activities.queries import around, hour
from models.activities.rules import Way
from models.activities.tables import Activity
from models.activities.way_notices import NotHere
from models.database import Transaction
from models.people.tables import Member


@dataclass(frozen=True, slots=True)
class _Asking:
    """An activity that takes locations now, and how far away the person is."""

    member: Member
    activity: Activity
    pin: Spot


async def is_asked(tx: Transaction, *, members: Sequence[Member], sent_at: datetime) -> bool:
    """Tell whether an activity of somebody's groups takes locations at a moment."""
    return bool(await _asking(tx, members, sent_at))


async def check_in_by_location(
    tx: Transaction, *, members: Sequence[Member], spot: Spot, sent_at: datetime, now: datetime
) -> Checked:
    """Check a person in who is within 300 metres of the place's pin.

    Where they are is compared and not kept: with the attempt stands a class of the distance
    alone. Of several activities the nearest is meant.
    """
    asking = await _asking(tx, members, sent_at)
    if not asking:
        return await check_in(tx, members=members, way=Way.LOCATION, sent_at=sent_at, now=now)
    one = min(asking, key=lambda each: list(Distance).index(distance_of(each.pin, spot)))
    distance = distance_of(one.pin, spot)
    if not is_near(distance):
        note_attempt(
            tx,
            Result.TOO_FAR,
            member=one.member,
            activity_id=one.activity.id,
            way=Way.LOCATION,
            sent_at=sent_at,
            distance=distance.value,
        )
        notice = NotHere(title=one.activity.title, place=one.activity.place, distance=distance)
        return Checked(result=Result.TOO_FAR, notice=notice)
    return await check_in(
        tx,
        members=[one.member],
        way=Way.LOCATION,
        sent_at=sent_at,
        now=now,
        activity=(one.activity.group_id, one.activity.id),
        distance=distance.value,
    )


async def _asking(tx: Transaction, members: Sequence[Member], sent_at: datetime) -> list[_Asking]:
    found = []
    for member in members:
        for one in await tx.load(around, (member.group_id, hour(sent_at))) or ():
            pin = pin_of(one)
            wanted = Way.LOCATION in one.ways and takes(one, sent_at)
            if pin is not None and wanted and is_invited(one, member.level, member.id):
                found.append(_Asking(member, one, pin))
    return found


def pin_of(one: Activity) -> Spot | None:
    """Return where an activity takes place on the map, None without a pin."""
    if one.latitude is None or one.longitude is None:
        return None
    return Spot(one.latitude, one.longitude)
