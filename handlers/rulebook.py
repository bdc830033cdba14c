"""How the staff read the rules of points, try others out, and adopt them."""

from datetime import date

from handlers.kit import texts
from handlers.kit.entries import Entry, pressed
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import rulebook as b
from models import clock
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.people import importing
from models.people.rules import acting
from models.people.tables import Role
from models.points import comparing, proposing, recounting
from models.points import rule_notices as n
from models.points.adopting import adopt
from models.points.announcing import tell_rules
from models.points.queries import rules_on
from models.points.replaying import replay
from models.points.rules import RuleSet
from reports import rules as tables
from reports.rules import RulesRead
from reports.sheets.writing import write_table


async def show(visit: Visit) -> None:
    """Staff look at the rules in force."""
    button = visit.pressed(b.ShowRules)
    await visit.staff(button.group_id)
    group = await visit.group(button.group_id)
    await visit.change(await proposing.in_words(visit.tx, group, now=visit.now))
    await visit.toast(Done())


async def give(visit: Visit) -> None:
    """Staff want the rules as a workbook."""
    button = visit.pressed(b.GiveRules)
    await visit.staff(button.group_id)
    group = await visit.group(button.group_id)
    await visit.hand(n.RulesTable(group_id=group.id, group_name=group.name), as_document=True)
    await visit.toast(Done())


async def switch_deductions(visit: Visit) -> None:
    """Staff try out the same rules with the deductions on, or off."""
    button = visit.pressed(b.SwitchDeductions)
    await visit.staff(button.group_id)
    today = (await visit.local(button.group_id)).date()
    rules = await rules_on(visit.tx, group_id=button.group_id, day=today)
    version = await proposing.keep(
        visit.tx,
        account_id=visit.user.id,
        filename="",
        rules=comparing.with_deductions(rules, on=bool(button.on)),
        now=visit.now,
    )
    await visit.change(await _tried(visit, button.group_id, version, today))
    await visit.toast(Done())


async def take(visit: Visit, filename: str, found: RulesRead) -> None:
    """Keep the rules of a file, and show what they would bring, or which rows cannot be used."""
    version = await proposing.keep(
        visit.tx,
        account_id=visit.user.id,
        filename=filename,
        rules=found.rules,
        unnamed=found.unnamed,
        problems=found.problems,
        now=visit.now,
    )
    places = [one for one in await visit.members() if one.role is Role.STAFF]
    if len(places) > 1:
        names = [(one.group_id, (await visit.group(one.group_id)).name) for one in places]
        await visit.tell(n.WhichRules(groups=tuple(names), version=version))
        return
    group_id = places[0].group_id
    today = (await visit.local(group_id)).date()
    await visit.tell(await _tried(visit, group_id, version, today))


async def for_group(visit: Visit) -> None:
    """Staff of several groups say whose rules a file holds."""
    button = visit.pressed(b.RulesFor)
    await visit.staff(button.group_id)
    today = (await visit.local(button.group_id)).date()
    await visit.change(await _tried(visit, button.group_id, button.version, today))
    await visit.toast(Done())


async def tried(visit: Visit) -> None:
    """Staff look what the rules would bring from a day on, or turn a page."""
    button = visit.pressed(b.TryRules)
    await visit.staff(button.group_id)
    since = _day(button.since)
    shown = await _tried(visit, button.group_id, button.version, since, page=button.page)
    await visit.change(shown)
    await visit.toast(Done())


def _day(number: int) -> date:
    day = b.day_of(number)
    if day is None:
        raise Refusal(Gone())
    return day


async def show_tried(visit: Visit, group_id: int, version: int, since: date) -> None:
    """Show what the rules that wait would bring from a day on."""
    await visit.change(await _tried(visit, group_id, version, since))


async def _tried(
    visit: Visit, group_id: int, version: int, since: date, *, page: int = 0
) -> n.WhatIf | n.RulesUnusable:
    group = await visit.group(group_id)
    rules = await proposing.kept(
        visit.tx, group, account_id=visit.user.id, version=version, since=since, now=visit.now
    )
    if isinstance(rules, n.RulesUnusable):
        return rules
    return await proposing.what_if(
        visit.tx, group, rules, version=version, since=since, page=page, now=visit.now
    )


async def _usable(visit: Visit, group: Group, version: int, since: date) -> RuleSet:
    rules = await proposing.kept(
        visit.tx, group, account_id=visit.user.id, version=version, since=since, now=visit.now
    )
    if isinstance(rules, n.RulesUnusable):
        raise Refusal(Gone())
    return rules


