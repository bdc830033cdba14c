"""Only the group's own staff choose ways, make codes, tick names and note guests."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models import clock
from models.activities import guests, listing, venue, ways
from models.activities.rules import GuestKind, Way
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import NotAllowed, Refusal
from models.people.rules import Actor, ActorKind
from models.people.tables import Role
from tests.town import Town

Act = Callable[[Transaction, Activity, Actor], Awaitable[Any]]


def facts(one: Activity, by: Actor) -> dict[str, Any]:
    return {"group_id": one.group_id, "activity_id": one.id, "by": by, "now": clock.now()}


ACTS: dict[str, Act] = {
    "allow": lambda tx, one, by: ways.allow(tx, way=Way.CODE, allowed=True, **facts(one, by)),
    "open_screen": lambda tx, one, by: venue.open_screen(tx, **facts(one, by)),
    "void_screens": lambda tx, one, by: venue.void_screens(tx, **facts(one, by)),
    "code_now": lambda tx, one, by: venue.code_now(tx, **facts(one, by)),
    "tick": lambda tx, one, by: listing.tick(tx, member_id=1, **facts(one, by)),
    "make_sheet": lambda tx, one, by: listing.make_sheet(tx, **facts(one, by)),
    "confirm_sheet": lambda tx, one, by: listing.confirm_sheet(tx, version=1, **facts(one, by)),
    "add_guests": lambda tx, one, by: guests.add(
        tx, guests=[guests.Named("张三", GuestKind.VOTER)], **facts(one, by)
    ),
    "remove_guest": lambda tx, one, by: guests.remove(tx, guest_id=1, **facts(one, by)),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
async def test_nobody_but_the_groups_own_staff_may(town: Town, act: Act) -> None:
    one = await town.announce()
    strangers = [
        Actor(kind=ActorKind.ACCOUNT, account_id=1),
        Actor(kind=ActorKind.MEMBER, group_id=one.group_id, member_id=1, role=Role.DEPUTY),
        Actor(kind=ActorKind.MEMBER, group_id=one.group_id + 1, member_id=1, role=Role.STAFF),
    ]

    for by in strangers:
        with pytest.raises(Refusal) as refused:
            async with town.app.db.transaction() as tx:
                await act(tx, one, by)

        assert isinstance(refused.value.notice, NotAllowed)
