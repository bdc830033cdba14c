"""A plan file as activities the room understands, and what is wrong with the other rows."""

from dataclasses import dataclass
from datetime import date

from models.errors import Refusal
from models.people.roster_notices import RowProblem
from reports.rosters import told
from reports.sheets.plan import PlanRow, read_plan
from reports.sheets.problems import SheetRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """What a plan holds: activities that can be entered, and why others cannot."""

    rows: tuple[PlanRow, ...]
    problems: tuple[RowProblem, ...]


def read(content: bytes, filename: str, *, timezone: str, today: date) -> PlanRead:
    """Read a plan; Refusal if the file as a whole cannot be read."""
    try:
        file = read_plan(content, filename, timezone, today)
    except SheetRefusedError as refused:
        raise Refusal(told(refused.problem)) from None
    return PlanRead(rows=file.rows, problems=tuple(told(one) for one in file.problems))
