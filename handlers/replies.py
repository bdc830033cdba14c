"""How deputies answer an invitation, and how the staff see who has."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import replies as b
from models import clock
from models.activities import queries as activities
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.leaves import actions as leaves
from models.messages.notices import Notice
from models.people.tables import Role
from models.receptions.cards import duty_of_activity
from models.reminders.rules import ReminderKind
from models.replies import actions, queries
from models.replies import notices as n
from models.replies.cards import invitation
from models.replies.rules import ReplyState

PAGE = 20  # deputies on a page of the answers


async def reply(visit: Visit) -> None:
    """A deputy presses 去 or 待定."""
    button = visit.pressed(b.Reply)
    if button.state not in (ReplyState.GOING, ReplyState.UNSURE):
        raise Refusal(Gone())
    by = await visit.actor(Role.DEPUTY, button.group_id)
    state = ReplyState(button.state)
    one = await actions.answer(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        state=state,
        by=by,
        now=visit.now,
    )
    await visit.toast(n.Noted(answer=state))
    await visit.change(await invitation(visit.tx, one, by.member_id or 0, now=visit.now))


async def ask_leave(visit: Visit) -> None:
    """A deputy presses 请假: the reason is asked."""
    button = visit.pressed(b.AskLeave)
    about = {"group_id": button.group_id, "activity_id": button.activity_id}
    by = await visit.actor(Role.DEPUTY, button.group_id)
    await leaves.require_open(visit.tx, **about, by=by, now=visit.now)
    await open_form(visit, "leave", **about)
    await visit.toast(Done())


async def stay_away(visit: Visit) -> None:
    """A deputy whose activity was moved says that they are on leave all the same."""
    button = visit.pressed(b.StayAway)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    one = await actions.stay_away(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        by=by,
        now=visit.now,
    )
    await visit.toast(n.Noted(answer=ReplyState.LEAVE))
    await visit.change(await invitation(visit.tx, one, by.member_id or 0, now=visit.now))


async def show_invitation(visit: Visit) -> None:
    """A deputy presses an activity in a digest or in the plan; of a reception it is the duty."""
    button = visit.pressed(b.ShowInvitation)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    one, member = await actions.the_invited(
        visit.tx, group_id=button.group_id, activity_id=button.activity_id, by=by
    )
    duty = await duty_of_activity(visit.tx, one, member.id, ReminderKind.INVITATION)
    await visit.tell(duty or await invitation(visit.tx, one, member.id, now=visit.now))
    await visit.toast(Done())


async def show_answers(visit: Visit) -> None:
    """Staff look who has answered, a page at a time."""
    button = visit.pressed(b.ShowAnswers)
    await visit.staff(button.group_id)
    one = await activities.activity(
        visit.tx, group_id=button.group_id, activity_id=button.activity_id
    )
    if one is None:
        raise Refusal(Gone())
    await visit.change(await _answers(visit, one, button.page))
    await visit.toast(Done())


async def _answers(visit: Visit, one: Activity, wanted: int) -> n.Answers:
    lines = await queries.answers(visit.tx, one)
    states = [line.state for line in lines]
    pages = max(-(-len(lines) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return n.Answers(
        activity=activities.shown(one, now=visit.now),
        lines=tuple(lines[page * PAGE : (page + 1) * PAGE]),
        going=states.count(ReplyState.GOING),
        leave=states.count(ReplyState.LEAVE),
        unsure=states.count(ReplyState.UNSURE),
        silent=states.count(None),
        page=page,
        pages=pages,
    )


@live(n.Invitation)
async def invitation_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a deputy's card as things are now."""
    if not isinstance(then, n.Invitation):
        return None
    key = then.activity
    one = await activities.activity(tx, group_id=key.group_id, activity_id=key.activity_id)
    return await invitation(tx, one, then.member_id, now=clock.now()) if one else None


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Reply, reply, may="deputy"),
    pressed(b.AskLeave, ask_leave, may="deputy"),
    pressed(b.StayAway, stay_away, may="deputy"),
    pressed(b.ShowInvitation, show_invitation, may="deputy"),
    pressed(b.ShowAnswers, show_answers, may="staff"),
)
