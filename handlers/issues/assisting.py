"""Units that assist: the staff ask them, speak for those without Telegram, let them go."""

from handlers.issues.cards import show_card, the_issue, the_staff
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import assisting as b
from models.errors import Done, Gone, Refusal
from models.issues import assisting
from models.issues.rules import Move, Party, may
from models.issues.tables import Issue
from models.units import notices as n
from models.units import orders, queries
from models.units.tables import WorkOrder

_FORMS = {"contribute": "order_contribute", "return": "order_return"}


async def show_assisting(visit: Visit, one: Issue) -> None:
    """Show who assists: privately in place of the card, or beside it from a chat."""
    notice = n.AssistList(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        lead=await orders.unit_of(visit.tx, one),
        lines=await orders.assisting_of(visit.tx, one),
        can_ask=one.unit_id is not None and may(Move.ASSIST, one.state, Party.STAFF),
    )
    await (visit.change(notice) if visit.is_private else visit.tell(notice))


async def ask_unit(visit: Visit) -> None:
    """Staff ask a further unit to assist: which, and for what."""
    button = visit.pressed(b.AskUnit)
    one = await the_issue(visit, button.group_id, button.issue_id)
    if button.unit_id:
        await open_form(
            visit,
            "issue_assist",
            group_id=one.group_id,
            issue_id=one.id,
            unit_id=button.unit_id,
        )
    else:
        await visit.change(await _choice(visit, one))
    await visit.toast(Done())


async def _choice(visit: Visit, one: Issue) -> n.WhoAssists:
    busy = {one.unit_id, *(row.unit_id for row in await queries.open_assisting(visit.tx, one))}
    known = await queries.units_of(visit.tx, group_id=one.group_id)
    return n.WhoAssists(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        units=tuple((each.id, each.name) for each in known if each.id not in busy)[:40],
    )


async def assist(visit: Visit) -> None:
    """Staff press something about an order to assist."""
    button = visit.pressed(b.Assist)
    by = await the_staff(visit, button.group_id)
    found = await queries.order(visit.tx, group_id=button.group_id, order_id=button.order_id)
    if found is None or not found[0].is_assisting:
        raise Refusal(Gone())
    row, one = found
    about = {"group_id": row.group_id, "order_id": row.id}
    match button.act:
        case "show":
            await visit.change(await _card(visit, row, one))
        case "accept":
            await assisting.accept(visit.tx, by=by, now=visit.now, **about)
            await visit.change(await _card(visit, row, one))
        case "release":
            await show_card(visit, await assisting.release(visit.tx, by=by, now=visit.now, **about))
        case "paper":
            await _paper(visit, row, one)
        case act if act in _FORMS:
            await open_form(visit, _FORMS[act], **about)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def _card(visit: Visit, row: WorkOrder, one: Issue) -> n.AssistCard:
    lines = await orders.assisting_of(visit.tx, one)
    line = next((each for each in lines if each.order_id == row.id), None)
    if line is None:
        raise Refusal(n.OrderOver(number=one.number, state=row.state))
    return n.AssistCard(
        group_id=row.group_id,
        issue_id=one.id,
        number=one.number,
        line=line,
        task=row.task,
        is_open=orders.is_open(row, one),
    )


async def _paper(visit: Visit, row: WorkOrder, one: Issue) -> None:
    """Hand out an order to assist on paper."""
    unit = await queries.unit(visit.tx, group_id=row.group_id, unit_id=row.unit_id)
    if unit is None:
        raise Refusal(Gone())
    await visit.hand(
        n.OrderSheet(
            group_id=row.group_id,
            issue_id=one.id,
            number=one.number,
            unit=unit.name,
            order_id=row.id,
        ),
        as_document=True,
    )


ENTRIES: tuple[Entry, ...] = (
    pressed(b.AskUnit, ask_unit, may="staff"),
    pressed(b.Assist, assist, may="staff"),
)
