"""What is asked about a leave: why, and, where it is declined, why not."""

from typing import Annotated

from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from models.activities.queries import activity
from models.errors import Gone, Refusal
from models.leaves import actions
from models.leaves import notices as n
from models.leaves.queries import leave_card
from models.leaves.tables import Leave
from models.people.tables import Role


@form("leave", title="leaves.f_leave", may="deputy")
class LeaveForm(Form):
    """A deputy asks to be excused; from what is known already."""

    activity_id: int
    reason: Annotated[
        str,
        Ask(
            "leaves.q_reason",
            "leaves.l_reason",
            Text(shortest=2, longest=200),
            hint="leaves.h_reason",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Hand the request to the staff."""
        row = await actions.ask(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            activity_id=self.activity_id,
            reason=self.reason,
            by=await visit.actor(Role.DEPUTY, self.group_id),
            now=visit.now,
        )
        await show_asked(visit, row)


async def show_asked(visit: Visit, row: Leave) -> None:
    """Tell the deputy that the request is with the staff, in place of what was pressed."""
    one = await activity(visit.tx, group_id=row.group_id, activity_id=row.activity_id)
    if one is None:
        raise Refusal(Gone())
    await visit.change(n.Asked(title=one.title, starts_at=one.starts_at, reason=row.reason))


@form("decline", title="leaves.f_decline", may="staff")
class DeclineForm(Form):
    """Why a leave is declined; which one is known already."""

    leave_id: int
    answer: Annotated[
        str,
        Ask(
            "leaves.q_answer",
            "leaves.l_answer",
            Text(shortest=2, longest=200),
            hint="leaves.h_answer",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Decline, and show the request as it is then."""
        await decide(visit, self.group_id, self.leave_id, is_approved=False, answer=self.answer)


async def decide(
    visit: Visit, group_id: int, leave_id: int, *, is_approved: bool, answer: str | None = None
) -> None:
    """Decide a request, and show it in place of what was pressed."""
    row = await actions.decide(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=group_id,
        leave_id=leave_id,
        is_approved=is_approved,
        answer=answer,
        by=await visit.actor(Role.STAFF, group_id),
        now=visit.now,
    )
    card = await leave_card(visit.tx, row)
    if card is not None:
        await visit.change(card)
