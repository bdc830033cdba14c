"""What is asked about suggestions: what they say, and every act that needs words."""

from typing import Annotated, ClassVar

from handlers import suggestions as door
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens import suggestions as b
from handlers.suggestion_units import choose
from models.errors import Done, Gone, Refusal
from models.people.tables import Level, Role
from models.suggestions import actions, answering, examining, rating
from models.suggestions.actions import Content, Plan
from models.suggestions.moving import Doing, opened
from models.suggestions.rules import Move, Satisfaction

Title = Annotated[
    str,
    Ask(
        "suggestions.q_title",
        "suggestions.l_title",
        Text(shortest=4, longest=100),
        hint="suggestions.h_title",
    ),
]
Problem = Annotated[
    str,
    Ask(
        "suggestions.q_problem",
        "suggestions.l_problem",
        Text(shortest=5, longest=1000, lines=True),
        hint="suggestions.h_problem",
    ),
]
Proposal = Annotated[
    str,
    Ask(
        "suggestions.q_proposal",
        "suggestions.l_proposal",
        Text(shortest=5, longest=1000, lines=True),
        hint="suggestions.h_proposal",
    ),
]
ToLevel = Annotated[
    Level, Ask("suggestions.q_level", "suggestions.l_level", OneOf(Level, "suggestions.v_level"))
]


class About(Form):
    """A form about a suggestion that is there."""

    suggestion_id: int

    async def doing(self, visit: Visit) -> Doing:
        """Return who is at work on it."""
        return await door.doing(visit, self.group_id, self.suggestion_id)

    async def show(self, visit: Visit) -> None:
        """Show it as it is then."""
        await door.show_one(visit, self.group_id, self.suggestion_id)


class _New(Form):
    """A new suggestion; for whom is known."""

    writer: ClassVar[Role] = Role.DEPUTY
    lead_id: int
    level: ToLevel
    title: Title
    problem: Problem
    proposal: Proposal

    async def done(self, visit: Visit) -> None:
        """Keep it as a draft, and show it."""
        content = Content(title=self.title, problem=self.problem, proposal=self.proposal)
        plan = Plan(group_id=self.group_id, lead_id=self.lead_id, level=self.level, content=content)
        one = await actions.draft(
            visit.tx,
            plan,
            bot_id=visit.bot.id,
            by=await visit.actor(self.writer, self.group_id),
            now=visit.now,
        )
        await door.show_one(visit, one.group_id, one.id)


@form("suggestion", title="suggestions.f_new", may="deputy")
class SuggestionForm(_New):
    """A deputy's own suggestion."""


@form("suggestion for", title="suggestions.f_new", may="staff")
class SuggestionForForm(_New):
    """A suggestion that staff write down for a deputy, who has to sign it."""

    writer: ClassVar[Role] = Role.STAFF


@form("suggestion change", title="suggestions.f_change", who="deputy: own, staff: of the group")
class ChangeForm(About):
    """Other words."""

    title: Title
    problem: Problem
    proposal: Proposal

    async def done(self, visit: Visit) -> None:
        """Change them, and show it."""
        content = Content(title=self.title, problem=self.problem, proposal=self.proposal)
        await actions.change(visit.tx, content=content, **await self.doing(visit))
        await self.show(visit)


@form(
    "suggestion dissatisfied",
    title="suggestions.f_dissatisfied",
    who="deputy: own, staff: of the group",
)
class DissatisfiedForm(About):
    """Why an answer is not good enough."""

    remark: Annotated[
        str,
        Ask(
            "suggestions.q_remark",
            "suggestions.l_remark",
            Text(shortest=2, longest=400),
            hint="suggestions.h_remark",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Have it redone."""
        await rating.rate(
            visit.tx,
            satisfaction=Satisfaction.DISSATISFIED,
            remark=self.remark,
            **await self.doing(visit),
        )
        await self.show(visit)


#: what a button opens → the move it is for
_MOVES = {
    "change": Move.SIGN,
    "file": Move.FILE,
    "return": Move.RETURN,
    "assign": Move.ASSIGN,
    "send_back": Move.SEND_BACK,
    "talk": Move.TALK,
    "extend": Move.EXTEND,
    "answer": Move.ANSWER,
    "prove": Move.PROVE,
    "postpone": Move.PROVE,
    "doubt": Move.DOUBT,
}


async def fill(visit: Visit) -> None:
    """Somebody wants to do what needs words: refused now if it cannot be done, else asked."""
    button = visit.pressed(b.Fill)
    move = _MOVES.get(button.what)
    if move is None:
        raise Refusal(Gone())
    about = {"group_id": button.group_id, "suggestion_id": button.suggestion_id}
    if move is Move.ANSWER:
        await answering.require_assigned(
            visit.tx, group_id=button.group_id, suggestion_id=button.suggestion_id
        )
    lead_too = button.what == "change"
    await opened(visit.tx, move, lead_too=lead_too, **await door.doing(visit, **about))
    if move is Move.SEND_BACK:
        await examining.require_returnable(visit.tx, **await door.doing(visit, **about))
    if move is Move.ASSIGN:
        await choose(visit, **about, purpose="assign")
    else:
        await open_form(visit, f"suggestion {button.what}", **about)
    await visit.toast(Done())


async def opine(visit: Visit) -> None:
    """Staff want to note what an assisting unit says."""
    button = visit.pressed(b.Opine)
    await open_form(
        visit,
        "suggestion opinion",
        group_id=button.group_id,
        suggestion_id=button.suggestion_id,
        assistant_id=button.assistant_id,
    )
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Fill, fill, may="bound"),
    pressed(b.Opine, opine, may="staff"),
)
