"""The bot is killed in the middle of a burst of check-ins: nothing is lost, nothing doubled.

HUIYIN_FAULTS=long kills twelve times and waits as long as an operator would.
"""

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from models.messages.tables import Message, MessageState
from models.updates.tables import Update, UpdateState
from tests.faults.children import Children, children
from tests.faults.place import Place, a_place, books

pytestmark = pytest.mark.faults
LONG = os.environ.get("HUIYIN_FAULTS") == "long"
KILLS = 12 if LONG else 3
DEPUTIES = 1000
MALFORMED: tuple[dict[str, object], ...] = (
    {"message": "not an object"},
    {"message": {"message_id": 1, "chat": {"id": 5}, "from": {"id": 5}}},
    {"callback_query": {"id": 1, "from": {"id": 2**70, "is_bot": False, "first_name": "x"}}},
    {
        "message": {
            "message_id": 2,
            "date": 1_700_000_000,
            "chat": {"id": 9, "type": "private"},
            "from": {"id": 2**70, "is_bot": False, "first_name": "x"},
            "text": "签到",
        }
    },
)


def report(name: str, place: Place, figures: dict[str, object]) -> None:
    kind = place.db.url.get_backend_name()
    print(f"\n{name} on {kind}: " + ", ".join(f"{k} {v}" for k, v in figures.items()))  # noqa: T201


async def kill_in_the_middle(place: Place, bots: Children, *, calls: int, kills: int) -> int:
    """Kill bot after bot during the burst; return how many messages were on their way."""
    in_flight: set[int] = set()
    for _kill in range(kills):
        child = await bots.start()
        goal = place.world.call_count + calls // kills
        with suppress(TimeoutError):  # the last kills may come after the burst
            async with asyncio.timeout(5):
                while place.world.call_count < goal:  # noqa: ASYNC110  (nothing rings)
                    await asyncio.sleep(0.002)
        await bots.kill(child)
        in_flight |= await place.on_their_way()
    await bots.start()
    return len(in_flight)


async def test_kills_in_a_burst_lose_nothing_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        place.world.faults.add("duplicate_update", times=None, probability=0.03)
        began = time.monotonic()
        async with children(database_url, place.api, tmp_path, hasty=not LONG) as bots:
            place.check_in(place.deputies[:500])
            for body in MALFORMED:
                place.acts.raw_update(place.bot_id, body)
            place.check_in(place.deputies[500:])

            in_flight = await kill_in_the_middle(place, bots, calls=DEPUTIES // 2, kills=KILLS)
            await place.comes_to_rest(within=90)
            status = await bots.stop(bots.started[-1])

        took = round(time.monotonic() - began, 1)
        figures, updates = await books(place), await place.by_state(Update)
        report(
            f"{KILLS} kills",
            place,
            {**figures, "in flight": in_flight, "seconds": took, **updates},
        )

        assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
        assert figures["silent and not in doubt"] == 0
        assert figures["answered twice"] <= in_flight
        assert figures["maybe"] <= in_flight
        assert await place.untouched() == 0
        assert updates[UpdateState.UNREADABLE] >= 2
        assert status == 0


@pytest.mark.skipif(not LONG, reason="HUIYIN_FAULTS=long: it goes at Telegram's pace")
async def test_at_telegrams_pace_a_kill_leaves_next_to_nothing_in_doubt(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=200) as place:
        async with children(database_url, place.api, tmp_path, hasty=False, paced=True) as bots:
            place.check_in(place.deputies, privately=True)

            in_flight = await kill_in_the_middle(place, bots, calls=100, kills=4)
            await place.comes_to_rest(within=90)

        figures = await books(place)
        report("4 kills at Telegram's pace", place, {**figures, "in flight": in_flight})

        assert figures["attendances"] == figures["ledger lines"] == 200
        assert figures["silent and not in doubt"] == figures["answered twice"] == 0
        assert figures["maybe"] <= in_flight <= 4 * 8


async def test_a_stop_in_a_burst_leaves_nothing_in_doubt(database_url: str, tmp_path: Path) -> None:
    async with a_place(database_url, deputies=400) as place:
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            first = place.world.call_count
            child = await bots.start()
            place.check_in(place.deputies)
            async with asyncio.timeout(30):
                while place.world.call_count < first + 250:  # noqa: ASYNC110  (nothing rings)
                    await asyncio.sleep(0.002)

            status = await bots.stop(child, in_a_burst=True)
            stopped = await place.by_state(Message)
            await bots.start()
            await place.comes_to_rest(within=30)

        figures = await books(place)
        report("SIGTERM", place, {**figures, "when stopped": dict(stopped)})

        assert status == 0
        assert stopped[MessageState.SENDING] == stopped[MessageState.MAYBE] == 0
        assert figures["attendances"] == figures["ledger lines"] == 400
        assert figures["answered once"] == 400
        assert figures["maybe"] == 0


async def test_two_bots_on_one_database_share_and_one_takes_over(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=300) as place:
        async with children(database_url, place.api, tmp_path, hasty=not LONG) as bots:
            first = await bots.start()
            await bots.start()
            place.check_in(place.deputies[:150])
            await asyncio.sleep(1)

            await bots.kill(first)
            in_flight = len(await place.on_their_way())
            killed, polls = time.monotonic(), _polls(place)
            place.check_in(place.deputies[150:])
            while _polls(place) == polls:  # noqa: ASYNC110  (nothing rings)
                await asyncio.sleep(0.05)
            followed = round(time.monotonic() - killed, 1)
            await place.comes_to_rest(within=60)

        took = round(time.monotonic() - killed, 1)
        figures = await books(place)
        conflicts = bots.said().count("Another program polls with this token")
        report(
            "two at once",
            place,
            {
                **figures,
                "conflicts": conflicts,
                "in flight": in_flight,
                "followed after": followed,
                "all done after": took,
            },
        )

        assert figures["attendances"] == figures["ledger lines"] == 300
        assert figures["silent and not in doubt"] == 0
        assert figures["answered twice"] <= in_flight
        assert followed < 10
        assert conflicts <= 2  # none at all but a poll of the dead one that Telegram still holds


def _polls(place: Place) -> int:
    return sum(one.method == "getUpdates" for one in place.world.calls)
