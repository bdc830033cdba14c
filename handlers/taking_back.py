"""How deputies take a leave back in a sentence: read back first, then they come."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.kit.entries import Entry, Handle, pressed, sentence
from handlers.kit.forms.flow import current
from handlers.kit.leave_requests import read_leave, takes_back_leave
from handlers.kit.visit import Visit
from handlers.screens import leaves as b
from models.errors import Done, Gone, NotAllowed, Refusal
from models.leaves import notices as n
from models.leaves.open_requests import OpenRequest, open_of
from models.leaves.rules import fitting
from models.people.tables import Member, Role
from models.replies import actions as replies
from models.replies.cards import invitation
from models.replies.rules import ReplyState

_MOST = 6  # choices that are offered


def sentence_said(otherwise: Handle) -> Entry:
    """Take a deputy's private sentence that takes a leave back; all else goes where words go."""

    async def said(visit: Visit) -> None:
        """A deputy takes a leave back in a plain sentence."""
        places = await _places(visit)
        if not places or await current(visit) is not None:
            await otherwise(visit)
        else:
            await _offer(visit, places)

    return sentence("leave taken back", takes_back_leave, said, may="deputy", private=True)


async def _places(visit: Visit) -> list[Member]:
    return [one for one in await visit.members() if one.role is Role.DEPUTY]


async def _offer(visit: Visit, places: Sequence[Member]) -> None:
    zone = ZoneInfo(await visit.zone())
    asked = read_leave(visit.text, now=visit.sent_at, zone=zone)
    known = await open_of(visit.tx, places, now=visit.now)
    meant = fitting(
        [one.about for one in known], days=asked.days, part=asked.part, text=asked.text, zone=zone
    )
    keys = {one.key for one in meant}
    found = [one for one in known if one.about.key in keys]
    if not known:
        await visit.tell(n.NothingToTakeBack())
    elif len(found) == 1:
        await visit.tell(_read_back(found[0]))
    else:
        choices = tuple(_said(one) for one in (found or known)[:_MOST])
        await visit.tell(n.TakeWhichBack(choices=choices, is_other=not found))


def _said(one: OpenRequest) -> n.Said:
    return n.Said(
        group_id=one.leave.group_id,
        leave_id=one.leave.id,
        title=one.about.title,
        starts_at=one.about.starts_at,
    )


def _read_back(one: OpenRequest) -> n.TakeBack:
    return n.TakeBack(**_said(one).model_dump(), state=one.leave.state)


async def _mine(visit: Visit, group_id: int, leave_id: int) -> OpenRequest:
    """Return a deputy's own request if it is still open; Refusal (gone) for anything else."""
    known = await open_of(visit.tx, await _places(visit), now=visit.now)
    for one in known:
        if (one.leave.group_id, one.leave.id) == (group_id, leave_id):
            return one
    raise Refusal(Gone())


async def this_one(visit: Visit) -> None:
    """A deputy presses the leave that is to be taken back: it is read back."""
    button = visit.pressed(b.TakeThisBack)
    await visit.change(_read_back(await _mine(visit, button.group_id, button.leave_id)))
    await visit.toast(Done())


async def yes(visit: Visit) -> None:
    """A deputy confirms: the leave is off, they come; the staff's card says so."""
    button = visit.pressed(b.TakeBackYes)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    mine = await _mine(visit, button.group_id, button.leave_id)
    one = await replies.answer(
        visit.tx,
        group_id=button.group_id,
        activity_id=mine.about.key[1],
        state=ReplyState.GOING,
        by=by,
        now=visit.now,
    )
    await visit.change(await invitation(visit.tx, one, by.member_id or 0, now=visit.now))
    await visit.toast(Done())


async def keep(visit: Visit) -> None:
    """A deputy leaves it as it is."""
    button = visit.pressed(b.KeepIt)
    if not any(one.group_id == button.group_id for one in await _places(visit)):
        raise Refusal(NotAllowed())
    await visit.change(n.Kept())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.TakeThisBack, this_one, may="deputy"),
    pressed(b.TakeBackYes, yes, may="deputy"),
    pressed(b.KeepIt, keep, may="deputy"),
)
