"""How deputies write, sign and rate suggestions, and how staff carry them through."""

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import suggestion_cards as _cards  # noqa: F401  (its keyboards are known then)
from handlers.screens import suggestions as b
from models.errors import Done, Gone, Refusal
from models.people.queries import roster
from models.people.rules import Actor
from models.people.tables import Member, Role
from models.suggestions import actions, cards, examining, listing, promising, rating
from models.suggestions import notices as n
from models.suggestions.moving import Doing, is_lead
from models.suggestions.queries import signers, suggestion
from models.suggestions.rules import Satisfaction
from models.suggestions.tables import Suggestion

NAMES = 12  # deputies on a page


async def doing(visit: Visit, group_id: int, suggestion_id: int) -> Doing:
    """Return who is at work: the lead for themselves, else staff, else a deputy, else nobody."""
    one = await suggestion(visit.tx, group_id=group_id, suggestion_id=suggestion_id)
    deputy = await visit.actor(Role.DEPUTY, group_id)
    is_own = one is not None and is_lead(one, deputy)
    has_staff = await visit.place(Role.STAFF, group_id) is not None
    by = await visit.actor(Role.STAFF, group_id) if has_staff and not is_own else deputy
    return _doing(visit, group_id, suggestion_id, by)


def _doing(visit: Visit, group_id: int, suggestion_id: int, by: Actor) -> Doing:
    return Doing(
        bot_id=visit.bot.id,
        group_id=group_id,
        suggestion_id=suggestion_id,
        by=by,
        now=visit.now,
    )


async def show_one(visit: Visit, group_id: int, suggestion_id: int) -> None:
    """Show a suggestion in place of what was pressed, as its reader may see it."""
    who = await doing(visit, group_id, suggestion_id)
    staff = await visit.place(Role.STAFF, group_id)
    by = await visit.actor(Role.STAFF, group_id) if staff is not None else who["by"]
    one, reader = await actions.require_part(
        visit.tx, group_id=group_id, suggestion_id=suggestion_id, by=by
    )
    await visit.change(await cards.card(visit.tx, one, reader=reader, now=visit.now))


async def mine(visit: Visit) -> None:
    """A deputy asks for their suggestions."""
    place = await visit.place(Role.DEPUTY)
    if place is None:
        await of_group(visit)
        return
    await _list(visit, place, year=(await visit.local(place.group_id)).year, page=0, fresh=True)


async def of_group(visit: Visit) -> None:
    """Staff ask for the group's suggestions."""
    place = await visit.staff()
    await _list(visit, place, year=(await visit.local(place.group_id)).year, page=0, fresh=True)


async def _list(visit: Visit, place: Member, *, year: int, page: int, fresh: bool = False) -> None:
    is_staff = place.role is Role.STAFF
    rows = await _rows(visit, place, year)
    show = visit.tell if fresh else visit.change
    if not rows and fresh and not await listing.years(visit.tx, group_id=place.group_id):
        await show(n.NoSuggestions(is_staff=is_staff, group_id=place.group_id))
        return
    await show(
        await cards.page(
            visit.tx, rows, group_id=place.group_id, year=year, number=page, is_staff=is_staff
        )
    )


async def _rows(visit: Visit, place: Member, year: int) -> list[Suggestion]:
    if place.role is Role.STAFF:
        return list(await listing.all_of_year(visit.tx, group_id=place.group_id, year=year))
    found = await listing.of_deputies(
        visit.tx,
        group_id=place.group_id,
        member_ids=[place.id],
        year=year,
        only_signed=False,
    )
    return [each.one for each in found.get(place.id, ())]


async def show_page(visit: Visit) -> None:
    """Somebody turns the pages or goes to another year."""
    button = visit.pressed(b.Page)
    role = Role.STAFF if button.staff else Role.DEPUTY
    place = await visit.place(role, button.group_id)
    if place is None:
        raise Refusal(Gone())
    await _list(visit, place, year=button.year, page=button.page)
    await visit.toast(Done())


async def show(visit: Visit) -> None:
    """Somebody opens a suggestion."""
    button = visit.pressed(b.Show)
    await show_one(visit, button.group_id, button.suggestion_id)
    await visit.toast(Done())


async def show_history(visit: Visit) -> None:
    """Somebody looks at all that happened."""
    button = visit.pressed(b.ShowHistory)
    who = await doing(visit, button.group_id, button.suggestion_id)
    one, _reader = await actions.require_part(
        visit.tx,
        group_id=button.group_id,
        suggestion_id=button.suggestion_id,
        by=who["by"],
    )
    await visit.change(await cards.history(visit.tx, one))
    await visit.toast(Done())


