"""A broadcast, and a group that moves, while people block the bot and leave Telegram."""

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import Transaction
from models.groups.tables import Chat
from models.messages.tables import Lane, Message, MessageState
from models.people.tables import Account, Reach
from tests.faults.children import children
from tests.faults.place import Place, a_place, books
from tests.faults.test_a_broadcast import MARK, all_handed_over, copies, send
from tests.faults.test_kills import report

pytestmark = pytest.mark.faults
DEPUTIES = 200


async def reached(place: Place, many: int) -> None:
    async with asyncio.timeout(60):
        while sum(copies(place).values()) < many:  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.005)


async def test_who_blocks_the_bot_or_leaves_in_a_broadcast_stops_nobody_else(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        await send(place)
        blocking, leaving = place.deputies[150:175], place.deputies[175:]
        for account in blocking[:12]:  # some before it begins, the others in the middle of it
            place.acts.block(account, place.bot_id)
        for account in leaving[:12]:
            place.acts.deactivate(account)
        async with children(database_url, place.api, tmp_path, hasty=False) as bots:
            child = await bots.start()
            await reached(place, 40)
            for account in blocking[12:]:
                place.acts.block(account, place.bot_id)
            for account in leaving[12:]:
                place.acts.deactivate(account)
            await all_handed_over(place)
            await place.comes_to_rest(within=60)
            healthy = await bots.is_healthy_again(child)
        got, tried = copies(place), attempts(place)
        states, reach = await place.read(_states), await place.read(_reach)
        gone = {one for one in [*blocking, *leaving] if not got[one]}
        report(
            "people gone in a broadcast",
            place,
            {"reached": len(+got), "gone": len(gone), "healthy after": healthy},
        )

    assert all(got[one] == 1 for one in place.deputies[:150])
    assert max(got.values()) == 1
    assert len(gone) >= 24
    assert {one for one, state in states.items() if state is MessageState.UNREACHABLE} == gone
    assert all(tried[one] == 1 for one in gone)
    assert {reach[one] for one in gone & set(blocking)} == {Reach.BLOCKED}
    assert {reach[one] for one in gone & set(leaving)} == {Reach.DEACTIVATED}


def attempts(place: Place) -> Counter[int]:
    """Return how often each chat was called in a broadcast."""
    return Counter(
        int(one.params["chat_id"])
        for one in place.world.calls
        if one.method == "sendMessage" and MARK in str(one.params["text"])
    )


async def _states(tx: Transaction) -> dict[int, MessageState]:
    rows = await tx.execute(
        select(Message.chat_id, Message.state).where(Message.lane == Lane.BROADCAST)
    )
    return {row[0]: row[1] for row in rows}


async def _reach(tx: Transaction) -> dict[int, Reach]:
    return {row[0]: row[1] for row in await tx.execute(select(Account.id, Account.reach))}


async def _chats(tx: Transaction) -> set[int]:
    return set(await tx.scalars(select(Chat.chat_id).where(Chat.unlinked_at.is_(None))))


async def _moved(place: Place, old: int) -> int | None:
    """Return the new number of a chat: a card waits some seconds before it is edited."""
    with suppress(TimeoutError):
        async with asyncio.timeout(30):
            while place.world.chats[old].migrated_to is None:  # noqa: ASYNC110  (nothing rings)
                await asyncio.sleep(0.1)
    return place.world.chats[old].migrated_to


MOMENTS = (
    "before the start",
    "when the card leaves",
    "between an edit and its answer",
    "in a burst",
)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_group_that_becomes_a_supergroup_loses_nothing_at_any_moment(
    database_url: str, tmp_path: Path, moment: str
) -> None:
    async with a_place(database_url, deputies=60, kind="group") as place:
        old = place.chat_id
        if moment == "before the start":
            place.acts.migrate(old)
        elif moment == "when the card leaves":
            place.world.faults.add("migrate", "sendMessage", chat_id=old)
        elif moment == "between an edit and its answer":
            place.world.faults.add("migrate", "editMessageText", chat_id=old)
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            child = await bots.start()
            place.check_in(place.deputies[:30])
            if moment == "in a burst":
                await asyncio.sleep(0.3)
                place.acts.migrate(old)
            await place.comes_to_rest(within=60)
            place.check_in(place.deputies[30:])
            await place.comes_to_rest(within=60)
            new = await _moved(place, old)
            await place.comes_to_rest(within=60)
            healthy = await bots.is_healthy_again(child)
        figures, chats = await books(place), await place.read(_chats)
        outbox = await place.by_state(Message)
        report(f"migration {moment}", place, {**figures, **outbox, "healthy after": healthy})

    assert new is not None
    assert chats == {new}
    assert figures["attendances"] == figures["ledger lines"] == 60
    assert figures["answered once"] == 60
