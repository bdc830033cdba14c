"""The rule book of points: what brings how much, and where it stops (domain §3).

Points are exact decimals with at most two places, and so are shares; a product has at most four
and is never rounded here, so that the lines of a score always add up to its total.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.activities.rules import ActivityKind, AttendanceState

Points = Annotated[Decimal, Field(max_digits=6, decimal_places=2, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=2, allow_inf_nan=False)]


class RuleKind(StrEnum):
    """Which of the three sums a rule adds to; each has its own limit."""

    ORDINARY = "ordinary"
    BONUS = "bonus"
    DEDUCTION = "deduction"


class FixedPoints(BaseModel):
    """A variant of a rule that is worth the same each time, such as a written report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    item_zh: str
    item_en: str
    points: Points


class Rule(BaseModel):
    """What one thing brings: the first time, each further time, and at most in a year.

    `further` 0 means that it counts once. `fixed` lists variants with points of their own, which
    bring at most `fixed_cap` together and do not use up the first time. Everything about a
    deduction is zero or less. `earned_by` are kinds of activities, `states` what the roll has to
    say of somebody there; a rule earned by no activity is entered by hand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,16}$")  # it stands in buttons, which hold 64 bytes
    item_zh: str
    item_en: str
    first: Points
    further: Points
    cap: Points
    on: bool = True
    kind: RuleKind = RuleKind.ORDINARY
    earned_by: tuple[ActivityKind, ...] = ()
    states: tuple[AttendanceState, ...] = (AttendanceState.PRESENT, AttendanceState.LATE)
    fixed: tuple[FixedPoints, ...] = ()
    fixed_cap: Points | None = None

    @property
    def sign(self) -> int:
        """-1 for a deduction, otherwise 1."""
        return -1 if self.kind is RuleKind.DEDUCTION else 1

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        numbers = [self.first, self.further, self.cap, self.fixed_cap or Decimal(0)]
        numbers += [variant.points for variant in self.fixed]
        if any(number * self.sign < 0 for number in numbers):
            raise ValueError(f"rule {self.id}: a deduction is below zero, all else above")
        return self


class RuleSet(BaseModel):
    """A version of the rules: which hold from a day, and the limits of the three sums."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1)
    from_date: date
    rules: tuple[Rule, ...]
    bands: tuple[Points, ...] = (Decimal(80), Decimal(60))
    year_cap: Points = Field(default=Decimal(100), ge=0)
    bonus_cap: Points = Field(default=Decimal(10), ge=0)
    deduction_floor: Points = Field(default=Decimal(-10), le=0)
    late_share: Share = Decimal(1)
    is_standard: bool = False  # as the program brought it, nobody's own

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        twice = [name for name, n in Counter(rule.id for rule in self.rules).items() if n > 1]
        if twice:
            raise ValueError(f"rules named twice: {', '.join(twice)}")
        if list(self.bands) != sorted(set(self.bands), reverse=True):
            raise ValueError("bands go down")
        return self

    def limit(self, kind: RuleKind) -> Decimal:
        """Return how far from zero the sum of one kind may go."""
        limits = {
            RuleKind.ORDINARY: self.year_cap,
            RuleKind.BONUS: self.bonus_cap,
            RuleKind.DEDUCTION: -self.deduction_floor,
        }
        return limits[kind]

    def earned_by(
        self, kind: ActivityKind, state: AttendanceState = AttendanceState.PRESENT
    ) -> tuple[Rule, ...]:
        """Return the rules that this state at an activity of this kind adds a line to."""
        return tuple(
            rule
            for rule in self.rules
            if rule.on and kind in rule.earned_by and state in rule.states
        )

    def share_of(self, state: AttendanceState) -> Decimal:
        """Return which share of the points a state brings: late may count for less."""
        return self.late_share if state is AttendanceState.LATE else Decimal(1)

    def band(self, total: Decimal) -> int:
        """Return the band of a total: 0 is the best, len(bands) is below them all."""
        return sum(total < bound for bound in self.bands)


