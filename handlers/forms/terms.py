"""What is asked about a term of office: how it began, at which level, why it ended, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from handlers import terms as doors
from handlers.forms.ledger import PastDay, past_day
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import OneOf
from handlers.kit.forms.reading import Option, Phrase, Problem, Read, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.terms import ACTS, NoteTerm
from models.errors import Done, Gone, Refusal
from models.people.tables import Level, Role
from models.terms import actions
from models.terms.tables import Came, Ended

_EARLIEST = 1979  # since then deputies of districts are elected directly


class OfficeDay(PastDay):
    """A day in the past, however long ago; a day without a year is the last one."""

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take a day until today."""
        today = seen.now.astimezone(seen.zone).date()
        day = past_day(said.text, today)
        if day is None or not day.year >= _EARLIEST or day > today:
            return Problem(Phrase(key="terms.p_day"))
        return Taken(value=day.isoformat())


@dataclass(frozen=True, slots=True)
class WhyEnded(OneOf):
    """Why a term ends; a change of level is told by a button of its own."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer every reason but the change of level."""
        return [one for one in OneOf.options(self, seen) if one.value != Ended.LEVEL.value]


_HOW = Ask("terms.q_came", "terms.l_came", OneOf(Came, "terms.o_came"))


@form("term elect", title="terms.f_elect", may="staff")
class ElectForm(Form):
    """How and when a deputy came into office; which deputy is known already."""

    member_id: int
    came: Annotated[Came, _HOW]
    since: Annotated[date, Ask("terms.q_since", "terms.l_since", OfficeDay(), hint="terms.h_day")]

    async def done(self, visit: Visit) -> None:
        """Note it and show the history."""
        await actions.elect(
            visit.tx,
            group_id=self.group_id,
            member_id=self.member_id,
            came=self.came,
            since=self.since,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await doors.show(visit, self.group_id, self.member_id)


@form("term level", title="terms.f_level", may="staff")
class LevelForm(Form):
    """To which level a deputy goes over, how and when."""

    member_id: int
    level: Annotated[Level, Ask("terms.q_level", "terms.l_level", OneOf(Level, "terms.o_level"))]
    came: Annotated[Came, _HOW]
    on: Annotated[date, Ask("terms.q_on", "terms.l_on", OfficeDay(), hint="terms.h_day")]

    async def done(self, visit: Visit) -> None:
        """Let one term end and the next begin."""
        await actions.change_level(
            visit.tx,
            group_id=self.group_id,
            member_id=self.member_id,
            level=self.level,
            came=self.came,
            on=self.on,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await doors.show(visit, self.group_id, self.member_id)


@form("term end", title="terms.f_end", may="staff")
class EndForm(Form):
    """Why and when a term ends: the deputy is then off the roster."""

    member_id: int
    ended: Annotated[Ended, Ask("terms.q_ended", "terms.l_ended", WhyEnded(Ended, "terms.o_ended"))]
    on: Annotated[date, Ask("terms.q_until", "terms.l_until", OfficeDay(), hint="terms.h_day")]

    async def done(self, visit: Visit) -> None:
        """End the term and show the history."""
        await actions.end(
            visit.tx,
            group_id=self.group_id,
            member_id=self.member_id,
            ended=self.ended,
            on=self.on,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
            bot_id=visit.bot.id,
        )
        await doors.show(visit, self.group_id, self.member_id)


async def note(visit: Visit) -> None:
    """Staff want to note something about a term."""
    button = visit.pressed(NoteTerm)
    if button.what not in ACTS:
        raise Refusal(Gone())
    about = {"group_id": button.group_id, "member_id": button.member_id}
    await open_form(visit, f"term {button.what}", **about)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(NoteTerm, note, may="staff"),)