async def new(visit: Visit) -> None:
    """A deputy writes a suggestion; staff say first for whom."""
    button = visit.pressed(b.New)
    if button.staff:
        await visit.staff(button.group_id)
        await _whose(visit, button.group_id, button.page)
    else:
        place = await visit.place(Role.DEPUTY, button.group_id)
        if place is None:
            raise Refusal(Gone())
        await open_form(visit, "suggestion", group_id=place.group_id, lead_id=place.id)
    await visit.toast(Done())


async def deputies(visit: Visit, group_id: int) -> list[tuple[int, str]]:
    """Return the deputies on a roster."""
    rows = await roster(visit.tx, group_id=group_id)
    return [(one.id, one.name) for one, _reach in rows if one.role is Role.DEPUTY]


async def _whose(visit: Visit, group_id: int, page: int) -> None:
    people = await deputies(visit, group_id)
    pages = max(-(-len(people) // NAMES), 1)
    page = min(max(page, 0), pages - 1)
    here = people[page * NAMES : (page + 1) * NAMES]
    await visit.change(
        n.WhoseSuggestion(group_id=group_id, choices=tuple(here), page=page, pages=pages)
    )


async def for_deputy(visit: Visit) -> None:
    """Staff say for whom they write a suggestion down."""
    button = visit.pressed(b.ForDeputy)
    await visit.staff(button.group_id)
    await open_form(visit, "suggestion for", group_id=button.group_id, lead_id=button.member_id)
    await visit.toast(Done())


async def sign(visit: Visit) -> None:
    """A deputy signs, or declines."""
    button = visit.pressed(b.Sign)
    by = await visit.actor(Role.DEPUTY, button.group_id)
    who = _doing(visit, button.group_id, button.suggestion_id, by)
    await actions.sign(visit.tx, is_yes=bool(button.yes), **who)
    await show_one(visit, button.group_id, button.suggestion_id)
    await visit.toast(Done())


Act = Callable[..., Awaitable[Any]]


def _acts() -> dict[str, tuple[Act, dict[str, Any]]]:
    return {
        "submit": (actions.submit, {}),
        "withdraw": (actions.withdraw, {}),
        "accept": (examining.accept, {}),
        "confirm": (promising.prove, {}),
        "key": (examining.mark, {"is_key": True}),
        "unkey": (examining.mark, {"is_key": False}),
        "excellent": (examining.mark, {"is_excellent": True}),
        "unexcellent": (examining.mark, {"is_excellent": False}),
    }


async def ask(visit: Visit) -> None:
    """Ask before a suggestion is handed in or taken back."""
    button = visit.pressed(b.Sure)
    who = await doing(visit, button.group_id, button.suggestion_id)
    one, _reader = await actions.require_part(
        visit.tx, group_id=button.group_id, suggestion_id=button.suggestion_id, by=who["by"]
    )
    if button.act not in ("submit", "withdraw"):
        raise Refusal(Gone())
    waiting = [m.name for row, m in await signers(visit.tx, one) if row.state.value == "asked"]
    await visit.change(
        n.SureTo(
            group_id=one.group_id,
            suggestion_id=one.id,
            title=one.title,
            act=button.act,
            waiting=tuple(waiting),
        )
    )
    await visit.toast(Done())


async def do(visit: Visit) -> None:
    """One act that needs no words."""
    button = visit.pressed(b.Do)
    found = _acts().get(button.act)
    if found is None:
        raise Refusal(Gone())
    act, more = found
    await act(visit.tx, **more, **await doing(visit, button.group_id, button.suggestion_id))
    await show_one(visit, button.group_id, button.suggestion_id)
    await visit.toast(Done())


async def rate(visit: Visit) -> None:
    """The lead says what an answer is worth; who is dissatisfied is asked why."""
    button = visit.pressed(b.Rate)
    if button.satisfaction not in set(Satisfaction):
        raise Refusal(Gone())
    about = {"group_id": button.group_id, "suggestion_id": button.suggestion_id}
    who = await doing(visit, **about)
    if button.satisfaction == Satisfaction.DISSATISFIED:
        await rating.require_open(visit.tx, **who)
        await open_form(visit, "suggestion dissatisfied", **about)
    else:
        await rating.rate(visit.tx, satisfaction=Satisfaction(button.satisfaction), **who)
        await show_one(visit, **about)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("suggestions.w_mine", mine, "代表建议", "建议", "我的建议", "suggestions", may="bound"),
    word("suggestions.w_group", of_group, "代表建议督办", "建议督办", may="staff"),
    pressed(b.Page, show_page, may="bound"),
    pressed(b.Show, show, may="bound"),
    pressed(b.ShowHistory, show_history, may="bound"),
    pressed(b.New, new, may="bound"),
    pressed(b.ForDeputy, for_deputy, may="staff"),
    pressed(b.Sign, sign, may="deputy"),
    pressed(b.Sure, ask, may="bound"),
    pressed(b.Do, do, may="bound"),
    pressed(b.Rate, rate, may="bound"),
)
