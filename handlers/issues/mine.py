"""How a voter follows what they reported: the list, the report, a receipt code, the rating."""

from handlers.forms.issues import whose
from handlers.issues.after import knows, party, show_own
from handlers.kit.entries import Entry, Handle, command, pressed, sentence, word
from handlers.kit.forms.flow import current, open_form
from handlers.kit.guessing import after_a_miss, before_a_try
from handlers.kit.visit import Visit
from handlers.screens import issues as b
from models.errors import Done, Gone, Refusal
from models.issues import deciding, queries, receipts, reporting_back, views
from models.issues import voter_notices as v
from models.issues.rules import Party
from models.issues.states import Satisfaction, Solved
from models.issues.tables import Issue
from models.people.rules import Actor
from models.people.tables import Role

PAGE = 8
WHOSE = "voter: own, deputy: own, staff: of the group"


async def mine(visit: Visit) -> None:
    """Somebody asks for what they reported, joined or recorded."""
    await visit.tell(await _list(visit, 0))


async def turned(visit: Visit) -> None:
    """Somebody turns a page of it."""
    await visit.change(await _list(visit, visit.pressed(b.MyPage).page))
    await visit.toast(Done())


async def _list(visit: Visit, wanted: int) -> v.Mine | v.NoneYet:
    found = {one.id: one for one in await queries.of_reporter(visit.tx, visit.user.id, limit=200)}
    is_recorder = False
    for role in (Role.DEPUTY, Role.STAFF):
        place = await visit.place(role)
        if place is not None:
            is_recorder = True
            rows = await queries.of_recorder(
                visit.tx, group_id=place.group_id, member_id=place.id, limit=200
            )
            found |= {one.id: one for one in rows}
    if not found:
        return v.NoneYet()
    rows = sorted(found.values(), key=lambda one: (one.reported_at, one.id), reverse=True)
    pages = -(-len(rows) // PAGE)
    page = min(max(wanted, 0), pages - 1)
    lines = tuple(views.line_of(one) for one in rows[page * PAGE : (page + 1) * PAGE])
    return v.Mine(lines=lines, page=page, pages=pages, is_recorder=is_recorder)


async def _own(visit: Visit, group_id: int, issue_id: int, proof: str) -> tuple[Issue, Party]:
    """Return a report to whoever it concerns; Refusal (gone) to everybody else."""
    one = await queries.issue(visit.tx, group_id=group_id, issue_id=issue_id)
    if one is None:
        raise Refusal(Gone())
    is_what = await party(visit, one, proof=proof)
    if is_what is Party.OTHER and not await queries.follows(visit.tx, one, visit.user.id):
        raise Refusal(Gone())
    return one, is_what


async def own(visit: Visit) -> None:
    """Somebody looks at their report, adds to it, answers, or takes it back."""
    button = visit.pressed(b.Own)
    one, _party = await _own(visit, button.group_id, button.issue_id, button.proof)
    match button.act:
        case "show":
            await show_own(visit, one, proof=button.proof)
        case "add":
            await _open(visit, one, "issue_add", button.proof)
        case "reply":
            await _open(visit, one, "issue_reply", button.proof)
        case "number":
            about = {"group_id": one.group_id, "issue_id": one.id}
            await open_form(visit, "issue_number", **about)
        case "withdraw":
            await visit.change(
                v.SureToWithdraw(
                    group_id=one.group_id,
                    issue_id=one.id,
                    number=one.number,
                    proof=button.proof,
                )
            )
        case "yes_withdraw":
            await _withdraw(visit, one, button.proof)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def _open(visit: Visit, one: Issue, name: str, proof: str) -> None:
    await open_form(visit, name, group_id=one.group_id, issue_id=one.id, proof=proof)


async def _withdraw(visit: Visit, one: Issue, proof: str) -> None:
    await deciding.withdraw(
        visit.tx,
        group_id=one.group_id,
        issue_id=one.id,
        by=visit.stranger(),
        now=visit.now,
        is_proven=knows(visit, one.id, proof),
    )
    await visit.change(v.Withdrawn(number=one.number))


async def rate(visit: Visit) -> None:
    """A voter says whether it is solved: the first tap."""
    button = visit.pressed(b.Rate)
    await _own(visit, button.group_id, button.issue_id, button.proof)
    try:
        solved = Solved(button.solved)
    except ValueError:
        raise Refusal(Gone()) from None
    one = await reporting_back.rate(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        issue_id=button.issue_id,
        solved=solved,
        satisfaction=None,
        by=await _rater(visit, button.group_id, button.issue_id),
        now=visit.now,
        is_proven=knows(visit, button.issue_id, button.proof),
    )
    await visit.tell(
        v.HowWasIt(
            group_id=one.group_id,
            issue_id=one.id,
            number=one.number,
            solved=solved,
            proof=button.proof,
        )
    )
    await visit.toast(Done())


async def _rater(visit: Visit, group_id: int, issue_id: int) -> Actor:
    one = await queries.issue(visit.tx, group_id=group_id, issue_id=issue_id)
    is_voter = one is not None and one.account_id == visit.user.id
    return visit.stranger() if is_voter else await whose(visit, group_id)


async def how_good(visit: Visit) -> None:
    """A voter says how it was handled: the second tap."""
    button = visit.pressed(b.HowGood)
    await _own(visit, button.group_id, button.issue_id, button.proof)
    try:
        satisfaction = Satisfaction(button.satisfaction)
    except ValueError:
        raise Refusal(Gone()) from None
    one = await reporting_back.add_satisfaction(
        visit.tx,
        group_id=button.group_id,
        issue_id=button.issue_id,
        satisfaction=satisfaction,
        by=await _rater(visit, button.group_id, button.issue_id),
        is_proven=knows(visit, button.issue_id, button.proof),
    )
    if one.solved is None:
        raise Refusal(Gone())
    await visit.change(
        v.Rated(
            number=one.number,
            solved=one.solved,
            satisfaction=one.satisfaction,
            state=one.state,
        )
    )
    await visit.toast(Done())


def receipt_typed(otherwise: Handle) -> Entry:
    """Take a receipt code, from whichever account; all else goes where words go."""

    async def typed(visit: Visit) -> None:
        """A voter types the receipt code of an anonymous report."""
        if await current(visit) is not None:
            await otherwise(visit)
            return
        await before_a_try(visit)
        one = await queries.by_receipt(visit.tx, visit.text)
        if one is None:
            await after_a_miss(visit, v.NoReceipt())
        else:
            await show_own(
                visit, one, proof=receipts.proof(issue_id=one.id, account_id=visit.user.id)
            )

    return sentence(
        "receipt", lambda text: receipts.read(text) is not None, typed, may="anyone", private=True
    )


ENTRIES: tuple[Entry, ...] = (
    word("issues.w_mine", mine, "my reports"),
    command("my", mine),
    pressed(b.MyPage, turned, may="anyone"),
    pressed(b.Own, own, may=WHOSE),
    pressed(b.Rate, rate, may=WHOSE),
    pressed(b.HowGood, how_good, may=WHOSE),
)
