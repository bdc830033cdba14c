"""What the staff press under the card of an issue."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from handlers.issues.assisting import show_assisting
from handlers.issues.cards import Facts, bring_card, show_card, the_issue, the_staff
from handlers.issues.showing import show_files, show_whole
from handlers.kit import texts
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import issue_desk as b
from models.errors import Done, Gone, Refusal
from models.issues import answering, merging, reporting_back, triage, views
from models.issues import desk_notices as d
from models.issues.cards import unit_name
from models.issues.clocks import Chased
from models.issues.states import Category, Decline, Route, Urgency, Way
from models.issues.tables import Issue
from models.issues.topics import note_forum
from models.people.rules import Actor
from models.platforms.actions import Handed
from models.units import notices as u
from models.units.queries import units_of
from reports.platforms import ticket_text

#: A press that opens a form: its name, and what it is given.
_FORMS: dict[str, tuple[str, dict[str, int | str]]] = {
    "ask": ("issue_ask", {}),
    "note": ("issue_note", {}),
    "tell": ("issue_tell", {}),
    "answer": ("issue_answer", {}),
    "on_the_spot": ("issue_answer", {"on_the_spot": 1}),
    "redo": ("issue_redo", {}),
    "park": ("issue_park", {}),
    "give_back": ("issue_give_back", {}),
    "merge_typed": ("issue_merge", {}),
    "lapse": ("issue_lapse", {}),
    "back_phone": ("issue_back", {"way": Way.PHONE.value}),
    "back_in_person": ("issue_back", {"way": Way.IN_PERSON.value}),
}
#: A press that shows what can be chosen.
_CHOICES = ("more", "category", "urgency", "route", "decline")

Verb = Callable[..., Awaitable[Issue]]
#: A press that is a verb by itself.
_VERBS: dict[str, Verb] = {
    "take": triage.take,
    "let_go": triage.let_go,
    "resume": triage.resume,
    "close": reporting_back.close,
    "reopen": reporting_back.reopen,
    "wake": triage.wake,
}
#: The forms that only one may open who has the issue in hand.
_HANDS_ON = frozenset(_FORMS) - {"note", "tell", "back_phone", "back_in_person"}


async def act(visit: Visit) -> None:
    """Staff press something under a card."""
    button = visit.pressed(b.Act)
    one = await the_issue(visit, button.group_id, button.issue_id)
    by = await the_staff(visit, button.group_id)
    if not visit.is_private and visit.update.effective_chat is not None:
        is_forum = bool(visit.update.effective_chat.is_forum)
        await note_forum(visit.tx, chat_id=visit.chat_id, is_forum=is_forum)
    if button.act in _FORMS:
        await _form(visit, one, button.act, by)
    elif button.act in _CHOICES:
        await _choose(visit, one, button.act)
    elif button.act in _VERBS:
        facts = {"group_id": one.group_id, "issue_id": one.id}
        done = await _VERBS[button.act](visit.tx, by=by, now=visit.now, **facts)
        await show_card(visit, done)
    elif button.act in _SHOWS:
        await _SHOWS[button.act](visit, one)
    else:
        await _other(visit, one, button.act, by)
    await visit.toast(Done())


async def _form(visit: Visit, one: Issue, act: str, by: Actor) -> None:
    """Open a form; who needs the issue in hand takes it so, or hears who has it."""
    if act in _HANDS_ON:
        await triage.hold(visit.tx, group_id=one.group_id, issue_id=one.id, by=by, now=visit.now)
    name, given = _FORMS[act]
    await open_form(visit, name, group_id=one.group_id, issue_id=one.id, **given)


async def _choose(
    visit: Visit, one: Issue, what: str, units: tuple[tuple[int, str], ...] = ()
) -> None:
    """Show what can be chosen: privately in place of the card, or beside it from a chat."""
    if what == "more" and one.unit_id is not None:
        units = ((one.unit_id, ""),)
    notice = d.Choices(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        state=one.state,
        what=what,
        units=units,
        is_for_platform=one.route is Route.PLATFORM,
        is_unanswered=one.chased == Chased.OVER,
    )
    await (visit.change(notice) if visit.is_private else visit.tell(notice))


async def _other(visit: Visit, one: Issue, act: str, by: Actor) -> None:
    facts = Facts(group_id=one.group_id, issue_id=one.id, by=by, now=visit.now)
    match act:
        case "accept":
            await answering.accept(visit.tx, bot_id=visit.bot.id, **facts)
            await show_card(visit, one)
        case "back_here":
            way = Way.RECEIPT if one.is_anonymous else Way.TELEGRAM
            await reporting_back.report_back(
                visit.tx, bot_id=visit.bot.id, way=way, said="", **facts
            )
            await show_card(visit, one)
        case "complex":
            sorted_ = await triage.sort(visit.tx, is_complex=not one.is_complex, **facts)
            await show_card(visit, sorted_)
        case _:
            raise Refusal(Gone())


async def _which_to_merge(visit: Visit, one: Issue) -> None:
    found = await views.like_issue(visit.tx, one, now=visit.now)
    notice = d.WhichToMerge(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        lines=tuple(views.line_of(each) for each in found),
    )
    await (visit.change(notice) if visit.is_private else visit.tell(notice))


async def _on_paper(visit: Visit, one: Issue) -> None:
    """Hand out the work order to print, for a unit without Telegram."""
    unit = await unit_name(visit.tx, one)
    if unit is None:
        raise Refusal(Gone())
    notice = u.OrderSheet(group_id=one.group_id, issue_id=one.id, number=one.number, unit=unit)
    await visit.hand(notice, as_document=True)


async def _ticket(visit: Visit, one: Issue) -> None:
    """Show a report as it is copied into the platform."""
    zone = texts.zone((await visit.group(one.group_id)).timezone)
    text = ticket_text(Handed(issue=one, contact=None), zone)
    await visit.tell(d.Ticket(number=one.number, text=text))


#: A press that only shows something.
_SHOWS: dict[str, Callable[[Visit, Issue], Awaitable[None]]] = {
    "card": bring_card,
    "whole": show_whole,
    "files": show_files,
    "merge": _which_to_merge,
    "paper": _on_paper,
    "assist": show_assisting,
    "ticket": _ticket,
}


async def merge(visit: Visit) -> None:
    """Staff press the report that is the same."""
    button = visit.pressed(b.Merge)
    by = await the_staff(visit, button.group_id)
    target = await merging.merge(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        issue_ids=[button.issue_id],
        into_id=button.into_id,
        by=by,
        now=visit.now,
    )
    await show_card(visit, target)
    await visit.toast(Done())


async def pick(visit: Visit) -> None:
    """Staff choose a category, an urgency, a route, a unit, a reason."""
    button = visit.pressed(b.Pick)
    one = await the_issue(visit, button.group_id, button.issue_id)
    by = await the_staff(visit, button.group_id)
    if button.value not in _known(button.what) and button.what not in ("unit", "community"):
        raise Refusal(Gone())
    match button.what:
        case "category" | "urgency":
            await _sort(visit, one, button, by)
        case "route":
            await _route(visit, one, Route(button.value), by)
        case "decline":
            about = {"group_id": one.group_id, "issue_id": one.id}
            await open_form(visit, "issue_decline", **about, why=button.value)
        case _:
            await _to_unit(visit, one, button)
    await visit.toast(Done())


_KINDS: dict[str, type[StrEnum]] = {
    "category": Category,
    "urgency": Urgency,
    "route": Route,
    "decline": Decline,
}


def _known(what: str) -> frozenset[str]:
    return frozenset(one.value for one in _KINDS.get(what, ()) if one is not Decline.NO_REPLY)


async def _sort(visit: Visit, one: Issue, button: b.Pick, by: Actor) -> None:
    is_category = button.what == "category"
    await triage.sort(
        visit.tx,
        group_id=one.group_id,
        issue_id=one.id,
        category=Category(button.value) if is_category else None,
        urgency=None if is_category else Urgency(button.value),
        by=by,
        now=visit.now,
    )
    await show_card(visit, one)


async def _to_unit(visit: Visit, one: Issue, button: b.Pick) -> None:
    if button.what not in ("unit", "community") or not button.value.isdecimal():
        raise Refusal(Gone())
    await open_form(
        visit,
        "issue_route",
        group_id=one.group_id,
        issue_id=one.id,
        route=button.what,
        unit_id=int(button.value),
    )


async def _route(visit: Visit, one: Issue, route: Route, by: Actor) -> None:
    """Ask for the unit where a route needs one, else for a word or a number."""
    if route in (Route.UNIT, Route.COMMUNITY):
        known = await units_of(
            visit.tx, group_id=one.group_id, is_community=route is Route.COMMUNITY
        )
        if not known:
            raise Refusal(d.NoUnits())
        await _choose(visit, one, route.value, tuple((each.id, each.name) for each in known[:40]))
        return
    await triage.hold(visit.tx, group_id=one.group_id, issue_id=one.id, by=by, now=visit.now)
    if route is Route.ON_THE_SPOT:
        await open_form(
            visit, "issue_answer", group_id=one.group_id, issue_id=one.id, on_the_spot=1
        )
    else:
        await open_form(
            visit, "issue_route", group_id=one.group_id, issue_id=one.id, route=route.value
        )


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Act, act, may="staff"),
    pressed(b.Pick, pick, may="staff"),
    pressed(b.Merge, merge, may="staff"),
)
