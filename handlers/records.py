"""How staff keep the record of what is over, and of a year."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import records as b
from models.activities import queries as activities
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.messages.carried import File
from models.messages.tables import Method
from models.people.rules import acting
from models.records import actions, queries, showing
from models.records import notices as n
from models.records.rules import MOST_AT_ONCE, ItemSort
from models.records.tables import Picture
from reports import records as tables

FIRST_YEAR = 2000


async def show(visit: Visit) -> None:
    """Staff look at the record of an activity."""
    button = visit.pressed(b.ShowRecord)
    await show_record(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


async def show_record(visit: Visit, group_id: int, activity_id: int) -> None:
    """Show the record of an activity to the staff, in place of what was pressed."""
    one = await the_activity(visit, group_id, activity_id)
    await visit.change(await showing.card(visit.tx, one, now=visit.now))


async def the_activity(visit: Visit, group_id: int, activity_id: int) -> Activity:
    """Return an activity of the staff's group; Refusal for everybody else."""
    await visit.staff(group_id)
    one = await activities.activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def pictures(visit: Visit) -> None:
    """Staff want to see the pictures: the newest come, each as a message of its own."""
    button = visit.pressed(b.ShowPictures)
    one = await the_activity(visit, button.group_id, button.activity_id)
    rows = await queries.pictures_of(visit.tx, one)
    for number, row in list(enumerate(rows, start=1))[-MOST_AT_ONCE:]:
        await visit.tell(_shown(one, row, number, len(rows)), method=Method.MEDIA)
    await visit.toast(Done())


def _shown(one: Activity, row: Picture, number: int, total: int) -> n.PictureShown:
    return n.PictureShown(
        group_id=one.group_id,
        activity_id=one.id,
        picture_id=row.id,
        title=one.title,
        caption=row.caption,
        number=number,
        total=total,
        files=(File(media=row.kind, file_id=row.file_id),),
    )


async def picture_off(visit: Visit) -> None:
    """Staff take a picture off the record."""
    button = visit.pressed(b.PictureOff)
    staff = await visit.staff(button.group_id)
    await actions.detach(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        picture_id=button.picture_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.toast(n.PictureOff())


async def items(visit: Visit) -> None:
    """Staff go through outcomes and press items one by one."""
    button = visit.pressed(b.ShowItems)
    await visit.staff(button.group_id)
    await _show_items(visit, button.group_id, button.activity_id, button.year, button.page)
    await visit.toast(Done())


async def _show_items(
    visit: Visit, group_id: int, activity_id: int, year: int, page: int = 0
) -> None:
    group = await visit.group(group_id)
    await visit.change(
        await showing.items(visit.tx, group, activity_id=activity_id, year=year, page=page)
    )


async def item(visit: Visit) -> None:
    """Staff look at one outcome or press item."""
    button = visit.pressed(b.ShowItem)
    await visit.staff(button.group_id)
    await visit.change(
        await showing.item(
            visit.tx, group_id=button.group_id, sort=_sort(button.sort), item_id=button.item_id
        )
    )
    await visit.toast(Done())


def _sort(said: str) -> ItemSort:
    if said not in set(ItemSort):
        raise Refusal(Gone())
    return ItemSort(said)


async def item_off(visit: Visit) -> None:
    """Staff take one outcome or press item off, and see what is left."""
    button = visit.pressed(b.ItemOff)
    staff = await visit.staff(button.group_id)
    sort = _sort(button.sort)
    facts = {"group_id": button.group_id, "item_id": button.item_id}
    shown = await showing.item(visit.tx, **facts, sort=sort)
    await actions.strike(visit.tx, **facts, sort=sort, by=acting(staff), now=visit.now)
    year = (shown.outcome if isinstance(shown, n.OutcomeCard) else shown.press).on.year
    await _show_items(visit, button.group_id, shown.activity_id, year)
    await visit.toast(Done())


async def year(visit: Visit) -> None:
    """Staff ask for this year's records."""
    staff = await visit.staff()
    await visit.tell(
        await year_card(visit, staff.group_id, (await visit.local(staff.group_id)).year)
    )


async def of_year(visit: Visit) -> None:
    """Staff ask for another year, or go back to it."""
    button = visit.pressed(b.ShowYear)
    await visit.staff(button.group_id)
    await visit.change(await year_card(visit, button.group_id, button.year))
    await visit.toast(Done())


async def year_card(visit: Visit, group_id: int, wanted: int) -> n.YearCard:
    """Return how far the records of a year are; this one if none like it can be."""
    this_year = (await visit.local(group_id)).year
    in_sight = FIRST_YEAR <= wanted <= this_year
    return await showing.year_card(
        visit.tx,
        await visit.group(group_id),
        year=wanted if in_sight else this_year,
        this_year=this_year,
    )


async def hand_year(visit: Visit) -> None:
    """Staff want a year's records as a workbook."""
    button = visit.pressed(b.HandYear)
    await visit.staff(button.group_id)
    await visit.hand(n.YearSheet(group_id=button.group_id, year=button.year), as_document=True)
    await visit.toast(Done())


@paper(n.YearSheet)
async def sheet(tx: Transaction, notice: n.YearSheet, _spoken: Spoken) -> Paper:
    """Make the workbook of a year."""
    group = await tx.load(groups, notice.group_id)
    if group is None:
        raise LookupError("the group is gone")
    return Paper(
        filename=f"records-{group.code}-{notice.year}.xlsx",
        content=await tables.workbook(tx, group, notice.year),
        notice=notice,
    )


ENTRIES: tuple[Entry, ...] = (
    word("records.w_records", year, may="staff"),
    word("records.w_press", year, may="staff"),
    pressed(b.ShowRecord, show, may="staff"),
    pressed(b.ShowPictures, pictures, may="staff"),
    pressed(b.PictureOff, picture_off, may="staff"),
    pressed(b.ShowItems, items, may="staff"),
    pressed(b.ShowItem, item, may="staff"),
    pressed(b.ItemOff, item_off, may="staff"),
    pressed(b.ShowYear, of_year, may="staff"),
    pressed(b.HandYear, hand_year, may="staff"),
)
