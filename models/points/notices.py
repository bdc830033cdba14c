"""What people are told about points."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.points.rules import Why


class RuleLine(BaseModel):
    """What one rule brought; points in hundredths."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule_id: str
    item_zh: str
    item_en: str
    first: int
    further: int
    cap: int
    count: int
    raw: int
    counted: int


class LedgerShown(BaseModel):
    """One line of the ledger, explained, with its evidence."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    at: datetime
    evidence: str  # the title of the activity, or the kind and number of the source
    raw: int
    counted: int
    running: int
    why: Why
    line_id: int = 0
    rules_version: int = 0  # of the rules whose adoption brought the line
    can_be_taken_back: bool = False


class MyPoints(Notice):
    """A deputy's points of a year: the total, and what each rule brought."""

    kind: ClassVar[str] = "points.my_points"
    group_id: int
    member_id: int
    group_name: str
    name: str
    year: int
    total: int
    band: int  # 0 is the best
    rules: tuple[RuleLine, ...]
    version: int
    for_staff: bool = False


class WhyPoints(Notice):
    """Why a rule brought what it brought: each line, with the arithmetic of the cap."""

    kind: ClassVar[str] = "points.why"
    group_id: int
    member_id: int
    year: int
    rule: RuleLine
    lines: tuple[LedgerShown, ...]
    for_staff: bool = False


class NoPlace(Notice):
    """Points are kept for deputies; this person is none, or not known yet."""

    kind: ClassVar[str] = "points.no_place"


class RulesTooOld(Notice):
    """Rules cannot be adopted for a year that is over."""

    kind: ClassVar[str] = "ledger.rules_too_old"
    from_date: date
    year: int


class Change(BaseModel):
    """A rule that is new, or worth something else."""

    model_config = ConfigDict(frozen=True)

    id: str
    item_zh: str
    item_en: str
    first: int  # hundredths, as everywhere in notices
    further: int
    cap: int


class NewerRules(Notice):
    """The program has a newer standard than the group: what would change, and from when."""

    kind: ClassVar[str] = "ledger.newer_rules"
    group_id: int
    group_name: str
    changes: tuple[Change, ...]
    from_date: date


class SameRules(Notice):
    """The rules are the same as those in force."""

    kind: ClassVar[str] = "ledger.same_rules"
    version: int


class RulesAdopted(Notice):
    """A new version of the rules is kept."""

    kind: ClassVar[str] = "ledger.rules_adopted"
    version: int
    from_date: date
    rules: int


class Item(BaseModel):
    """Something that can be entered by hand: a rule, or a variant of it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule_id: str
    number: int  # 0: the rule itself; 1 and up: its variants
    item_zh: str
    item_en: str
    first: int
    further: int
    cap: int
    is_fixed: bool
    credited: int = 0  # how many of the deputy's suggestions have brought it by themselves


class Person(BaseModel):
    """A deputy in a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str


class Deputies(Notice):
    """The deputies whose points staff may look at, a page of them."""

    kind: ClassVar[str] = "ledger.deputies"
    group_id: int
    group_name: str
    year: int
    deputies: tuple[Person, ...]
    page: int
    pages: int
    ranking_on: bool
    newer: int = 0  # rules that the standard has otherwise by now


class Items(Notice):
    """What can be entered for a deputy, or granted on an appeal."""

    kind: ClassVar[str] = "ledger.items"
    group_id: int
    member_id: int
    name: str
    year: int
    items: tuple[Item, ...]
    appeal_id: int = 0


class Entered(Notice):
    """A deputy hears that staff have entered something for them."""

    kind: ClassVar[str] = "ledger.entered"
    group_id: int
    member_id: int
    item_zh: str
    item_en: str
    on: datetime
    evidence: str
    gained: int
    total: int
    year: int


class TakenBack(Notice):
    """A deputy hears that a line no longer counts, and why."""

    kind: ClassVar[str] = "ledger.taken_back"
    group_id: int
    member_id: int
    item_zh: str
    item_en: str
    on: datetime
    reason: str
    total: int
    year: int


class NoSuchItem(Notice):
    """The rules in force have no such item, or it is not entered by hand."""

    kind: ClassVar[str] = "ledger.no_such_item"


class CountedAlready(Notice):
    """The suggestion that the evidence names has brought these points by itself."""

    kind: ClassVar[str] = "ledger.counted_already"
    title: str
    number: str | None


class DayNotUsable(Notice):
    """A day ahead, or in a year whose books are shut."""

    kind: ClassVar[str] = "ledger.day_not_usable"


class CorrectTheRoll(Notice):
    """A line of an activity is changed on the roll of the activity."""

    kind: ClassVar[str] = "ledger.correct_the_roll"


class Standing(BaseModel):
    """One place in the ranking; points in hundredths."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    place: int
    name: str
    total: int


class Ranking(Notice):
    """The deputies by points, where a group has switched that on."""

    kind: ClassVar[str] = "ledger.ranking"
    group_name: str
    year: int
    standings: tuple[Standing, ...]


class RankingOff(Notice):
    """There is no ranking in this group: that is the default (domain §0)."""

    kind: ClassVar[str] = "ledger.ranking_off"


class RankingSwitched(Notice):
    """Staff hear what the switch stands at now."""

    kind: ClassVar[str] = "ledger.ranking_switched"
    on: bool
