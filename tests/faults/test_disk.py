"""A disk that is full, and one whose power is cut in the middle of a burst of check-ins.

HUIYIN_FAULTS=long cuts the power twelve times, and looks at a hundred things each may leave.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from models import engines
from tests.faults.children import Children, children
from tests.faults.disk import Disk, a_disk
from tests.faults.place import ANSWER, Place, a_place, books
from tests.faults.test_kills import report

pytestmark = pytest.mark.faults
LONG = os.environ.get("HUIYIN_FAULTS") == "long"
DEPUTIES = 300
FULL = "the database takes nothing: the disk is full"
CUTS = 12 if LONG else 3
OUTCOMES = 100 if LONG else 12


async def answered(place: Place, many: int) -> None:
    async with asyncio.timeout(60):
        while sum(place.answers().values()) < many:  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.005)


async def test_a_full_disk_takes_nothing_new_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    disk = a_disk(tmp_path)
    async with a_place(disk.url, deputies=DEPUTIES) as place:
        async with children(disk.url, place.api, tmp_path, hasty=True, env=disk.env) as bots:
            child = await bots.start()
            place.check_in(place.deputies[:200])
            await answered(place, 60)
            disk.fill()
            place.check_in(place.deputies[200:])
            await until_it_says_so(bots, child)
            await asyncio.sleep(5)
            while_full = await books(place)
            alive = child.returncode is None
            disk.free()
            freed = time.monotonic()
            healthy = await bots.is_healthy_again(child)
            await place.comes_to_rest(within=240)
            took = round(time.monotonic() - freed, 1)
            status = await bots.stop(child)
        figures = await books(place)
        report(
            "full disk",
            place,
            {
                **figures,
                "while full": while_full["attendances"],
                "healthy after": healthy,
                "all done after": took,
            },
        )

    assert alive
    assert status == 0
    assert while_full["attendances"] < DEPUTIES
    assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
    assert figures["answered twice"] == figures["silent and not in doubt"] == 0


async def until_it_says_so(bots: Children, child: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(30):
        while FULL not in (await bots.health(child))["problems"]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
async def test_a_cut_of_power_takes_nothing_that_was_acknowledged(
    tmp_path: Path, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "journal_mode", lambda: journal)  # of this process's connections
    disk, flags = a_disk(tmp_path), ("--journal", journal)
    looked, torn, recovered = 0, 0, []
    async with a_place(disk.url, deputies=DEPUTIES) as place:
        async with children(
            disk.url, place.api, tmp_path, hasty=True, env=disk.env, flags=flags
        ) as bots:
            first = place.world.bots[place.bot_id].inbox.next_id
            for cut in range(1, CUTS + 1):
                await place.db.close()
                disk.everything_is_synced()
                child = await bots.start()
                part = place.deputies[DEPUTIES * (cut - 1) // CUTS : DEPUTIES * cut // CUTS]
                async with asyncio.TaskGroup() as writing:
                    trickle = writing.create_task(one_after_the_other(place, part))
                    await answered(place, DEPUTIES * (2 * cut - 1) // (2 * CUTS))
                    await asyncio.sleep(random.uniform(0, 0.05))  # noqa: S311  (any moment)
                    await bots.kill(child)
                    await trickle  # the rest is written while nobody hears it
                assert (disk.folder / "place.db-wal").exists() == (journal == "WAL")
                for seed in range(OUTCOMES):
                    left = tmp_path / f"left-{cut}-{seed}"
                    disk.after_a_cut(left, seed=seed)
                    torn += differs(left, disk)
                    holds(left, place, first)
                    looked += 1
                power_is_back(disk, tmp_path / f"left-{cut}-0")
            began = time.monotonic()
            child = await bots.start()
            recovered.append(await bots.is_healthy_again(child))
            await place.comes_to_rest(within=180)
            took = round(time.monotonic() - began, 1)
        figures = await books(place)
        report(
            f"{CUTS} cuts of power, {journal}",
            place,
            {**figures, "outcomes": looked, "torn": torn, "healthy": recovered, "done after": took},
        )

    assert torn > 0 or not LONG, "few cuts may all fall between two writes"
    assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
    assert figures["answered twice"] == figures["silent and not in doubt"] == 0


def test_a_cut_tears_what_is_written_but_not_the_end_of_a_file(tmp_path: Path) -> None:
    disk = a_disk(tmp_path)
    old, new = b"o" * 4096, b"n" * 4096
    for name, before, after in (
        ("shorter", old, b""),
        ("changed", old, new),
        ("longer", b"", new),
    ):
        (disk.kept / name).write_bytes(before)
        (disk.folder / name).write_bytes(after)

    left: dict[str, set[bytes]] = {"shorter": set(), "changed": set(), "longer": set()}
    for seed in range(100):
        disk.after_a_cut(tmp_path / "left", seed=seed)
        for name, found in left.items():
            found.add((tmp_path / "left" / name).read_bytes())

    assert left["shorter"] == {b"", old}
    assert {len(one) for one in left["changed"]} == {4096}
    assert len(left["changed"] - {old, new}) > 50
    assert any(b"\0" in one for one in left["longer"])
    assert len({len(one) for one in left["longer"]}) > 50


async def one_after_the_other(place: Place, deputies: list[int]) -> None:
    """Let people write so that there is a commit at every moment."""
    for account in deputies:
        place.check_in([account])
        await asyncio.sleep(0.02)


def differs(left: Path, disk: Disk) -> bool:
    """Tell whether a cut left something else than a kill would have."""
    return any(
        (left / one).read_bytes() != (disk.folder / one).read_bytes()
        for one in ("place.db", "place.db-wal", "place.db-journal")
        if (left / one).exists() and (disk.folder / one).exists()
    )


def holds(left: Path, place: Place, first: int) -> None:
    """Look into what is left: sound, and all there that Telegram or a person was told of."""
    bot = place.world.bots[place.bot_id]
    pending = {one.id for one in bot.inbox.pending}
    confirmed = {one for one in range(first, bot.inbox.next_id) if one not in pending}
    told = {account for account, times in place.answers().items() if times}
    bare = sqlite3.connect(left / "place.db")
    try:
        assert bare.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert bare.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = {row[0] for row in bare.execute("SELECT update_id FROM updates")}
        present = {
            row[0]
            for row in bare.execute(
                "SELECT account_id FROM members JOIN attendances"
                " ON attendances.member_id = members.id"
            )
        }
    finally:
        bare.close()
    assert confirmed <= kept, f"{len(confirmed - kept)} confirmed updates are gone"
    assert told <= present, f"{len(told - present)} who read {ANSWER} are not in"


def power_is_back(disk: Disk, left: Path) -> None:
    for path in disk.folder.glob("place.db*"):
        path.unlink()
    for path in left.iterdir():
        shutil.copyfile(path, disk.folder / path.name)
