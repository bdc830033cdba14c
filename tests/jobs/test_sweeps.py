"""Work that is due is done together where it may be, and one failure stops nobody else."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jobs.sweeps import _waves, sweep_together
from models.database import Database, Transaction

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Key = tuple[int, str]


def owner(key: Key) -> str:
    return key[1]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=300))
def test_no_wave_has_two_of_one_owner_and_each_owner_keeps_its_order(owners: list[str]) -> None:
    keys = list(enumerate(owners))

    waves = list(_waves(keys, owner))

    assert sorted(key for wave in waves for key in wave) == keys
    for wave in waves:
        assert len({owner(key) for key in wave}) == len(wave) <= 64
    for one in set(owners):
        mine = [key for wave in waves for key in wave if owner(key) == one]
        assert mine == sorted(mine)


def test_many_owners_fill_the_waves() -> None:
    waves = list(_waves([(number, str(number)) for number in range(640)], owner))

    assert [len(wave) for wave in waves] == [64] * 10


async def test_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    done: list[Key] = []
    keys = [(number, str(number)) for number in range(10)]

    async def find(_tx: Transaction, _at: datetime) -> Sequence[Key]:
        return keys

    async def work(tx: Transaction, key: Key, _at: datetime) -> bool:
        if key[0] == 7:
            raise ValueError("cannot be done")
        if not tx.shared:
            done.append(key)
        return True

    async with Database(f"sqlite+aiosqlite:///{tmp_path}/some.db") as db:
        count = await sweep_together(db, find, work, whose=owner, now=NOW)

    assert count == 9
    assert done == [key for key in keys if key[0] != 7], "each alone, after the wave was taken back"
