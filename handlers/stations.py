"""How people look at stations, hear of them, and how the staff keep them."""

from handlers.kit import texts
from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import stations as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import everyone, groups
from models.groups.tables import Group
from models.messages.tables import Method
from models.people.rules import acting
from models.people.tables import Role
from models.receptions.adjusting import close_station
from models.receptions.figures import sessions_ahead
from models.receptions.queries import coming_at
from models.receptions.telling import for_voters
from models.stations import actions, queries
from models.stations import notices as n
from models.stations.rules import payload_of, read_payload
from models.stations.tables import Station

PAGE = 10  # stations on a page


async def asked(visit: Visit) -> None:
    """Somebody asks for the stations: the staff to keep them, others to find one."""
    place = await visit.place(Role.STAFF)
    if place is not None:
        await visit.tell(await _list(visit, await visit.group(place.group_id), 0))
        return
    members = await visit.members()
    mine = {one.group_id for one in members}
    known = [one for one in await everyone(visit.tx) if not mine or one.id in mine]
    if len(known) == 1:
        await visit.tell(await _list(visit, known[0], 0))
    else:
        await visit.tell(n.WhichGroup(groups=tuple((one.id, one.name) for one in known)))


async def listed(visit: Visit) -> None:
    """Somebody turns a page of the stations."""
    button = visit.pressed(b.ListStations)
    await visit.change(await _list(visit, await visit.group(button.group_id), button.page))
    await visit.toast(Done())


async def _list(visit: Visit, group: Group, wanted: int) -> n.Stations:
    for_staff = await visit.place(Role.STAFF, group.id) is not None
    rows = await queries.stations_of(visit.tx, group_id=group.id, only_open=not for_staff)
    counted = await queries.counted_subscribers(visit.tx, group_id=group.id) if for_staff else {}
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return n.Stations(
        group_id=group.id,
        group_name=group.name,
        lines=tuple(
            queries.line_of(one, counted.get(one.id, 0))
            for one in rows[page * PAGE : (page + 1) * PAGE]
        ),
        page=page,
        pages=pages,
        for_staff=for_staff,
    )


async def opened_by_link(visit: Visit) -> bool:
    """Somebody scanned the QR code of a station; say whether it was one."""
    token = read_payload(visit.payload)
    if token is None:
        return False
    one = await queries.by_token(visit.tx, token)
    if one is None:
        await visit.tell(n.StationUnknown())
    else:
        await visit.tell(await card(visit, one))
        await _point(visit, one)
    return True


async def shown(visit: Visit) -> None:
    """Somebody looks at a station."""
    button = visit.pressed(b.ShowStation)
    one = await _the(visit.tx, button.group_id, button.station_id)
    await visit.change(await card(visit, one))
    await _point(visit, one)
    await visit.toast(Done())


async def _point(visit: Visit, one: Station) -> None:
    if one.latitude is not None and one.longitude is not None:
        await visit.tell(queries.pin_of(one), method=Method.VENUE)


async def card(visit: Visit, one: Station) -> n.StationCard:
    """Return a station as whoever looks sees it."""
    return n.StationCard(
        station=queries.shown(one),
        coming=await _coming(visit, one),
        is_subscribed=await queries.is_subscribed(visit.tx, one, visit.user.id),
    )


async def _coming(visit: Visit, one: Station) -> tuple[n.Coming, ...]:
    """Return the next receptions at a station, as whoever looks sees them."""
    rows = await coming_at(visit.tx, group_id=one.group_id, station_id=one.id, now=visit.now)
    found = [
        await for_voters(visit.tx, row, account_id=visit.user.id, now=visit.now) for row in rows
    ]
    return tuple(
        n.Coming(
            group_id=each.group_id,
            session_id=each.session_id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            deputies=each.deputies,
            topics=each.topics,
            is_bookable=each.is_bookable,
            my_number=each.my_number,
        )
        for each in found
        if each is not None
    )


