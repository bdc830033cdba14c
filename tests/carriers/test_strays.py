"""When a process looks for what it holds and does not remember."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.strays import Strays
from models.database import Database


async def test_it_looks_twice_a_minute_while_nothing_breaks(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/x.db") as db:
        clock = [100.0]
        strays = Strays(db, now=lambda: clock[0])
        looks = {}
        for second in range(101, 200):
            clock[0] = second
            if age := strays.due():
                looks[second] = age

    assert looks == dict.fromkeys((130, 160, 190), timedelta(seconds=30))


async def test_it_looks_soon_after_a_transaction_broke_off(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/x.db") as db:
        clock = [100.0]
        strays = Strays(db, now=lambda: clock[0])
        db.breaks += 1
        looks = {}
        for second in range(101, 120):
            clock[0] = second
            if age := strays.due():
                looks[second] = age

    assert looks == {106: timedelta(seconds=5)}


@pytest.mark.postgres
async def test_a_transaction_whose_connection_ends_counts_as_broken_off(postgres_url: str) -> None:
    async with Database(postgres_url) as db:
        with pytest.raises(DBAPIError):
            async with db.transaction() as tx:
                await tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

        assert db.breaks == 1


async def test_a_mistake_of_ours_is_no_break(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/x.db") as db:
        with pytest.raises(KeyError):
            async with db.transaction():
                raise KeyError("ours")

        assert db.breaks == 0
