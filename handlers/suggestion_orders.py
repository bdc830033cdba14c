"""How a unit handles a suggestion by itself: accept, return, talk, answer, report, say."""

from handlers.kit.entries import Entry, command, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import suggestion_orders as b
from models import clock
from models.database import Transaction
from models.errors import Done, Gone, NotAllowed, Refusal
from models.messages.carried import File
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.rules import Actor
from models.suggestions import examining, orders
from models.suggestions import order_notices as n
from models.suggestions.moving import Doing, is_its_unit
from models.suggestions.queries import assistants, files, suggestion
from models.suggestions.refusals import NotNow
from models.suggestions.rules import OWED, Move, may
from models.suggestions.showing_orders import card
from models.suggestions.tables import Assistant, Suggestion
from models.units.actions import the_unit
from models.units.queries import contacts_with, speaking_for
from models.units.tables import UnitContact

#: what a contact presses → the move it is for
_FORMS = {
    "send_back": Move.SEND_BACK,
    "talk": Move.TALK,
    "answer": Move.ANSWER,
    "claim": Move.CLAIM,
}


async def speaker(
    visit: Visit, group_id: int, suggestion_id: int, unit_id: int
) -> tuple[Suggestion, Assistant | None, Actor]:
    """Return a suggestion, what its unit is to do if it assists, and the person as that unit.

    Refusal (not allowed) for whoever does not speak for it, (gone) for a unit without a part in it.
    """
    one = await suggestion(visit.tx, group_id=group_id, suggestion_id=suggestion_id)
    by = await speaking_for(visit.tx, account_id=visit.user.id, group_id=group_id, unit_id=unit_id)
    if by is None:
        raise Refusal(NotAllowed())
    if one is None:
        raise Refusal(Gone())
    helping = [row for row in await assistants(visit.tx, one) if row.unit_id == unit_id]
    if not helping and not is_its_unit(one, by):
        raise Refusal(Gone())
    return one, helping[0] if helping else None, by


def doing(visit: Visit, one: Suggestion, by: Actor) -> Doing:
    """Return who moves what, and when."""
    return Doing(
        bot_id=visit.bot.id, group_id=one.group_id, suggestion_id=one.id, by=by, now=visit.now
    )


async def show(visit: Visit, group_id: int, suggestion_id: int, unit_id: int) -> None:
    """Show a suggestion to its unit as it stands, in place of what was pressed."""
    one = await suggestion(visit.tx, group_id=group_id, suggestion_id=suggestion_id)
    if one is None:
        raise Refusal(Gone())
    await visit.change(await card(visit.tx, one, unit_id=unit_id, now=visit.now))


async def order(visit: Visit) -> None:
    """A contact presses something under a suggestion."""
    button = visit.pressed(b.Order)
    about = {
        "group_id": button.group_id,
        "suggestion_id": button.suggestion_id,
        "unit_id": button.unit_id,
    }
    one, helping, by = await speaker(visit, **about)
    match button.act:
        case "show":
            await show(visit, **about)
        case "sheet":
            await hand_sheet(visit, one)
        case "accept":
            await examining.accept(visit.tx, **doing(visit, one, by))
            await show(visit, **about)
        case "opinion":
            _require_owed(one, helping)
            await open_form(visit, "suggestion_order opinion", **about)
        case _:
            await _require(visit, one, by, button.act)
            await open_form(visit, f"suggestion_order {button.act}", **about)
    await visit.toast(Done())


async def _require(visit: Visit, one: Suggestion, by: Actor, act: str) -> None:
    """Refuse before anything is typed what could not be done."""
    move = _FORMS.get(act)
    if move is None or not is_its_unit(one, by):
        raise Refusal(Gone())
    if not may(move, one.state):
        raise Refusal(NotNow(title=one.title, state=one.state, move=move))
    if move is Move.SEND_BACK:
        await examining.require_returnable(visit.tx, **doing(visit, one, by))


def _require_owed(one: Suggestion, helping: Assistant | None) -> None:
    if helping is None or helping.said_on is not None or one.state not in OWED:
        raise Refusal(Gone())


async def hand_sheet(visit: Visit, one: Suggestion) -> None:
    """Hand the whole text out as a document, with room for an answer."""
    sheet = n.Sheet(
        group_id=one.group_id, suggestion_id=one.id, title=one.title, unit=one.unit or ""
    )
    await visit.hand(sheet, as_document=True)


async def show_files(visit: Visit, one: Suggestion) -> None:
    """Hand out what came with the answers and as proof; Refusal (gone) if nothing did."""
    found = await files(visit.tx, one)
    if not found:
        raise Refusal(Gone())
    for row in found:
        file = File(media=row.media, file_id=row.file_id)
        notice = n.FileOf(title=one.title, is_proof=row.is_proof, files=(file,))
        await visit.tell(notice, method=Method.MEDIA)


async def mine(visit: Visit) -> None:
    """A contact asks which suggestions are with their unit."""
    contacts = await contacts_with(visit.tx, visit.user.id)
    if not contacts:
        raise Refusal(NotAllowed())
    for contact in contacts:
        await visit.tell(await _orders(visit, contact))


async def tell_open(visit: Visit, contact: UnitContact) -> int:
    """Add the suggestions that are with a unit to what its contact was shown; say how many."""
    found = await _orders(visit, contact)
    if found.lines:
        await visit.tell(found)
    return len(found.lines)


async def _orders(visit: Visit, contact: UnitContact) -> n.Orders:
    unit = await the_unit(visit.tx, group_id=contact.group_id, unit_id=contact.unit_id)
    return await orders.orders_of(visit.tx, unit)


@live(n.Card)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a suggestion as its unit sees it now."""
    if not isinstance(then, n.Card):
        return None
    one = await suggestion(tx, group_id=then.group_id, suggestion_id=then.suggestion_id)
    return await card(tx, one, unit_id=then.unit_id, now=clock.now()) if one else None


ENTRIES: tuple[Entry, ...] = (
    word("suggestion_orders.w_orders", mine, "suggestion orders", may="unit"),
    command("suggestion_orders", mine, may="unit"),
    pressed(b.Order, order, may="unit"),
)
