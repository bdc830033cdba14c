"""Who is recommended for distinction: by points and presence, with what proves it (staff only)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.activities.rules import AttendanceState
from models.archives.entries import Archive
from models.archives.reading import Years, archives, deputies_of
from models.database import Transaction
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.points.evidence import evidence
from models.points.queries import as_line, hundredths, ledger, rules_of_year
from models.points.rules import Score, score

_NAMED = 5  # things that prove one item


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an item of the rules brought, and what it was for."""

    item_zh: str
    counted: int  # in hundredths
    what: Sequence[str]
    more: int  # things besides


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A deputy who has what a recommendation asks for."""

    archive: Archive
    total: int  # in hundredths
    proofs: Sequence[Proof]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """Who is recommended for a year, by name, and the points that were needed (hundredths)."""

    year: int
    bound: int
    candidates: Sequence[Candidate]


async def recommended(tx: Transaction, group: Group, *, year: int, by: Actor) -> Recommended:
    """Return the deputies in the best band of points who were never away without leave.

    Refused: not the group's staff. The number of statements does not depend on how many there are.
    """
    require_staff(by, group_id=group.id)
    return await found(tx, group, year=year)


async def found(tx: Transaction, group: Group, *, year: int) -> Recommended:
    """Return who is recommended; the right to see it was asked before."""
    people = [one for one in await deputies_of(tx, group_id=group.id) if one.left_at is None]
    rules = await rules_of_year(tx, group_id=group.id, year=year)
    books = await ledger(tx, [(group.id, one.id, year) for one in people])
    scores = {one.id: score(map(as_line, books[group.id, one.id, year]), rules) for one in people}
    best = [one for one in people if rules.band(scores[one.id].total) == 0]
    read = await archives(tx, Years(group=group, first=year, last=year), best)
    lines = [each.line for one in best for each in scores[one.id].lines]
    names = await evidence(tx, group.id, lines)
    candidates = [
        Candidate(
            archive=archive,
            total=hundredths(scores[archive.deputy.member_id].total),
            proofs=_proofs(scores[archive.deputy.member_id], names),
        )
        for archive in read
        if not _was_away(archive)
    ]
    bound = hundredths(rules.bands[0]) if rules.bands else 0
    return Recommended(year=year, bound=bound, candidates=candidates)


def _was_away(one: Archive) -> bool:
    entries = (entry for part in one.parts.values() for entry in part)
    return any(entry.mark == AttendanceState.ABSENT.value for entry in entries)


def _proofs(one: Score, names: Mapping[int, str]) -> Sequence[Proof]:
    found = []
    for rule in one.per_rule:
        if not rule.counted:
            continue
        lines = [each for each in one.lines if each.line.rule_id == rule.rule.id and each.nth]
        what = list(dict.fromkeys(names[each.line.id] for each in lines))
        found.append(
            Proof(
                item_zh=rule.rule.item_zh,
                counted=hundredths(rule.counted),
                what=what[:_NAMED],
                more=max(len(what) - _NAMED, 0),
            )
        )
    return found


def asked_year(now: datetime) -> int:
    """Return the year a recommendation is about: in the first quarter the one before."""
    return now.year - 1 if now.month <= 3 else now.year  # noqa: PLR2004  (March)
