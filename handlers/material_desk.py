"""How the staff send study material and see what came of it."""

from collections.abc import Awaitable, Callable

from handlers import quizzes, shelves
from handlers.kit import texts
from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.material_cards import show_confirm, show_manage
from handlers.screens import materials as b
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.materials import actions, composing, library, reaching, reminding
from models.materials import notices as n
from models.materials.queries import the_material
from models.people.rules import acting


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
    await visit.change(await library.desk(visit.tx, group_id=button.group_id))
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
    "questions": quizzes.show_questions,
    "quiz_add": quizzes.add,
    "quiz_sheet": quizzes.sheet,
    "quiz_clear": quizzes.clear,
    "analysis": quizzes.analysis,
    "course": shelves.ask_course,
    "series": shelves.ask_series,
    "session": shelves.ask_session,
}


@paper(n.Paper)
async def _paper(tx: Transaction, notice: n.Paper, spoken: Spoken) -> Paper:
    """Make the list of readers as it is now."""
    from reports.materials import reach_paper  # noqa: PLC0415  (python-docx loads slowly)

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
    word("materials.w_send", send_new, may="staff"),
    pressed(b.New, new, may="staff"),
    pressed(b.ToDesk, to_desk, may="staff"),
    pressed(b.Do, do, may="staff"),
)
