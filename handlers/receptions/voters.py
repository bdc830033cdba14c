"""How voters book a place at a reception and give it back."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import stations as b
from handlers.screens.receptions import voters as _buttons  # noqa: F401  (they stand under)
from models.errors import Done, Gone, Refusal
from models.receptions import booking
from models.receptions.tables import ReceptionSession
from models.receptions.telling import for_voters


async def slot(visit: Visit) -> None:
    """Somebody looks at a reception, books a place, or gives it back."""
    button = visit.pressed(b.SlotAct)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    me = {"account_id": visit.user.id}
    match button.act:
        case "book":
            await visit.tell(await booking.book(visit.tx, **about, **me, now=visit.now))
        case "give_back":
            await visit.tell(await booking.give_back(visit.tx, **about, **me))
        case "show":
            session = await visit.tx.get(ReceptionSession, tuple(about.values()))
            card = await for_voters(visit.tx, session, **me, now=visit.now) if session else None
            if card is None:
                raise Refusal(Gone())
            await visit.tell(card)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(b.SlotAct, slot, may="anyone"),)
