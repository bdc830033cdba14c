"""The life of a suggestion and its legal clocks (domain §7). Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACCEPT_DAYS = 7  # working days in which a unit may give a suggestion back
ASSIST_MONTHS = 1  # for what assisting units have to say
ANSWER_MONTHS, MOST_MONTHS = 3, 6  # from the assignment; the second only by extension
REDO_MONTHS = 1
RATE_DAYS = 20  # working days after an answer in which the deputy says what they think of it
AHEAD = (30, 15, 7, 0, -1)  # days before the end of a term on which staff are told


class SuggestionState(StrEnum):
    """Where a suggestion is."""

    DRAFT = "draft"
    SIGNED = "signed"  # by its lead
    SUBMITTED = "submitted"
    RETURNED = "returned"  # examined, and given back to be mended
    FILED = "filed"  # examined and put on file
    ASSIGNED = "assigned"  # T0: a unit has it
    SENT_BACK = "sent_back"  # the unit says it is not its business
    ACCEPTED = "accepted"
    HANDLED = "handled"  # the unit has talked with the deputy
    ANSWERED = "answered"
    REDOING = "redoing"  # the deputy was dissatisfied
    RATED = "rated"  # and something promised is still to be proven
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What happens to a suggestion; each is a line of its history."""

    DRAFT = "draft"
    SIGN = "sign"
    SUBMIT = "submit"
    RETURN = "return"
    FILE = "file"
    ASSIGN = "assign"
    ASSIST = "assist"  # one more unit is to assist
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    TALK = "talk"
    EXTEND = "extend"
    ANSWER = "answer"
    RATE = "rate"
    REDO = "redo"
    CLAIM = "claim"  # the unit says that a promise is kept
    DOUBT = "doubt"  # the staff looked, and it is not
    PROVE = "prove"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    MARK = "mark"
    LINK = "link"
    IMPORT = "import"


class Origin(StrEnum):
    """What a suggestion grew out of."""

    BLANK = "blank"
    ISSUES = "issues"
    ACTIVITY = "activity"
    LIST = "list"  # the congress's own list


class SignerRole(StrEnum):
    """Who leads, and who signs with them."""

    LEAD = "lead"
    COSIGNER = "cosigner"


class SignerState(StrEnum):
    """What a signer has said."""

    ASKED = "asked"
    SIGNED = "signed"  # by their own press
    DECLINED = "declined"
    LISTED = "listed"  # signed on paper: the congress's list says so


STANDS = frozenset({SignerState.SIGNED, SignerState.LISTED})


class AnswerClass(StrEnum):
    """What an answer amounts to."""

    A = "A"  # solved
    B = "B"  # under way or planned, with a promise
    C = "C"  # cannot be done
    D = "D"  # for reference


