"""When a message may leave, on a clock that only the test moves."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacing
from sandbox.clock import Clock
from sandbox.limits import Limits

PERSON, OTHER, GROUP = 1001, 1002, -2001


def leave_as_fast_as_possible(
    pacing: Pacing, chats: list[int], *, until: float, urgent: bool = True
) -> list[tuple[float, int]]:
    """Send to the chats in turn as soon as the pace allows, and return when what left."""
    now, left = 1000.0, []
    for chat in chats:
        while (wait := max(pacing.wait_all(now, urgent=urgent), pacing.wait_chat(chat, now))) > 0:
            now += wait
        if now > 1000.0 + until:
            break
        pacing.spend(chat, now)
        left.append((now, chat))
    return left


def most_within(moments: list[float], span: float) -> int:
    """Return the most moments that fall within any half-open span."""
    return max(
        (sum(start <= one < start + span - 1e-6 for one in moments) for start in moments), default=0
    )


@given(chats=st.lists(st.integers(1, 500), min_size=1, max_size=200), urgent=st.booleans())
def test_never_more_than_thirty_leave_in_any_second(chats: list[int], *, urgent: bool) -> None:
    left = leave_as_fast_as_possible(Pacing(), chats, until=30, urgent=urgent)

    assert most_within([at for at, _chat in left], 1.0) <= 30


def test_a_long_broadcast_leaves_at_the_full_pace() -> None:
    left = leave_as_fast_as_possible(Pacing(), list(range(1, 501)), until=60, urgent=False)

    assert len(left) == 500
    assert math.isclose(left[-1][0] - left[0][0], 500 / 25, rel_tol=0.05)


@given(st.lists(st.floats(0, 0.07), min_size=50, max_size=300))
def test_a_broadcast_that_is_looked_after_late_leaves_at_the_full_pace(late: list[float]) -> None:
    pacing, now, chat, left = Pacing(), 1000.0, 0, list[float]()
    for delay in late:
        now += max(pacing.wait_all(now, urgent=False), 1e-4) + delay
        while pacing.wait_all(now, urgent=False) <= 0:
            chat += 1
            pacing.spend(chat, now)
            left.append(now)

    assert len(left) >= 25 * (left[-1] - left[0])


@given(st.lists(st.floats(0, 0.4), min_size=20, max_size=100))
def test_no_slow_commit_makes_a_rush(commits: list[float]) -> None:
    pacing, now, chat, left = Pacing(), 1000.0, 0, list[float]()
    for commit in commits:
        now += pacing.wait_all(now, urgent=True)
        taken = 0
        while pacing.wait_all(now, urgent=True) <= 0:
            chat, taken = chat + 1, taken + 1
            pacing.spend(chat, now)
        now += commit
        pacing.gone(now)
        left += [now] * taken

    assert most_within(left, 1.0) <= 30


@given(st.lists(st.sampled_from([PERSON, OTHER]), min_size=1, max_size=40))
def test_a_private_chat_gets_three_at_once_and_then_one_a_second(chats: list[int]) -> None:
    left = leave_as_fast_as_possible(Pacing(), chats, until=60)

    for chat in (PERSON, OTHER):
        own = [at for at, one in left if one == chat]
        assert most_within(own, 1.0) <= 3
        assert all(later - own[i] >= 1 - 1e-6 for i, later in enumerate(own[3:]))
        assert most_within(own, 20.0) <= 3 + 19


def test_three_to_a_person_leave_at_once() -> None:
    left = leave_as_fast_as_possible(Pacing(), [PERSON] * 5, until=60)

    waits = [later - earlier for (earlier, _), (later, _) in pairwise(left)]
    assert [round(one, 2) for one in waits] == [0, 0, 1.05, 1.05]


@given(st.integers(1, 80))
def test_a_group_gets_no_more_than_eighteen_in_any_minute(many: int) -> None:
    left = [at for at, _chat in leave_as_fast_as_possible(Pacing(), [GROUP] * many, until=300)]

    assert most_within(left, 60.0) <= 18
    assert [at - left[0] for at in left[:3]] == [0] * len(left[:3])
    assert all(math.isclose(later - earlier, 4) for earlier, later in pairwise(left[2:]))


@dataclass
class TheirClock:
    """The server's clock, moved by the test."""

    at: float = 1000.0

    def timestamp(self) -> float:
        """Give its time."""
        return self.at


