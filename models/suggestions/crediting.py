"""Points follow from suggestions: led, co-signed, key, solved (domain §3: P1, B1, B2)."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.base import new_id
from models.database import Transaction
from models.points.credited import SOURCE
from models.points.entering import NOON
from models.points.evidence import BY_HAND
from models.points.following import reversal_of
from models.points.queries import hundredths, ledger_of, rules_on
from models.points.rules import RuleSet
from models.points.tables import LedgerLine, ManualEntry
from models.suggestions.queries import last_answer, standing_signers
from models.suggestions.rules import Credit, Facts, SignerRole, credits_for, is_named, is_solved
from models.suggestions.tables import Suggestion


async def follow(tx: Transaction, one: Suggestion, *, zone: ZoneInfo, now: datetime) -> None:
    """Have the ledger say what a suggestion brings: lines are added, or taken back by others.

    What staff have entered by hand for the same suggestion is taken back as its own line comes.
    """
    standing = await _standing(tx, one)
    wanted = credits_for(await _facts(tx, one))
    day = one.submitted_on or now.astimezone(zone).date()
    rules = await rules_on(tx, group_id=one.group_id, day=day)
    there = {_credit(row): row for row in standing}
    for credit, row in there.items():
        if credit not in wanted:
            tx.add(reversal_of(row, now))
    revision = await _revision(tx, one)
    for credit in sorted(wanted - there.keys(), key=lambda it: (it.member_id, it.rule_id)):
        line = _line(one, credit, rules, day, zone=zone, revision=revision, now=now)
        if line is not None:
            for row in await _by_hand(tx, one, line):
                tx.add(reversal_of(row, now))
            tx.add(line)
    await tx.flush()


async def _facts(tx: Transaction, one: Suggestion) -> Facts:
    signed = await standing_signers(tx, one)
    answer = await last_answer(tx, one)
    return Facts(
        state=one.state,
        lead=one.lead_id,
        cosigners=tuple(
            row.member_id for row, _member in signed if row.role is SignerRole.COSIGNER
        ),
        is_key=one.is_key,
        is_solved=answer is not None
        and is_solved(answer.answer_class, is_proven=answer.proven_on is not None),
    )


async def _lines(tx: Transaction, one: Suggestion) -> Sequence[LedgerLine]:
    members = [row.member_id for row, _member in await standing_signers(tx, one)]
    rows = await tx.scalars(
        select(LedgerLine)
        .where(
            LedgerLine.group_id == one.group_id,
            LedgerLine.member_id.in_({one.lead_id, *members}),
            LedgerLine.source_kind == SOURCE,
            LedgerLine.source_id == one.id,
        )
        .order_by(LedgerLine.id)
    )
    return rows.all()


async def _standing(tx: Transaction, one: Suggestion) -> Sequence[LedgerLine]:
    rows = await _lines(tx, one)
    taken_back = {row.reverses for row in rows}
    return [row for row in rows if row.reverses is None and row.id not in taken_back]


async def _revision(tx: Transaction, one: Suggestion) -> int:
    return max((row.revision for row in await _lines(tx, one)), default=0) + 1


async def _by_hand(tx: Transaction, one: Suggestion, line: LedgerLine) -> Sequence[LedgerLine]:
    """Return the standing lines that staff entered of this suggestion for what it brings now."""
    rows = await ledger_of(tx, group_id=line.group_id, member_id=line.member_id, year=line.year)
    gone = {row.reverses for row in rows}
    same = [
        row
        for row in rows
        if row.source_kind in BY_HAND
        and row.rule_id == line.rule_id
        and (row.fixed_hundredths is None) == (line.fixed_hundredths is None)
        and row.reverses is None
        and row.id not in gone
    ]
    said = {row.id: await tx.get(ManualEntry, (row.group_id, row.source_id)) for row in same}
    return [
        row
        for row in same
        if (entry := said[row.id]) and is_named(entry.evidence, number=one.number, title=one.title)
    ]


def _credit(row: LedgerLine) -> Credit:
    variant = "cosigned" if row.fixed_hundredths is not None else None
    return Credit(member_id=row.member_id, rule_id=row.rule_id, variant=variant)


def _line(
    one: Suggestion,
    credit: Credit,
    rules: RuleSet,
    day: date,
    *,
    zone: ZoneInfo,
    revision: int,
    now: datetime,
) -> LedgerLine | None:
    """Return the line for a credit; None where the rules of that day do not know or count it."""
    rule = next((it for it in rules.rules if it.id == credit.rule_id and it.on), None)
    variant = next((it for it in rule.fixed if it.id == credit.variant), None) if rule else None
    if rule is None or (credit.variant and variant is None):
        return None
    return LedgerLine(
        group_id=one.group_id,
        id=new_id(),
        member_id=credit.member_id,
        year=day.year,
        at=datetime.combine(day, NOON, zone),
        rule_id=rule.id,
        version=rules.version,
        sign=1,
        share_percent=100,
        fixed_hundredths=hundredths(variant.points) if variant else None,
        source_kind=SOURCE,
        source_id=one.id,
        revision=revision,
        written_at=now,
    )
