"""How staff hold a ballot: plan it, list who may vote, open, hand out, close, show."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import ballots as b
from models.ballots import actions, cards, counting, oneself, telling
from models.ballots import notices as n
from models.ballots.queries import ballot, elector, selves, turnout
from models.ballots.tables import Ballot, Elector
from models.errors import Done, Gone, Refusal
from models.messages.notices import Notice
from models.people.rules import acting
from models.people.tables import Role


async def ballots(visit: Visit) -> None:
    """Staff ask for the group's ballots."""
    place = await visit.staff()
    await visit.tell(await cards.page(visit.tx, group_id=place.group_id))


async def show_list(visit: Visit) -> None:
    """Staff go back to the list."""
    button = visit.pressed(b.List)
    await visit.staff(button.group_id)
    await visit.change(await cards.page(visit.tx, group_id=button.group_id))
    await visit.toast(Done())


async def new(visit: Visit) -> None:
    """Staff plan a ballot."""
    button = visit.pressed(b.New)
    await visit.staff(button.group_id)
    await open_form(visit, "ballot", group_id=button.group_id)
    await visit.toast(Done())


async def show(visit: Visit) -> None:
    """Staff open a ballot."""
    button = visit.pressed(b.Show)
    await show_card(visit, button.group_id, button.ballot_id)
    await visit.toast(Done())


async def show_card(visit: Visit, group_id: int, ballot_id: int) -> None:
    """Show a ballot to the staff, in place of what was pressed."""
    await visit.change(await cards.card(visit.tx, await the(visit, group_id, ballot_id)))


async def the(visit: Visit, group_id: int, ballot_id: int) -> Ballot:
    """Return a ballot for the staff; Refusal for others, and if there is none."""
    await visit.staff(group_id)
    one = await ballot(visit.tx, group_id=group_id, ballot_id=ballot_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def ask(visit: Visit) -> None:
    """Ask before a ballot is closed, called off, or published."""
    button = visit.pressed(b.Ask)
    one = await the(visit, button.group_id, button.ballot_id)
    if button.act not in ("close", "cancel", "publish"):
        raise Refusal(Gone())
    turned = await turnout(visit.tx, one)
    await visit.change(
        n.SureOfBallot(
            group_id=one.group_id,
            ballot_id=one.id,
            title=one.title,
            act=button.act,
            voted=turned.voted,
            eligible=turned.eligible,
        )
    )
    await visit.toast(Done())


async def do(visit: Visit) -> None:
    """One act of the staff that needs no words."""
    button = visit.pressed(b.Do)
    one = await the(visit, button.group_id, button.ballot_id)
    at = {"group_id": button.group_id, "ballot_id": button.ballot_id}
    by = acting(await visit.staff(button.group_id))
    match button.act:
        case "deputies":
            await actions.list_deputies(visit.tx, **at, by=by, now=visit.now)
        case "close":
            await counting.close(visit.tx, **at, by=by, now=visit.now)
        case "cancel":
            await actions.cancel(visit.tx, **at, by=by, now=visit.now)
        case "publish":
            await telling.publish(visit.tx, bot_id=visit.bot.id, **at, by=by, now=visit.now)
        case "self_on" | "self_off":
            to = button.act == "self_on"
            await oneself.set_skips_self(visit.tx, **at, to=to, by=by, now=visit.now)
        case "slips" | "document" | "blank" | "counting":
            await _hand(visit, one, button.act)
            await visit.toast(Done())
            return
        case _:
            raise Refusal(Gone())
    await visit.tx.flush()
    await show_card(visit, **at)
    await visit.toast(Done())


async def _hand(visit: Visit, one: Ballot, what: str) -> None:
    at = {"group_id": one.group_id, "ballot_id": one.id, "title": one.title}
    kinds: dict[str, type[Notice]] = {
        "document": n.ResultPaper,
        "blank": n.BlankBallots,
        "counting": n.CountingSheet,
    }
    notice = (
        n.Slips.model_validate({**at, "username": visit.bot.username})
        if what == "slips"
        else kinds[what].model_validate(at)
    )
    await visit.hand(notice, as_document=True)


async def show_electors(visit: Visit) -> None:
    """Staff look at the list."""
    button = visit.pressed(b.ElectorsPage)
    one = await the(visit, button.group_id, button.ballot_id)
    await visit.change(await cards.electors(visit.tx, one, number=button.page))
    await visit.toast(Done())


async def show_elector(visit: Visit) -> None:
    """Staff look at one on the list."""
    button = visit.pressed(b.OfElector)
    await _show_elector(visit, await _elector(visit, button.group_id, button.elector_id))
    await visit.toast(Done())


async def _elector(visit: Visit, group_id: int, elector_id: int) -> Elector:
    await visit.staff(group_id)
    row = await elector(visit.tx, group_id=group_id, elector_id=elector_id)
    if row is None:
        raise Refusal(Gone())
    return row


async def _show_elector(visit: Visit, row: Elector) -> None:
    one = await the(visit, row.group_id, row.ballot_id)
    await visit.change(
        n.OneElector(
            group_id=row.group_id,
            ballot_id=row.ballot_id,
            title=one.title,
            person=cards.someone(row, own={it.id for it in await selves(visit.tx, one)}),
            is_member=row.member_id is not None,
        )
    )


async def for_elector(visit: Visit) -> None:
    """Staff give somebody a link with a QR code, or a paper ballot."""
    button = visit.pressed(b.ForElector)
    row = await _elector(visit, button.group_id, button.elector_id)
    verb = {"paper": actions.hand_paper, "link": actions.issue_anew}.get(button.act)
    if verb is None:
        raise Refusal(Gone())
    row = await verb(
        visit.tx,
        group_id=row.group_id,
        ballot_id=row.ballot_id,
        elector_id=row.id,
        by=await visit.actor(Role.STAFF, row.group_id),
        now=visit.now,
    )
    if button.act == "paper":
        await _show_elector(visit, row)
    else:
        one = await the(visit, row.group_id, row.ballot_id)
        await visit.hand(
            n.ElectorLink(
                group_id=row.group_id,
                elector_id=row.id,
                username=visit.bot.username,
                name=row.name,
                title=one.title,
            )
        )
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("ballots.w_ballots", ballots, "监督评议", "述职测评", "投票", "测评", may="staff"),
    pressed(b.List, show_list, may="staff"),
    pressed(b.New, new, may="staff"),
    pressed(b.Show, show, may="staff"),
    pressed(b.Ask, ask, may="staff"),
    pressed(b.Do, do, may="staff"),
    pressed(b.ElectorsPage, show_electors, may="staff"),
    pressed(b.OfElector, show_elector, may="staff"),
    pressed(b.ForElector, for_elector, may="staff"),
)
