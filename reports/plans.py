"""A plan file as activities the room understands, and what is wrong with the other rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.activities.plan_notices import PlanLine
from models.errors import Refusal
from models.people.roster_notices import RowProblem
from reports.rosters import told
from reports.sheets.plan import PlanRow, read_plan
from reports.sheets.problems import Code, SheetProblem, SheetRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """What a plan holds: activities that can be entered, and why others cannot."""

    rows: tuple[PlanRow, ...]
    problems: tuple[RowProblem, ...]
    is_plan: bool = True  # the header is a plan's

    def without(self, problems: Sequence[RowProblem]) -> "PlanRead":
        """Return what can be used beside these problems, found where the roster is known."""
        bad = {one.row for one in problems}
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.row not in bad),
            problems=tuple(sorted([*self.problems, *problems], key=lambda one: one.row or 0)),
        )

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """Return the rows that can be used, as the room takes them."""
        return tuple(PlanLine.model_validate(row.model_dump()) for row in self.rows)


def read(content: bytes, filename: str, *, timezone: str, today: date) -> PlanRead:
    """Read a plan; Refusal if the file as a whole cannot be read."""
    try:
        file = read_plan(content, filename, timezone, today)
    except SheetRefusedError as refused:
        raise Refusal(told(refused.problem)) from None
    return PlanRead(
        rows=file.rows,
        problems=tuple(told(one) for one in file.problems),
        is_plan=bool(file.rows) or any(not _is_no_plan(one) for one in file.problems),
    )


def _is_no_plan(problem: SheetProblem) -> bool:
    """Tell whether a problem says that nothing in the file is the header of a plan."""
    no_title = problem.code is Code.MISSING_COLUMN and problem.column != "开始"
    return no_title or problem.code is Code.NO_HEADER or problem.row is None
