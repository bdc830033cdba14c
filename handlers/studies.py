"""How deputies record what they read by themselves, and how the staff answer."""

from handlers.forms.studies import decide
from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import studies as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.messages.carried import File
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.tables import Role
from models.studies import notices as n
from models.studies import queries
from models.studies.tables import Study


async def own(visit: Visit) -> None:
    """A deputy looks at what they recorded; the staff at what waits for them."""
    deputy = await visit.place(Role.DEPUTY)
    if deputy is None:
        staff = await visit.staff()
        await visit.tell(await queries.waiting(visit.tx, group_id=staff.group_id))
        return
    year = (await visit.local(deputy.group_id)).year
    await visit.tell(
        await queries.own(visit.tx, group_id=deputy.group_id, member_id=deputy.id, year=year)
    )


async def record(visit: Visit) -> None:
    """A deputy records something."""
    button = visit.pressed(b.Record)
    await open_form(visit, "study", group_id=button.group_id)
    await visit.toast(Done())


async def _the(visit: Visit, group_id: int, study_id: int) -> Study:
    await visit.staff(group_id)
    row = await queries.study(visit.tx, group_id, study_id)
    if row is None:
        raise Refusal(Gone())
    return row


async def look(visit: Visit) -> None:
    """Staff look at a record."""
    button = visit.pressed(b.Look)
    row = await _the(visit, button.group_id, button.study_id)
    await visit.tell(await queries.card_of(visit.tx, row))
    await visit.toast(Done())


async def attachments(visit: Visit) -> None:
    """Staff look at what was attached: each file as it was sent."""
    button = visit.pressed(b.Attachments)
    row = await _the(visit, button.group_id, button.study_id)
    card = await queries.card_of(visit.tx, row)
    for each in row.files:
        file = File.model_validate(each)
        notice = n.Attached(name=card.name, title=card.title, files=(file,))
        await visit.tell(notice, method=Method.MEDIA)
    await visit.toast(Done())


async def accept(visit: Visit) -> None:
    """Staff accept a record."""
    button = visit.pressed(b.Accept)
    await decide(visit, button.group_id, button.study_id, is_accepted=True)
    await visit.toast(Done())


async def give_back(visit: Visit) -> None:
    """Staff return a record: the word is asked."""
    button = visit.pressed(b.Return)
    await _the(visit, button.group_id, button.study_id)
    await open_form(visit, "study back", group_id=button.group_id, study_id=button.study_id)
    await visit.toast(Done())


@live(n.Card)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a record as it is now."""
    if not isinstance(then, n.Card):
        return None
    row = await queries.study(tx, then.group_id, then.study_id)
    return await queries.card_of(tx, row) if row else None


ENTRIES: tuple[Entry, ...] = (
    word("studies.w_own", own, may="bound"),
    pressed(b.Record, record, may="deputy"),
    pressed(b.Look, look, may="staff"),
    pressed(b.Attachments, attachments, may="staff"),
    pressed(b.Accept, accept, may="staff"),
    pressed(b.Return, give_back, may="staff"),
)
