"""Rules that staff try out: kept for a day until they are adopted or dropped, shown beforehand."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people import importing
from models.people.roster_notices import RowProblem
from models.points import comparing, recounting
from models.points.queries import hundredths, rule_sets, rules_on
from models.points.replaying import Replayed, replay
from models.points.rule_notices import (
    Ahead,
    Difference,
    RulesShown,
    RulesUnusable,
    WhatIf,
)
from models.points.rules import RuleSet, in_force

PAGE, PROBLEMS_SHOWN = 10, 8


async def in_words(tx: Transaction, group: Group, *, now: datetime) -> RulesShown:
    """Return the rules in force today as the staff read them."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    rules = await rules_on(tx, group_id=group.id, day=today)
    there = comparing.deductions(rules)
    return RulesShown(
        group_id=group.id,
        group_name=group.name,
        version=rules.version,
        from_date=rules.from_date,
        rules=tuple(map(comparing.shown, rules.rules)),
        year_cap=hundredths(rules.year_cap),
        bonus_cap=hundredths(rules.bonus_cap),
        deduction_floor=hundredths(rules.deduction_floor),
        late_share=hundredths(rules.late_share),
        bands=tuple(map(hundredths, rules.bands)),
        deductions=len(there),
        deductions_on=any(one.on for one in there),
        ahead=await _ahead(tx, group.id, today),
        is_counting=await recounting.is_under_way(tx, group.id),
    )


async def _ahead(tx: Transaction, group_id: int, day: date) -> tuple[Ahead, ...]:
    known = await tx.load(rule_sets, group_id) or ()
    return tuple(
        Ahead(version=one.version, from_date=one.from_date)
        for one in sorted(known, key=lambda each: each.from_date)
        if one.from_date > day and in_force(known, one.from_date) == one
    )


async def keep(
    tx: Transaction,
    *,
    account_id: int,
    filename: str,
    rules: RuleSet | None,
    unnamed: Sequence[str] = (),
    problems: Sequence[RowProblem] = (),
    now: datetime,
) -> int:
    """Keep rules for a day, in place of what the same person sent before; return their number.

    `unnamed` are limits the file says nothing of: those stay as they are in the group.
    """
    content = {
        "rules": rules.model_dump(mode="json") if rules else None,
        "unnamed": list(unnamed),
        "problems": [one.model_dump(mode="json") for one in problems],
    }
    version = await importing.keep_file(
        tx, account_id=account_id, filename=filename, content=content, now=now
    )
    await tx.flush()
    return version


async def kept(
    tx: Transaction, group: Group, *, account_id: int, version: int, since: date, now: datetime
) -> RuleSet | RulesUnusable:
    """Return rules that wait, or why they cannot be used; Refusal (gone) once forgotten."""
    file = await importing.kept_file(tx, account_id=account_id, version=version, now=now)
    if "rules" not in file.content or "unnamed" not in file.content:
        raise Refusal(Gone())
    problems = [RowProblem.model_validate(one) for one in file.content["problems"]]
    if problems or file.content["rules"] is None:
        return RulesUnusable(
            group_id=group.id,
            problems=tuple(problems[:PROBLEMS_SHOWN]),
            n_problems=len(problems),
        )
    rules = RuleSet.model_validate(file.content["rules"])
    present = await rules_on(tx, group_id=group.id, day=since)
    as_they_are = {name: getattr(present, name) for name in file.content["unnamed"]}
    return rules.model_copy(update=as_they_are)


async def what_if(
    tx: Transaction,
    group: Group,
    rules: RuleSet,
    *,
    version: int,
    since: date,
    page: int,
    now: datetime,
) -> WhatIf:
    """Return what rules would bring this year if they were adopted from a day on."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    present = await rules_on(tx, group_id=group.id, day=since)
    found = await replay(tx, group, year=today.year, rules=rules, since=since, now=now)
    differing = sorted(
        (one for one in found if one.difference), key=lambda one: (one.difference, one.member.name)
    )
    pages = max(-(-len(differing) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return WhatIf(
        group_id=group.id,
        group_name=group.name,
        version=version,
        since=since,
        today=today,
        changes=tuple(comparing.changes(present, rules)),
        limits=tuple(comparing.limit_changes(present, rules)),
        differences=tuple(
            _difference(one, present, rules) for one in differing[page * PAGE : (page + 1) * PAGE]
        ),
        more=sum(one.difference > 0 for one in differing),
        less=sum(one.difference < 0 for one in differing),
        same=len(found) - len(differing),
        page=page,
        pages=pages,
        later=await _ahead(tx, group.id, since),
    )


def _difference(one: Replayed, present: RuleSet, rules: RuleSet) -> Difference:
    names = {rule.id: (rule.item_zh, rule.item_en) for rule in (*present.rules, *rules.rules)}
    return Difference(
        name=one.member.name,
        now=hundredths(one.now),
        then=hundredths(one.then),
        causes=tuple(
            (*names.get(name, (name, name)), hundredths(change))
            for name, change in one.causes.items()
        ),
    )
