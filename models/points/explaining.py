"""Reads a score for its deputy: the total opened into rules, a rule opened into lines."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.people.tables import Member
from models.points.evidence import BY_HAND, evidence, recounted
from models.points.notices import LedgerShown, MyPoints, RuleLine, WhyPoints
from models.points.queries import hundredths, rules_on, score_of
from models.points.rules import LineScore, RuleScore, Score, Why


def may_see(by: Actor, member: Member) -> None:
    """Let deputies see their own points, and staff those of their group (domain §3)."""
    if by.member_id == member.id and by.group_id == member.group_id:
        return
    require_staff(by, group_id=member.group_id)


async def my_points(
    tx: Transaction,
    member: Member,
    group: Group,
    *,
    year: int | None = None,
    now: datetime,
    for_staff: bool = False,
) -> MyPoints:
    """Return a deputy's points of a year (this one unless named), by rule."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    score, best = await _score(tx, member, year or today.year, today)
    return MyPoints(
        group_id=group.id,
        member_id=member.id,
        group_name=group.name,
        name=member.name,
        year=year or today.year,
        total=hundredths(score.total),
        band=best,
        rules=tuple(_rule(one) for one in score.per_rule if one.count or one.counted),
        version=score.version,
        for_staff=for_staff,
    )


async def why(
    tx: Transaction,
    member: Member,
    group: Group,
    *,
    year: int,
    rule_id: str,
    now: datetime,
    for_staff: bool = False,
) -> WhyPoints:
    """Return every line of one rule with its evidence; Refusal (gone) for an unknown rule."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    score, _best = await _score(tx, member, year, today)
    rule = next((one for one in score.per_rule if one.rule.id == rule_id), None)
    if rule is None:
        raise Refusal(Gone())
    lines = [one for one in score.lines if one.line.rule_id == rule_id]
    return WhyPoints(
        group_id=group.id,
        member_id=member.id,
        year=year,
        rule=_rule(rule),
        lines=await _explained(tx, group.id, lines),
        for_staff=for_staff,
    )


async def _score(tx: Transaction, member: Member, year: int, today: date) -> tuple[Score, int]:
    score = await score_of(
        tx, group_id=member.group_id, member_id=member.id, year=year, today=today
    )
    rules = await rules_on(tx, group_id=member.group_id, day=min(today, date(year, 12, 31)))
    return score, rules.band(score.total)


def _rule(one: RuleScore) -> RuleLine:
    rule = one.rule
    return RuleLine(
        rule_id=rule.id,
        item_zh=rule.item_zh,
        item_en=rule.item_en,
        first=hundredths(Decimal(rule.first)),
        further=hundredths(Decimal(rule.further)),
        cap=hundredths(Decimal(rule.cap)),
        count=one.count,
        raw=hundredths(one.raw),
        counted=hundredths(one.counted),
    )


async def _explained(
    tx: Transaction, group_id: int, lines: Collection[LineScore]
) -> tuple[LedgerShown, ...]:
    found = await evidence(tx, group_id, [one.line for one in lines])
    versions = await recounted(tx, group_id, [one.line for one in lines])
    return tuple(
        LedgerShown(
            at=one.line.at,
            evidence=found[one.line.id],
            raw=hundredths(one.raw),
            counted=hundredths(one.counted),
            running=hundredths(one.running),
            why=one.why,
            line_id=one.line.id,
            rules_version=versions.get(one.line.id, 0),
            can_be_taken_back=one.line.source_kind in BY_HAND and one.why not in _TAKEN_BACK,
        )
        for one in lines
    )


_TAKEN_BACK = frozenset({Why.REVERSED, Why.REVERSAL, Why.REVERSES_NOTHING})
