"""What a year would have come to under other rules, before they are adopted. Writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.activities.queries import Taken, attended
from models.database import Transaction
from models.groups.tables import Group
from models.people.tables import Member
from models.points.following import following
from models.points.queries import as_line, ledger, rule_sets, rules_of_year
from models.points.ranking import deputies_of
from models.points.rules import DEFAULT, RuleSet, Score, in_force, score
from models.points.sources import source_of
from models.points.tables import LedgerLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One deputy's total now and then, and each rule that makes a difference."""

    member: Member
    now: Decimal
    then: Decimal
    causes: Mapping[str, Decimal]

    @property
    def difference(self) -> Decimal:
        """Return how much more (or, below zero, less) the other rules bring."""
        return self.then - self.now


async def replay(
    tx: Transaction,
    group: Group,
    *,
    year: int,
    rules: RuleSet,
    now: datetime,
    since: date | None = None,
) -> Sequence[Replayed]:
    """Return every deputy's year under other rules beside what it is.

    With `since` as if the rules were adopted from that day on: exactly what adopting them brings.
    Without, as if nothing but them had held the whole year. Lines that no roll brings are kept.
    """
    sets = await _held(tx, group.id, rules, year=year, since=since)
    zone = ZoneInfo(group.timezone)
    first = max(since or date.min, date(year, 1, 1))
    taken = await attended(
        tx,
        group_id=group.id,
        since=datetime.combine(first, datetime.min.time(), zone),
        until=datetime(year + 1, 1, 1, tzinfo=zone),
    )
    deputies = await deputies_of(tx, group.id)
    books = await ledger(tx, [(group.id, one.id, year) for one in deputies])
    present = await rules_of_year(tx, group_id=group.id, year=year)
    then = _on(sets, date(year, 12, 31))
    of: dict[int, list[Taken]] = defaultdict(list)
    for each in taken:
        of[each.member.id].append(each)
    found = []
    for one in deputies:
        book = books[group.id, one.id, year]
        other = _followed(book, of[one.id], sets, group.timezone, now)
        found.append(compared(one, _scored(book, present), _scored(other, then)))
    return found


async def _held(
    tx: Transaction, group_id: int, rules: RuleSet, *, year: int, since: date | None
) -> tuple[RuleSet, ...]:
    """Return the rule sets that would hold: these beside those adopted, or these alone."""
    if since is None:
        return (rules.model_copy(update={"from_date": date(year, 1, 1)}),)
    known = await tx.load(rule_sets, group_id) or ()
    version = max((one.version for one in known), default=0) + 1
    return (*known, rules.model_copy(update={"version": version, "from_date": since}))


def _on(sets: tuple[RuleSet, ...], day: date) -> RuleSet:
    return in_force(sets, day) or DEFAULT


def _followed(
    book: Sequence[LedgerLine],
    taken: Iterable[Taken],
    sets: tuple[RuleSet, ...],
    zone: str,
    now: datetime,
) -> Sequence[LedgerLine]:
    """Return a ledger as it would be once it has followed the rolls."""
    lines = list(book)
    for one in taken:
        source = source_of(one.activity, zone, one.attendance)
        lines += following(lines, source, _on(sets, source.local.date()), now=now)
    return lines


def _scored(rows: Iterable[LedgerLine], rules: RuleSet) -> Score:
    return score(map(as_line, rows), rules)


def compared(member: Member, now: Score, then: Score) -> Replayed:
    """Return two scores of one deputy side by side."""
    was = {one.rule.id: one.counted for one in now.per_rule}
    will = {one.rule.id: one.counted for one in then.per_rule}
    nothing = Decimal(0)
    causes = {
        name: will.get(name, nothing) - was.get(name, nothing)
        for name in [*will, *(one for one in was if one not in will)]
    }
    changed = {name: change for name, change in causes.items() if change}
    return Replayed(member=member, now=now.total, then=then.total, causes=changed)
