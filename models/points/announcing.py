"""Deputies hear of other rules: once, privately, and only if the staff wish it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.people.rules import Actor, require_staff
from models.points.comparing import changes
from models.points.queries import rule_sets
from models.points.ranking import deputies_of
from models.points.rule_notices import RulesChanged
from models.points.rules import DEFAULT, RuleSet, in_force
from models.points.telling import tell


async def tell_rules(
    tx: Transaction, *, bot_id: int, group_id: int, version: int, by: Actor, now: datetime
) -> int:
    """Tell every bound deputy what a version has otherwise; return how many.

    Nobody is told twice of the same version. Refusal (gone) for one the group does not have.
    """
    require_staff(by, group_id=group_id)
    group = await tx.load(groups, group_id)
    known = await tx.load(rule_sets, group_id) or ()
    rules = next((one for one in known if one.version == version), None)
    if group is None or rules is None:
        raise Refusal(Gone())
    other = tuple(changes(_before(known, rules), rules))
    told = 0
    for member in await deputies_of(tx, group_id):
        notice = RulesChanged(
            group_id=group_id,
            member_id=member.id,
            group_name=group.name,
            year=now.astimezone(ZoneInfo(group.timezone)).year,
            from_date=rules.from_date,
            changes=other,
        )
        told += await tell(
            tx, member, group, notice, bot_id=bot_id, about=f"rules:{version}", now=now
        )
    if told:
        audit.write(
            tx, "points.tell_rules", by=by, now=now, group_id=group_id, version=version, told=told
        )
    return told


def _before(known: tuple[RuleSet, ...], rules: RuleSet) -> RuleSet:
    """Return what held on the first day of a version before it was adopted."""
    earlier = tuple(one for one in known if one.version < rules.version)
    return in_force(earlier, rules.from_date) or DEFAULT
