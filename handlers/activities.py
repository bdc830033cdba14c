"""How people take part in activities, and how the staff run them."""

from zoneinfo import ZoneInfo

from handlers.kit.entries import Entry, pressed, sentence, word
from handlers.kit.following import unfollow
from handlers.kit.gate import is_forwarded
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import activities as b
from models import clock
from models.activities import actions, checking, queries
from models.activities import notices as n
from models.activities.checking import Checked, Result, card_about
from models.activities.rules import Way, is_check_in_word
from models.activities.standing import require_own
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.messages.notices import Notice
from models.people.rules import Actor, acting
from models.people.tables import Member, Role
from models.replies.queries import reply_counts

_REACTIONS = {Result.PRESENT: "👍", Result.LATE: "👌", Result.ALREADY: "👍"}
_PUZZLED = "🤔"


async def check_in_by_word(visit: Visit) -> None:
    """Somebody writes 签到, in the group or privately."""
    chat = await visit.chat()
    if not visit.is_private and chat is None:
        return  # a group that is not ours: there the word means nothing
    members = await _places(visit, chat.group_id if chat else None)
    if is_forwarded(visit.update) or not members:
        await _turn_away(visit, members, group_id=chat.group_id if chat else 0)
        return
    checked = await checking.check_in(
        visit.tx, members=members, way=Way.WORD, sent_at=visit.sent_at, now=visit.now
    )
    if not visit.is_private:
        await visit.react(_REACTIONS.get(checked.result, _PUZZLED))
    await visit.tell(checked.notice)


async def check_in_by_button(visit: Visit) -> None:
    """Somebody presses 签到 under a card."""
    button = visit.pressed(b.CheckIn)
    members = await _places(visit, button.group_id)
    if not members:
        await _turn_away(visit, members, group_id=button.group_id)
        return
    checked = await checking.check_in(
        visit.tx,
        members=members,
        way=Way.BUTTON,
        sent_at=visit.sent_at,
        now=visit.now,
        activity=(button.group_id, button.activity_id),
    )
    await _answer_press(visit, checked)


async def _answer_press(visit: Visit, checked: Checked) -> None:
    await visit.toast(checked.notice)
    if visit.is_private and checked.is_in:
        await visit.tell(checked.notice)


async def _places(visit: Visit, group_id: int | None) -> list[Member]:
    return [
        one
        for one in await visit.members()
        if one.role is Role.DEPUTY and group_id in (None, one.group_id)
    ]


async def _turn_away(visit: Visit, members: list[Member], *, group_id: int) -> None:
    """Keep the attempt, and say kindly what to do instead; in a group once a day a person."""
    result = Result.FORWARDED if members else Result.STRANGER
    checking.note_attempt(
        visit.tx,
        result,
        account_id=visit.user.id,
        group_id=group_id,
        way=Way.WORD if visit.update.message else Way.BUTTON,
        sent_at=visit.sent_at,
    )
    if members:
        await visit.tell(n.NoForward())
        return
    stranger = n.Stranger(bot_username=visit.bot.username, in_group=not visit.is_private)
    if visit.update.callback_query is not None:
        await visit.toast(stranger.model_copy(update={"in_group": False}))
    elif visit.is_private:
        await visit.tell(stranger)
    else:
        day = visit.now.astimezone(ZoneInfo(await visit.zone())).date()
        await visit.say_once(stranger, about=f"stranger:{visit.user.id}:{day}")


async def upcoming(visit: Visit) -> None:
    """A deputy asks what is coming."""
    members = await visit.members()
    coming = await queries.coming(visit.tx, places=members, now=visit.now)
    shown = tuple(queries.shown(one, now=visit.now) for one in coming)
    first = members[0].group_id if members else 0
    await visit.tell(n.Upcoming(activities=shown, group_id=first))


async def show_manage(visit: Visit, group_id: int, activity_id: int) -> None:
    """Show one activity to the staff, in place of what was pressed."""
    await visit.staff(group_id)
    one = await _the(visit, group_id, activity_id)
    await visit.change(await _staff_card(visit.tx, one, visit))


async def _staff_card(tx: Transaction, one: Activity, visit: Visit) -> n.StaffCard:
    shown = queries.shown(one, now=visit.now)
    names = await queries.named(tx, one)
    return n.StaffCard(activity=shown, counts=await queries.counts(tx, one), names=names)


async def _the(visit: Visit, group_id: int, activity_id: int) -> Activity:
    one = await queries.activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def show(visit: Visit) -> None:
    """Staff press an activity, or have it shown anew."""
    button = visit.pressed(b.Show)
    await unfollow(visit, group_id=button.group_id, about=card_about(button.activity_id))
    await show_manage(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


async def ask(visit: Visit) -> None:
    """Staff want to do something that many see, or that cannot be undone: ask once."""
    button = visit.pressed(b.Ask)
    await visit.staff(button.group_id)
    one = await _the(visit, button.group_id, button.activity_id)
    require_own(one)
    people = len(await queries.invited(visit.tx, one))
    shown = queries.shown(one, now=visit.now)
    await visit.change(n.Sure(activity=shown, act=button.act, people=people))
    await visit.toast(Done())


async def do(visit: Visit) -> None:
    """Staff announce, open, close or cancel an activity."""
    button = visit.pressed(b.Do)
    staff = await visit.staff(button.group_id)
    facts = {"group_id": button.group_id, "activity_id": button.activity_id}
    if button.act != "open":
        require_own(await _the(visit, **facts))
    told = await _act(visit, button.act, by=acting(staff), **facts)
    await visit.toast(told)
    await show_manage(visit, button.group_id, button.activity_id)


async def _act(visit: Visit, act: str, *, by: Actor, group_id: int, activity_id: int) -> Notice:
    match act:
        case "announce":
            one = await actions.announce(
                visit.tx,
                bot_id=visit.bot.id,
                group_id=group_id,
                activity_id=activity_id,
                by=by,
                now=visit.now,
            )
            return n.Announced(title=one.title)
        case "cancel":
            await actions.cancel(
                visit.tx,
                bot_id=visit.bot.id,
                group_id=group_id,
                activity_id=activity_id,
                by=by,
                now=visit.now,
            )
            return Done()
        case "open" | "close":
            verb = {"open": actions.open_now, "close": actions.close}
            one = await verb[act](
                visit.tx, group_id=group_id, activity_id=activity_id, by=by, now=visit.now
            )
            if act != "close":
                return Done()
            return n.Closed(title=one.title, counts=await queries.counts(visit.tx, one))
        case _:
            raise Refusal(Gone())


@live(n.Card)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return the card in the group as things are now."""
    if not isinstance(then, n.Card):
        return None
    key = then.activity
    one = await queries.activity(tx, group_id=key.group_id, activity_id=key.activity_id)
    if one is None:
        return None
    shown = queries.shown(one, now=clock.now())
    replies = await reply_counts(tx, one)
    names = await queries.named(tx, one)
    counts = await queries.counts(tx, one)
    return n.Card(activity=shown, counts=counts, replies=replies, names=names)


ENTRIES: tuple[Entry, ...] = (
    sentence("签到", is_check_in_word, check_in_by_word, may="deputy", shared=True),
    pressed(b.CheckIn, check_in_by_button, may="deputy", shared=True),
    word("activities.w_upcoming", upcoming, may="bound"),
    pressed(b.Show, show, may="staff"),
    pressed(b.Ask, ask, may="staff"),
    pressed(b.Do, do, may="staff"),
)
