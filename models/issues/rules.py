"""Who may move an issue from where to where (domain §6), as one table. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.issues.states import OPEN, IssueState, Route, Solved

_S = IssueState

REOPENINGS = 1  # so often a "no" reopens; the next goes to the director


class Party(StrEnum):
    """What somebody is to an issue."""

    VOTER = "voter"  # who reported it
    DEPUTY = "deputy"  # who recorded it
    STAFF = "staff"  # of its group
    DIRECTOR = "director"  # the member of staff who decides what others could not
    UNIT = "unit"  # a contact of the unit that has it
    CLOCK = "clock"
    OTHER = "other"  # everybody else


class Move(StrEnum):
    """What can be done with an issue."""

    TAKE = "take"  # look into it
    ASK = "ask"  # ask the voter back
    REPLY = "reply"  # the voter answers that
    RESUME = "resume"  # go on without the voter's answer
    DECLINE = "decline"
    MERGE = "merge"
    ROUTE = "route"
    ACCEPT = "accept"
    RETURN = "return"  # not ours, says the unit
    START = "start"
    ANSWER = "answer"
    REDO = "redo"  # the answer will not do
    REPORT_BACK = "report_back"
    RATE = "rate"
    PARK = "park"
    WAKE = "wake"  # the review date of something parked has come
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From which states whom a move is open to, and where it leads (None: `lands` says)."""

    since: frozenset[IssueState]
    by: frozenset[Party]
    to: IssueState | None


def _rule(since: set[IssueState], by: set[Party], to: IssueState | None) -> Rule:
    return Rule(since=frozenset(since), by=frozenset(by), to=to)


_OFFICE = {Party.STAFF, Party.DIRECTOR}
_TRIAGE = {_S.RECEIVED, _S.CHECKING, _S.REOPENED, _S.ESCALATED}
_HANDLED = {_S.ROUTED, _S.ACCEPTED, _S.WORKING}
_CARRIERS = {Party.VOTER, Party.DEPUTY, *_OFFICE}

TABLE: Mapping[Move, Rule] = {
    Move.TAKE: _rule({_S.RECEIVED, _S.REOPENED, _S.PARKED}, _OFFICE, _S.CHECKING),
    Move.ASK: _rule(_TRIAGE | _HANDLED, _OFFICE, _S.ASKED),
    Move.REPLY: _rule({_S.ASKED}, _CARRIERS, None),
    Move.RESUME: _rule({_S.ASKED}, {*_OFFICE, Party.CLOCK}, None),
    Move.DECLINE: _rule(_TRIAGE | {_S.ASKED, _S.PARKED}, _OFFICE, _S.DECLINED),
    Move.MERGE: _rule(_TRIAGE | {_S.ASKED, _S.PARKED}, _OFFICE, _S.MERGED),
    Move.ROUTE: _rule(_TRIAGE | {_S.ROUTED, _S.ACCEPTED, _S.WORKING}, _OFFICE, _S.ROUTED),
    Move.ACCEPT: _rule({_S.ROUTED}, {Party.UNIT, *_OFFICE}, _S.ACCEPTED),
    Move.RETURN: _rule({_S.ROUTED, _S.ACCEPTED}, {Party.UNIT, *_OFFICE}, _S.CHECKING),
    Move.START: _rule({_S.ROUTED, _S.ACCEPTED}, {Party.UNIT, *_OFFICE}, _S.WORKING),
    Move.ANSWER: _rule(_HANDLED | {_S.ESCALATED}, {Party.UNIT, *_OFFICE}, _S.ANSWERED),
    Move.REDO: _rule({_S.ANSWERED}, _OFFICE, _S.WORKING),
    Move.REPORT_BACK: _rule({_S.ANSWERED}, {Party.DEPUTY, *_OFFICE}, _S.REPORTED),
    Move.RATE: _rule({_S.REPORTED, _S.CLOSED}, _CARRIERS, None),
    Move.PARK: _rule(_TRIAGE | _HANDLED | {_S.RATED}, _OFFICE, _S.PARKED),
    Move.WAKE: _rule({_S.PARKED}, {*_OFFICE, Party.CLOCK}, _S.CHECKING),
    Move.REOPEN: _rule(
        {_S.ANSWERED, _S.REPORTED, _S.RATED, _S.CLOSED, _S.DECLINED}, _OFFICE, _S.REOPENED
    ),
    Move.CLOSE: _rule({_S.REPORTED, _S.RATED}, _OFFICE, _S.CLOSED),
    Move.WITHDRAW: _rule(
        set(OPEN) - {_S.ANSWERED, _S.REPORTED, _S.RATED}, {Party.VOTER}, _S.WITHDRAWN
    ),
}


def may(move: Move, state: IssueState, party: Party) -> bool:
    """Tell whether somebody may make a move from a state."""
    rule = TABLE[move]
    return state in rule.since and party in rule.by


def rated_to(state: IssueState, solved: Solved, *, reopened: int) -> IssueState:
    """Return where a rating leads: "no" reopens once, then it goes to the director."""
    if solved is not Solved.NO:
        return IssueState.CLOSED if state is IssueState.CLOSED else IssueState.RATED
    return IssueState.REOPENED if reopened < REOPENINGS else IssueState.ESCALATED


def is_with_unit(state: IssueState, route: Route | None) -> bool:
    """Tell whether the next step is the unit's."""
    return route in (Route.UNIT, Route.COMMUNITY) and state in _HANDLED


def may_close(*, is_answered: bool, told_at: object) -> bool:
    """Tell whether the gate is open: an answer, and the voter told or tried to be told."""
    return is_answered and told_at is not None
