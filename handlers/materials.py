"""How deputies find what they are to read, and how staff send it and see who has."""

from collections.abc import Awaitable, Callable

from handlers.kit import texts
from handlers.kit.entries import Entry, command, pressed, sentence, word
from handlers.kit.forms.flow import open_form
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.material_cards import (
    show_confirm,
    show_copy,
    show_found,
    show_manage,
    the_reader,
)
from handlers.screens import materials as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.materials import actions, composing, queries, reaching, reading, reminding
from models.materials import notices as n
from models.materials.queries import the_material
from models.materials.rules import ReadBy
from models.people.rules import acting
from models.people.tables import Role
from reports.materials import reach_paper


async def study(visit: Visit) -> None:
    """Somebody wants the study materials: a deputy the library, the staff their desk."""
    deputy, staff = await visit.place(Role.DEPUTY), await visit.place(Role.STAFF)
    if deputy is None and staff is None:
        raise Refusal(Gone())
    if deputy is not None:
        about = {"group_id": deputy.group_id, "member_id": deputy.id}
        await visit.tell(await queries.library(visit.tx, **about))
    if staff is not None:
        await visit.tell(await queries.desk(visit.tx, group_id=staff.group_id))


async def look(visit: Visit) -> None:
    """Somebody looks at a part of the library, or staff at what they have."""
    button = visit.pressed(b.Look)
    await visit.change(await _part(visit, button))
    await visit.toast(Done())


