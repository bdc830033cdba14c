"""The congress's list as the room understands it, and what is wrong with the other rows."""

from dataclasses import dataclass
from datetime import date

from models.errors import Refusal
from models.people.roster_notices import RowProblem
from models.suggestions.importing import Listed
from reports.rosters import told
from reports.sheets.problems import Code, SheetProblem
from reports.sheets.suggestions import read_suggestions

_OF_ALL = (Code.NO_HEADER, Code.MISSING_COLUMN, Code.DOUBLE_COLUMN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """What a list holds: suggestions that can be taken over, and why others cannot."""

    rows: tuple[Listed, ...]
    problems: tuple[RowProblem, ...]


def read(content: bytes, filename: str, *, today: date) -> ListRead:
    """Read a list; Refusal if the file as a whole cannot be read."""
    file = read_suggestions(content, filename, today)
    if not file.rows and file.problems and _is_of_all(file.problems[0]):
        raise Refusal(told(file.problems[0]))
    return ListRead(
        rows=tuple(Listed(**row.model_dump()) for row in file.rows),
        problems=tuple(told(one) for one in file.problems),
    )


def _is_of_all(problem: SheetProblem) -> bool:
    return problem.row is None or problem.code in _OF_ALL
