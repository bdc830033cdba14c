"""How deputies check in by where they are: off unless staff switch it on for an activity."""

from telegram.ext import filters

from handlers.kit.entries import PRIVATE, Entry, Handle, message
from handlers.kit.forms.flow import current
from handlers.kit.gate import is_forwarded
from handlers.kit.visit import Visit
from models.activities import location_checking
from models.activities import way_notices as by_way
from models.activities.checking import Result, note_attempt
from models.activities.places import Spot
from models.activities.rules import Way
from models.people.tables import Member, Role
from models.updates import actions as updates


def location_sent(otherwise: Handle) -> Entry:
    """Take a deputy's location while an activity asks for it; any other goes `otherwise`."""

    async def sent(visit: Visit) -> None:
        """Compare it with the place, once; it is not kept."""
        places = [one for one in await visit.members() if one.role is Role.DEPUTY]
        asked = await location_checking.is_asked(visit.tx, members=places, sent_at=visit.sent_at)
        if not asked or await current(visit) is not None:
            await otherwise(visit)
            return
        await updates.erase(visit.tx, bot_id=visit.bot.id, update_id=visit.update.update_id)
        if is_forwarded(visit.update):
            _note(visit, places, Result.FORWARDED)
            await visit.tell(by_way.LocationForwarded())
        elif (spot := _measured(visit)) is None:
            _note(visit, places, Result.NOT_MEASURED)
            await visit.tell(by_way.WhereYouAre())
        else:
            checked = await location_checking.check_in_by_location(
                visit.tx, members=places, spot=spot, sent_at=visit.sent_at, now=visit.now
            )
            await visit.tell(checked.notice)

    return message("location", PRIVATE & filters.LOCATION, sent)


def _measured(visit: Visit) -> Spot | None:
    """Return where somebody is; None for a place out of a list, or a location that goes on."""
    sent = visit.update.message
    if sent is None or sent.location is None or sent.venue is not None:
        return None
    if sent.location.live_period is not None:
        return None
    return Spot(sent.location.latitude, sent.location.longitude)


def _note(visit: Visit, places: list[Member], result: Result) -> None:
    note_attempt(
        visit.tx,
        result,
        member=places[0],
        account_id=visit.user.id,
        way=Way.LOCATION,
        sent_at=visit.sent_at,
    )
