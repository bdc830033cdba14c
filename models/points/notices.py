"""What people are told about points."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.points.rules import Why


class RuleLine(BaseModel):
    """What one rule brought; points in hundredths."""

    model_config = ConfigDict(frozen=True)

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

    model_config = ConfigDict(frozen=True)

    at: datetime
    evidence: str  # the title of the activity, or the kind and number of the source
    raw: int
    counted: int
    running: int
    why: Why


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


class WhyPoints(Notice):
    """Why a rule brought what it brought: each line, with the arithmetic of the cap."""

    kind: ClassVar[str] = "points.why"
    group_id: int
    member_id: int
    year: int
    rule: RuleLine
    lines: tuple[LedgerShown, ...]


class NoPlace(Notice):
    """Points are kept for deputies; this person is none, or not known yet."""

    kind: ClassVar[str] = "points.no_place"
