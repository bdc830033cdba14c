"""What is asked of the staff about an issue: a question, a note, an answer, a reason, a date."""

from datetime import datetime
from typing import Annotated

from handlers.forms.issue_readers import Part, Story
from handlers.forms.issues import pieces
from handlers.issues.cards import Facts, show_card, the_staff
from handlers.kit import texts
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import When
from handlers.kit.visit import Visit
from models.errors import Refusal
from models.issues import answering, assisting, deciding, merging, queries, reporting_back, triage
from models.issues import notices as n
from models.issues.states import Decline, Outcome, Route, Way

_LONG = Text(shortest=2, longest=2000, lines=True)
_SHORT = Text(shortest=2, longest=500, lines=True)


class OfIssue(Form):
    """A form about one issue."""

    issue_id: int

    async def facts(self, visit: Visit) -> Facts:
        """Return who acts on what, when."""
        by = await the_staff(visit, self.group_id)
        return Facts(group_id=self.group_id, issue_id=self.issue_id, by=by, now=visit.now)


@form("issue_ask", title="issues.f_ask", may="staff")
class AskForm(OfIssue):
    """What the voter is asked."""

    question: Annotated[str, Ask("issues.q_ask", "issues.l_ask", _SHORT, hint="issues.h_ask")]

    async def done(self, visit: Visit) -> None:
        """Ask."""
        one = await triage.ask(
            visit.tx, bot_id=visit.bot.id, question=self.question, **await self.facts(visit)
        )
        await show_card(visit, one)


@form("issue_note", title="issues.f_note", may="staff")
class NoteForm(OfIssue):
    """What the staff note among themselves."""

    words: Annotated[str, Ask("issues.q_note", "issues.l_note", _LONG, hint="issues.h_note")]

    async def done(self, visit: Visit) -> None:
        """Note it."""
        one = await triage.note(visit.tx, words=self.words, **await self.facts(visit))
        await show_card(visit, one)


@form("issue_tell", title="issues.f_tell", may="staff")
class TellForm(OfIssue):
    """What the voter is told meanwhile."""

    words: Annotated[str, Ask("issues.q_tell", "issues.l_tell", _LONG)]

    async def done(self, visit: Visit) -> None:
        """Tell it."""
        one = await triage.tell(
            visit.tx, bot_id=visit.bot.id, words=self.words, **await self.facts(visit)
        )
        await show_card(visit, one)


@form("issue_decline", title="issues.f_decline", may="staff")
class DeclineIssueForm(OfIssue):
    """A kind word to a report that is not accepted."""

    why: Decline
    words: Annotated[
        str, Ask("issues.q_decline", "issues.l_decline", _SHORT, hint="issues.h_decline")
    ]

    async def done(self, visit: Visit) -> None:
        """Decline it."""
        one = await deciding.decline(
            visit.tx,
            bot_id=visit.bot.id,
            why=self.why,
            words=self.words,
            **await self.facts(visit),
        )
        await show_card(visit, one)


@form("issue_lapse", title="issues.f_lapse", may="staff")
class LapseForm(OfIssue):
    """A word to a voter who did not answer, before their report is closed."""

    words: Annotated[
        str, Ask("issues.q_lapse", "issues.l_lapse", _SHORT, hint="issues.h_lapse")
    ] = ""

    async def done(self, visit: Visit) -> None:
        """Close it."""
        one = await deciding.lapse(
            visit.tx, bot_id=visit.bot.id, words=self.words, **await self.facts(visit)
        )
        await show_card(visit, one)


@form("issue_route", title="issues.f_route", may="staff")
class RouteForm(OfIssue):
    """What a unit is asked to do, beside the voter's words; or an external number."""

    route: Route
    unit_id: int = 0
    task: Annotated[str, Ask("issues.q_task", "issues.l_task", _SHORT, hint="issues.h_task")] = ""

    async def done(self, visit: Visit) -> None:
        """Route it."""
        is_number = self.route in (Route.PLATFORM, Route.PETITION)
        one = await deciding.route(
            visit.tx,
            bot_id=visit.bot.id,
            route=self.route,
            unit_id=self.unit_id or None,
            task="" if is_number else self.task,
            external_number=self.task if is_number and self.task else None,
            **await self.facts(visit),
        )
        await show_card(visit, one)


@form("issue_assist", title="issues.f_assist", may="staff")
class AssistForm(OfIssue):
    """What a unit that assists is asked for."""

    unit_id: int
    task: Annotated[
        str, Ask("issues.q_assist", "issues.l_task", _SHORT, hint="issues.h_assist")
    ] = ""

    async def done(self, visit: Visit) -> None:
        """Ask it to assist."""
        one = await assisting.ask(
            visit.tx,
            bot_id=visit.bot.id,
            unit_id=self.unit_id,
            task=self.task,
            **await self.facts(visit),
        )
        await show_card(visit, one)


