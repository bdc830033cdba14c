"""A roster file as lines the room understands, and what it would change."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from models.errors import Refusal
from models.groups.tables import Group
from models.people.importing import as_problem
from models.people.roster import Match, Plan, RosterLine, Verdict
from models.people.roster_notices import RosterImported, RosterPreview, RowProblem
from reports.sheets.problems import Code, SheetProblem
from reports.sheets.roster import read_roster

NAMES_SHOWN = 12
PROBLEMS_SHOWN = 8
_PERSONAL = ("手机", "电话", "Telegram ID")  # what stands there is not repeated


class RosterRead(BaseModel):
    """What a file holds: lines that can be used, and what is wrong with the other rows.

    As JSON its phones are sealed.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    lines: tuple[RosterLine, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...]
    other_sheets: tuple[str, ...]


def read(content: bytes, filename: str) -> RosterRead:
    """Read a roster; Refusal if the file as a whole cannot be read, or has no usable header."""
    file = read_roster(content, filename)
    if not file.rows and file.problems and _is_of_all(file.problems[0]):
        raise Refusal(told(file.problems[0]))
    return RosterRead(
        lines=tuple(RosterLine.model_validate(row.model_dump()) for row in file.rows),
        problems=tuple(told(one) for one in file.problems),
        notes=tuple(told(one) for one in file.notes),
        other_sheets=file.other_sheets,
    )


def _is_of_all(problem: SheetProblem) -> bool:
    header = (Code.NO_HEADER, Code.MISSING_COLUMN, Code.DOUBLE_COLUMN)
    return problem.row is None or problem.code in header


def told(problem: SheetProblem) -> RowProblem:
    """Return a problem of a sheet as it is told; personal values are not repeated."""
    return RowProblem(
        row=problem.row,
        column=problem.column,
        code=problem.code.value,
        value="" if problem.column in _PERSONAL else problem.value,
        other_row=problem.other_row,
    )


def all_problems(found: RosterRead, planned: Plan) -> Sequence[RowProblem]:
    """Return why rows cannot be used: by themselves, and beside the roster there is."""
    every = [*found.problems, *map(as_problem, planned.doubtful)]
    return sorted(every, key=lambda one: one.row or 0)


def shown(
    group: Group, found: RosterRead, planned: Plan, *, filename: str, version: int
) -> RosterPreview:
    """Return what a file would change, short enough for one message."""
    problems = all_problems(found, planned)
    return RosterPreview(
        group_id=group.id,
        group_name=group.name,
        filename=filename,
        version=version,
        added=_names(planned.of(Verdict.ADD)),
        changed=_names(planned.of(Verdict.CHANGE)),
        returned=_names(planned.of(Verdict.RETURN)),
        n_added=len(planned.of(Verdict.ADD)),
        n_changed=len(planned.of(Verdict.CHANGE)),
        n_same=len(planned.of(Verdict.SAME)),
        n_returned=len(planned.of(Verdict.RETURN)),
        problems=tuple(problems[:PROBLEMS_SHOWN]),
        n_problems=len({one.row for one in problems}),
        notes=found.notes[:PROBLEMS_SHOWN],
        other_sheets=found.other_sheets[:PROBLEMS_SHOWN],
    )


def _names(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(one.line.name for one in matches[:NAMES_SHOWN])


def imported(group: Group, done: Plan, *, left_out: int) -> RosterImported:
    """Return what an import has changed."""
    return RosterImported(
        group_id=group.id,
        group_name=group.name,
        added=len(done.of(Verdict.ADD)),
        changed=len(done.of(Verdict.CHANGE)),
        returned=len(done.of(Verdict.RETURN)),
        same=len(done.of(Verdict.SAME)),
        left_out=left_out,
    )
