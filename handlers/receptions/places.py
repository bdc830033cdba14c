"""How the staff have a session held at another station, or at people's homes."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.receptions.sessions import show_kept
from handlers.screens.receptions import places as b
from handlers.screens.receptions.rounds import ShowPlaces
from models.errors import Done
from models.people.rules import acting
from models.receptions import adjusting, relocating
from models.receptions import place_notices as p
from models.receptions.rules import SessionState

PAGE = 10  # stations on a page


async def show(visit: Visit) -> None:
    """Staff look where a session could be held instead."""
    button = visit.pressed(ShowPlaces)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    one = await adjusting.the(visit.tx, **about, by=acting(staff))
    found = await relocating.places_for(visit.tx, one)
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(button.page, 0), pages - 1)
    await visit.change(
        p.Places(
            **about,
            station=one.station.name,
            mode=one.session.mode,
            starts_at=one.session.starts_at,
            stations=tuple(
                p.StationLine(station_id=each.id, name=each.name, address=each.address)
                for each in found[page * PAGE : (page + 1) * PAGE]
            ),
            page=page,
            pages=pages,
        )
    )
    await visit.toast(Done())


async def relocate(visit: Visit) -> None:
    """Staff choose; where people were told already they are asked once, with who will hear."""
    button = visit.pressed(b.Relocate)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "session_id": button.session_id}
    by, mode = acting(staff), b.mode_of(button)
    one = await adjusting.the(visit.tx, **about, by=by)
    station_id = button.station_id or one.session.station_id
    if one.session.state is SessionState.PUBLISHED and not button.sure:
        asked = await relocating.question(
            visit.tx, **about, station_id=station_id, mode=mode, by=by
        )
        await visit.change(asked)
    else:
        await relocating.relocate(
            visit.tx,
            bot_id=visit.bot.id,
            **about,
            station_id=station_id,
            mode=mode,
            by=by,
            now=visit.now,
        )
        await show_kept(visit, **about)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(ShowPlaces, show, may="staff"),
    pressed(b.Relocate, relocate, may="staff"),
)
