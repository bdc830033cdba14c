"""What a year would have come to under other rules, before they are adopted. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.activities.queries import Taken, attended
from models.database import Transaction
from models.groups.tables import Group
from models.people.queries import roster
from models.people.tables import Member, Role
from models.points.queries import as_line, ledger, rules_of_year
from models.points.rules import Line, RuleSet, Score, score


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


async def replay(tx: Transaction, group: Group, *, year: int, rules: RuleSet) -> Sequence[Replayed]:
    """Return every deputy's year under other rules beside what it is.

    Lines carry the rules that held when they were written, so those of activities are derived
    anew from the roll; lines from other sources are kept as they are.
    """
    zone = ZoneInfo(group.timezone)
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    taken = await attended(tx, group_id=group.id, since=since, until=until)
    deputies = [one for one, _reach in await roster(tx, group_id=group.id)]
    deputies = [one for one in deputies if one.role is Role.DEPUTY]
    books = await ledger(tx, [(group.id, one.id, year) for one in deputies])
    present = await rules_of_year(tx, group_id=group.id, year=year)
    found = []
    for one in deputies:
        lines = [as_line(row) for row in books[group.id, one.id, year]]
        own = [each for each in taken if each.member.id == one.id]
        found.append(compared(one, score(lines, present), score(anew(lines, own, rules), rules)))
    return found


def anew(lines: Iterable[Line], taken: Iterable[Taken], rules: RuleSet) -> Sequence[Line]:
    """Return a ledger as these rules would have written it."""
    kept = [line for line in lines if line.source_kind != "activity"]
    earned = [
        (one, rule.id)
        for one in taken
        for rule in rules.earned_by(one.activity.kind, one.attendance.state)
    ]
    derived = [_line(number, one, name, rules) for number, (one, name) in enumerate(earned, 1)]
    return [*derived, *kept]


def _line(number: int, one: Taken, rule_id: str, rules: RuleSet) -> Line:
    return Line(
        id=number,
        rule_id=rule_id,
        at=one.activity.starts_at,
        source_kind="activity",
        source_id=one.activity.id,
        share=rules.share_of(one.attendance.state),
    )


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