async def subscribe(visit: Visit) -> None:
    """Somebody wants to hear of a station's receptions, or no longer."""
    button = visit.pressed(b.Subscribe)
    one = await _the(visit.tx, button.group_id, button.station_id)
    wants = bool(button.wants)
    await actions.subscribe(visit.tx, one=one, account_id=visit.user.id, wants=wants, now=visit.now)
    await visit.change(await card(visit, one))
    await visit.toast(n.Subscribed(name=one.name, wants=wants))


async def _the(tx: Transaction, group_id: int, station_id: int) -> Station:
    one = await queries.station(tx, group_id=group_id, station_id=station_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def keep(visit: Visit) -> None:
    """Staff look at a station they keep."""
    button = visit.pressed(b.KeepStation)
    await show_kept(visit, button.group_id, button.station_id)
    await visit.toast(Done())


async def show_kept(visit: Visit, group_id: int, station_id: int) -> None:
    """Show a station to its staff, in place of what was pressed."""
    await visit.staff(group_id)
    one = await _the(visit.tx, group_id, station_id)
    people = await queries.subscribers(visit.tx, group_id=group_id, station_id=station_id)
    await visit.change(n.StaffCard(station=queries.shown(one), subscribers=len(people)))


async def act(visit: Visit) -> None:
    """Staff want the poster, or close a station, or open it again."""
    button = visit.pressed(b.AskStation)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "station_id": button.station_id}
    match button.act:
        case "poster":
            one = await _the(visit.tx, **about)
            username = visit.bot.username
            poster_ = n.Poster(**about, bot_username=username, name=one.name)
            await visit.hand(poster_, as_document=True)
        case "close":
            await visit.change(await _sure(visit, **about))
        case "yes_close":
            await close_station(
                visit.tx, bot_id=visit.bot.id, **about, by=acting(staff), now=visit.now
            )
            await show_kept(visit, **about)
        case "reopen":
            await actions.reopen(visit.tx, **about, by=acting(staff), now=visit.now)
            await show_kept(visit, **about)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def _sure(visit: Visit, group_id: int, station_id: int) -> n.SureToClose:
    one = await _the(visit.tx, group_id, station_id)
    people = await queries.subscribers(visit.tx, group_id=group_id, station_id=station_id)
    ahead = await sessions_ahead(visit.tx, group_id=group_id, station_id=station_id, now=visit.now)
    return n.SureToClose(station=queries.shown(one), sessions=ahead, subscribers=len(people))


@paper(n.Poster)
async def _poster(tx: Transaction, notice: n.Poster, spoken: Spoken) -> Paper:
    """Make the poster as the station is now."""
    one = await _the(tx, notice.group_id, notice.station_id)
    group = await tx.load(groups, notice.group_id)
    if group is None:
        raise Refusal(Gone())
    content = poster_of(one, group, bot_username=notice.bot_username, locale=spoken.locale)
    return Paper(filename=f"{one.name}.docx", content=content, notice=notice)


def poster_of(one: Station, group: Group, *, bot_username: str, locale: str) -> bytes:
    """Return a station's poster, with the QR code of its link."""
    from reports.papers.poster import PosterWords, poster  # noqa: PLC0415  (python-docx loads slowly)

    said = queries.shown(one)
    facts = ("address", "hours", "contact", "phone")
    lines = [
        texts.label(f"stations.paper_{what}", locale, (("value", value),))
        for what in facts
        if (value := getattr(said, what))
    ]
    words = PosterWords(
        above=group.name,
        name=one.name,
        call=texts.label("stations.paper_call", locale),
        lines=lines,
        foot=texts.label("stations.paper_foot", locale),
    )
    return poster(words, f"https://t.me/{bot_username}?start={payload_of(one.token)}")


ENTRIES: tuple[Entry, ...] = (
    word("stations.w_stations", asked),
    pressed(b.ListStations, listed, may="anyone"),
    pressed(b.ShowStation, shown, may="anyone"),
    pressed(b.Subscribe, subscribe, may="anyone"),
    pressed(b.KeepStation, keep, may="staff"),
    pressed(b.AskStation, act, may="staff"),
)
