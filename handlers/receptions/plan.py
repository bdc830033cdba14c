"""How the staff plan receptions: years, rounds, sessions, who is there."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.receptions.duties import my_duties
from handlers.receptions.voters import times
from handlers.screens.receptions import plan as b
from handlers.screens.receptions.rounds import ShowRound
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import chat_of
from models.groups.tables import ChatRole
from models.people.rules import acting
from models.people.tables import Role
from models.receptions import actions, publishing
from models.receptions import notices as n
from models.receptions.cards import line_of
from models.receptions.figures import figures, year_card
from models.receptions.queries import Sitting, settings_of, sittings_of
from models.receptions.rules import RoundState, SessionState
from models.receptions.tables import Round
from reports.receptions import plan_sheet

PAGE = 12  # sessions on a page
PEOPLE = 10  # deputies on a page of candidates


async def asked(visit: Visit) -> None:
    """Somebody asks for receptions: the staff plan, deputies see their duties, voters the times."""
    staff = await visit.place(Role.STAFF)
    if staff is not None:
        year = (await visit.local(staff.group_id)).year
        await visit.tell(await _year(visit, staff.group_id, year))
    elif await visit.place(Role.DEPUTY) is not None:
        await my_duties(visit)
    else:
        await times(visit)


async def _year(visit: Visit, group_id: int, year: int) -> n.YearCard:
    group = await visit.group(group_id)
    return await year_card(visit.tx, group, year=year, now=visit.now)


async def show_year(visit: Visit) -> None:
    """Staff look at a year."""
    button = visit.pressed(b.ShowYear)
    await visit.staff(button.group_id)
    await visit.change(await _year(visit, button.group_id, button.year))
    await visit.toast(Done())


async def year_act(visit: Visit) -> None:
    """Staff plan a year, take it away as a sheet, see its figures, or change the settings."""
    button = visit.pressed(b.YearAct)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "year": button.year}
    match button.act:
        case "ask_plan":
            await visit.change(await _sure_to_plan(visit, **about))
        case "plan":
            await actions.plan_year(visit.tx, **about, by=acting(staff), now=visit.now)
            await visit.change(await _year(visit, button.group_id, button.year))
        case "sheet":
            await visit.hand(n.PlanPaper(**about), as_document=True)
        case "figures":
            await visit.tell(await figures(visit.tx, **about))
        case "settings":
            await visit.tell(await settings_card(visit, button.group_id))
        case "change":
            await open_form(visit, "reception settings", group_id=button.group_id)
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def settings_card(visit: Visit, group_id: int) -> n.Settings:
    """Return how a group's receptions lie in the year."""
    row = await settings_of(visit.tx, group_id)
    channel = await chat_of(visit.tx, group_id=group_id, role=ChatRole.CHANNEL)
    return n.Settings(
        group_id=group_id,
        start_month=row.start_month,
        day_rule=row.day_rule,
        hour=row.hour,
        minutes=row.minutes,
        stations=row.stations,
        deputies=row.deputies,
        house_calls=row.house_calls,
        slots=row.slots,
        has_channel=channel is not None,
        channel_title=channel.title if channel else None,
    )


async def _sure_to_plan(visit: Visit, group_id: int, year: int) -> n.SureToPlan:
    await actions.draft(visit.tx, group_id=group_id, year=year, now=visit.now)  # or it refuses
    card = await _year(visit, group_id, year)
    drafts = sum(one.state is RoundState.DRAFT for one in card.rounds)
    return n.SureToPlan(group_id=group_id, year=year, drafts=drafts)


async def show_round(visit: Visit) -> None:
    """Staff look at a round."""
    button = visit.pressed(ShowRound)
    await visit.staff(button.group_id)
    await visit.change(await _round(visit, button.group_id, button.round_id, button.page))
    await visit.toast(Done())


async def _the_round(visit: Visit, group_id: int, round_id: int) -> tuple[Round, list[Sitting]]:
    row = await visit.tx.get(Round, (group_id, round_id))
    if row is None:
        raise Refusal(Gone())
    found = await sittings_of(visit.tx, group_id=group_id, round_ids=[round_id])
    return row, list(found.get(round_id, ()))


async def _round(visit: Visit, group_id: int, round_id: int, wanted: int) -> n.RoundCard:
    row, sittings = await _the_round(visit, group_id, round_id)
    pages = max(-(-len(sittings) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return n.RoundCard(
        group_id=group_id,
        round_id=round_id,
        number=row.number,
        year=row.year,
        day=row.day,
        state=row.state,
        lines=tuple(line_of(one) for one in sittings[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        short=sum(one.short for one in _on(sittings)),
    )


def _on(sittings: list[Sitting]) -> list[Sitting]:
    return [one for one in sittings if one.session.state is not SessionState.CANCELLED]


async def round_act(visit: Visit) -> None:
    """Staff publish a round: asked once, with the number of people who will hear."""
    button = visit.pressed(b.RoundAct)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "round_id": button.round_id}
    if button.act == "publish":
        people = await publishing.publish(
            visit.tx, bot_id=visit.bot.id, **about, by=acting(staff), now=visit.now
        )
        await visit.change(await _round(visit, **about, wanted=0))
        await visit.toast(n.Published(people=people))
        return
    row, sittings = await _the_round(visit, **about)
    crew = [each.member for one in sittings for each in one.on_duty]
    await visit.change(
        n.SureToPublish(
            **about,
            day=row.day,
            sessions=len(sittings),
            people=len(crew),
            short=sum(one.short for one in sittings),
            unbound=sum(one.account_id is None for one in crew),
        )
    )
    await visit.toast(Done())


@paper(n.PlanPaper)
async def _plan_paper(tx: Transaction, notice: n.PlanPaper, _spoken: Spoken) -> Paper:
    """Make the sheet as the plan is now."""
    filename, content = await plan_sheet(tx, group_id=notice.group_id, year=notice.year)
    return Paper(filename=filename, content=content, notice=notice)


ENTRIES: tuple[Entry, ...] = (
    word("receptions.w_receptions", asked, "接待", "双月接待", "接待排班"),
    pressed(b.ShowYear, show_year, may="staff"),
    pressed(b.YearAct, year_act, may="staff"),
    pressed(ShowRound, show_round, may="staff"),
    pressed(b.RoundAct, round_act, may="staff"),
)
