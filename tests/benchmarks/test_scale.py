"""The simulation of many groups: what has to be true of it, whatever was measured."""

import random

from benchmarks import scale
from benchmarks.scale import BEFORE, COME, DEPUTIES, PACE, Measured, arrivals, needs, peak

SEED = 7
COSTS = Measured(program_ms=1.0, database_ms=1.0)


def test_the_same_seed_gives_the_same_day() -> None:
    assert peak(50, 2, COSTS, SEED) == peak(50, 2, COSTS, SEED)
    assert peak(50, 2, COSTS, SEED) != peak(50, 2, COSTS, SEED + 1)


def test_everybody_comes_before_half_past_two_and_more_of_them_at_the_end() -> None:
    times = arrivals(100, random.Random(SEED))  # noqa: S311  (a simulation)

    assert len(times) == 100 * DEPUTIES * COME
    assert 0 <= times[0] <= times[-1] <= BEFORE
    assert sum(one > BEFORE / 2 for one in times) > 0.7 * len(times)


def test_more_processes_keep_nobody_waiting_longer() -> None:
    slow = Measured(program_ms=100.0, database_ms=1.0)

    waits = [peak(100, processes, slow, SEED).served for processes in (1, 2, 4)]

    assert waits == sorted(waits, reverse=True)
    assert waits[0] > 10 * waits[2]


def test_messages_wait_for_the_pace_however_fast_the_program_is() -> None:
    people = 1000 * DEPUTIES * COME

    seen = peak(1000, 8, COSTS, SEED)

    assert seen.message > 0.9 * people / PACE - BEFORE
    assert seen.served < 1


def test_a_bot_takes_no_more_groups_than_it_can_write_to_within_an_hour() -> None:
    found = needs(40_000, COSTS, SEED)

    assert found.cells * found.a_cell >= 40_000
    assert found.broadcast_s <= scale.BROADCAST_WITHIN
    assert found.cells == 32


def test_a_slow_database_makes_smaller_cells() -> None:
    slow = Measured(program_ms=1.0, database_ms=40.0)

    assert needs(40_000, slow, SEED).cells > 32
