"""What staff enter by hand, with evidence, and take back, with a reason (domain §3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.points.credited import Credited, counted_already
from models.points.following import reversal_of
from models.points.notices import (
    CorrectTheRoll,
    CountedAlready,
    DayNotUsable,
    Entered,
    Item,
    NoSuchItem,
    TakenBack,
)
from models.points.queries import hundredths, ledger_of, rules_on, score_of
from models.points.rules import FixedPoints, Rule, RuleSet
from models.points.tables import LedgerLine, LineReason, ManualEntry
from models.points.telling import tell

NOON = time(12)


def items(rules: RuleSet, there: Sequence[Credited] = ()) -> Sequence[Item]:
    """Return what can be entered by hand: rules no activity earns, and every variant.

    Each says how many of the deputy's suggestions (`there`) have brought it by themselves.
    """
    known = Counter((one.rule_id, one.is_variant) for one in there)
    found = []
    for rule in rules.rules:
        if not rule.on:
            continue
        if not rule.earned_by:
            found.append(_item(rule, 0, None, known))
        found += [_item(rule, number, one, known) for number, one in enumerate(rule.fixed, 1)]
    return found


def _item(
    rule: Rule, number: int, variant: FixedPoints | None, known: Mapping[tuple[str, bool], int]
) -> Item:
    named = variant or rule
    return Item(
        rule_id=rule.id,
        number=number,
        item_zh=named.item_zh,
        item_en=named.item_en,
        first=hundredths(variant.points if variant else rule.first),
        further=hundredths(variant.points if variant else rule.further),
        cap=hundredths(rule.cap),
        is_fixed=variant is not None,
        credited=known.get((rule.id, variant is not None), 0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be entered: whose, which item, when, and what proves it."""

    group_id: int
    member_id: int
    rule_id: str
    number: int
    evidence: str
    on: date
    source: str = "entry"


async def enter(
    tx: Transaction, deed: Deed, *, bot_id: int, by: Actor, now: datetime
) -> ManualEntry:
    """Write a line for something the roll of no activity shows; the deputy is told.

    Refusal (no such item) if the rules of that day do not have it, (day) for a day ahead or
    before last year, (gone) for nobody of the group, (counted already) where the evidence names
    a suggestion that has brought the same by itself.
    """
    require_staff(by, group_id=deed.group_id)
    group, member = await the_deputy(tx, deed.group_id, deed.member_id)
    entry = await write_entry(tx, deed, group, by=by, now=now)
    audit.write(
        tx,
        "points.enter",
        by=by,
        now=now,
        group_id=group.id,
        subject_id=entry.id,
        rule=deed.rule_id,
        member=member.id,
    )
    told = await entered(tx, entry, group, on=deed.on, now=now)
    await tell(tx, member, group, told, bot_id=bot_id, about=f"entry:{entry.id}", now=now)
    return entry


async def the_deputy(tx: Transaction, group_id: int, member_id: int) -> tuple[Group, Member]:
    """Return a deputy and their group; Refusal (gone) if there is none."""
    group = await tx.load(groups, group_id)
    member = await tx.get(Member, (group_id, member_id))
    if group is None or member is None or member.role is not Role.DEPUTY:
        raise Refusal(Gone())
    return group, member


