"""What every move of a suggestion has in common: held, checked, written down, told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.rules import Actor, ActorKind
from models.people.tables import Role
from models.suggestions import alarms, crediting, orders, telling
from models.suggestions import refusals as r
from models.suggestions.queries import held
from models.suggestions.rules import MOVES, Move, may
from models.suggestions.tables import Step, Suggestion


class Doing(TypedDict):
    """Which suggestion, who moves it, and when."""

    bot_id: int
    group_id: int
    suggestion_id: int
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A move that was checked and is under way."""

    one: Suggestion
    group: Group
    move: Move
    bot_id: int
    by: Actor
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Return where the group lives."""
        return ZoneInfo(self.group.timezone)

    @property
    def today(self) -> date:
        """Return the day it is where the group lives."""
        return self.now.astimezone(self.zone).date()

    def day(self, on: date | None, *, after: date | None = None) -> date:
        """Return the day something happened; Refusal if it is ahead, or before another day."""
        day = on or self.today
        if day > self.today or (after is not None and day < after):
            raise Refusal(r.DayDoesNotFit(not_before=after))
        return day


def is_lead(one: Suggestion, by: Actor) -> bool:
    """Tell whether somebody leads a suggestion."""
    return (one.group_id, one.lead_id) == (by.group_id, by.member_id)


def is_staff(by: Actor, group_id: int) -> bool:
    """Tell whether somebody is of the group's staff, or the operator."""
    is_of_it = by.role is Role.STAFF and by.group_id == group_id
    return by.kind is ActorKind.OPERATOR or is_of_it


def is_its_unit(one: Suggestion, by: Actor) -> bool:
    """Tell whether somebody speaks for the unit that leads the handling."""
    is_unit = by.kind is ActorKind.UNIT and by.unit_id is not None
    return is_unit and (one.group_id, one.unit_id) == (by.group_id, by.unit_id)


async def opened(
    tx: Transaction,
    move: Move,
    *,
    lead_too: bool = False,
    unit_too: bool = False,
    **doing: Unpack[Doing],
) -> Turn:
    """Hold a suggestion for a move by the staff, or also by its lead, or by the unit that has it.

    Refusal (not allowed) for others, (not now) where its state does not allow the move.
    """
    one = await the(tx, group_id=doing["group_id"], suggestion_id=doing["suggestion_id"])
    by = doing["by"]
    may_lead, may_unit = lead_too and is_lead(one, by), unit_too and is_its_unit(one, by)
    if not (is_staff(by, one.group_id) or may_lead or may_unit):
        raise Refusal(NotAllowed())
    return await turn_of(tx, one, move, bot_id=doing["bot_id"], by=by, now=doing["now"])


async def turn_of(
    tx: Transaction, one: Suggestion, move: Move, *, bot_id: int, by: Actor, now: datetime
) -> Turn:
    """Return a move under way; Refusal (not now) where the state does not allow it."""
    group = await tx.load(groups, one.group_id)
    if group is None:
        raise Refusal(Gone())
    if not may(move, one.state):
        raise Refusal(r.NotNow(title=one.title, state=one.state, move=move))
    return Turn(one=one, group=group, move=move, bot_id=bot_id, by=by, now=now)


async def the(tx: Transaction, *, group_id: int, suggestion_id: int) -> Suggestion:
    """Return a suggestion, held; Refusal (gone) if there is none."""
    one = await held(tx, group_id=group_id, suggestion_id=suggestion_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def closed(
    tx: Transaction,
    turn: Turn,
    *,
    on: date,
    note: str = "",
    staff_too: bool = False,
    is_told: bool = True,
) -> Suggestion:
    """Write a move down, and let clocks, points and (if it is to be told) people follow."""
    one = turn.one
    one.state = MOVES[turn.move][1] or one.state
    step = note_down(tx, one, turn.move, by=turn.by, now=turn.now, on=on, note=note)
    await tx.flush()
    audit.write(
        tx,
        f"suggestions.{turn.move.value}",
        by=turn.by,
        now=turn.now,
        group_id=one.group_id,
        subject_id=one.id,
        state=one.state.value,
    )
    await alarms.follow(tx, one, zone=turn.zone, now=turn.now)
    await crediting.follow(tx, one, zone=turn.zone, now=turn.now)
    if is_told:
        has_unit = turn.by.kind is ActorKind.UNIT
        await telling.moved(
            tx,
            one,
            step,
            group=turn.group,
            by=turn.by,
            bot_id=turn.bot_id,
            staff_too=staff_too or has_unit,
        )
    await orders.follow(tx, one, step, by=turn.by, bot_id=turn.bot_id)
    return one


def note_down(
    tx: Transaction,
    one: Suggestion,
    move: Move,
    *,
    by: Actor,
    now: datetime,
    on: date,
    note: str = "",
) -> Step:
    """Add a line to a suggestion's history."""
    step = Step(
        group_id=one.group_id,
        id=new_id(),
        suggestion_id=one.id,
        move=move,
        at=now,
        on=on,
        by_id=by.member_id,
        by_unit_id=by.unit_id,
        note=note[:500],
    )
    tx.add(step)
    return step
