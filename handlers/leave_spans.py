"""A leave for a span of days: everything in it is read back at once and confirmed by one press."""

from collections.abc import Sequence
from typing import Annotated

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens import leaves as b
from models.errors import Done, Gone, Refusal
from models.leaves import actions
from models.leaves import notices as n
from models.leaves.open_requests import OpenRequest, said_of
from models.people.tables import Role


async def can_ask(visit: Visit, key: tuple[int, int]) -> bool:
    """Tell whether somebody may ask to be excused from an activity: nothing was asked yet."""
    by = await visit.actor(Role.DEPUTY, key[0])
    about = {"group_id": key[0], "activity_id": key[1]}
    try:
        await actions.require_open(visit.tx, **about, by=by, now=visit.now)
    except Refusal:
        return False
    return True


async def read_back_all(visit: Visit, choices: Sequence[n.Said], reason: str) -> None:
    """Read several requests back; without a reason ask for it once, the form reads back then."""
    if reason:
        await visit.change(n.ReadBackAll(choices=tuple(choices), reason=reason))
        return
    first = choices[0]
    await visit.change(n.WhyNotAll(choices=tuple(choices)))
    await open_form(visit, "leave of days", group_id=first.group_id, leave_id=first.leave_id)


@form("leave of days", title="leaves.f_leave", may="deputy")
class LeaveOfDaysForm(Form):
    """A deputy asks to be excused from all that lies in some days; what that is is known."""

    leave_id: int  # the first of what was said
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
        """Hand every request to the staff."""
        await _hand_in(visit, self.group_id, self.leave_id, reason=self.reason)


async def yes_all(visit: Visit) -> None:
    """A deputy confirms all that was read back."""
    button = visit.pressed(b.YesAll)
    await _hand_in(visit, button.group_id, button.leave_id)
    await visit.toast(Done())


async def _hand_in(visit: Visit, group_id: int, leave_id: int, *, reason: str = "") -> None:
    """Ask for everything that was read back together; Refusal (gone) if that was forgotten."""
    said = await _said(visit, group_id, leave_id)
    for one in said:
        row = one.leave
        row.reason = reason or row.reason
        await actions.confirm(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=row.group_id,
            leave_id=row.id,
            by=await visit.actor(Role.DEPUTY, row.group_id),
            now=visit.now,
        )
    choices = tuple(
        n.Said(
            group_id=one.leave.group_id,
            leave_id=one.leave.id,
            title=one.about.title,
            starts_at=one.about.starts_at,
        )
        for one in said
    )
    await visit.change(n.AskedAll(choices=choices, reason=reason or said[0].leave.reason))


async def _said(visit: Visit, group_id: int, leave_id: int) -> Sequence[OpenRequest]:
    places = [one for one in await visit.members() if one.role is Role.DEPUTY]
    said = await said_of(visit.tx, places)
    if (group_id, leave_id) not in {(one.leave.group_id, one.leave.id) for one in said}:
        raise Refusal(Gone())
    return said


ENTRIES: tuple[Entry, ...] = (pressed(b.YesAll, yes_all, may="deputy"),)
