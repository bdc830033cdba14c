"""What staff are shown of the rules of points: those in force, and what others would bring."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.people.roster_notices import RowProblem


class RuleShown(BaseModel):
    """A rule in plain words; points in hundredths, as everywhere in notices."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    item_zh: str
    item_en: str
    first: int
    further: int
    cap: int
    kind: str  # ordinary, bonus, deduction
    is_on: bool
    is_by_roll: bool  # an activity brings it by itself
    variants: tuple[tuple[str, str, int], ...] = ()  # Chinese, English, points


class Ahead(BaseModel):
    """A version that holds from a later day."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    version: int
    from_date: date


class RulesShown(Notice):
    """The rules in force in plain words, and what can be done with them."""

    kind: ClassVar[str] = "rules.shown"
    group_id: int
    group_name: str
    version: int
    from_date: date
    rules: tuple[RuleShown, ...]
    year_cap: int
    bonus_cap: int
    deduction_floor: int
    late_share: int  # percent
    bands: tuple[int, ...]
    deductions: int  # how many there are
    deductions_on: bool
    ahead: tuple[Ahead, ...]
    is_counting: bool


class RulesTable(Notice):
    """The rules in force as a workbook to be edited, made when it leaves."""

    kind: ClassVar[str] = "rules.table"
    group_id: int
    group_name: str


class WhichRules(Notice):
    """Staff of several groups say whose rules a file holds."""

    kind: ClassVar[str] = "rules.which"
    groups: tuple[tuple[int, str], ...]
    version: int


class RulesUnusable(Notice):
    """A file of rules of which not every row can be used: nothing of it is taken."""

    kind: ClassVar[str] = "rules.unusable"
    group_id: int
    problems: tuple[RowProblem, ...]  # the first of them
    n_problems: int


class RuleChange(BaseModel):
    """A rule that others would have otherwise."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    what: str  # new, gone, on, off, changed
    rule: RuleShown
    is_worth_changed: bool = False  # else when or by what it counts


class LimitChange(BaseModel):
    """A limit of a sum that others would have otherwise; in hundredths."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    what: str  # year_cap, bonus_cap, deduction_floor, late_share
    before: int
    after: int


class Difference(BaseModel):
    """What other rules would make of one deputy's year."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    now: int
    then: int
    causes: tuple[tuple[str, str, int], ...]  # Chinese, English, how much


class WhatIf(Notice):
    """What these rules would bring if they held from a day on; a page of the deputies."""

    kind: ClassVar[str] = "rules.what_if"
    group_id: int
    group_name: str
    version: int  # of the file that waits
    since: date
    today: date
    changes: tuple[RuleChange, ...]
    limits: tuple[LimitChange, ...]
    differences: tuple[Difference, ...]
    more: int  # deputies who would have more
    less: int
    same: int
    page: int
    pages: int
    later: tuple[Ahead, ...]  # versions that would hold after these


class WhatIfTable(Notice):
    """The same of every deputy as a workbook, made when it leaves."""

    kind: ClassVar[str] = "rules.what_if_table"
    group_id: int
    account_id: int
    version: int
    since: date


class SureToAdopt(Notice):
    """The question before rules are adopted."""

    kind: ClassVar[str] = "rules.sure"
    group_id: int
    group_name: str
    version: int
    since: date
    more: int
    less: int


class Adopted(Notice):
    """The rules are adopted; the points follow."""

    kind: ClassVar[str] = "rules.adopted"
    group_id: int
    version: int
    from_date: date
    is_ahead: bool  # the day is still to come
    is_counting: bool


class Dropped(Notice):
    """The rules that waited are forgotten; those in force stay."""

    kind: ClassVar[str] = "rules.dropped"
    group_id: int


class RulesChanged(Notice):
    """A deputy hears, if the staff wish it, that other rules hold from a day on."""

    kind: ClassVar[str] = "rules.changed"
    group_id: int
    member_id: int
    group_name: str
    year: int
    from_date: date
    changes: tuple[RuleChange, ...]


class DeputiesTold(Notice):
    """Staff hear how many deputies were told."""

    kind: ClassVar[str] = "rules.told"
    number: int
