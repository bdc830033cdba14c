"""Several processes share one bot's updates: in each person's order, whoever of them is killed.

HUIYIN_FAULTS=long kills six workers and waits as long as an operator would.
"""

import asyncio
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from models.database import Transaction
from models.instances.actions import GONE_AFTER
from models.updates.tables import Update, UpdateState
from tests.faults.children import Children, children
from tests.faults.place import Place, a_place, books

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
LONG = os.environ.get("HUIYIN_FAULTS") == "long"
SILENCE = GONE_AFTER.total_seconds()
DEPUTIES = 600 if LONG else 100
KILLS = 6 if LONG else 2
WORDS = ("签到", "帮助", "我的积分", "近期活动")  # what each writes, one right after the other

# An update's row is written last by the transaction that handles it. Its commit has to come before
# the transaction of the same person's next one has begun its work.
DISORDER = text(
    """
    SELECT count(*) FROM (
      SELECT handled_at, lag(pg_xact_commit_timestamp(xmin))
        OVER (PARTITION BY key ORDER BY update_id) AS before
      FROM updates WHERE state = 'done'
    ) AS one WHERE before > handled_at
    """
)


@dataclass(slots=True)
class Sharers:
    """Who has been seen with updates in hand."""

    place: Place
    names: set[str] = field(default_factory=set)

    async def look(self) -> int:
        """Look once; return how many updates were waiting."""

        async def ask(tx: Transaction) -> list[str | None]:
            new = Update.state == UpdateState.NEW
            return list(await tx.scalars(select(Update.owner).where(new)))

        owners = await self.place.read(ask)
        self.names |= {one for one in owners if one}
        return len(owners)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(0.02)


async def disorder(place: Place) -> int:
    async def ask(tx: Transaction) -> int:
        return int((await tx.execute(DISORDER)).scalar_one())

    return int(await place.read(ask))


def everybody_writes(place: Place) -> None:
    for word in WORDS:
        for account in place.deputies:
            place.acts.write(account, account, word)


async def kill_workers(place: Place, bots: Children, kills: int) -> int:
    """Kill worker after worker while the burst lasts, and start another; how many answers left."""
    in_flight: set[int] = set()
    for number in range(kills):
        goal = place.world.call_count + len(place.deputies) // 2
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                while place.world.call_count < goal:  # noqa: ASYNC110  (nothing rings)
                    await asyncio.sleep(0.002)
        await bots.kill(bots.started[1 + number])
        in_flight |= await place.on_their_way()
        await bots.start("--worker")
    return len(in_flight)


def report(name: str, figures: dict[str, Any]) -> None:
    print(f"\n{name}: " + ", ".join(f"{k} {v}" for k, v in figures.items()))  # noqa: T201


async def test_killed_workers_lose_nothing_double_nothing_and_keep_each_persons_order(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_place(postgres_url, deputies=DEPUTIES) as place:
        began = time.monotonic()
        async with children(postgres_url, place.api, tmp_path, hasty=False) as bots:
            await bots.start()
            for _ in range(2):
                await bots.start("--worker")
            await asyncio.sleep(1.5)  # until the first has seen that it is not alone
            sharers = Sharers(place)
            async with asyncio.TaskGroup() as tasks:
                looking = tasks.create_task(sharers.run())
                everybody_writes(place)
                await kill_workers(place, bots, KILLS)
                await place.comes_to_rest(within=60)
                looking.cancel()

        figures, updates = await books(place), await place.by_state(Update)
        out_of_order = await disorder(place)
        seconds = round(time.monotonic() - began, 1)
        report(
            f"{KILLS} workers killed",
            {**figures, **updates, "disorder": out_of_order, "sharers": len(sharers.names)}
            | {"seconds": seconds, "holders": bots.said().count("speaks")},
        )

        assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
        assert figures["silent and not in doubt"] == figures["answered twice"] == 0
        assert updates[UpdateState.DONE] == DEPUTIES * len(WORDS)
        assert out_of_order == 0
        assert len(sharers.names) >= 2


@pytest.mark.skipif(not LONG, reason="HUIYIN_FAULTS=long: it needs a quiet machine")
async def test_what_a_killed_worker_had_in_hand_is_taken_over_before_its_silence_is_noticed(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_place(postgres_url, deputies=4) as place:
        async with children(postgres_url, place.api, tmp_path, hasty=False) as bots:
            await bots.start()
            worker = await bots.start("--worker")
            await asyncio.sleep(7)  # it is connected, and long enough there to be missed
            name = await _name_of(place, worker.pid)
            worker.send_signal(19)  # SIGSTOP: it lives, and does nothing
            place.check_in(place.deputies, privately=True)
            await _hold_all(place, name)

            await bots.kill(worker)
            killed = time.monotonic()
            async with asyncio.timeout(60):
                while (await books(place))["answered once"] < 4:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            took = time.monotonic() - killed

        report("a worker's claims", {"taken over and done after": round(took, 1)})
        assert (await books(place))["answered once"] == 4
        assert took < SILENCE, "not only after so long a silence"


async def _name_of(place: Place, pid: int) -> str:
    async def ask(tx: Transaction) -> str:
        rows = await tx.execute(text("SELECT name FROM instances"))
        [name] = [row[0] for row in rows if f"-{pid}-" in row[0]]
        return str(name)

    return str(await place.read(ask))


async def _hold_all(place: Place, name: str) -> None:
    """Put what comes into a process's hands, as if it had just taken hold of it."""
    async with asyncio.timeout(10):
        while True:
            async with place.db.transaction() as tx:
                held = await tx.execute(
                    text("UPDATE updates SET owner = :name WHERE state = 'new' AND owner IS NULL"),
                    {"name": name},
                )
                if held.rowcount:  # type: ignore[attr-defined]  # a cursor's
                    return
            await asyncio.sleep(0.001)


async def test_a_worker_follows_a_killed_holder_within_ten_seconds(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_place(postgres_url, deputies=100) as place:
        async with children(postgres_url, place.api, tmp_path, hasty=False) as bots:
            holder = await bots.start()
            await bots.start("--worker")
            place.check_in(place.deputies[:50], privately=True)
            await asyncio.sleep(0.2)

            await bots.kill(holder)
            killed, in_flight = time.monotonic(), len(await place.on_their_way())
            place.check_in(place.deputies[50:], privately=True)
            await place.comes_to_rest(within=30)
            took = time.monotonic() - killed

        figures = await books(place)
        report("a holder killed", {**figures, "all done after": round(took, 1)})
        assert figures["attendances"] == 100
        assert figures["silent and not in doubt"] == 0
        assert figures["answered twice"] == 0
        assert figures["maybe"] <= in_flight
        assert took < 10