async def give_what_if(visit: Visit) -> None:
    """Staff want the same of every deputy as a workbook."""
    button = visit.pressed(b.GiveWhatIf)
    await visit.staff(button.group_id)
    since = _day(button.since)
    await _usable(visit, await visit.group(button.group_id), button.version, since)
    notice = n.WhatIfTable(
        group_id=button.group_id,
        account_id=visit.user.id,
        version=button.version,
        since=since,
    )
    await visit.hand(notice, as_document=True)
    await visit.toast(Done())


async def ask_to_adopt(visit: Visit) -> None:
    """Staff want to adopt the rules: they are asked once more, with how many it would change."""
    button = visit.pressed(b.AskToAdopt)
    await visit.staff(button.group_id)
    found = await _tried(visit, button.group_id, button.version, _day(button.since))
    if isinstance(found, n.RulesUnusable):
        raise Refusal(Gone())
    await visit.change(
        n.SureToAdopt(
            group_id=found.group_id,
            group_name=found.group_name,
            version=found.version,
            since=found.since,
            more=found.more,
            less=found.less,
        )
    )
    await visit.toast(Done())


async def adopt_them(visit: Visit) -> None:
    """Staff adopt the rules that were shown, all of them."""
    button = visit.pressed(b.AdoptRules)
    staff = await visit.staff(button.group_id)
    since = _day(button.since)
    rules = await _usable(visit, await visit.group(button.group_id), button.version, since)
    done = await adopt(
        visit.tx,
        group_id=button.group_id,
        rules=rules,
        from_date=since,
        by=acting(staff),
        now=visit.now,
    )
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    await visit.change(
        n.Adopted(
            group_id=button.group_id,
            version=done.version,
            from_date=done.from_date,
            is_ahead=since > (await visit.local(button.group_id)).date(),
            is_counting=await recounting.is_under_way(visit.tx, button.group_id),
        )
    )
    await visit.toast(Done())


async def drop(visit: Visit) -> None:
    """Staff do not want the rules they tried out."""
    button = visit.pressed(b.DropRules)
    await visit.staff(button.group_id)
    await importing.drop_file(visit.tx, account_id=visit.user.id)
    await visit.change(n.Dropped(group_id=button.group_id))
    await visit.toast(Done())


async def tell(visit: Visit) -> None:
    """Staff have the deputies told, once."""
    button = visit.pressed(b.TellRules)
    staff = await visit.staff(button.group_id)
    number = await tell_rules(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        version=button.version,
        by=acting(staff),
        now=visit.now,
    )
    await visit.toast(n.DeputiesTold(number=number))


@paper(n.RulesTable)
async def rules_table(tx: Transaction, notice: n.RulesTable, spoken: Spoken) -> Paper:
    """Make the workbook of the rules in force."""
    group = await _group(tx, notice.group_id)
    today = clock.now().astimezone(texts.zone(spoken.zone)).date()
    rules = await rules_on(tx, group_id=group.id, day=today)
    return Paper(
        filename=f"rules-{group.code}.xlsx",
        content=write_table(tables.HEADERS, tables.rows_of(rules), "xlsx"),
        notice=notice,
    )


@paper(n.WhatIfTable)
async def what_if_table(tx: Transaction, notice: n.WhatIfTable, spoken: Spoken) -> Paper:
    """Make the workbook of what rules would bring every deputy."""
    group, now = await _group(tx, notice.group_id), clock.now()
    rules = await proposing.kept(
        tx,
        group,
        account_id=notice.account_id,
        version=notice.version,
        since=notice.since,
        now=now,
    )
    if isinstance(rules, n.RulesUnusable):
        raise Refusal(Gone())
    year = now.astimezone(texts.zone(spoken.zone)).year
    found = await replay(tx, group, year=year, rules=rules, since=notice.since, now=now)
    content = write_table(tables.REPLAY_HEADERS, tables.replay_rows(found, rules), "xlsx")
    return Paper(filename=f"rules-what-if-{group.code}.xlsx", content=content, notice=notice)


async def _group(tx: Transaction, group_id: int) -> Group:
    group = await tx.load(groups, group_id)
    if group is None:
        raise LookupError("the group is gone")
    return group


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowRules, show, may="staff"),
    pressed(b.GiveRules, give, may="staff"),
    pressed(b.SwitchDeductions, switch_deductions, may="staff"),
    pressed(b.RulesFor, for_group, may="staff"),
    pressed(b.TryRules, tried, may="staff"),
    pressed(b.GiveWhatIf, give_what_if, may="staff"),
    pressed(b.AskToAdopt, ask_to_adopt, may="staff"),
    pressed(b.AdoptRules, adopt_them, may="staff"),
    pressed(b.DropRules, drop, may="staff"),
    pressed(b.TellRules, tell, may="staff"),
)
