"""How people see the points behind a statement, and have one given to them once more."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.points import seen
from handlers.screens import statements as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.people.tables import Role
from models.points import explaining, statements
from models.points import statement_notices as n
from models.points.quarters import Quarter, quarter_of
from reports.sheets.writing import write_table
from reports.statements import HEADERS, rows_of


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
    button = visit.pressed(b.Give)
    member = await seen(visit, button.group_id, button.member_id)
    await _give(visit, member.group_id, member.id)
    await visit.toast(Done())


async def _last_quarter(visit: Visit, group_id: int) -> Quarter:
    return quarter_of((await visit.local(group_id)).date()).before


async def _give(visit: Visit, group_id: int, member_id: int) -> None:
    group, quarter = await visit.group(group_id), await _last_quarter(visit, group_id)
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
    quarter = await _last_quarter(visit, button.group_id)
    await visit.hand(
        n.QuarterTable(group_id=button.group_id, year=quarter.year, quarter=quarter.number),
        as_document=True,
    )
    await visit.toast(Done())


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
    pressed(b.Give, give, may="deputy: own, staff: of the group"),
    pressed(b.GiveTable, give_table, may="staff"),
)
