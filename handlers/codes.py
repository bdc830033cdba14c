"""How deputies check in by the code in the room, and how staff bring it onto the screen."""

from handlers.kit import texts
from handlers.kit.addresses import page
from handlers.kit.entries import Entry, Handle, pressed, sentence
from handlers.kit.gate import is_forwarded
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import codes as b
from models.activities import code_checking, venue, ways
from models.activities import notices as n
from models.activities import way_notices as by_way
from models.activities.checking import Result, note_attempt
from models.activities.codes import (
    CodeSaid,
    code_said,
    door_payload,
    is_code,
    read_payload,
)
from models.activities.queries import activity, shown
from models.activities.rules import Way
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.people.tables import Member, Role
from reports import qr_codes


def code_typed(otherwise: Handle) -> Entry:
    """Take six digits, alone or after 签到. Bare digits that no activity asks for go `otherwise`.

    Not shared: whether an account guesses is counted anew with each one.
    """

    async def handle(visit: Visit) -> None:
        """Somebody types the code of the room."""
        said = code_said(visit.text)
        places = await _deputy_places(visit)
        if said is None or not await _is_meant(visit, said, places):
            if visit.is_private:
                await otherwise(visit)
        elif not visit.is_private:
            _note(visit, Result.IN_GROUP, places)
            await visit.tell(by_way.CodeInGroup())
        elif is_forwarded(visit.update):
            _note(visit, Result.FORWARDED, places)
            await visit.tell(by_way.CodeForwarded())
        else:
            await _check_in(visit, places, said.code)

    return sentence("123456", is_code, handle, may="deputy")


async def _is_meant(visit: Visit, said: CodeSaid, places: list[Member]) -> bool:
    """Tell whether digits are for us: somebody is asked for them, or says so privately."""
    if not said.is_bare and visit.is_private:
        return True
    asked = await code_checking.is_asked(visit.tx, members=places, sent_at=visit.sent_at)
    return asked and bool(visit.is_private or await visit.chat())


async def _deputy_places(visit: Visit) -> list[Member]:
    return [one for one in await visit.members() if one.role is Role.DEPUTY]


def _note(visit: Visit, result: Result, places: list[Member]) -> None:
    note_attempt(
        visit.tx,
        result,
        member=places[0] if places else None,
        account_id=visit.user.id,
        way=Way.CODE,
        sent_at=visit.sent_at,
    )


async def _check_in(
    visit: Visit, places: list[Member], code: str, named: tuple[int, int] | None = None
) -> None:
    if not places:
        _note(visit, Result.STRANGER, places)
        await visit.tell(n.Stranger(bot_username=visit.bot.username, in_group=False))
        return
    checked = await code_checking.check_in_by_code(
        visit.tx,
        members=places,
        account_id=visit.user.id,
        code=code,
        sent_at=visit.sent_at,
        now=visit.now,
        activity=named,
    )
    if isinstance(checked.notice, by_way.CodeLocked):  # said once, however often one goes on
        about = f"locked:{visit.user.id}:{checked.notice.until:%Y%m%d%H%M%S}"
        await visit.say_once(checked.notice, about=about)
    else:
        await visit.tell(checked.notice)


async def opened_by_link(visit: Visit) -> bool:
    """Somebody scanned a QR code in the room; say whether it was one."""
    read = read_payload(visit.payload)
    if read is None:
        return False
    group_id, activity_id, code = read
    places = await _deputy_places(visit)
    here = [one for one in places if one.group_id == group_id]
    if is_forwarded(visit.update):
        _note(visit, Result.FORWARDED, places)
        await visit.tell(by_way.CodeForwarded())
    elif places and not here:
        _note(visit, Result.NOT_INVITED, places)
        await visit.tell(by_way.CodeElsewhere())
    elif code is not None or not places:
        await _check_in(visit, here, code or "", (group_id, activity_id))
    else:
        one = await activity(visit.tx, group_id=group_id, activity_id=activity_id)
        if one is None:
            raise Refusal(Gone())
        await visit.tell(by_way.CodePlease(title=one.title))
    return True


async def choose_ways(visit: Visit) -> None:
    """Staff look at how deputies may check in."""
    button = visit.pressed(b.Ways)
    await show_ways(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


async def show_ways(visit: Visit, group_id: int, activity_id: int) -> None:
    """Show the staff how deputies may check in at an activity."""
    await visit.staff(group_id)
    one = await activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    has_pin = one.latitude is not None
    await visit.change(by_way.Ways(activity=shown(one, now=visit.now), has_pin=has_pin))


async def allow_way(visit: Visit) -> None:
    """Staff switch a way to check in on or off."""
    button = visit.pressed(b.AllowWay)
    staff = await visit.staff(button.group_id)
    if button.way not in set(Way):
        raise Refusal(Gone())
    await ways.allow(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        way=Way(button.way),
        allowed=bool(button.allowed),
        by=acting(staff),
        now=visit.now,
    )
    await show_ways(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


async def venue_code(visit: Visit) -> None:
    """Staff want the code in the room: an address for the screen, a QR code to print."""
    button = visit.pressed(b.VenueCode)
    staff = await visit.staff(button.group_id)
    facts = {"group_id": button.group_id, "activity_id": button.activity_id}
    serial = await venue.open_screen(visit.tx, **facts, by=acting(staff), now=visit.now)
    one = await activity(visit.tx, **facts)
    title = one.title if one else ""
    await visit.hand(
        by_way.VenueCode(**facts, title=title, serial=serial, bot_username=visit.bot.username)
    )
    await visit.toast(Done())


async def code_now(visit: Visit) -> None:
    """Staff want to read the present code out."""
    button = visit.pressed(b.CodeNow)
    staff = await visit.staff(button.group_id)
    await visit.toast(
        await venue.code_now(
            visit.tx,
            group_id=button.group_id,
            activity_id=button.activity_id,
            by=acting(staff),
            now=visit.now,
        )
    )


async def void_links(visit: Visit) -> None:
    """Staff make the addresses given out so far lead nowhere."""
    button = visit.pressed(b.VoidLinks)
    staff = await visit.staff(button.group_id)
    count = await venue.void_screens(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.toast(by_way.LinksVoid(count=count))


@paper(by_way.VenueCode)
async def _venue_paper(_tx: Transaction, notice: by_way.VenueCode, spoken: Spoken) -> Paper:
    """Draw the QR code for the door, and put the address of the page into the words."""
    door = door_payload(notice.group_id, notice.activity_id)
    link = f"https://t.me/{notice.bot_username}?start={door}"
    address = page(f"/venue/{venue.token_of(notice.serial)}")
    name = texts.label("activities.door_filename", spoken.locale)
    return Paper(
        filename=f"{name}.png",
        content=qr_codes.picture(link),
        notice=notice.model_copy(update={"page": address}),
    )


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Ways, choose_ways, may="staff"),
    pressed(b.AllowWay, allow_way, may="staff"),
    pressed(b.VenueCode, venue_code, may="staff"),
    pressed(b.CodeNow, code_now, may="staff"),
    pressed(b.VoidLinks, void_links, may="staff"),
)
