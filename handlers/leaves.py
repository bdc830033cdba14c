"""How deputies ask to be excused in a sentence, and how the staff answer."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.forms.leave import decide, show_asked
from handlers.kit.entries import Entry, Handle, pressed, sentence
from handlers.kit.forms.flow import current, open_form
from handlers.kit.leave_requests import LeaveRequest, asks_for_leave, read_leave
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.leave_spans import can_ask, read_back_all
from handlers.screens import leaves as b
from handlers.screens.replies import ShowLeave
from models.activities.queries import activity
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.leaves import actions, queries
from models.leaves import notices as n
from models.leaves.rules import Candidate, LeaveState, fitting
from models.leaves.tables import Leave
from models.messages.notices import Notice
from models.people.tables import Member, Role

_MOST = 6  # choices that are offered
_MOST_OF_A_SPAN = 20  # activities of several days that are confirmed at once


def sentence_said(otherwise: Handle) -> Entry:
    """Take a deputy's private sentence that asks for leave; all else goes where words go."""

    async def said(visit: Visit) -> None:
        """A deputy asks for leave in a plain sentence."""
        places = [one for one in await visit.members() if one.role is Role.DEPUTY]
        if not places or await current(visit) is not None:
            await otherwise(visit)
        else:
            await ask_in_words(visit, places)

    return sentence("leave", asks_for_leave, said, may="deputy", private=True)


async def ask_in_words(visit: Visit, places: Sequence[Member]) -> None:
    """Find what a deputy's sentence is about, and read it back or let them choose."""
    zone = ZoneInfo(await visit.zone())
    request = read_leave(visit.text, now=visit.sent_at, zone=zone)
    known = await queries.candidates(visit.tx, places, now=visit.now)
    ahead = [one for one in known if one.ends_at >= visit.now]
    found = fitting(
        known if request.days else ahead,
        days=request.days,
        part=request.part,
        text=request.text,
        zone=zone,
    )
    if len(request.days) > 1:  # what is asked for already needs no asking
        found = [one for one in found if await can_ask(visit, one.key)] or found
    most = _MOST_OF_A_SPAN if len(request.days) > 1 else _MOST
    chosen = (found or ahead)[:most]
    rows = await actions.say(
        visit.tx,
        places=places,
        activities=[one.key for one in chosen],
        reason=request.reason,
        now=visit.now,
    )
    await _offer(visit, request, chosen, rows, is_other=not found)


async def _offer(
    visit: Visit,
    request: LeaveRequest,
    chosen: Sequence[Candidate],
    rows: Sequence[Leave],
    *,
    is_other: bool,
) -> None:
    if not rows:
        await visit.tell(n.NothingToLeave())
        return
    choices = tuple(
        n.Said(group_id=row.group_id, leave_id=row.id, title=one.title, starts_at=one.starts_at)
        for one, row in zip(chosen, rows, strict=True)
    )
    if len(rows) == 1 and not is_other:
        await _read_back(visit, rows[0], request.reason)
    elif len(request.days) > 1 and not is_other:
        await read_back_all(visit, choices, request.reason)
    else:
        await visit.tell(n.WhichActivity(choices=choices, is_other=is_other))


async def _read_back(visit: Visit, row: Leave, reason: str) -> None:
    """Read a request back; without a reason ask for it, the form reads back then."""
    one = await activity(visit.tx, group_id=row.group_id, activity_id=row.activity_id)
    if one is None:
        raise Refusal(Gone())
    by = await visit.actor(Role.DEPUTY, row.group_id)
    about = {"group_id": one.group_id, "activity_id": one.id}
    await actions.require_open(visit.tx, **about, by=by, now=visit.now)
    if reason:
        await visit.change(
            n.ReadBack(
                group_id=row.group_id,
                leave_id=row.id,
                title=one.title,
                starts_at=one.starts_at,
                reason=reason,
            )
        )
    else:
        await visit.change(n.WhyNot(title=one.title, starts_at=one.starts_at))
        await open_form(visit, "leave", **about)


async def this_one(visit: Visit) -> None:
    """A deputy presses the activity that was meant."""
    button = visit.pressed(b.ThisOne)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    row = await actions.said_by(visit.tx, group_id=button.group_id, leave_id=button.leave_id, by=by)
    await _read_back(visit, row, row.reason)
    await visit.toast(Done())


async def yes(visit: Visit) -> None:
    """A deputy confirms what was read back."""
    button = visit.pressed(b.Yes)
    row = await actions.confirm(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        leave_id=button.leave_id,
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    await show_asked(visit, row)
    await visit.toast(Done())


async def no(visit: Visit) -> None:
    """A deputy says that it was not meant so."""
    button = visit.pressed(b.No)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    await actions.drop(visit.tx, group_id=button.group_id, by=by)
    await visit.change(n.Dropped())
    await visit.toast(Done())


async def approve(visit: Visit) -> None:
    """Staff agree."""
    button = visit.pressed(b.Approve)
    await decide(visit, button.group_id, button.leave_id, is_approved=True)
    await visit.toast(Done())


async def decline(visit: Visit) -> None:
    """Staff do not agree: the reason is asked, if nobody was first."""
    button = visit.pressed(b.Decline)
    card = await _card(visit, button.group_id, button.leave_id)
    if card.state is not LeaveState.ASKED:
        raise Refusal(n.DecidedAlready(state=card.state, decider=card.decider))
    await open_form(visit, "decline", group_id=button.group_id, leave_id=button.leave_id)
    await visit.toast(Done())


async def show(visit: Visit) -> None:
    """Staff look at a request."""
    button = visit.pressed(ShowLeave)
    await visit.change(await _card(visit, button.group_id, button.leave_id))
    await visit.toast(Done())


async def _card(visit: Visit, group_id: int, leave_id: int) -> n.LeaveCard:
    await visit.staff(group_id)
    row = await queries.leave(visit.tx, group_id=group_id, leave_id=leave_id)
    card = await queries.leave_card(visit.tx, row) if row else None
    if card is None or card.state is LeaveState.SAID:
        raise Refusal(Gone())
    return card


@live(n.LeaveCard)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a request as it is now."""
    if not isinstance(then, n.LeaveCard):
        return None
    row = await queries.leave(tx, group_id=then.group_id, leave_id=then.leave_id)
    return await queries.leave_card(tx, row) if row else None


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ThisOne, this_one, may="deputy"),
    pressed(b.Yes, yes, may="deputy"),
    pressed(b.No, no, may="deputy"),
    pressed(b.Approve, approve, may="staff"),
    pressed(b.Decline, decline, may="staff"),
    pressed(ShowLeave, show, may="staff"),
)
