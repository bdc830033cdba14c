"""How deputies answer a quiz, privately, and how the staff make one and see how it went."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import quizzes as b
from handlers.screens.materials import Do, Quiz
from models.errors import Done, Gone, NotAllowed, Refusal
from models.materials.queries import the_material
from models.materials.reading import require_open
from models.messages.notices import Notice
from models.people.rules import acting
from models.people.tables import Member, Role
from models.quizzes import actions, queries
from models.quizzes import notices as n
from models.quizzes.rules import toggled


async def _deputy(visit: Visit, group_id: int) -> Member:
    member = await visit.place(Role.DEPUTY, group_id)
    if member is None:
        raise Refusal(NotAllowed())
    return member


async def on(visit: Visit) -> None:
    """A deputy goes on: to the next open question, to the next wrong one, or to the result."""
    button = visit.pressed(b.Next)
    member = await _deputy(visit, button.group_id)
    one = await require_open(visit.tx, button.group_id, button.material_id)
    mine = await queries.answers_of(visit.tx, one.group_id, one.id, member.id)
    asked = await queries.questions(visit.tx, one.group_id, one.id)
    at = 0
    if len(mine) == len(asked):
        at = await queries.first_wrong(visit.tx, one, member.id, after=button.place)
    shown = await queries.next_for(visit.tx, one, member.id, at=at)
    if shown is None:
        raise Refusal(n.NoQuestions())
    await _show(visit, shown)


async def begin(visit: Visit) -> None:
    """A deputy begins the quiz under a material, or goes on in it."""
    button = visit.pressed(Quiz)
    member = await _deputy(visit, button.group_id)
    one = await require_open(visit.tx, button.group_id, button.material_id)
    shown = await queries.next_for(visit.tx, one, member.id)
    if shown is None:
        raise Refusal(n.NoQuestions())
    await _show(visit, shown, anew=True)


async def again(visit: Visit) -> None:
    """A deputy tries those once more that were wrong."""
    button = visit.pressed(b.Again)
    member = await _deputy(visit, button.group_id)
    one = await require_open(visit.tx, button.group_id, button.material_id)
    at = await queries.first_wrong(visit.tx, one, member.id)
    shown = await queries.next_for(visit.tx, one, member.id, at=at)
    if shown is None:
        raise Refusal(Gone())
    await _show(visit, shown)


async def _show(visit: Visit, shown: Notice, *, anew: bool = False) -> None:
    await (visit.tell(shown) if anew else visit.change(shown))
    await visit.toast(Done())


async def tick(visit: Visit) -> None:
    """A deputy ticks an option, or takes the tick away."""
    button = visit.pressed(b.Tick)
    member = await _deputy(visit, button.group_id)
    one = await require_open(visit.tx, button.group_id, button.material_id)
    ticked = tuple(toggled(b.options_of(button.ticks), button.option))
    shown = await queries.next_for(visit.tx, one, member.id, ticked=ticked, at=button.place)
    if not isinstance(shown, n.Asked) or shown.place != button.place:
        raise Refusal(Gone())
    await _show(visit, shown)


async def answer(visit: Visit) -> None:
    """A deputy answers: right or not, and why, at once and to them alone."""
    button = visit.pressed(b.Answer)
    told = await actions.answer(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        place=button.place,
        chosen=b.options_of(button.ticks),
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    await _show(visit, told)


async def show_questions(visit: Visit, button: Do) -> None:
    """Show the staff the questions there are."""
    await visit.change(await _questions(visit, button.group_id, button.material_id))


async def _questions(visit: Visit, group_id: int, material_id: int) -> n.Questions:
    one = await the_material(visit.tx, group_id, material_id)
    rows = await queries.questions(visit.tx, group_id, material_id)
    return n.Questions(
        group_id=group_id,
        material_id=material_id,
        title=one.title,
        texts=tuple(row.text[:80] for row in rows),
    )


async def show_again(visit: Visit, group_id: int, material_id: int) -> None:
    """Show the staff the questions there are, after a form."""
    await visit.change(await _questions(visit, group_id, material_id))


async def add(visit: Visit, button: Do) -> None:
    """Staff add a question."""
    about = {"group_id": button.group_id, "material_id": button.material_id}
    await open_form(visit, "quiz question", **about)


async def sheet(visit: Visit, button: Do) -> None:
    """Staff send a sheet of questions."""
    about = {"group_id": button.group_id, "material_id": button.material_id}
    await open_form(visit, "quiz sheet", **about)


async def clear(visit: Visit, button: Do) -> None:
    """Staff begin anew."""
    staff = await visit.staff(button.group_id)
    await actions.clear(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        by=acting(staff),
        now=visit.now,
    )
    await show_questions(visit, button)


async def analysis(visit: Visit, button: Do) -> None:
    """Staff see which question everybody misses."""
    one = await the_material(visit.tx, button.group_id, button.material_id)
    await visit.change(await queries.analysis(visit.tx, one))


ENTRIES: tuple[Entry, ...] = (
    pressed(Quiz, begin, may="deputy"),
    pressed(b.Next, on, may="deputy"),
    pressed(b.Again, again, may="deputy"),
    pressed(b.Tick, tick, may="deputy"),
    pressed(b.Answer, answer, may="deputy"),
)
