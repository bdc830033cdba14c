"""How the staff see and keep the points of their deputies."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import ledger as b
from handlers.screens.points import Deputies, Enter
from models.errors import Done, Refusal
from models.people.rules import acting
from models.points import notices as n
from models.points import ranking
from models.points.adopting import adopt_standard, newer_standard
from models.points.credited import credited
from models.points.entering import items, the_deputy
from models.points.queries import rules_on
from models.points.rules import Rule

PAGE = 10  # deputies on a page


async def deputies(visit: Visit) -> None:
    """Staff ask for the points of their group."""
    staff = await visit.staff()
    await visit.tell(await _page(visit, staff.group_id, 0))


async def page(visit: Visit) -> None:
    """Staff turn a page, or come back to the list."""
    button = visit.pressed(Deputies)
    await visit.staff(button.group_id)
    await visit.change(await _page(visit, button.group_id, button.page))
    await visit.toast(Done())


async def _page(visit: Visit, group_id: int, number: int) -> n.Deputies:
    group = await visit.group(group_id)
    everybody = await ranking.deputies_of(visit.tx, group_id)
    pages = max(-(-len(everybody) // PAGE), 1)
    number = min(max(number, 0), pages - 1)
    return n.Deputies(
        group_id=group_id,
        group_name=group.name,
        year=await this_year(visit, group_id),
        deputies=tuple(
            n.Person(member_id=one.id, name=one.name)
            for one in everybody[number * PAGE : (number + 1) * PAGE]
        ),
        page=number,
        pages=pages,
        ranking_on=await ranking.is_on(visit.tx, group_id),
        newer=len(await _newer(visit, group_id)),
    )


async def _newer(visit: Visit, group_id: int) -> tuple[Rule, ...]:
    today = (await visit.local(group_id)).date()
    return await newer_standard(visit.tx, group_id=group_id, day=today)


async def newer(visit: Visit) -> None:
    """Staff look what a newer standard would change, or take it from today on."""
    button = visit.pressed(b.NewerRules)
    staff = await visit.staff(button.group_id)
    if button.takes:
        await adopt_standard(visit.tx, group_id=button.group_id, by=acting(staff), now=visit.now)
        await visit.tx.flush()
        await visit.change(await _page(visit, button.group_id, 0))
    else:
        rules = await _newer(visit, button.group_id)
        changes = [
            n.Change(
                id=one.id,
                item_zh=one.item_zh,
                item_en=one.item_en,
                first=int(one.first * 100),
                further=int(one.further * 100),
                cap=int(one.cap * 100),
            )
            for one in rules
        ]
        local = await visit.local(button.group_id)
        group = await visit.group(button.group_id)
        await visit.change(
            n.NewerRules(
                group_id=group.id,
                group_name=group.name,
                changes=tuple(changes),
                from_date=local.date(),
            )
        )
    await visit.toast(Done())


async def this_year(visit: Visit, group_id: int) -> int:
    """Return the year it is where the group lives."""
    return (await visit.local(group_id)).year


async def choose(visit: Visit) -> None:
    """Staff want to enter something for a deputy, and choose the item."""
    button = visit.pressed(Enter)
    await visit.staff(button.group_id)
    await visit.change(await choices(visit, button.group_id, button.member_id))
    await visit.toast(Done())


async def choices(visit: Visit, group_id: int, member_id: int, *, appeal_id: int = 0) -> n.Items:
    """Return what can be entered for a deputy today."""
    _group, member = await the_deputy(visit.tx, group_id, member_id)
    today = (await visit.local(group_id)).date()
    rules = await rules_on(visit.tx, group_id=group_id, day=today)
    there = await credited(visit.tx, group_id=group_id, member_id=member_id, year=today.year)
    return n.Items(
        group_id=group_id,
        member_id=member_id,
        name=member.name,
        year=today.year,
        items=tuple(items(rules, there)),
        appeal_id=appeal_id,
    )


async def switch_ranking(visit: Visit) -> None:
    """Staff switch the ranking on or off."""
    button = visit.pressed(b.SwitchRanking)
    staff = await visit.staff(button.group_id)
    await ranking.switch(
        visit.tx,
        group_id=button.group_id,
        on=bool(button.on),
        by=acting(staff),
        now=visit.now,
    )
    await visit.change(await _page(visit, button.group_id, 0))
    await visit.toast(n.RankingSwitched(on=bool(button.on)))


async def rank(visit: Visit) -> None:
    """Somebody asks for the ranking: of each group in which they have a place and it is on."""
    places = {one.group_id for one in await visit.members()}
    if not places:
        raise Refusal(n.NoPlace())
    shown = [one for one in sorted(places) if await ranking.is_on(visit.tx, one)]
    if not shown:
        raise Refusal(n.RankingOff())
    for group_id in shown:
        group = await visit.group(group_id)
        year = await this_year(visit, group_id)
        await visit.tell(await ranking.ranking(visit.tx, group, year=year))


ENTRIES: tuple[Entry, ...] = (
    word("ledger.w_ledger", deputies, may="staff"),
    word("ledger.w_ranking", rank, may="bound"),
    pressed(Deputies, page, may="staff"),
    pressed(Enter, choose, may="staff"),
    pressed(b.SwitchRanking, switch_ranking, may="staff"),
    pressed(b.NewerRules, newer, may="staff"),
)
