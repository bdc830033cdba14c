"""How people see the points behind a statement, and have one given to them once more."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.points import seen
from handlers.screens import statements as b
from handlers.screens.points import Earlier, Give
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.people.tables import Role
from models.points import explaining, statements
from models.points import statement_notices as n
from models.points.quarters import Quarter, quarter_of
from reports.sheets.writing import write_table
from reports.statements import HEADERS, rows_of

PAGE = 8  # quarters on a page


async def why(visit: Visit) -> None:
    """Somebody wants to see the points behind a statement."""
    button = visit.pressed(b.Why)
    member = await seen(visit, button.group_id, button.member_id)
    group = await visit.group(button.group_id)
    is_staff = await visit.place(Role.STAFF, group.id) is not None
    await visit.tell(
        await explaining.my_points(
            visit.tx, member, group, year=button.year, now=visit.now, for_staff=is_staff
        )
    )
    await visit.toast(Done())


async def mine(visit: Visit) -> None:
    """A deputy asks for the statement of the last quarter."""
    place = await visit.place(Role.DEPUTY)
    if place is None:
        raise Refusal(Gone())
    await _give(visit, place.group_id, place.id)


async def give(visit: Visit) -> None:
    """A deputy, or the staff for one, press for the statement of the last quarter."""
    button = visit.pressed(Give)
    member = await seen(visit, button.group_id, button.member_id)
    await _give(visit, member.group_id, member.id)
    await visit.toast(Done())


async def earlier(visit: Visit) -> None:
    """A deputy, or the staff, look which quarters there are, or turn a page."""
    button = visit.pressed(Earlier)
    group = await visit.group(button.group_id)
    name = ""
    if button.member_id:
        name = (await seen(visit, button.group_id, button.member_id)).name
    else:
        await visit.staff(button.group_id)
    known = await statements.known_quarters(
        visit.tx, group, member_id=button.member_id, now=visit.now
    )
    pages = max(-(-len(known) // PAGE), 1)
    page = min(max(button.page, 0), pages - 1)
    await visit.change(
        n.Quarters(
            group_id=group.id,
            member_id=button.member_id,
            name=name,
            this_year=(await visit.local(group.id)).year,
            quarters=tuple(
                n.QuarterName(year=one.year, quarter=one.number)
                for one in known[page * PAGE : (page + 1) * PAGE]
            ),
            page=page,
            pages=pages,
        )
    )
    await visit.toast(Done())


async def give_of(visit: Visit) -> None:
    """A deputy, or the staff, press for the statement, or the table, of a quarter that is over."""
    button = visit.pressed(b.GiveOf)
    quarter = Quarter(button.year, button.quarter)
    if button.quarter not in range(1, 5) or quarter > await _last_quarter(visit, button.group_id):
        raise Refusal(Gone())
    if button.member_id:
        member = await seen(visit, button.group_id, button.member_id)
        await _give(visit, member.group_id, member.id, quarter)
    else:
        await visit.staff(button.group_id)
        await _give_table(visit, button.group_id, quarter)
    await visit.toast(Done())


async def _last_quarter(visit: Visit, group_id: int) -> Quarter:
    return quarter_of((await visit.local(group_id)).date()).before


async def _give(
    visit: Visit, group_id: int, member_id: int, quarter: Quarter | None = None
) -> None:
    group = await visit.group(group_id)
    quarter = quarter or await _last_quarter(visit, group_id)
    run = await statements.run_of(visit.tx, group_id, quarter)
    until = run.appeal_until if run else None
    made = await statements.statements(visit.tx, group, quarter, appeal_until=until)
    own = next((one for one in made if one.member_id == member_id), None)
    if own is None:
        raise Refusal(Gone())
    await visit.hand(own, as_document=True)


async def give_table(visit: Visit) -> None:
    """Staff press for the table of the last quarter."""
    button = visit.pressed(b.GiveTable)
    await visit.staff(button.group_id)
    await _give_table(visit, button.group_id, await _last_quarter(visit, button.group_id))
    await visit.toast(Done())


async def _give_table(visit: Visit, group_id: int, quarter: Quarter) -> None:
    notice = n.QuarterTable(group_id=group_id, year=quarter.year, quarter=quarter.number)
    await visit.hand(notice, as_document=True)


@paper(n.QuarterTable)
async def table(tx: Transaction, notice: n.QuarterTable, _spoken: Spoken) -> Paper:
    """Make the table of a quarter: a row for each deputy and item."""
    group = await tx.load(groups, notice.group_id)
    if group is None:
        raise LookupError("the group is gone")
    made = await statements.statements(tx, group, Quarter(notice.year, notice.quarter))
    return Paper(
        filename=f"statement-{group.code}-{notice.year}Q{notice.quarter}.xlsx",
        content=write_table(HEADERS, rows_of(made), "xlsx"),
        notice=notice,
    )


ENTRIES: tuple[Entry, ...] = (
    word("statements.w_statement", mine, may="deputy"),
    pressed(b.Why, why, may="deputy: own, staff: of the group"),
    pressed(Give, give, may="deputy: own, staff: of the group"),
    pressed(b.GiveTable, give_table, may="staff"),
    pressed(Earlier, earlier, may="deputy: own, staff: of the group"),
    pressed(b.GiveOf, give_of, may="deputy: own, staff: of the group"),
)
