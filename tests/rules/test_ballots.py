"""How ballots are counted, and what of them may be shown."""

from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ballots.rules import (
    FEWEST,
    Counts,
    ElectorKind,
    Opinion,
    PaperSheet,
    Quorum,
    counted,
    handed_in,
    is_quorate,
    kind_of,
    marked,
    opinions_of,
    publishable,
    read,
    written,
)
from models.ballots.urn import Content

PLACES = 3
BALLOT = st.tuples(*[st.sampled_from(Opinion)] * PLACES)
BALLOTS = st.lists(BALLOT, max_size=60)
KIND = st.sampled_from(ElectorKind)


Slips = list[tuple[int, Opinion]]


def apart(ballots: list[tuple[Opinion, ...]]) -> Slips:
    """Return ballots taken apart, a slip for each mark."""
    return [slip for ballot in ballots for slip in enumerate(ballot)]


@given(BALLOTS)
def test_every_ballot_is_counted_once_at_every_place(ballots: list[tuple[Opinion, ...]]) -> None:
    found = counted(apart(ballots), PLACES)

    assert [one.total for one in found] == [len(ballots)] * PLACES


@given(BALLOTS, st.randoms())
def test_the_order_of_the_ballots_is_no_matter(
    ballots: list[tuple[Opinion, ...]],
    random: Random,
) -> None:
    shuffled = apart(ballots)
    random.shuffle(shuffled)

    assert counted(shuffled, PLACES) == counted(apart(ballots), PLACES)


@given(BALLOTS, BALLOTS)
def test_two_urns_counted_apart_are_two_urns_counted_together(
    first: list[tuple[Opinion, ...]], second: list[tuple[Opinion, ...]]
) -> None:
    both = zip(counted(apart(first), PLACES), counted(apart(second), PLACES), strict=True)

    assert tuple(a + b for a, b in both) == counted(apart([*first, *second]), PLACES)


@given(KIND, BALLOT)
def test_what_is_written_is_read_back_and_its_length_tells_nothing(
    kind: ElectorKind, ballot: tuple[Opinion, ...]
) -> None:
    slips = written(kind, dict(enumerate(ballot)))

    assert [read(one) for one in slips] == [(kind, *mark) for mark in enumerate(ballot)]
    assert {len(one) for one in slips} == {4}
    assert kind_of(handed_in(kind)) is kind
    assert opinions_of(marked(ballot)) == ballot


@given(st.lists(st.tuples(KIND, BALLOT), max_size=30), st.randoms())
def test_an_urn_does_not_know_in_which_order_it_was_filled(
    votes: list[tuple[ElectorKind, tuple[Opinion, ...]]],
    random: Random,
) -> None:
    shuffled = list(votes)
    random.shuffle(shuffled)

    def filled(order: list[tuple[ElectorKind, tuple[Opinion, ...]]]) -> Content:
        urn = Content()
        for kind, ballot in order:
            urn = urn.with_one(handed_in(kind), written(kind, dict(enumerate(ballot))), "X")
        return urn

    assert filled(shuffled) == filled(votes)


@given(st.dictionaries(KIND, st.integers(0, 12)), st.integers(0, 12))
def test_no_group_under_five_is_shown_nor_left_over(
    returned: dict[ElectorKind, int], on_paper: int
) -> None:
    shown = publishable(returned, on_paper)

    rest = on_paper + sum(count for kind, count in returned.items() if kind not in shown)
    assert all(returned[kind] >= FEWEST for kind in shown)
    assert not shown or rest == 0 or rest >= FEWEST


def test_a_small_group_takes_the_smallest_other_one_with_it() -> None:
    returned = {ElectorKind.DEPUTY: 30, ElectorKind.VOTER: 8, ElectorKind.UNIT: 2}

    assert publishable(returned) == {ElectorKind.DEPUTY}


@pytest.mark.parametrize(
    ("counts", "rate"),
    [
        (Counts(10, 5, 5, 0), "75.0"),
        (Counts(1, 1, 1, 0), "66.7"),
        (Counts(0, 0, 0, 4), "0.0"),
        (Counts(29, 2, 0, 1), "96.9"),
    ],
)
def test_the_rate_is_of_valid_ballots_abstentions_among_them(counts: Counts, rate: str) -> None:
    assert counts.rate == Decimal(rate)


def test_without_a_ballot_there_is_no_rate() -> None:
    assert Counts().rate is None


@given(BALLOTS)
def test_a_rate_lies_between_nothing_and_all(ballots: list[tuple[Opinion, ...]]) -> None:
    for one in counted(apart(ballots), PLACES):
        assert one.rate is None or 0 <= one.rate <= 100
        assert (one.rate is None) == (one.total == 0)


@pytest.mark.parametrize(
    ("quorum", "eligible", "returned", "enough"),
    [
        (Quorum.HALF, 40, 20, False),
        (Quorum.HALF, 40, 21, True),
        (Quorum.HALF, 41, 21, True),
        (Quorum.TWO_THIRDS, 30, 19, False),
        (Quorum.TWO_THIRDS, 30, 20, True),
        (Quorum.NONE, 30, 0, True),
    ],
)
def test_a_quorum(quorum: Quorum, eligible: int, returned: int, *, enough: bool) -> None:
    assert is_quorate(quorum, eligible=eligible, returned=returned) is enough


@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.tuples(*[st.integers(0, 9)] * 4)))
def test_a_paper_count_adds_up_only_if_every_place_holds_the_valid_ballots(
    returned: int, invalid: int, rows: list[tuple[int, int, int, int]]
) -> None:
    sheet = PaperSheet(
        returned=returned, invalid=invalid, places=tuple(Counts(*one) for one in rows)
    )

    every = all(sum(one) == returned - invalid for one in rows)
    assert sheet.adds_up == (invalid <= returned and every)


def test_marks_are_as_many_as_opinions() -> None:
    assert len(Counter(marked([one]) for one in Opinion)) == len(Opinion)