class Satisfaction(StrEnum):
    """What the deputy says of an answer."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


class TalkWay(StrEnum):
    """How a unit talked with a deputy."""

    MEETING = "meeting"
    VISIT = "visit"
    PHONE = "phone"
    LETTER = "letter"


class Term(StrEnum):
    """A clock that runs."""

    ACCEPT = "accept"
    ASSIST = "assist"
    ANSWER = "answer"
    RATE = "rate"
    PROMISE = "promise"


_S = SuggestionState
_WITH_UNIT = frozenset({_S.ACCEPTED, _S.HANDLED, _S.REDOING})

#: move → the states it may start from, and where it leads (None: the state stays)
MOVES: dict[Move, tuple[frozenset[SuggestionState], SuggestionState | None]] = {
    Move.SIGN: (frozenset({_S.DRAFT, _S.SIGNED, _S.RETURNED}), None),
    Move.SUBMIT: (frozenset({_S.SIGNED}), _S.SUBMITTED),
    Move.RETURN: (frozenset({_S.SUBMITTED}), _S.RETURNED),
    Move.FILE: (frozenset({_S.SUBMITTED}), _S.FILED),
    Move.ASSIGN: (frozenset({_S.FILED, _S.SENT_BACK}), _S.ASSIGNED),
    Move.ASSIST: (_WITH_UNIT | {_S.ASSIGNED}, None),
    Move.SEND_BACK: (frozenset({_S.ASSIGNED}), _S.SENT_BACK),
    Move.ACCEPT: (frozenset({_S.ASSIGNED}), _S.ACCEPTED),
    Move.TALK: (_WITH_UNIT, _S.HANDLED),
    Move.EXTEND: (frozenset({_S.ASSIGNED, _S.ACCEPTED, _S.HANDLED}), None),
    Move.ANSWER: (_WITH_UNIT | {_S.ASSIGNED}, _S.ANSWERED),
    Move.RATE: (frozenset({_S.ANSWERED}), None),
    Move.REDO: (frozenset({_S.ANSWERED}), _S.REDOING),
    Move.CLAIM: (frozenset({_S.ANSWERED, _S.RATED}), None),
    Move.DOUBT: (frozenset({_S.ANSWERED, _S.RATED}), None),
    Move.PROVE: (frozenset({_S.ANSWERED, _S.RATED}), None),
    Move.FINISH: (frozenset({_S.ANSWERED, _S.RATED}), _S.DONE),
    Move.WITHDRAW: (frozenset({_S.DRAFT, _S.SIGNED, _S.RETURNED, _S.SUBMITTED}), _S.WITHDRAWN),
    Move.MARK: (frozenset(_S) - {_S.DRAFT, _S.WITHDRAWN}, None),
    Move.LINK: (frozenset(_S) - {_S.DONE, _S.WITHDRAWN}, None),
}

#: states in which a suggestion counts among those a deputy has made
COUNTS = frozenset(_S) - {_S.DRAFT, _S.SIGNED, _S.SUBMITTED, _S.RETURNED, _S.WITHDRAWN}
#: states in which a unit has it and owes an answer
OWED = frozenset({_S.ASSIGNED, _S.SENT_BACK, _S.ACCEPTED, _S.HANDLED, _S.REDOING})
#: states in which it is with the unit: to be handled, or something promised is to be kept
WITH_UNIT = (OWED - {_S.SENT_BACK}) | {_S.ANSWERED, _S.RATED}


def may(move: Move, state: SuggestionState) -> bool:
    """Tell whether a move is possible in a state."""
    return state in MOVES[move][0]


def after_talk(state: SuggestionState) -> SuggestionState:
    """Return the state after a talk: what is being redone stays so."""
    return state if state is _S.REDOING else _S.HANDLED


def after_rating(
    satisfaction: Satisfaction, answer_class: AnswerClass | None, *, is_proven: bool
) -> SuggestionState:
    """Return where a rating leads: anew, still waiting for what was promised, or done."""
    if satisfaction is Satisfaction.DISSATISFIED:
        return _S.REDOING
    is_promised = answer_class is AnswerClass.B and not is_proven
    return _S.RATED if is_promised else _S.DONE


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def answer_by(assigned: date, extended: int = 0) -> date:
    """Return the last day for an answer; extended by so many months, never beyond six in all."""
    return months_after(assigned, min(ANSWER_MONTHS + extended, MOST_MONTHS))


def may_extend(extended: int, more: int) -> bool:
    """Tell whether a term may be extended by so many months more."""
    return more > 0 and ANSWER_MONTHS + extended + more <= MOST_MONTHS


def accept_by(assigned: date) -> date:
    """Return the last day on which a unit may give a suggestion back."""
    return working_days.after(assigned, ACCEPT_DAYS)


def rate_by(answered: date) -> date:
    """Return the day on which a deputy who has said nothing is nudged."""
    return working_days.after(answered, RATE_DAYS)


def marks(term: Term, due: date) -> Sequence[tuple[int, date]]:
    """Return on which days somebody is told that a term ends, with the days left on each."""
    ahead: Iterable[int] = AHEAD if term is Term.ANSWER else (0,)
    if term is Term.ACCEPT:
        ahead = (-1,)
    elif term is Term.ASSIST:
        ahead = (0, -1)
    return [(left, due - timedelta(days=left)) for left in ahead]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Points somebody has earned with a suggestion; `variant` of a rule with fixed points."""

    member_id: int
    rule_id: str
    variant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What points follow from."""

    state: SuggestionState
    lead: int
    cosigners: tuple[int, ...]
    is_key: bool
    is_solved: bool


def credits_for(facts: Facts) -> frozenset[Credit]:
    """Return the points a suggestion brings, from the day it is on file (domain §3: P1, B1, B2)."""
    if facts.state not in COUNTS:
        return frozenset()
    found = {Credit(member_id=facts.lead, rule_id="P1")}
    found |= {Credit(member_id=one, rule_id="P1", variant="cosigned") for one in facts.cosigners}
    if facts.is_key:
        found.add(Credit(member_id=facts.lead, rule_id="B1"))
    if facts.is_solved:
        found.add(Credit(member_id=facts.lead, rule_id="B2"))
    return frozenset(found)


def is_solved(answer_class: AnswerClass | None, *, is_proven: bool) -> bool:
    """Tell whether what a suggestion is about is solved: answered A, or B and proven."""
    return answer_class is AnswerClass.A or (answer_class is AnswerClass.B and is_proven)


_SHORTEST_NUMBER, _SHORTEST_TITLE = 3, 4  # below that they may stand in anything


def is_named(text: str, *, number: str | None, title: str) -> bool:
    """Tell whether words speak of a suggestion: they hold its number, or its title."""
    said = "".join(text.split()).casefold()
    plain = "".join(title.split()).casefold()
    if len(plain) >= _SHORTEST_TITLE and plain in said:
        return True
    marks = "".join((number or "").split()).casefold()
    if len(marks) < _SHORTEST_NUMBER:
        return False
    return re.search(rf"(?<![0-9a-z]){re.escape(marks)}(?![0-9a-z])", said) is not None
