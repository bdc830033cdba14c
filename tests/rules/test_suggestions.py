"""The life of a suggestion and its legal clocks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.suggestions.rules import (
    MOVES,
    AnswerClass,
    Credit,
    Facts,
    Move,
    Satisfaction,
    SuggestionState,
    Term,
    accept_by,
    after_rating,
    after_talk,
    answer_by,
    credits_for,
    is_solved,
    marks,
    may,
    may_extend,
    months_after,
    rate_by,
)

S = SuggestionState
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2026, 3, 2), 3, date(2026, 6, 2)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, there: date) -> None:
    assert months_after(day, months) == there


@given(DAYS, st.integers(0, 12))
def test_no_term_ends_later_than_six_months_after_the_assignment(day: date, more: int) -> None:
    assert months_after(day, 3) <= answer_by(day, more) <= months_after(day, 6)


@pytest.mark.parametrize(
    ("extended", "more", "is_possible"),
    [(0, 1, True), (0, 3, True), (0, 4, False), (2, 1, True), (2, 2, False), (0, 0, False)],
)
def test_extensions_end_at_six_months(extended: int, more: int, *, is_possible: bool) -> None:
    assert may_extend(extended, more) is is_possible


def test_seven_and_twenty_working_days_leave_out_holidays() -> None:
    assert accept_by(date(2026, 3, 2)) == date(2026, 3, 11)
    assert accept_by(date(2026, 9, 28)) == date(2026, 10, 13)  # a week off, a Saturday on
    assert rate_by(date(2026, 3, 2)) == date(2026, 3, 30)


def test_staff_are_told_thirty_fifteen_seven_days_before_on_the_day_and_after() -> None:
    found = marks(Term.ANSWER, date(2026, 6, 2))

    assert [day for _left, day in found] == [
        date(2026, 5, 3),
        date(2026, 5, 18),
        date(2026, 5, 26),
        date(2026, 6, 2),
        date(2026, 6, 3),
    ]


@pytest.mark.parametrize("state", [one for one in S if one not in MOVES[Move.ANSWER][0]])
def test_nothing_is_answered_that_no_unit_has(state: SuggestionState) -> None:
    assert not may(Move.ANSWER, state)


def test_every_move_leads_somewhere_from_somewhere() -> None:
    for starts, ends in MOVES.values():
        assert starts
        assert ends is None or ends in S


@pytest.mark.parametrize("move", MOVES)
def test_what_is_done_or_withdrawn_stays_so(move: Move) -> None:
    assert not may(move, S.WITHDRAWN)
    assert not may(move, S.DONE) or move is Move.MARK


def test_a_rating_finishes_redoes_or_waits_for_a_proof() -> None:
    good, bad = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
    assert after_rating(good, AnswerClass.A, is_proven=False) is S.DONE
    assert after_rating(good, AnswerClass.B, is_proven=False) is S.RATED
    assert after_rating(good, AnswerClass.B, is_proven=True) is S.DONE
    assert after_rating(bad, AnswerClass.A, is_proven=False) is S.REDOING


def test_a_talk_moves_on_what_is_handled_the_first_time() -> None:
    assert after_talk(S.ACCEPTED) is S.HANDLED
    assert after_talk(S.REDOING) is S.REDOING


def facts(state: SuggestionState, *, key: bool = False, solved: bool = False) -> Facts:
    return Facts(state=state, lead=1, cosigners=(2, 3), is_key=key, is_solved=solved)


@pytest.mark.parametrize("state", [S.DRAFT, S.SIGNED, S.SUBMITTED, S.RETURNED, S.WITHDRAWN])
def test_what_is_not_on_file_brings_nothing(state: SuggestionState) -> None:
    assert credits_for(facts(state, key=True, solved=True)) == frozenset()


def test_lead_and_cosigners_earn_by_the_rule_book() -> None:
    found = credits_for(facts(S.DONE, key=True, solved=True))

    assert found == {
        Credit(member_id=1, rule_id="P1"),
        Credit(member_id=2, rule_id="P1", variant="cosigned"),
        Credit(member_id=3, rule_id="P1", variant="cosigned"),
        Credit(member_id=1, rule_id="B1"),
        Credit(member_id=1, rule_id="B2"),
    }


def test_solved_is_what_was_answered_a_or_b_and_proven() -> None:
    assert is_solved(AnswerClass.A, is_proven=False)
    assert is_solved(AnswerClass.B, is_proven=True)
    assert not is_solved(AnswerClass.B, is_proven=False)
    assert not is_solved(AnswerClass.C, is_proven=True)
    assert not is_solved(None, is_proven=False)
