"""At the table: a matter per voter in seconds, the end of the session, and its papers."""

from handlers.kit import texts
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.receptions.papers import last_sheet, record_sheet
from handlers.screens.receptions import table as b
from models.database import Transaction
from models.errors import Done, Gone, NotAllowed, Refusal
from models.people.rules import Actor, acting
from models.people.tables import Role
from models.receptions import record_notices as r
from models.receptions import recording
from models.receptions.cards import shown
from models.receptions.notices import NotAtTable
from models.receptions.queries import Sitting, sitting


async def at_table(visit: Visit, group_id: int) -> Actor:
    """Return whoever acts at a table of a group: as a deputy if they are one, else as staff."""
    places = [await visit.place(role, group_id) for role in (Role.DEPUTY, Role.STAFF)]
    place = next((one for one in places if one is not None), None)
    if place is None:
        raise Refusal(NotAllowed())
    return acting(place)


async def _seen(visit: Visit, group_id: int, session_id: int) -> Sitting:
    """Return a session for its crew and the staff; Refusal for others."""
    by = await at_table(visit, group_id)
    one = await sitting(visit.tx, group_id=group_id, session_id=session_id)
    if one is None:
        raise Refusal(Gone())
    is_crew = any(each.member.id == by.member_id for each in one.crew)
    if not is_crew and await visit.place(Role.STAFF, group_id) is None:
        raise Refusal(NotAtTable(station=one.station.name))
    return one


async def show_table(visit: Visit, group_id: int, session_id: int) -> None:
    """Show a session as it is at the table."""
    one = await _seen(visit, group_id, session_id)
    matters = await recording.matters_of(visit.tx, one.session)
    await visit.tell(
        r.TableCard(
            sitting=await shown(visit.tx, one),
            numbers=tuple(each.number for each in matters),
        )
    )


async def act(visit: Visit) -> None:
    """Somebody at the table goes on: the next voter, the end, a paper."""
    button = visit.pressed(b.TableAct)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    one = await _seen(visit, **about)
    by = await at_table(visit, button.group_id)
    local = one.session.starts_at.astimezone(texts.zone(await visit.zone()))
    paper_ = {**about, "station": one.station.name, "day": local.date()}
    match button.act:
        case "show":
            await show_table(visit, **about)
        case "matter" | "close" as what:
            await recording.at_table(visit.tx, **about, by=by, now=visit.now)
            await open_form(visit, f"reception {what}", **about)
        case "nobody":
            await recording.close(visit.tx, **about, visitors=0, remark=None, by=by, now=visit.now)
            await show_table(visit, **about)
        case "record":
            await visit.hand(r.RecordPaper.model_validate(paper_), as_document=True)
        case "last":
            await _last(visit, one, paper_)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def _last(visit: Visit, one: Sitting, facts: dict[str, object]) -> None:
    """Give the sheet of what became of the last matters, where there were any."""
    was = await recording.before(visit.tx, one.session)
    if was is None or not await recording.matters_of(visit.tx, was):
        await visit.tell(r.NoMatters(station=one.station.name))
    else:
        await visit.hand(r.LastMatters.model_validate(facts), as_document=True)


async def words(visit: Visit) -> None:
    """Somebody adds words to what a voter brought."""
    button = visit.pressed(b.AddWords)
    about = {"group_id": button.group_id, "issue_id": button.issue_id}
    await recording.require_adding(visit.tx, **about, by=await at_table(visit, button.group_id))
    await open_form(visit, "reception words", **about)
    await visit.toast(Done())


@paper(r.RecordPaper)
async def _record(tx: Transaction, notice: r.RecordPaper, spoken: Spoken) -> Paper:
    """Make the record sheet as the rows are now."""
    one = await sitting(tx, group_id=notice.group_id, session_id=notice.session_id)
    if one is None:
        raise Refusal(Gone())
    content = await record_sheet(tx, one, locale=spoken.locale, zone=spoken.zone)
    name = texts.label("receptions.paper_record", spoken.locale)
    filename = f"{name} {notice.station} {notice.day}.docx"
    return Paper(filename=filename, content=content, notice=notice)


@paper(r.LastMatters)
async def _last_paper(tx: Transaction, notice: r.LastMatters, spoken: Spoken) -> Paper:
    """Make the sheet of the last matters as they stand now."""
    one = await sitting(tx, group_id=notice.group_id, session_id=notice.session_id)
    was = await recording.before(tx, one.session) if one else None
    if one is None or was is None:
        raise Refusal(Gone())
    content = await last_sheet(tx, one, was, locale=spoken.locale, zone=spoken.zone)
    name = texts.label("receptions.paper_last", spoken.locale)
    filename = f"{name} {notice.station} {notice.day}.docx"
    return Paper(filename=filename, content=content, notice=notice)


ENTRIES: tuple[Entry, ...] = (
    pressed(b.TableAct, act, may="crew, staff"),
    pressed(b.AddWords, words, may="crew, staff"),
)
