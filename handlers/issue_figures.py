"""The figures of voters' reports: staff look at them, take them away, publish them."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import issue_figures as b
from models.errors import Done, Gone, Refusal
from models.issues import figure_notices as n
from models.issues.telling_figures import publish, year_of
from models.people.rules import acting


async def asked(visit: Visit) -> None:
    """Staff ask for the figures of this year."""
    place = await visit.staff()
    here = await visit.local(place.group_id)
    await visit.tell(await _year(visit, place.group_id, here.year))


async def _year(visit: Visit, group_id: int, year: int) -> n.Year:
    place = await visit.staff(group_id)
    group = await visit.group(place.group_id)
    return await year_of(visit.tx, group, year=year, by=acting(place), now=visit.now)


async def act(visit: Visit) -> None:
    """Staff press a button under the figures."""
    button = visit.pressed(b.Figures)
    place = await visit.staff(button.group_id)
    of = {"group_id": place.group_id, "year": button.year}
    match button.act:
        case "chart":
            await visit.hand(n.Chart.model_validate(of))
        case "sheet":
            await visit.hand(n.Sheet.model_validate(of), as_document=True)
        case "ask":
            await visit.change(n.SureToPublish.model_validate(of))
        case "year":
            await visit.change(await _year(visit, place.group_id, button.year))
        case "publish":
            await publish(
                visit.tx,
                await visit.group(place.group_id),
                bot_id=visit.bot.id,
                year=button.year,
                by=acting(place),
                now=visit.now,
            )
            await visit.change(n.Published())
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("figures.w_figures", asked, "办理统计", may="staff"),
    pressed(b.Figures, act, may="staff"),
)
