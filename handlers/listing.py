"""How staff keep the list: by ticking names, and by a sheet on paper."""

from typing import TYPE_CHECKING

from handlers.kit import texts
from handlers.kit.entries import Entry, Handle, pressed, sentence
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import listing as b
from models.activities import listing, queries
from models.activities import roll_notices as on_roll
from models.activities.paper import is_all_but
from models.activities.tables import Activity, PaperSheet
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.people.tables import Role

if TYPE_CHECKING:
    from reports.papers.signing import SheetWords

PAGE = 20  # deputies on a page to be ticked


async def show_ticks(visit: Visit) -> None:
    """Staff open the list to be ticked, or turn a page."""
    button = visit.pressed(b.ShowTicks)
    await visit.staff(button.group_id)
    await visit.change(await _ticks(visit, button.group_id, button.activity_id, button.page))
    await visit.toast(Done())


async def tick(visit: Visit) -> None:
    """Staff press a name."""
    button = visit.pressed(b.Tick)
    staff = await visit.staff(button.group_id)
    await listing.tick(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        member_id=button.member_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.change(await _ticks(visit, button.group_id, button.activity_id, button.page))
    await visit.toast(Done())


async def _ticks(visit: Visit, group_id: int, activity_id: int, wanted: int) -> on_roll.Ticks:
    one = await _the(visit.tx, group_id, activity_id)
    rows = sorted(await queries.roll(visit.tx, one), key=lambda each: (each.name, each.member_id))
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return on_roll.Ticks(
        activity=queries.shown(one, now=visit.now),
        counts=await queries.counts(visit.tx, one),
        entries=tuple(rows[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
    )


async def _the(tx: Transaction, group_id: int, activity_id: int) -> Activity:
    one = await queries.activity(tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def make_sheet(visit: Visit) -> None:
    """Staff want a sheet to be signed."""
    button = visit.pressed(b.Sheet)
    staff = await visit.staff(button.group_id)
    facts = {"group_id": button.group_id, "activity_id": button.activity_id}
    one = await listing.make_sheet(visit.tx, **facts, by=acting(staff), now=visit.now)
    await visit.hand(on_roll.Sheet(**facts, title=one.title), as_document=True)
    await visit.toast(Done())


def sheet_said(otherwise: Handle) -> Entry:
    """Take "all here but 3 8 12" from staff who have made a sheet; else it goes `otherwise`."""

    async def handle(visit: Visit) -> None:
        """Staff say who is not there; others' words go where words go."""
        if not visit.is_private:
            return
        places = [one for one in await visit.members() if one.role is Role.STAFF]
        found = await listing.last_sheet(
            visit.tx, group_ids=[one.group_id for one in places], now=visit.now
        )
        if found is None:
            await otherwise(visit)
            return
        by = acting(await visit.staff(found.group_id))
        await visit.tell(
            await listing.read_back(visit.tx, found, said=visit.text, by=by, now=visit.now)
        )

    return sentence("都到了,除了…", is_all_but, handle, may="staff")


async def confirm_sheet(visit: Visit) -> None:
    """Staff confirm what was read back of a signed sheet."""
    button = visit.pressed(b.SheetYes)
    staff = await visit.staff(button.group_id)
    one = await listing.confirm_sheet(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        version=button.version,
        by=acting(staff),
        now=visit.now,
    )
    await visit.tx.flush()
    counts = await queries.counts(visit.tx, one)
    await visit.change(on_roll.PaperDone(title=one.title, counts=counts))
    await visit.toast(Done())


@paper(on_roll.Sheet)
async def _sheet(tx: Transaction, notice: on_roll.Sheet, spoken: Spoken) -> Paper:
    """Make the sheet as the numbers are now."""
    from reports.papers.signing import sheet  # noqa: PLC0415  (python-docx loads slowly)

    one = await _the(tx, notice.group_id, notice.activity_id)
    row = await tx.get(PaperSheet, (notice.group_id, notice.activity_id))
    lines = await listing.on_sheet(tx, row, one) if row else []
    people = [(number, each.name) for number, each in enumerate(lines, start=1) if each]
    name = _say(spoken, "sheet_filename", title=one.title)
    return Paper(
        filename=f"{name}.docx",
        content=sheet(_words(one, spoken, len(people)), people),
        notice=notice,
    )


def _words(one: Activity, spoken: Spoken, people: int) -> "SheetWords":
    from reports.papers.signing import SheetWords  # noqa: PLC0415  (as above)

    at = one.starts_at.astimezone(texts.zone(spoken.zone))
    return SheetWords(
        title=_say(spoken, "sheet_title", title=one.title),
        lines=(
            _say(spoken, "sheet_when", at=at),
            _say(spoken, "sheet_where", place=one.place),
            _say(spoken, "sheet_people", people=people),
        ),
        heads=(
            _say(spoken, "sheet_number"),
            _say(spoken, "sheet_name"),
            _say(spoken, "sheet_signature"),
        ),
        foot=_say(spoken, "sheet_foot"),
    )


def _say(spoken: Spoken, name: str, **args: object) -> str:
    return texts.label(f"activities.{name}", spoken.locale, tuple(args.items()))


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowTicks, show_ticks, may="staff"),
    pressed(b.Tick, tick, may="staff"),
    pressed(b.Sheet, make_sheet, may="staff"),
    pressed(b.SheetYes, confirm_sheet, may="staff"),
)