def in_force(rule_sets: tuple[RuleSet, ...], day: date) -> RuleSet | None:
    """Return the newest rule set that holds on a day, None before the first."""
    holding = [one for one in rule_sets if one.from_date <= day]
    return max(holding, key=lambda one: (one.from_date, one.version), default=None)


def _rule(
    row: tuple[str, str, str, int, int, int], *earned_by: ActivityKind, **more: object
) -> Rule:
    names = ("id", "item_zh", "item_en", "first", "further", "cap")
    return Rule.model_validate(dict(zip(names, row, strict=True)) | more | {"earned_by": earned_by})


def _variant(name: str, item_zh: str, item_en: str, points: int) -> FixedPoints:
    return FixedPoints(id=name, item_zh=item_zh, item_en=item_en, points=Decimal(points))


_COSIGNED = _variant("cosigned", "附议代表建议", "Suggestion co-signed", 1)
_WRITTEN = _variant("written", "书面述职", "Written report to voters", 3)

# A director's day (主任接待日) is the day on which the district's standing committee receives
# deputies: they attend a meeting of the committee and sit at no station, so it counts as M2, and
# leaves the reception's fourteen points to those who received voters.
_ORDINARY = (
    _rule(("M1", "出席人代会", "Congress session", 15, 0, 15), ActivityKind.CONGRESS),
    _rule(
        ("M2", "列席会议", "Other meetings", 3, 1, 5),
        ActivityKind.MEETING,
        ActivityKind.DIRECTORS_DAY,
    ),
    _rule(("S1", "集中学习培训", "Study session, training", 3, 1, 7), ActivityKind.STUDY),
    _rule(("P1", "领衔提出代表建议", "Suggestion led", 6, 2, 10), fixed=(_COSIGNED,), fixed_cap=4),
    _rule(
        ("I1", "视察、调研、执法检查", "Inspection, survey, law-enforcement check", 6, 1, 10),
        ActivityKind.INSPECTION,
    ),
    _rule(("I2", "撰写调研报告", "Survey report written", 4, 1, 6)),
    _rule(("R1", "接待站接待选民", "Reception at a station", 4, 2, 14), ActivityKind.RECEPTION),
    _rule(("R2", "上门走访选民", "House call", 2, 2, 8), ActivityKind.HOUSE_CALL),
    _rule(("R3", "当面回告选民", "Report-back to a voter in person", 1, 1, 8)),
    _rule(("V1", "参加监督评议", "Evaluation attended", 3, 0, 3), ActivityKind.EVALUATION),
    _rule(
        ("D1", "向选民述职", "Report to voters", 5, 0, 5),
        ActivityKind.REPORT_TO_VOTERS,
        fixed=(_WRITTEN,),
    ),
    _rule(("C1", "办实事、化解矛盾、公益", "Practical good done", 2, 2, 9)),
)
_BONUSES = (
    _rule(("B1", "重点建议", "Key suggestion", 3, 3, 10), kind=RuleKind.BONUS),
    _rule(("B2", "建议所提问题已解决", "Suggestion solved", 2, 2, 10), kind=RuleKind.BONUS),
)
_DEDUCTIONS = (
    _rule(
        ("X1", "人代会请假半天", "Leave from congress, half a day", -1, -1, -10),
        ActivityKind.CONGRESS,
        states=(AttendanceState.EXCUSED,),
        kind=RuleKind.DEDUCTION,
        on=False,
    ),
    _rule(
        ("X2", "无故缺席活动", "Unexcused absence from an activity", -2, -2, -10),
        *ActivityKind,
        states=(AttendanceState.ABSENT,),
        kind=RuleKind.DEDUCTION,
        on=False,
    ),
)

DEFAULT = RuleSet(
    version=1,
    from_date=date(2000, 1, 1),
    rules=(*_ORDINARY, *_BONUSES, *_DEDUCTIONS),
    is_standard=True,
)
