"""How deputies see their duties, say that they know of them, and swap."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.receptions.table import show_table
from handlers.screens.receptions import duties as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.tables import Role
from models.receptions import duties, swapping
from models.receptions import duty_notices as d
from models.receptions.cards import bare_line, duty_card
from models.receptions.figures import fairness_of, year_of
from models.receptions.queries import duties_of, sitting, zone_of
from models.receptions.tables import ReceptionSession, Swap
from models.reminders.rules import ReminderKind
from models.stations.queries import pin_of


async def my_duties(visit: Visit) -> None:
    """A deputy asks for their duties."""
    lines, mine = [], []
    for place in await visit.members():
        if place.role is Role.DEPUTY:
            mine.append(place.id)
            rows = await duties_of(
                visit.tx, group_id=place.group_id, member_id=place.id, since=visit.now
            )
            lines += [bare_line(session, station) for _duty, session, station in rows]
    await visit.tell(d.MyDuties(lines=tuple(lines), member_ids=tuple(mine)))


async def show(visit: Visit) -> None:
    """A deputy looks at a duty."""
    button = visit.pressed(b.ShowDuty)
    await _show(visit, button.group_id, button.session_id)
    await visit.toast(Done())


async def _show(visit: Visit, group_id: int, session_id: int) -> None:
    place = await visit.place(Role.DEPUTY, group_id)
    session = await visit.tx.get(ReceptionSession, (group_id, session_id))
    if place is None or session is None:
        raise Refusal(Gone())
    card = await duty_card(visit.tx, session, place.id, ReminderKind.INVITATION)
    if card is None or not card.is_mine:
        raise Refusal(Gone())
    await visit.change(card)


async def act(visit: Visit) -> None:
    """A deputy says 知道了, asks why it is them, where it is, or for a swap."""
    button = visit.pressed(b.DutyAct)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    by = await visit.actor(Role.DEPUTY, button.group_id)
    match button.act:
        case "known":
            await duties.confirm(visit.tx, **about, by=by, now=visit.now)
            await _show(visit, **about)
        case "why":
            await visit.tell(await _why(visit, **about))
        case "pin":
            await _pin(visit, **about)
        case "ask_swap":
            await visit.change(await _sure(visit, **about))
        case "swap":
            asked = await swapping.ask(visit.tx, bot_id=visit.bot.id, **about, by=by, now=visit.now)
            await visit.change(asked)
        case "stay":
            await swapping.give_up(visit.tx, **about, by=by, now=visit.now)
            await _show(visit, **about)
        case "table":
            await show_table(visit, **about)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def _why(visit: Visit, group_id: int, session_id: int) -> d.WhyMe:
    place = await visit.place(Role.DEPUTY, group_id)
    one = await sitting(visit.tx, group_id=group_id, session_id=session_id)
    crew = one.crew if one else ()
    mine = next((each.duty for each in crew if place and each.member.id == place.id), None)
    if one is None or mine is None:
        raise Refusal(Gone())
    zone = await zone_of(visit.tx, group_id)
    year = one.session.starts_at.astimezone(zone).year
    the = await year_of(visit.tx, group_id=group_id, year=year)
    fair = await fairness_of(visit.tx, the, group_id=group_id)
    return d.WhyMe(
        station=one.station.name,
        starts_at=one.session.starts_at,
        last_on=mine.last_on,
        count=mine.count,
        is_home=mine.is_home,
        how=mine.how,
        fewest=fair.fewest,
        most=fair.most,
    )


async def _pin(visit: Visit, group_id: int, session_id: int) -> None:
    one = await sitting(visit.tx, group_id=group_id, session_id=session_id)
    if one is None or one.station.latitude is None:
        raise Refusal(Gone())
    await visit.tell(pin_of(one.station), method=Method.VENUE)


async def _sure(visit: Visit, group_id: int, session_id: int) -> d.SureToSwap:
    by = await visit.actor(Role.DEPUTY, group_id)
    about = {"group_id": group_id, "session_id": session_id}
    one, _mine = await duties.my_sitting(visit.tx, **about, by=by, now=visit.now)
    free = await duties.free_for(visit.tx, one)
    return d.SureToSwap(
        **about,
        station=one.station.name,
        starts_at=one.session.starts_at,
        people=len(free),
    )


async def take(visit: Visit) -> None:
    """A deputy would take somebody's duty: just so, or against one of their own."""
    button = visit.pressed(b.Take)
    about = {"group_id": button.group_id, "swap_id": button.swap_id}
    by = await visit.actor(Role.DEPUTY, button.group_id)
    how = await swapping.choices(visit.tx, **about, by=by, now=visit.now)
    await visit.tell(how)
    await visit.toast(Done())


async def take_with(visit: Visit) -> None:
    """A deputy takes it: the one who asked has to agree."""
    button = visit.pressed(b.TakeWith)
    waits = await swapping.take(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        swap_id=button.swap_id,
        give=button.give,
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    await visit.change(waits)
    await visit.toast(Done())


async def agree(visit: Visit) -> None:
    """The one who asked agrees to an offer, or not."""
    button = visit.pressed(b.Agree)
    about = {"group_id": button.group_id, "swap_id": button.swap_id}
    done = await swapping.decide(
        visit.tx,
        bot_id=visit.bot.id,
        **about,
        agrees=bool(button.agrees),
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    await visit.change(done or d.SwapDeclined())
    await visit.toast(Done())


@live(d.DutyCard)
async def duty_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a deputy's card as things are now."""
    if not isinstance(then, d.DutyCard):
        return None
    session = await tx.get(ReceptionSession, (then.group_id, then.session_id))
    return await duty_card(tx, session, then.member_id, then.which) if session else None


@live(d.SwapWanted)
async def swap_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a wish to be relieved as it stands now."""
    if not isinstance(then, d.SwapWanted):
        return None
    swap = await tx.get(Swap, (then.group_id, then.swap_id))
    return await swapping.wanted(tx, swap) if swap else None


ENTRIES: tuple[Entry, ...] = (
    word("receptions.w_duties", my_duties, "值班"),
    pressed(b.ShowDuty, show, may="deputy"),
    pressed(b.DutyAct, act, may="deputy"),
    pressed(b.Take, take, may="deputy"),
    pressed(b.TakeWith, take_with, may="deputy"),
    pressed(b.Agree, agree, may="deputy"),
)