@given(
    ways=st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 0.04)), min_size=30, max_size=60),
    chat=st.sampled_from([PERSON, GROUP]),
)
def test_a_chat_never_complains_whatever_commits_and_ways_take(
    ways: list[tuple[float, float]], chat: int
) -> None:
    clock = TheirClock()
    limits, pacing, now = Limits(cast(Clock, clock), enabled=True), Pacing(), 1000.0
    for commit, way in ways:
        now += pacing.wait_chat(chat, now)
        pacing.spend(chat, now)
        now += commit
        pacing.gone(now)
        clock.at = now = now + way

        assert limits.wait(1, chat) == 0


def test_reactions_do_not_use_up_what_may_be_said_in_a_group() -> None:
    pacing, now = Pacing(), 1000.0
    for _ in range(3):
        pacing.spend(GROUP, now, reaction=True)

    assert pacing.wait_chat(GROUP, now, reaction=True) > 0
    assert pacing.wait_chat(GROUP, now) == 0


def test_one_complaint_pauses_that_chat_alone() -> None:
    pacing, now = Pacing(), 1000.0

    everything = pacing.pause(PERSON, 7, now)

    assert not everything
    assert pacing.wait_chat(PERSON, now) == 7
    assert pacing.wait_chat(PERSON, now + 7) == 0
    assert pacing.wait_chat(OTHER, now) == 0
    assert pacing.wait_all(now, urgent=True) == 0


def test_complaints_of_two_chats_pause_everything() -> None:
    pacing, now = Pacing(), 1000.0
    pacing.pause(PERSON, 7, now)

    everything = pacing.pause(OTHER, 5, now + 1)

    assert everything
    assert pacing.wait_all(now + 1, urgent=True) == 5
    assert pacing.wait_all(now + 6, urgent=True) == 0


def test_complaints_long_apart_are_each_their_chats() -> None:
    pacing, now = Pacing(), 1000.0
    pacing.pause(PERSON, 3, now)

    everything = pacing.pause(OTHER, 3, now + 60)

    assert not everything


def test_a_shorter_complaint_does_not_shorten_a_longer_one() -> None:
    pacing, now = Pacing(), 1000.0
    pacing.pause(PERSON, 30, now)

    pacing.pause(PERSON, 1, now)

    assert pacing.wait_chat(PERSON, now) == 30


def test_a_broadcast_leaves_room_for_answers() -> None:
    pacing, now = Pacing(), 1000.0
    chat = 1
    while pacing.wait_all(now, urgent=False) == 0:
        pacing.spend(chat, now)
        chat += 1

    assert pacing.wait_all(now, urgent=True) == 0


def test_zero_lifts_a_limit() -> None:
    free = Pacing(per_second=0, per_chat_per_second=0, per_group_per_minute=0)

    left = leave_as_fast_as_possible(free, [PERSON, GROUP] * 500, until=0)

    assert len(left) == 1000


def test_quiet_chats_are_forgotten_without_forgetting_a_pause() -> None:
    pacing, now = Pacing(per_second=0), 1000.0
    pacing.pause(PERSON, 3600, now)
    for chat in range(2, 1500):
        pacing.spend(chat, now)

    for chat in range(10_000, 10_600):
        pacing.spend(chat, now + 120)

    assert pacing.wait_chat(PERSON, now + 120) == 3480
    assert len(pacing._chats) <= 601


def test_a_chat_that_has_used_up_its_pace_is_not_forgotten_among_thousands() -> None:
    pacing, now = Pacing(per_second=0), 1000.0
    for chat in range(2, 900):
        pacing.spend(chat, now)
    for _ in range(3):
        pacing.spend(PERSON, now + 60)

    for chat in range(1000, 3000):
        pacing.spend(chat, now + 60)

    assert pacing.wait_chat(PERSON, now + 60) > 1
    assert len(pacing._chats) <= 2001
