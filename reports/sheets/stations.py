"""The stations of a group, as an office keeps them in a sheet."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from models.people import phones
from models.stations.rules import LONGEST_ADDRESS, LONGEST_NAME, place_of
from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, TableRow, read_table
from reports.sheets.rows import RowReader, prose

LONGEST_TEXT = 128
PAIR = 2

COLUMNS = (
    Column("名称", ("站名", "接待站", "接待站名称", "代表接待站", "站点", "name"), required=True),
    Column("地址", ("接待站地址", "地点", "详细地址", "address")),
    Column("电话", ("联系电话", "手机", "手机号", "座机", "phone")),
    Column("纬度", ("北纬", "纬度坐标", "坐标", "经纬度", "latitude", "lat")),
    Column("经度", ("东经", "经度坐标", "longitude", "lng", "lon")),
    Column("联系人", ("负责人", "站长", "联络员", "contact")),
    Column("开放时间", ("时间", "接待时间", "工作时间", "hours")),
    Column("选区", ("所属选区", "constituency")),
)

_BETWEEN_PHONES = re.compile(r"[/,、，;；|]|\s和\s|\s或\s")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})[°度] ?(\d{1,2})['′分] ?(?:(\d{1,2}(?:\.\d+)?)(?:[\"″秒]|'')?)?"
)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d+)?")
_MARKS = re.compile(r"(?:北纬|东经|[NE°度:])", re.IGNORECASE)


class StationRow(BaseModel):
    """One station; phone as +862788880001, a place only whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    name: str
    address: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    contact: str | None = None
    hours: str | None = None
    constituency: str | None = None


class StationFile(BaseModel):
    """What a sheet holds: rows that can be used, and what is wrong with the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[StationRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    notes: tuple[SheetProblem, ...] = ()


def read_stations(content: bytes, filename: str) -> StationFile:
    """Read a sheet of stations; every row is either in `rows` or has a problem, never both."""
    table = read_table(content, filename, COLUMNS)
    rows: list[StationRow] = []
    problems, notes = list(table.problems), []
    seen: dict[str, int] = {}
    for one in table.rows:
        reader = RowReader(one)
        row = _row(reader, one)
        if row is not None and seen.setdefault(row.name, row.row) != row.row:
            reader.refuse("名称", Code.SAME_STATION, seen[row.name])
        elif row is not None:
            rows.append(row)
            notes += reader.notes
        problems += reader.problems
    return StationFile(rows=tuple(rows), problems=tuple(problems), notes=tuple(notes))


def _row(reader: RowReader, row: TableRow) -> StationRow | None:
    text = prose(LONGEST_TEXT)
    name = reader.need("名称", _name)
    values = {
        "address": reader.take("地址", prose(LONGEST_ADDRESS)),
        "phone": reader.take("电话", _phone),
        "contact": reader.take("联系人", prose(LONGEST_NAME)),
        "hours": reader.take("开放时间", text),
        "constituency": reader.take("选区", text),
    }
    place = _place(reader)
    if name is None or reader.problems:
        return None
    north, east = place or (None, None)
    facts = {"row": row.row, "name": name, "latitude": north, "longitude": east}
    return StationRow.model_validate(facts | values)


def _name(cell: Cell) -> str:
    if cell.formula or cell.plain.startswith(("=", "+", "-", "@")):
        raise CellRefusedError(Code.FORMULA)
    return prose(LONGEST_NAME)(cell)


def _phone(cell: Cell) -> str:
    if len([one for one in _BETWEEN_PHONES.split(cell.plain) if one.strip()]) > 1:
        raise CellRefusedError(Code.SEVERAL_PHONES)
    number = phones.normalise(cell.plain)
    if number is None:
        raise CellRefusedError(Code.BAD_STATION_PHONE)
    return number


def _place(reader: RowReader) -> tuple[float, float] | None:
    """Return latitude and longitude out of one cell or two, None where there is no place."""
    north = reader.take("纬度", _degrees) or ()
    east = reader.take("经度", _degrees) or ()
    said = north if len(north) == PAIR else (*north, *east)
    if reader.problems or not said:
        return None
    if len(said) != PAIR:
        reader.refuse("经度" if north else "纬度", Code.HALF_A_PLACE)
        return None
    place = place_of(*said)
    if place is None:
        reader.refuse("纬度", Code.BAD_PLACE)
    elif place != (round(said[0], 6), round(said[1], 6)):
        reader.note("纬度", Code.PLACE_TURNED)
    return place


def _degrees(cell: Cell) -> tuple[float, ...]:
    """Return the one or two numbers of a cell, in degrees."""
    minutes = _SEXAGESIMAL.findall(cell.plain)
    if minutes:
        found = [float(d) + float(m) / 60 + float(s or 0) / 3600 for d, m, s in minutes]
    else:
        rest = _MARKS.sub(" ", cell.plain)
        if not re.fullmatch(r"[\d.,，;；、/ ]+", rest):
            raise CellRefusedError(Code.BAD_PLACE)
        found = [float(one) for one in _DECIMAL.findall(rest)]
    if not 1 <= len(found) <= PAIR:
        raise CellRefusedError(Code.BAD_PLACE)
    return tuple(found)
