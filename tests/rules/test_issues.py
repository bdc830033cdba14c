"""Who may move an issue where: every state, every party, every move."""

import itertools

import pytest

from models.issues.rules import TABLE, Move, Party, is_with_unit, may, may_close, rated_to
from models.issues.states import OPEN, SETTLED, IssueState, Route, Solved

S = IssueState

#: As the rules of the field say it (domain §6), written down a second time: state → party → moves.
STAFF: dict[IssueState, str] = {
    S.RECEIVED: "take ask decline lapse merge route park",
    S.CHECKING: "ask decline lapse merge route park assist_accept assist_return contribute release",
    S.ASKED: "reply resume decline lapse merge assist_accept assist_return contribute release",
    S.DECLINED: "reopen",
    S.MERGED: "",
    S.ROUTED: "ask lapse route accept return start answer park "
    "assist assist_accept assist_return contribute release",
    S.ACCEPTED: "ask lapse route return start answer park "
    "assist assist_accept assist_return contribute release",
    S.WORKING: "ask lapse route answer park assist assist_accept assist_return contribute release",
    S.ANSWERED: "redo report_back reopen",
    S.REPORTED: "rate close reopen",
    S.RATED: "park close reopen",
    S.REOPENED: "take ask decline lapse merge route park",
    S.ESCALATED: "ask decline lapse merge route answer park",
    S.PARKED: "take decline merge wake",
    S.CLOSED: "rate reopen",
    S.WITHDRAWN: "",
}
VOTER: dict[IssueState, str] = {
    S.RECEIVED: "withdraw",
    S.CHECKING: "withdraw",
    S.ASKED: "reply withdraw",
    S.ROUTED: "withdraw",
    S.ACCEPTED: "withdraw",
    S.WORKING: "withdraw",
    S.REPORTED: "rate",
    S.REOPENED: "withdraw",
    S.ESCALATED: "withdraw",
    S.PARKED: "withdraw",
    S.CLOSED: "rate",
}
DEPUTY: dict[IssueState, str] = {
    S.ASKED: "reply",
    S.ANSWERED: "report_back",
    S.REPORTED: "rate",
    S.CLOSED: "rate",
}
UNIT: dict[IssueState, str] = {
    S.ROUTED: "accept return start answer",
    S.ACCEPTED: "return start answer",
    S.WORKING: "answer",
    S.ESCALATED: "answer",
}
ASSISTANT: dict[IssueState, str] = {
    S.CHECKING: "assist_accept assist_return contribute",
    S.ASKED: "assist_accept assist_return contribute",
    S.ROUTED: "assist_accept assist_return contribute",
    S.ACCEPTED: "assist_accept assist_return contribute",
    S.WORKING: "assist_accept assist_return contribute",
}
CLOCK: dict[IssueState, str] = {S.ASKED: "resume", S.PARKED: "wake"}
BY_PARTY = {
    Party.STAFF: STAFF,
    Party.DIRECTOR: STAFF,
    Party.VOTER: VOTER,
    Party.DEPUTY: DEPUTY,
    Party.UNIT: UNIT,
    Party.ASSISTANT: ASSISTANT,
    Party.CLOCK: CLOCK,
    Party.OTHER: {},
}


@pytest.mark.parametrize(
    ("party", "state", "move"), list(itertools.product(Party, IssueState, Move))
)
def test_every_party_may_do_exactly_its_moves_in_every_state(
    party: Party, state: IssueState, move: Move
) -> None:
    allowed = BY_PARTY[party].get(state, "").split()

    assert may(move, state, party) is (move.value in allowed)


def test_whoever_is_none_of_these_may_do_nothing() -> None:
    assert not any(may(move, state, Party.OTHER) for move in Move for state in IssueState)


def test_only_the_staff_close_and_never_the_unit() -> None:
    closers = {party for party in Party for state in IssueState if may(Move.CLOSE, state, party)}

    assert closers == {Party.STAFF, Party.DIRECTOR}


def test_a_unit_that_assists_never_moves_the_issue() -> None:
    moves = [one for one in Move if Party.ASSISTANT in TABLE[one].by]

    assert [TABLE[one].to for one in moves] == [None] * 3
    assert all(Party.UNIT not in TABLE[one].by for one in moves)


def test_every_open_state_has_a_way_out() -> None:
    stuck = {state for state in OPEN if not any(may(move, state, Party.STAFF) for move in Move)}

    assert stuck == set()


def test_a_no_reopens_once_and_then_goes_to_the_director() -> None:
    assert rated_to(S.REPORTED, Solved.NO, reopened=0) is S.REOPENED
    assert rated_to(S.REPORTED, Solved.NO, reopened=1) is S.ESCALATED
    assert rated_to(S.REPORTED, Solved.PARTLY, reopened=0) is S.RATED
    assert rated_to(S.CLOSED, Solved.YES, reopened=1) is S.CLOSED


def test_nothing_closes_without_an_answer_that_was_told() -> None:
    assert may_close(is_answered=True, told_at="now")
    assert not may_close(is_answered=True, told_at=None)
    assert not may_close(is_answered=False, told_at="now")


def test_the_next_step_is_the_units_only_where_a_unit_has_it() -> None:
    assert is_with_unit(S.ROUTED, Route.UNIT)
    assert is_with_unit(S.WORKING, Route.COMMUNITY)
    assert not is_with_unit(S.ROUTED, Route.PLATFORM)
    assert not is_with_unit(S.ANSWERED, Route.UNIT)
    assert not is_with_unit(S.ROUTED, None)


def test_states_are_open_or_settled() -> None:
    assert set(IssueState) == OPEN | SETTLED
    assert set() == OPEN & SETTLED
