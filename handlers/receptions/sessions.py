"""How the staff keep a session: who is there, what about, when, or not at all."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.receptions.table import show_table
from handlers.screens.activities import OfActivity
from handlers.screens.receptions import sessions as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.people.queries import members
from models.people.rules import acting
from models.people.tables import Member
from models.receptions import adjusting
from models.receptions import notices as n
from models.receptions.cards import shown
from models.receptions.duties import free_for
from models.receptions.planning import Seat
from models.receptions.queries import Sitting, of_activity, sitting
from models.receptions.rules import DutyKind
from models.receptions.seats import seats_of
from models.receptions.telling import count_told

PEOPLE = 10  # deputies on a page of candidates


async def show_session(visit: Visit) -> None:
    """Staff look at a session."""
    button = visit.pressed(b.ShowSession)
    await show_kept(visit, button.group_id, button.session_id)
    await visit.toast(Done())


async def of_this_activity(visit: Visit) -> None:
    """Staff go from the roll of a session to the session itself."""
    button = visit.pressed(OfActivity)
    await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "activity_id": button.activity_id}
    session = await of_activity(visit.tx, **about)
    if session is None:
        raise Refusal(Gone())
    await show_kept(visit, session.group_id, session.id)
    await visit.toast(Done())


async def show_kept(visit: Visit, group_id: int, session_id: int) -> None:
    """Show a session to the staff, in place of what was pressed."""
    await visit.staff(group_id)
    one = await _the(visit.tx, group_id, session_id)
    await visit.change(n.SessionCard(sitting=await shown(visit.tx, one)))


async def _the(tx: Transaction, group_id: int, session_id: int) -> Sitting:
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def session_act(visit: Visit) -> None:
    """Staff change what a session is about, its time, or call it off."""
    button = visit.pressed(b.SessionAct)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    match button.act:
        case "topics" | "route" | "move" as what:
            await open_form(visit, f"reception {what}", **about)
        case "ask_cancel":
            one = await adjusting.the(visit.tx, **about, by=acting(staff))
            voters = await count_told(visit.tx, one.session)
            await visit.change(n.SureToCancel(sitting=await shown(visit.tx, one), voters=voters))
        case "cancel":
            await adjusting.cancel(
                visit.tx,
                bot_id=visit.bot.id,
                **about,
                reason=None,
                by=acting(staff),
                now=visit.now,
            )
            await show_kept(visit, **about)
        case "table":
            await show_table(visit, **about)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def candidates(visit: Visit) -> None:
    """Staff look who could be on duty, the fairest choice first."""
    button = visit.pressed(b.ShowCandidates)
    await visit.staff(button.group_id)
    one = await _the(visit.tx, button.group_id, button.session_id)
    await visit.change(await _candidates(visit, one, button.instead, button.page))
    await visit.toast(Done())


async def _candidates(visit: Visit, one: Sitting, instead: int, wanted: int) -> n.Candidates:
    session = one.session
    year = (await visit.local(session.group_id)).year
    seats = await seats_of(
        visit.tx, group_id=session.group_id, year=year, without=[session.round_id]
    )
    by_id = {seat.id: seat for seat in seats.deputies}
    there = {each.member.id for each in one.on_duty}
    free = [
        each
        for each in await free_for(visit.tx, one, unbound_too=True)
        if each.id not in there and each.id != instead
    ]
    people = [
        _candidate(each, by_id[each.id], one.station.constituency)
        for each in free
        if each.id in by_id
    ]
    people.sort(key=lambda each: (each.count, not each.is_home, str(each.last_on or "")))
    pages = max(-(-len(people) // PEOPLE), 1)
    page = min(max(wanted, 0), pages - 1)
    gone = await visit.tx.load(members, (session.group_id, instead)) if instead else None
    return n.Candidates(
        group_id=session.group_id,
        session_id=session.id,
        station=one.station.name,
        starts_at=session.starts_at,
        instead=instead,
        instead_name=gone.name if gone else None,
        people=tuple(people[page * PEOPLE : (page + 1) * PEOPLE]),
        page=page,
        pages=pages,
    )


def _candidate(member: Member, seat: Seat, home: str | None) -> n.Person:
    return n.Person(
        member_id=member.id,
        name=member.name,
        kind=DutyKind.DUTY,
        last_on=seat.last_on,
        count=seat.count,
        is_home=home is not None and member.constituency == home,
        how="by_staff",
        is_confirmed=False,
    )


async def put(visit: Visit) -> None:
    """Staff choose somebody, in the place and the kind of duty of whoever they replace."""
    button = visit.pressed(b.Put)
    staff = await visit.staff(button.group_id)
    one = await _the(visit.tx, button.group_id, button.session_id)
    gone = next((each for each in one.crew if each.member.id == button.instead), None)
    await adjusting.put(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        session_id=button.session_id,
        member_id=button.member_id,
        instead=button.instead,
        kind=gone.duty.kind if gone else DutyKind.DUTY,
        by=acting(staff),
        now=visit.now,
    )
    await show_kept(visit, button.group_id, button.session_id)
    await visit.toast(Done())


async def take_out(visit: Visit) -> None:
    """Staff take somebody out; the place stays open."""
    button = visit.pressed(b.TakeOut)
    staff = await visit.staff(button.group_id)
    await adjusting.take_out(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        session_id=button.session_id,
        member_id=button.member_id,
        by=acting(staff),
        now=visit.now,
    )
    await show_kept(visit, button.group_id, button.session_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(OfActivity, of_this_activity, may="staff"),
    pressed(b.ShowSession, show_session, may="staff"),
    pressed(b.SessionAct, session_act, may="staff"),
    pressed(b.ShowCandidates, candidates, may="staff"),
    pressed(b.Put, put, may="staff"),
    pressed(b.TakeOut, take_out, may="staff"),
)
