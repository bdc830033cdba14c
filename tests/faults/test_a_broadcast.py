"""A kill in the middle of a broadcast: it goes on where it stopped, nobody gets it twice."""

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import clock
from models.database import Transaction
from models.materials import actions, composing
from models.materials.composing import Content
from models.materials.tables import Recipient
from models.people.rules import OPERATOR
from tests.faults.children import children
from tests.faults.place import Place, a_place

pytestmark = pytest.mark.faults
MARK = "新代表法要点"
DEPUTIES = 500
KILLS = 3


async def send(place: Place) -> int:
    now = clock.now()
    async with place.db.transaction() as tx:
        one = await composing.compose(
            tx,
            group_id=place.group_id,
            content=Content(title=MARK, text="代表法修改了哪些？"),
            by=OPERATOR,
            now=now,
        )
        await actions.confirm(tx, group_id=place.group_id, material_id=one.id, by=OPERATOR, now=now)
        one.due_at = now
    return one.id


def copies(place: Place) -> Counter[int]:
    return Counter(
        {
            account: sum(MARK in one.get("text", "") for one in place.world.history(account))
            for account in place.deputies
        }
    )


async def test_kills_in_a_broadcast_leave_nobody_out_and_double_nobody(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        await send(place)
        in_flight: set[int] = set()
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            for kill in range(1, KILLS + 1):
                child = await bots.start()
                with suppress(TimeoutError):
                    async with asyncio.timeout(15):
                        while sum(copies(place).values()) < DEPUTIES * kill // (KILLS + 2):  # noqa: ASYNC110
                            await asyncio.sleep(0.01)
                await bots.kill(child)
                in_flight |= await place.on_their_way()
            await bots.start()
            await all_handed_over(place)
            await place.comes_to_rest(within=60)
        got, doubt = copies(place), await place.left_in_doubt()

    assert [account for account, times in got.items() if times > 1] == []
    assert {account for account in place.deputies if not got[account]} <= doubt
    assert len(doubt) <= len(in_flight)
    # Each kill at full speed leaves at most a batch in doubt; the rest has it.
    assert sum(got.values()) >= DEPUTIES - len(doubt) > 0


async def all_handed_over(place: Place) -> None:
    async with asyncio.timeout(60):
        while await place.read(_waiting):  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.2)


async def _waiting(tx: Transaction) -> int:
    rows = await tx.scalars(select(func.count()).where(Recipient.due_at.is_not(None)))
    return int(rows.one())