@form("issue_answer", title="issues.f_answer", may="staff")
class AnswerForm(OfIssue):
    """The answer to a report; `on_the_spot` 1: it was settled by the staff themselves."""

    on_the_spot: int = 0
    outcome: Annotated[
        Outcome, Ask("issues.q_outcome", "issues.l_outcome", OneOf(Outcome, "issues.v_outcome"))
    ]
    words: Annotated[str, Ask("issues.q_answer", "issues.l_answer", _LONG, hint="issues.h_answer")]
    proof: Annotated[tuple[Part, ...], Ask("issues.q_proof", "issues.l_proof", Story())] = ()

    async def done(self, visit: Visit) -> None:
        """Answer; a voter who is here hears it at once."""
        facts = await self.facts(visit)
        if self.on_the_spot:
            await deciding.route(visit.tx, bot_id=visit.bot.id, route=Route.ON_THE_SPOT, **facts)
        one = await answering.answer(
            visit.tx,
            bot_id=visit.bot.id,
            words=self.words,
            outcome=self.outcome,
            proof=pieces(self.proof),
            **facts,
        )
        if one.account_id is not None or one.is_anonymous:
            way = Way.RECEIPT if one.is_anonymous else Way.TELEGRAM
            await reporting_back.report_back(
                visit.tx, bot_id=visit.bot.id, way=way, said="", **facts
            )
        await show_card(visit, one)


@form("issue_redo", title="issues.f_redo", may="staff")
class RedoForm(OfIssue):
    """Why an answer will not do."""

    reason: Annotated[str, Ask("issues.q_redo", "issues.l_redo", _SHORT)]

    async def done(self, visit: Visit) -> None:
        """Send it back."""
        one = await answering.redo(
            visit.tx, bot_id=visit.bot.id, reason=self.reason, **await self.facts(visit)
        )
        await show_card(visit, one)


@form("issue_give_back", title="issues.f_give_back", may="staff")
class GiveBackForm(OfIssue):
    """Why a unit without Telegram returns a work order."""

    reason: Annotated[str, Ask("units.q_return", "units.l_return", _SHORT)]

    async def done(self, visit: Visit) -> None:
        """Return it in the unit's name."""
        one = await answering.give_back(
            visit.tx, bot_id=visit.bot.id, reason=self.reason, **await self.facts(visit)
        )
        await show_card(visit, one)


@form("issue_back", title="issues.f_back", may="staff")
class ReportBackForm(OfIssue):
    """How a voter was told by phone or in person: what was said."""

    way: Way
    said: Annotated[str, Ask("issues.q_back", "issues.l_back", _SHORT, hint="issues.h_back")]

    async def done(self, visit: Visit) -> None:
        """Log it: who, when, what was said."""
        one = await reporting_back.report_back(
            visit.tx,
            bot_id=visit.bot.id,
            way=self.way,
            said=self.said,
            **await self.facts(visit),
        )
        await show_card(visit, one)


@form("issue_park", title="issues.f_park", may="staff")
class ParkForm(OfIssue):
    """Why, and until which day, an issue is put off."""

    reason: Annotated[str, Ask("issues.q_park", "issues.l_park", _SHORT, hint="issues.h_park")]
    until: Annotated[datetime, Ask("issues.q_until", "issues.l_until", When())]

    async def done(self, visit: Visit) -> None:
        """Put it off."""
        zone = texts.zone((await visit.group(self.group_id)).timezone)
        one = await deciding.park(
            visit.tx,
            bot_id=visit.bot.id,
            reason=self.reason,
            until=self.until.astimezone(zone).date(),
            **await self.facts(visit),
        )
        await show_card(visit, one)


@form("issue_merge", title="issues.f_merge", may="staff")
class MergeForm(OfIssue):
    """The number of the report that is the same."""

    number: Annotated[
        str, Ask("issues.q_merge", "issues.l_merge", Text(longest=40), hint="issues.h_merge")
    ]

    async def done(self, visit: Visit) -> None:
        """Merge it into that."""
        facts = await self.facts(visit)
        other = await queries.by_number(visit.tx, group_id=self.group_id, number=self.number)
        if other is None:
            raise Refusal(n.NoSuchNumber(number=self.number))
        target = await merging.merge(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            issue_ids=[self.issue_id],
            into_id=other.id,
            by=facts["by"],
            now=visit.now,
        )
        await show_card(visit, target)
