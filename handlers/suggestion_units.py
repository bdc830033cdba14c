"""How staff choose the units of a suggestion, and hand out its papers and files."""

from handlers import suggestions as door
from handlers.kit import texts
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import suggestion_orders as b
from handlers.suggestion_orders import hand_sheet, show_files
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.suggestions import actions, examining, naming
from models.suggestions import order_notices as n
from models.suggestions.moving import opened
from models.suggestions.queries import assistants, standing_signers, suggestion
from models.suggestions.rules import Move
from models.suggestions.tables import Suggestion
from models.units.queries import units_of

PAGE = 8
_MOVES = {"assign": Move.ASSIGN, "assist": Move.ASSIST}


async def which(visit: Visit) -> None:
    """Staff look for a unit."""
    button = visit.pressed(b.Which)
    await choose(visit, button.group_id, button.suggestion_id, button.purpose, button.page)
    await visit.toast(Done())


async def choose(
    visit: Visit, group_id: int, suggestion_id: int, purpose: str, page: int = 0
) -> None:
    """Show the units of the group to choose from; without any the name is written."""
    one = await _for_staff(visit, group_id, suggestion_id, purpose)
    known = await units_of(visit.tx, group_id=group_id)
    if not known and purpose == "assign":
        await open_form(visit, "suggestion assign", group_id=group_id, suggestion_id=suggestion_id)
        return
    pages = max(-(-len(known) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    await visit.change(
        n.WhichUnit(
            group_id=group_id,
            suggestion_id=suggestion_id,
            title=one.title,
            purpose=purpose,
            name=await _unmatched(visit.tx, one) or "",
            choices=tuple((row.id, row.name) for row in known[page * PAGE : (page + 1) * PAGE]),
            page=page,
            pages=pages,
        )
    )


async def _for_staff(visit: Visit, group_id: int, suggestion_id: int, purpose: str) -> Suggestion:
    await visit.staff(group_id)
    one = await suggestion(visit.tx, group_id=group_id, suggestion_id=suggestion_id)
    if one is None or purpose not in (*_MOVES, "match"):
        raise Refusal(Gone())
    if purpose in _MOVES:
        who = await door.doing(visit, group_id, suggestion_id)
        await opened(visit.tx, _MOVES[purpose], **who)
    return one


async def _unmatched(tx: Transaction, one: Suggestion) -> str | None:
    """Return the first name of a suggestion that means no unit yet."""
    names = [one.unit] if one.unit and one.unit_id is None else []
    names += [row.unit for row in await assistants(tx, one) if row.unit_id is None]
    return names[0] if names else None


async def this(visit: Visit) -> None:
    """Staff have found the unit, or write its name."""
    button = visit.pressed(b.This)
    about = {"group_id": button.group_id, "suggestion_id": button.suggestion_id}
    one = await _for_staff(visit, **about, purpose=button.purpose)
    if button.purpose == "assign" and not button.unit_id:
        await open_form(visit, "suggestion assign", **about)
    elif button.purpose == "assign":
        await open_form(visit, "suggestion assign_to", **about, unit_id=button.unit_id)
    elif button.purpose == "assist":
        who = await door.doing(visit, **about)
        await examining.assist(visit.tx, unit_id=button.unit_id, **who)
        await door.show_one(visit, **about)
    else:
        await _match(visit, one, button.unit_id)
    await visit.toast(Done())


async def _match(visit: Visit, one: Suggestion, unit_id: int) -> None:
    name = await _unmatched(visit.tx, one)
    if name is None:
        raise Refusal(Gone())
    who = await door.doing(visit, one.group_id, one.id)
    unit, count = await naming.match(
        visit.tx,
        group_id=one.group_id,
        name=name,
        unit_id=unit_id,
        bot_id=visit.bot.id,
        by=who["by"],
        now=visit.now,
    )
    await visit.tx.session.refresh(one)
    await door.show_one(visit, one.group_id, one.id)
    await visit.tell(n.Matched(unit=unit.name, count=count))


async def files(visit: Visit) -> None:
    """Whoever may see a suggestion gets what was handed in with its answers."""
    button = visit.pressed(b.Files)
    about = {"group_id": button.group_id, "suggestion_id": button.suggestion_id}
    who = await door.doing(visit, **about)
    one, _reader = await actions.require_part(visit.tx, **about, by=who["by"])
    await show_files(visit, one)
    await visit.toast(Done())


async def print_(visit: Visit) -> None:
    """Staff print a suggestion for a unit without Telegram."""
    button = visit.pressed(b.Print)
    await visit.staff(button.group_id)
    one = await suggestion(visit.tx, group_id=button.group_id, suggestion_id=button.suggestion_id)
    if one is None:
        raise Refusal(Gone())
    await hand_sheet(visit, one)
    await visit.toast(Done())


@paper(n.Sheet)
async def sheet(tx: Transaction, notice: n.Sheet, spoken: Spoken) -> Paper:
    """Make the document for a unit: the whole text, the terms, room for the answer."""
    from reports.papers.work_order import OrderWords, work_order  # noqa: PLC0415  (loads slowly)

    one = await suggestion(tx, group_id=notice.group_id, suggestion_id=notice.suggestion_id)
    if one is None:
        raise Refusal(Gone())

    def say(key: str, **args: object) -> str:
        return texts.label(f"suggestion_orders.{key}", spoken.locale, tuple(args.items()))

    names = [member.name for _row, member in await standing_signers(tx, one)]
    helping = [row.unit for row in await assistants(tx, one)]
    facts = (
        ("p_number", one.number or "—"),
        ("p_name", one.title),
        ("p_lead", names[0] if names else "—"),
        ("p_cosigners", "、".join(names[1:]) or "—"),
        ("p_unit", one.unit or "—"),
        ("p_assisting", "、".join(helping) or "—"),
        ("p_problem", one.problem or "—"),
        ("p_proposal", one.proposal or "—"),
        ("p_assigned", say("p_day", day=one.assigned_on)),
        ("p_due", say("p_day", day=one.answer_by)),
    )
    words = OrderWords(
        title=say("p_title"),
        rows=[(say(key), value) for key, value in facts],
        answer=say("p_answer"),
        blanks=[say(f"p_blank_{one}") for one in ("class", "what", "when", "who")],
        foot=say("p_foot"),
    )
    return Paper(filename=f"{one.title}.docx", content=work_order(words), notice=notice)


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Which, which, may="staff"),
    pressed(b.This, this, may="staff"),
    pressed(b.Files, files, may="bound"),
    pressed(b.Print, print_, may="staff"),
)