async def _part(visit: Visit, button: b.Look) -> n.Library | n.Listed:
    reader = await the_reader(visit, button.group_id)
    if button.what == "home":
        return await queries.library(visit.tx, group_id=button.group_id, member_id=reader.id)
    is_staff = button.what == "desk"
    if is_staff:
        await visit.staff(button.group_id)
    return await queries.listed(
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


_FIND = ("找资料", "搜资料", "查资料", "找学习资料", "find ")


def asks_to_find(text: str) -> bool:
    """Tell whether a sentence asks for materials with some words in them."""
    line = text.strip().casefold()
    return any(line.startswith(one) and len(line) > len(one) + 1 for one in _FIND)


async def find(visit: Visit) -> None:
    """Somebody writes what they look for, in one sentence."""
    deputy = await visit.place(Role.DEPUTY) or await visit.staff()
    line = visit.text.strip()
    word_ = max((one for one in _FIND if line.casefold().startswith(one)), key=len)
    await show_found(visit, deputy.group_id, line[len(word_) :].strip(" ：:"))


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


async def new(visit: Visit) -> None:
    """Staff begin a new material."""
    button = visit.pressed(b.New)
    staff = await visit.staff(button.group_id)
    await open_form(visit, "material", group_id=staff.group_id)
    await visit.toast(Done())


async def send_new(visit: Visit) -> None:
    """Staff write that they want to send something."""
    staff = await visit.staff()
    await open_form(visit, "material", group_id=staff.group_id)


async def to_desk(visit: Visit) -> None:
    """Staff go back to their overview."""
    button = visit.pressed(b.ToDesk)
    await visit.staff(button.group_id)
    await visit.change(await queries.desk(visit.tx, group_id=button.group_id))
    await visit.toast(Done())


async def do(visit: Visit) -> None:
    """Staff do something with a material."""
    button = visit.pressed(b.Do)
    await visit.staff(button.group_id)
    deed = _DEEDS.get(button.act)
    if deed is None:
        raise Refusal(Gone())
    await deed(visit, button)
    await visit.toast(Done())


async def _ask(visit: Visit, button: b.Do) -> None:
    await show_confirm(visit, await the_material(visit.tx, button.group_id, button.material_id))


async def _send(visit: Visit, button: b.Do) -> None:
    staff = await visit.staff(button.group_id)
    await visit.change(
        await actions.confirm(
            visit.tx,
            group_id=button.group_id,
            material_id=button.material_id,
            by=acting(staff),
            now=visit.now,
        )
    )


async def _undo(visit: Visit, button: b.Do) -> None:
    staff = await visit.staff(button.group_id)
    await actions.undo(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        by=acting(staff),
        now=visit.now,
    )
    await show_manage(visit, button.group_id, button.material_id)


async def _manage(visit: Visit, button: b.Do) -> None:
    await show_manage(visit, button.group_id, button.material_id)


async def _sure(visit: Visit, button: b.Do) -> None:
    one = await the_material(visit.tx, button.group_id, button.material_id)
    card = await reaching.manage_card(visit.tx, one)
    await visit.change(
        n.SureToWithdraw(
            group_id=one.group_id,
            material_id=one.id,
            title=one.title,
            arrived=card.arrived,
            on_the_way=card.on_the_way,
        )
    )


async def _withdraw(visit: Visit, button: b.Do) -> None:
    staff = await visit.staff(button.group_id)
    await visit.change(
        await actions.withdraw(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=button.group_id,
            material_id=button.material_id,
            by=acting(staff),
            now=visit.now,
        )
    )


async def _reach(visit: Visit, button: b.Do) -> None:
    one = await the_material(visit.tx, button.group_id, button.material_id)
    await visit.change(await reaching.reach(visit.tx, one))


async def _nudge(visit: Visit, button: b.Do) -> None:
    staff = await visit.staff(button.group_id)
    await visit.tell(
        await reminding.nudge(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=button.group_id,
            material_id=button.material_id,
            by=acting(staff),
            now=visit.now,
        )
    )


async def _print(visit: Visit, button: b.Do) -> None:
    one = await the_material(visit.tx, button.group_id, button.material_id)
    notice = n.Paper(group_id=one.group_id, material_id=one.id, title=one.title)
    await visit.hand(notice, as_document=True)


async def _correct(visit: Visit, button: b.Do) -> None:
    await open_form(
        visit,
        "material correction",
        group_id=button.group_id,
        material_id=button.material_id,
    )


async def _drop(visit: Visit, button: b.Do) -> None:
    staff = await visit.staff(button.group_id)
    title = await composing.drop(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.change(n.Dropped(title=title))


_DEEDS: dict[str, Callable[[Visit, b.Do], Awaitable[None]]] = {
    "ask": _ask,
    "send": _send,
    "undo": _undo,
    "manage": _manage,
    "withdraw": _sure,
    "really": _withdraw,
    "reach": _reach,
    "nudge": _nudge,
    "print": _print,
    "correct": _correct,
    "drop": _drop,
}


@paper(n.Paper)
async def _paper(tx: Transaction, notice: n.Paper, spoken: Spoken) -> Paper:
    """Make the list of readers as it is now."""
    one = await the_material(tx, notice.group_id, notice.material_id)
    found = await reaching.lines(tx, one)
    zone = texts.zone(spoken.zone)

    def say(name: str, **args: object) -> str:
        return texts.label(f"materials.{name}", spoken.locale, tuple(args.items()))

    return Paper(
        filename=f"{say('paper_filename', title=one.title)}.docx",
        content=reach_paper(one.title, found, say, zone),
        notice=notice,
    )


ENTRIES: tuple[Entry, ...] = (
    command("study", study),
    word("materials.w_materials", study, "学习", "study", "资料"),
    word("materials.w_send", send_new, "发资料", "发送资料", may="staff"),
    sentence("find material", asks_to_find, find, may="deputy, staff: of the group", private=True),
    pressed(b.Look, look, may="deputy, staff: of the group"),
    pressed(b.Search, search, may="deputy, staff: of the group"),
    pressed(b.Show, show, may="deputy, staff: of the group"),
    pressed(b.Read, read, may="deputy"),
    pressed(b.New, new, may="staff"),
    pressed(b.ToDesk, to_desk, may="staff"),
    pressed(b.Do, do, may="staff"),
)
