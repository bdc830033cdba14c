"""The roster: who is in a group, as an office keeps it in a sheet."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.activities.words import scope_of
from reports.sheets.cells import Cell
from reports.sheets.moments import day_of
from reports.sheets.persons import has_hidden_characters, name_of, phone_of, telegram_id_of
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, Table, TableRow, heading, read_table
from reports.sheets.rows import RowReader, prose

Role = Literal["deputy", "staff"]
Level = Literal["city", "district", "street"]
Came = Literal["elected", "by_elected"]
LONGEST_TEXT = 128

COLUMNS = (
    Column("姓名", ("名字", "代表姓名", "人员姓名", "姓  名", "name"), required=True),
    Column("角色", ("身份", "人员类别", "类别", "role")),
    Column(
        "手机",
        (
            "手机号",
            "手机号码",
            "联系电话",
            "电话",
            "电话号码",
            "联系方式",
            "联系手机",
            "移动电话",
            "phone",
        ),
    ),
    Column("层级", ("代表层级", "级别", "代表级别", "level")),
    Column("代表团", ("所在代表团", "代表小组", "小组", "delegation")),
    Column("选区", ("所在选区", "选举单位", "选区名称", "constituency")),
    Column(
        "单位职务",
        (
            "单位及职务",
            "单位和职务",
            "工作单位及职务",
            "工作单位",
            "单位",
            "职务",
            "现任职务",
            "post",
        ),
    ),
    Column("届次", ("届别", "代表届次", "term")),
    Column("当选方式", ("产生方式", "选举方式", "elected")),
    Column("当选日期", ("当选时间", "补选日期", "任期开始", "elected on")),
    Column("Telegram ID", ("telegram", "tg id", "tg", "电报", "电报id", "telegram账号")),
)

ROLES: dict[str, Role] = {
    **dict.fromkeys(("代表", "人大代表", "deputy"), "deputy"),
    **dict.fromkeys(("工作人员", "联络员", "工作者", "管理员", "干事", "staff"), "staff"),
}


CAME: dict[str, Came] = {
    **dict.fromkeys(("换届", "换届选举", "选举", "当选", "elected"), "elected"),
    **dict.fromkeys(("补选", "补选当选", "增补", "by-elected", "by-election"), "by_elected"),
}


class RosterRow(BaseModel):
    """One person of the roster; phone as +8619900000001."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    name: str
    role: Role = "deputy"
    phone: str | None = None
    level: Level | None = None
    delegation: str | None = None
    constituency: str | None = None
    post: str | None = None
    term: str | None = None
    telegram_id: int | None = None
    came: Came | None = None
    elected_on: date | None = None


class RosterFile(BaseModel):
    """What a roster file holds: rows that can be imported, and what is wrong with the others.

    `notes` tell of rows that are among `rows` and were mended or deserve a look.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[RosterRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    notes: tuple[SheetProblem, ...] = ()
    other_sheets: tuple[str, ...] = ()


def read_roster(content: bytes, filename: str) -> RosterFile:
    """Read a roster; every row is either in `rows` or has a problem, never both."""
    table = read_table(content, filename, COLUMNS)
    rows: list[RosterRow] = []
    problems: list[SheetProblem] = list(table.problems)
    notes: list[SheetProblem] = []
    duplicates = _Duplicates()
    for one in table.rows:
        reader = RowReader(one)
        row = _row(reader, one)
        if row is not None and duplicates.admit(row, reader):
            rows.append(row)
            notes += reader.notes
        problems += reader.problems
    return _file(table, rows, problems, notes)


def _file(
    table: Table, rows: list[RosterRow], problems: list[SheetProblem], notes: list[SheetProblem]
) -> RosterFile:
    return RosterFile(
        rows=tuple(rows),
        problems=tuple(problems),
        notes=tuple(notes),
        other_sheets=table.other_sheets,
    )


def _row(reader: RowReader, row: TableRow) -> RosterRow | None:
    text = prose(LONGEST_TEXT)
    name = reader.need("姓名", name_of)
    if has_hidden_characters(row.cell("姓名")):
        reader.note("姓名", Code.HIDDEN_CHARACTERS)
    values = {
        "role": reader.take("角色", _role) or "deputy",
        "phone": reader.take("手机", phone_of),
        "level": reader.take("层级", _level),
        "delegation": reader.take("代表团", text),
        "constituency": reader.take("选区", text),
        "post": reader.take("单位职务", text),
        "term": reader.take("届次", text),
        "telegram_id": reader.take("Telegram ID", telegram_id_of),
        "came": reader.take("当选方式", _came),
        "elected_on": reader.take("当选日期", day_of),
    }
    if name is None or reader.problems:
        return None
    return RosterRow.model_validate({"row": row.row, "name": name} | values)


def _role(cell: Cell) -> Role:
    role = ROLES.get(heading(cell.text))
    if role is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return role


def _came(cell: Cell) -> Came:
    came = CAME.get(heading(cell.text))
    if came is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return came


def _level(cell: Cell) -> Level:
    scope = scope_of(cell.text)
    if scope is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return scope.value


class _Duplicates:
    """The rows admitted so far, to find who is in the file twice."""

    def __init__(self) -> None:
        self._phones: dict[str, int] = {}
        self._accounts: dict[int, int] = {}
        self._names: dict[str, list[RosterRow]] = {}

    def admit(self, row: RosterRow, reader: RowReader) -> bool:
        """Remember a row that repeats none before it; note with the reader what it repeats."""
        if row.phone in self._phones:
            reader.refuse("手机", Code.SAME_PHONE, self._phones[row.phone])
        if row.telegram_id in self._accounts:
            reader.refuse("Telegram ID", Code.SAME_TELEGRAM_ID, self._accounts[row.telegram_id])
        namesakes = self._names.setdefault(row.name, [])
        twin = next((other for other in namesakes if not _told_apart(row, other)), None)
        if twin is not None and not reader.problems:
            reader.refuse("姓名", Code.SAME_NAME, twin.row)
        if reader.problems:
            return False
        namesakes.append(row)
        if row.phone is not None:
            self._phones[row.phone] = row.row
        if row.telegram_id is not None:
            self._accounts[row.telegram_id] = row.row
        return True


def _told_apart(one: RosterRow, other: RosterRow) -> bool:
    """Tell whether something that both rows state differs; an empty cell tells nobody apart."""
    told = ("phone", "telegram_id", "delegation", "constituency", "post")
    return any(
        None not in {getattr(one, name), getattr(other, name)}
        and getattr(one, name) != getattr(other, name)
        for name in told
    )
