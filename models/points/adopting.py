"""Adopting rules: a new version from a date. Versions are added, never changed (domain §3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.people.rules import Actor, require_staff
from models.points import recounting
from models.points.notices import RulesTooOld, SameRules
from models.points.queries import rule_sets, rules_on
from models.points.rules import DEFAULT, Rule, RuleSet, in_force
from models.points.tables import AdoptedRules


async def adopt(
    tx: Transaction,
    *,
    group_id: int,
    rules: RuleSet,
    from_date: date,
    by: Actor,
    now: datetime,
    is_standard: bool = False,
) -> RuleSet:
    """Keep these rules as the group's next version, in force from a day on.

    The ledger follows them: what rolls from that day on bring otherwise now is written by new
    lines, for a small group at once, else by and by (`recounting`).

    Refusal (too old) for a day of a year that is over, whose points have been told; (the same)
    if nothing would change.
    """
    require_staff(by, group_id=group_id)
    group = await tx.load(groups, group_id)
    if group is None:
        raise Refusal(Gone())
    this_year = now.astimezone(ZoneInfo(group.timezone)).year
    if from_date.year < this_year:
        raise Refusal(RulesTooOld(from_date=from_date, year=this_year))
    known = await tx.load(rule_sets, group_id) or ()
    present = in_force(known, from_date)
    if present is not None and _bare(present) == _bare(rules):
        raise Refusal(SameRules(version=present.version))
    number = max((one.version for one in known), default=0) + 1
    adopted = rules.model_copy(
        update={"version": number, "from_date": from_date, "is_standard": is_standard}
    )
    tx.add(
        AdoptedRules(
            group_id=group_id,
            version=number,
            from_date=from_date,
            rules=adopted.model_dump(mode="json"),
            adopted_at=now,
            adopted_by=by.member_id,
        )
    )
    audit.write(
        tx,
        "points.adopt",
        by=by,
        now=now,
        group_id=group_id,
        version=number,
        from_date=from_date.isoformat(),
    )
    await recounting.begin(tx, group, version=number, from_date=from_date, now=now)
    return adopted


def _bare(rules: RuleSet) -> RuleSet:
    """Return the rules without their number, date and origin: what they say."""
    return rules.model_copy(update={"version": 1, "from_date": date.min, "is_standard": False})


async def newer_standard(tx: Transaction, *, group_id: int, day: date) -> tuple[Rule, ...]:
    """Return the rules that a newer version of the program would bring a group, () for none.

    Only for a group that keeps to the standard: one with rules of its own is asked nothing. The
    first version of a group is the standard of the program that founded it.
    """
    present = await rules_on(tx, group_id=group_id, day=day)
    is_first = present.version == DEFAULT.version and present.from_date == DEFAULT.from_date
    if not (present.is_standard or is_first):
        return ()
    known = {rule.id: rule for rule in present.rules}
    return tuple(rule for rule in DEFAULT.rules if known.get(rule.id) != rule)


async def adopt_standard(tx: Transaction, *, group_id: int, by: Actor, now: datetime) -> RuleSet:
    """Take the standard of this version of the program, from today on; what was before stays.

    Refusal (the same) if nothing would change.
    """
    group = await tx.load(groups, group_id)
    if group is None:
        raise Refusal(Gone())
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    return await adopt(
        tx, group_id=group_id, rules=DEFAULT, from_date=today, by=by, now=now, is_standard=True
    )
