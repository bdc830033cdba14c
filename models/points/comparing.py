"""How two sets of rules differ, for people who read them. Pure."""

from collections.abc import Sequence

from models.points.queries import hundredths
from models.points.rule_notices import LimitChange, RuleChange, RuleShown
from models.points.rules import Rule, RuleKind, RuleSet

LIMITS = ("year_cap", "bonus_cap", "deduction_floor", "late_share")


def shown(rule: Rule) -> RuleShown:
    """Return a rule as it is shown."""
    return RuleShown(
        id=rule.id,
        item_zh=rule.item_zh,
        item_en=rule.item_en,
        first=hundredths(rule.first),
        further=hundredths(rule.further),
        cap=hundredths(rule.cap),
        kind=rule.kind.value,
        is_on=rule.on,
        is_by_roll=bool(rule.earned_by),
        variants=tuple((one.item_zh, one.item_en, hundredths(one.points)) for one in rule.fixed),
    )


def changes(before: RuleSet, after: RuleSet) -> Sequence[RuleChange]:
    """Return the rules that are new, gone, switched, or count otherwise."""
    was = {one.id: one for one in before.rules}
    will = {one.id: one for one in after.rules}
    found = [_change(was.get(one.id), one) for one in after.rules if was.get(one.id) != one]
    gone = [one for one in before.rules if one.id not in will]
    return [*found, *(RuleChange(what="gone", rule=shown(one)) for one in gone)]


def _change(was: Rule | None, will: Rule) -> RuleChange:
    if was is None:
        return RuleChange(what="new", rule=shown(will), is_worth_changed=True)
    worth = _worth(was) != _worth(will)
    if was.on != will.on:
        return RuleChange(
            what="on" if will.on else "off", rule=shown(will), is_worth_changed=will.on
        )
    return RuleChange(what="changed", rule=shown(will), is_worth_changed=worth)


def _worth(rule: Rule) -> tuple[object, ...]:
    return (rule.first, rule.further, rule.cap, rule.fixed, rule.fixed_cap, rule.kind)


def limit_changes(before: RuleSet, after: RuleSet) -> Sequence[LimitChange]:
    """Return the limits of sums that differ."""
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in LIMITS]
    return [
        LimitChange(what=name, before=hundredths(was), after=hundredths(will))
        for name, was, will in pairs
        if was != will
    ]


def deductions(rules: RuleSet) -> Sequence[Rule]:
    """Return what takes points away, switched on or not."""
    return [one for one in rules.rules if one.kind is RuleKind.DEDUCTION]


def with_deductions(rules: RuleSet, *, on: bool) -> RuleSet:
    """Return the same rules with everything that takes points away on, or off."""
    switched = tuple(
        one.model_copy(update={"on": on}) if one.kind is RuleKind.DEDUCTION else one
        for one in rules.rules
    )
    return rules.model_copy(update={"rules": switched})
