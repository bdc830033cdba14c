"""How voters see when they are received, book a place and give it back."""

from collections.abc import Sequence

import telegram

from handlers.kit.entries import Entry, Handle, pressed, word
from handlers.kit.forms.flow import current
from handlers.kit.visit import Visit
from handlers.screens import stations as b
from handlers.screens.receptions.voters import TimesOf
from models.activities.places import Spot
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone
from models.receptions import booking
from models.receptions import voter_notices as v
from models.receptions.coming import nearest
from models.receptions.rules import Mode
from models.receptions.tables import ReceptionSession
from models.receptions.telling import for_voters
from models.updates import actions as updates

FEW = 4  # stations that are named at once


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


async def times(visit: Visit) -> None:
    """Somebody asks when voters are received: in their group, the only one, or one they choose."""
    mine = {one.group_id for one in await visit.members()}
    known = [one for one in await everyone(visit.tx) if not mine or one.id in mine]
    if len(known) == 1:
        await visit.tell(await _times(visit, [known[0].id]))
    else:
        await visit.tell(v.TimesWhere(groups=tuple((one.id, one.name) for one in known)))


async def times_of(visit: Visit) -> None:
    """Somebody has chosen a group."""
    group = await visit.group(visit.pressed(TimesOf).group_id)
    await visit.change(await _times(visit, [group.id]))
    await visit.toast(Done())


async def _times(visit: Visit, group_ids: Sequence[int], spot: Spot | None = None) -> v.Times:
    found, is_known = await nearest(
        visit.tx,
        group_ids=group_ids,
        account_id=visit.user.id,
        spot=spot,
        now=visit.now,
    )
    lines = [await _line(visit, session) for session, _station in found[:FEW]]
    return v.Times(
        group_id=group_ids[0] if len(group_ids) == 1 else 0,
        lines=tuple(one for one in lines if one is not None),
        more=len(found[FEW:]),
        is_nearest_first=is_known,
        is_here=spot is not None,
    )


async def _line(visit: Visit, session: ReceptionSession) -> v.NextLine | None:
    card = await for_voters(visit.tx, session, account_id=visit.user.id, now=visit.now)
    if card is None:
        return None
    facts = card.model_dump(include=set(v.NextLine.model_fields))
    return v.NextLine(**facts, is_at_home=card.mode is Mode.HOUSE_CALL)


def located(otherwise: Handle) -> Handle:
    """Take where a voter is, while nothing asks for it, as the question which station is near.

    It is compared once and not kept. Anything else goes `otherwise`.
    """

    async def sent(visit: Visit) -> None:
        spot = _spot(visit.update.message)
        if spot is None or await visit.members() or await current(visit) is not None:
            await otherwise(visit)
            return
        await updates.erase(visit.tx, bot_id=visit.bot.id, update_id=visit.update.update_id)
        everywhere = [one.id for one in await everyone(visit.tx)]
        await visit.tell(await _times(visit, everywhere, spot))

    return sent


def _spot(said: telegram.Message | None) -> Spot | None:
    if said is None or said.location is None or said.venue is not None:
        return None
    return Spot(said.location.latitude, said.location.longitude)


ENTRIES: tuple[Entry, ...] = (
    word("receptions.w_times", times),
    pressed(b.SlotAct, slot, may="anyone"),
    pressed(TimesOf, times_of, may="anyone"),
)
