"""What is asked of a unit about a work order, and of the staff about a unit."""

from typing import Annotated

from handlers.forms.issue_readers import Part, Story
from handlers.forms.issues import pieces
from handlers.kit.forms.readers import OneOf, Text, YesNo
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.units.showing import for_order, show_after, show_order, show_unit, speaker
from models.issues import answering, assisting, unit_work
from models.issues.states import Outcome
from models.people.rules import acting
from models.units import actions
from models.units import notices as n

_SHORT = Text(shortest=2, longest=500, lines=True)


@form("order_return", title="units.f_return", who="unit, staff: of the group")
class ReturnForm(Form):
    """Why a work order is not this unit's."""

    order_id: int
    reason: Annotated[str, Ask("units.q_return", "units.l_return", _SHORT, hint="units.h_return")]

    async def done(self, visit: Visit) -> None:
        """Give it back."""
        row, one, by = await for_order(visit, self.group_id, self.order_id)
        await unit_work.give_back(
            visit.tx, row, bot_id=visit.bot.id, reason=self.reason, by=by, now=visit.now
        )
        await show_after(visit, row, one, by)


@form("order_start", title="units.f_start", who="unit")
class StartForm(Form):
    """A word on the work that has begun."""

    order_id: int
    words: Annotated[str, Ask("units.q_start", "units.l_start", _SHORT, hint="units.h_start")]

    async def done(self, visit: Visit) -> None:
        """Tell the staff that work has begun."""
        row, one, by = await speaker(visit, self.group_id, self.order_id)
        await answering.start(
            visit.tx,
            group_id=one.group_id,
            issue_id=one.id,
            words=self.words,
            by=by,
            now=visit.now,
        )
        await show_order(visit, row, one)


@form("order_contribute", title="units.f_contribute", who="unit, staff: of the group")
class ContributionForm(Form):
    """What a unit that assists contributes to the answer; or the staff for it."""

    order_id: int
    words: Annotated[
        str,
        Ask(
            "units.q_contribute",
            "units.l_contribute",
            Text(shortest=2, longest=2000, lines=True),
            hint="units.h_contribute",
        ),
    ]
    proof: Annotated[tuple[Part, ...], Ask("issues.q_proof", "issues.l_proof", Story())] = ()

    async def done(self, visit: Visit) -> None:
        """Contribute it; the leading unit and the staff hear it."""
        row, one, by = await for_order(visit, self.group_id, self.order_id)
        await assisting.contribute(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=row.group_id,
            order_id=row.id,
            words=self.words,
            proof=pieces(self.proof),
            by=by,
            now=visit.now,
        )
        await show_after(visit, row, one, by)


@form("order_answer", title="units.f_answer", who="unit")
class OrderAnswerForm(Form):
    """A unit's answer: the outcome, the words, proof."""

    order_id: int
    outcome: Annotated[
        Outcome, Ask("issues.q_outcome", "issues.l_outcome", OneOf(Outcome, "issues.v_outcome"))
    ]
    words: Annotated[
        str,
        Ask(
            "units.q_answer",
            "units.l_answer",
            Text(shortest=2, longest=2000, lines=True),
            hint="units.h_answer",
        ),
    ]
    proof: Annotated[tuple[Part, ...], Ask("issues.q_proof", "issues.l_proof", Story())] = ()

    async def done(self, visit: Visit) -> None:
        """Answer; the staff look at it first."""
        row, one, by = await speaker(visit, self.group_id, self.order_id)
        await answering.answer(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=one.group_id,
            issue_id=one.id,
            words=self.words,
            outcome=self.outcome,
            proof=pieces(self.proof),
            by=by,
            now=visit.now,
        )
        await show_order(visit, row, one)


@form("unit_new", title="units.f_new", may="staff")
class NewUnitForm(Form):
    """A new unit."""

    name: Annotated[
        str, Ask("units.q_name", "units.l_name", Text(shortest=2, longest=64), hint="units.h_name")
    ]
    is_community: Annotated[bool, Ask("units.q_community", "units.l_community", YesNo())]

    async def done(self, visit: Visit) -> None:
        """Add it."""
        one = await actions.add(
            visit.tx,
            group_id=self.group_id,
            name=self.name,
            is_community=self.is_community,
            by=acting(await visit.staff(self.group_id)),
            now=visit.now,
        )
        await show_unit(visit, one)


@form("unit_contact", title="units.f_contact", may="staff")
class ContactForm(Form):
    """Who is to get a unit's work orders."""

    unit_id: int
    name: Annotated[str, Ask("units.q_contact", "units.l_contact", Text(shortest=1, longest=64))]

    async def done(self, visit: Visit) -> None:
        """Invite them: the link is shown once."""
        row, token = await actions.invite(
            visit.tx,
            group_id=self.group_id,
            unit_id=self.unit_id,
            name=self.name,
            by=acting(await visit.staff(self.group_id)),
            now=visit.now,
        )
        one = await actions.the_unit(visit.tx, group_id=self.group_id, unit_id=self.unit_id)
        if row.expires_at is not None:
            await visit.tell(
                n.ContactLink(
                    name=row.name,
                    unit=one.name,
                    url=f"https://t.me/{visit.bot.username}?start={actions.PREFIX}{token}",
                    expires_at=row.expires_at,
                )
            )
