"""How deputies find what they are to read, and how staff send it and see who has."""

from handlers import shelves
from handlers.kit.entries import Entry, command, pressed, sentence, word
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.names import names
from handlers.kit.visit import Visit
from handlers.material_cards import (
    show_copy,
    show_found,
    show_manage,
    the_reader,
)
from handlers.screens import materials as b
from models.errors import Done, Gone, Refusal
from models.materials import library, queries, reading
from models.materials import notices as n
from models.materials.queries import the_material
from models.materials.rules import ReadBy
from models.messages.notices import Notice
from models.people.tables import Member, Role
from models.studies import queries as studies


async def study(visit: Visit) -> None:
    """Somebody wants the study materials: a deputy the library, the staff their desk."""
    deputy, staff = await visit.place(Role.DEPUTY), await visit.place(Role.STAFF)
    if deputy is None and staff is None:
        raise Refusal(Gone())
    if deputy is not None:
        about = {"group_id": deputy.group_id, "member_id": deputy.id}
        await visit.tell(await library.library(visit.tx, **about))
    if staff is not None:
        await visit.tell(await library.desk(visit.tx, group_id=staff.group_id))


async def look(visit: Visit) -> None:
    """Somebody looks at a part of the library, or staff at what they have."""
    button = visit.pressed(b.Look)
    await visit.change(await _part(visit, button))
    await visit.toast(Done())


async def _part(visit: Visit, button: b.Look) -> Notice:
    reader = await the_reader(visit, button.group_id)
    match button.what:
        case "series":
            return await shelves.the_series(visit, button.group_id)
        case "studies":
            await visit.staff(button.group_id)
            return await studies.waiting(visit.tx, group_id=button.group_id)
        case "courses":
            shown = await shelves.courses(visit, button.group_id)
            return shown.model_copy(update={"is_staff": reader.role is Role.STAFF})
        case _:
            return await _shelf(visit, button, reader)


async def _shelf(visit: Visit, button: b.Look, reader: Member) -> n.Library | n.Listed:
    if button.what == "home":
        return await library.library(visit.tx, group_id=button.group_id, member_id=reader.id)
    is_staff = button.what == "desk"
    if is_staff:
        await visit.staff(button.group_id)
    return await library.listed(
        visit.tx,
        group_id=button.group_id,
        member_id=reader.id,
        what=button.what,
        page=max(button.page, 0),
        is_staff=is_staff,
    )


async def search(visit: Visit) -> None:
    """Somebody wants to look for words."""
    button = visit.pressed(b.Search)
    await the_reader(visit, button.group_id)
    await open_form(visit, "material search", group_id=button.group_id)
    await visit.toast(Done())


def _asked_for(text: str) -> str:
    """Return the words that a sentence wants found, "" if it wants none."""
    line = text.strip()
    first = max(
        (one for one in names("materials.w_find") if line.startswith(one)), key=len, default=""
    )
    return line[len(first) :].strip(" ：:") if first else ""


def asks_to_find(text: str) -> bool:
    """Tell whether a sentence asks for materials with some words in them."""
    return bool(_asked_for(text))


async def find(visit: Visit) -> None:
    """Somebody writes what they look for, in one sentence."""
    deputy = await visit.place(Role.DEPUTY) or await visit.staff()
    await show_found(visit, deputy.group_id, _asked_for(visit.text))


async def show(visit: Visit) -> None:
    """Somebody opens one material: a deputy as it came, the staff with what came of it."""
    button = visit.pressed(b.Show)
    reader = await the_reader(visit, button.group_id)
    if reader.role is Role.STAFF:
        await show_manage(visit, button.group_id, button.material_id)
    else:
        one = await reading.require_open(visit.tx, button.group_id, button.material_id)
        row = await queries.recipient_of(visit.tx, one.group_id, one.id, reader.id)
        is_read = row is not None and row.read_at is not None
        await show_copy(visit, one, member_id=reader.id, is_read=is_read)
    await visit.toast(Done())


async def read(visit: Visit) -> None:
    """A deputy says that it is read: the card says so, and the group's number grows."""
    button = visit.pressed(b.Read)
    told = await reading.read(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        how=ReadBy.PRESS,
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    await visit.toast(told)
    if visit.is_private:
        await _change_card(visit, button.group_id, button.material_id)


async def _change_card(visit: Visit, group_id: int, material_id: int) -> None:
    """Show the pressed card as it is now: its words, or those under its file."""
    reader = await the_reader(visit, group_id)
    one = await the_material(visit.tx, group_id, material_id)
    questions = await queries.questions_of(visit.tx, group_id, material_id)
    card = queries.card_of(one, member_id=reader.id, is_read=True, questions=questions)
    await visit.change(card)


ENTRIES: tuple[Entry, ...] = (
    command("study", study, may="bound"),
    word("materials.w_materials", study, "study", may="bound"),
    sentence("find material", asks_to_find, find, may="deputy, staff: of the group", private=True),
    pressed(b.Look, look, may="deputy, staff: of the group"),
    pressed(b.Search, search, may="deputy, staff: of the group"),
    pressed(b.Show, show, may="deputy, staff: of the group"),
    pressed(b.Read, read, may="deputy"),
)