async def write_entry(
    tx: Transaction, deed: Deed, group: Group, *, by: Actor, now: datetime
) -> ManualEntry:
    """Add the entry and its ledger line; nobody is told."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    if deed.on > today or deed.on.year < today.year - 1:
        raise Refusal(DayNotUsable())
    rules = await rules_on(tx, group_id=group.id, day=deed.on)
    rule, variant = _meant(rules, deed)
    await _once_only(tx, deed, is_variant=variant is not None)
    entry = ManualEntry(
        group_id=group.id,
        id=new_id(),
        member_id=deed.member_id,
        rule_id=rule.id,
        variant=variant.id if variant else None,
        evidence=deed.evidence[:300],
        entered_by=by.member_id,
        entered_at=now,
    )
    tx.add(entry)
    tx.add(_line_of(entry, deed, group, rules, variant, now))
    await tx.flush()
    return entry


def _line_of(
    entry: ManualEntry,
    deed: Deed,
    group: Group,
    rules: RuleSet,
    variant: FixedPoints | None,
    now: datetime,
) -> LedgerLine:
    return LedgerLine(
        group_id=group.id,
        id=new_id(),
        member_id=deed.member_id,
        year=deed.on.year,
        at=datetime.combine(deed.on, NOON, ZoneInfo(group.timezone)),
        rule_id=entry.rule_id,
        version=rules.version,
        sign=1,
        share_percent=100,
        fixed_hundredths=hundredths(variant.points) if variant else None,
        source_kind=deed.source,
        source_id=entry.id,
        revision=1,
        written_at=now,
    )


async def _once_only(tx: Transaction, deed: Deed, *, is_variant: bool) -> None:
    one = await counted_already(
        tx,
        group_id=deed.group_id,
        member_id=deed.member_id,
        year=deed.on.year,
        item=(deed.rule_id, is_variant),
        evidence=deed.evidence,
    )
    if one is not None:
        raise Refusal(CountedAlready(title=one.title, number=one.number))


def _meant(rules: RuleSet, deed: Deed) -> tuple[Rule, FixedPoints | None]:
    known = {(one.rule_id, one.number) for one in items(rules)}
    if (deed.rule_id, deed.number) not in known:
        raise Refusal(NoSuchItem())
    rule = next(one for one in rules.rules if one.id == deed.rule_id)
    return rule, rule.fixed[deed.number - 1] if deed.number else None


async def entered(
    tx: Transaction, entry: ManualEntry, group: Group, *, on: date, now: datetime
) -> Entered:
    """Return what a deputy hears of an entry."""
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    score = await score_of(
        tx, group_id=group.id, member_id=entry.member_id, year=on.year, today=today
    )
    line = next(one for one in score.lines if one.line.source_id == entry.id)
    rules = await rules_on(tx, group_id=group.id, day=on)
    zh, en = names_of(rules, entry.rule_id, entry.variant)
    return Entered(
        group_id=group.id,
        member_id=entry.member_id,
        item_zh=zh,
        item_en=en,
        on=line.line.at,
        evidence=entry.evidence,
        gained=hundredths(line.counted),
        total=hundredths(score.total),
        year=on.year,
    )


def names_of(rules: RuleSet, rule_id: str, variant: str | None = None) -> tuple[str, str]:
    """Return what an item is called, in Chinese and in English."""
    for rule in rules.rules:
        if rule.id == rule_id:
            named = next((one for one in rule.fixed if one.id == variant), rule)
            return named.item_zh, named.item_en
    return rule_id, rule_id


async def take_back(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    line_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> LedgerLine:
    """Take a line back by one that points at it; the deputy is told why.

    Refusal (the roll) for a line of an activity: there the roll is corrected and the ledger
    follows; (gone) for one that no longer stands.
    """
    require_staff(by, group_id=group_id)
    line = await tx.get(LedgerLine, (group_id, line_id))
    if line is None or line.reverses is not None:
        raise Refusal(Gone())
    if line.source_kind == "activity":
        raise Refusal(CorrectTheRoll())
    rows = await ledger_of(tx, group_id=group_id, member_id=line.member_id, year=line.year)
    if any(row.reverses == line.id for row in rows):
        raise Refusal(Gone())
    back = reversal_of(line, now)
    tx.add(back)
    tx.add(
        LineReason(
            group_id=group_id,
            line_id=back.id,
            reason=reason[:300],
            given_by=by.member_id,
            given_at=now,
        )
    )
    await tx.flush()
    audit.write(tx, "points.take_back", by=by, now=now, group_id=group_id, subject_id=line.id)
    await _tell_taken_back(tx, line, reason, bot_id=bot_id, now=now)
    return back


async def _tell_taken_back(
    tx: Transaction, line: LedgerLine, reason: str, *, bot_id: int, now: datetime
) -> None:
    group, member = await the_deputy(tx, line.group_id, line.member_id)
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    score = await score_of(tx, group_id=group.id, member_id=member.id, year=line.year, today=today)
    rules = await rules_on(tx, group_id=group.id, day=today)
    zh, en = names_of(rules, line.rule_id)
    notice = TakenBack(
        group_id=group.id,
        member_id=member.id,
        item_zh=zh,
        item_en=en,
        on=line.at,
        reason=reason,
        total=hundredths(score.total),
        year=line.year,
    )
    await tell(tx, member, group, notice, bot_id=bot_id, about=f"back:{line.id}", now=now)
