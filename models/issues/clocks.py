"""How long each step of an issue may take, and when somebody is reminded (domain §6). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from models import working_time
from models.issues.rules import is_with_unit
from models.issues.states import IssueState, Route, Urgency

_S = IssueState


class Light(IntEnum):
    """How far a clock has run: each is told once."""

    BLUE = 0
    NUDGED = 1  # half of the time is gone: a word to the handler
    YELLOW = 2  # four fifths: to the staff
    RED = 3  # all of it: to the director


class Chased(IntEnum):
    """How often a voter's missing answer was chased."""

    NOT = 0
    REMINDED = 1  # the voter was asked once more
    OVER = 2  # nobody waits any longer: the staff have it again


_PARTS = {Light.NUDGED: 0.5, Light.YELLOW: 0.8, Light.RED: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How many working days each step may take; a setting of the group."""

    triage: int = 1
    accept: int = 1
    simple: int = 5
    complex: int = 15
    report_back: int = 3
    very_urgent_hours: int = 2
    chase: int = 3  # after a question, and again after the one reminder of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The time a step has: working time, or (`is_wall`) by the clock on the wall."""

    span: timedelta
    is_wall: bool = False


def allowance(
    terms: Terms,
    state: IssueState,
    *,
    route: Route | None,
    urgency: Urgency,
    is_complex: bool,
) -> Allowance | None:
    """Return the time the step an issue is in may take; None where no clock runs."""
    if state in (_S.RECEIVED, _S.CHECKING, _S.REOPENED):
        if urgency is Urgency.VERY_URGENT:
            return Allowance(span=timedelta(hours=terms.very_urgent_hours), is_wall=True)
        return _days(terms.triage)
    if state is _S.ROUTED and is_with_unit(state, route):
        return _days(terms.accept)
    if state in (_S.ROUTED, _S.ACCEPTED, _S.WORKING, _S.ESCALATED):
        return _days(terms.complex if is_complex else terms.simple)
    return _days(terms.report_back) if state is _S.ANSWERED else None


def assisting_allowance(terms: Terms, *, is_accepted: bool, is_complex: bool) -> Allowance:
    """Return the time a unit that assists has: to accept, then three fifths of the handling.

    So the leading unit has what it needs while there is time left to answer.
    """
    if not is_accepted:
        return _days(terms.accept)
    return _days((terms.complex if is_complex else terms.simple) * _ASSISTING)


_ASSISTING = 0.6


def _days(count: float) -> Allowance:
    return Allowance(span=count * working_time.DAY)


def reached(
    since: datetime, allowed: Allowance, zone: ZoneInfo, light: Light = Light.RED
) -> datetime:
    """Return when a clock that began at a moment reaches a light."""
    span = allowed.span * _PARTS[light]
    return since + span if allowed.is_wall else working_time.after(since, span, zone)


def light_at(since: datetime, allowed: Allowance, zone: ZoneInfo, now: datetime) -> Light:
    """Return how far a clock has run by now."""
    lit = (one for one in reversed(_PARTS) if reached(since, allowed, zone, one) <= now)
    return next(lit, Light.BLUE)


def begun_again(
    since: datetime, allowed: Allowance, zone: ZoneInfo, *, paused: datetime, now: datetime
) -> datetime:
    """Return from when a clock counts that rested from `paused` until now: the rest is not lost.

    The moment is such that as much time is left now as there was when the clock stopped.
    """
    if allowed.is_wall:
        return since + (now - paused)
    used = working_time.between(since, paused, zone)
    return _before(now, used, zone)


def _before(now: datetime, used: timedelta, zone: ZoneInfo) -> datetime:
    """Return a moment after which exactly so much working time has gone by now."""
    guess, step = now - used, timedelta(days=1)
    while working_time.between(guess, now, zone) < used:
        guess -= step
    surplus = working_time.between(guess, now, zone) - used
    return working_time.after(guess, surplus, zone)
