"""A sheet of stations as lines the room understands, and what is wrong with the other rows."""

from dataclasses import dataclass

from models.errors import Refusal
from models.people.roster_notices import RowProblem
from models.stations.actions import StationLine
from reports.rosters import told
from reports.sheets.problems import SheetRefusedError
from reports.sheets.stations import read_stations


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsRead:
    """What a sheet holds: stations that can be entered, why others cannot, what was mended."""

    lines: tuple[StationLine, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...]


def read(content: bytes, filename: str) -> StationsRead:
    """Read a sheet of stations; Refusal if the file as a whole cannot be read."""
    try:
        file = read_stations(content, filename)
    except SheetRefusedError as refused:
        raise Refusal(told(refused.problem)) from None
    return StationsRead(
        lines=tuple(StationLine(**row.model_dump(exclude={"row"})) for row in file.rows),
        problems=tuple(told(one) for one in file.problems),
        notes=tuple(told(one) for one in file.notes),
    )
