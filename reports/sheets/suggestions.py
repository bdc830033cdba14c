"""The congress's list of suggestions, as it comes in a sheet."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from models.people.tables import Level
from models.suggestions.rules import AnswerClass, Satisfaction
from reports.sheets.cells import Cell
from reports.sheets.moments import span_of
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, TableRow, read_table
from reports.sheets.rows import RowReader, prose

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_UNIT = 200, 40, 128
_BETWEEN = re.compile(r"[、,，;；\s]+")
_LEVELS = {"市": Level.CITY, "区": Level.DISTRICT, "县": Level.DISTRICT, "街": Level.STREET}
_RATINGS = {
    "满意": Satisfaction.SATISFIED,
    "基本满意": Satisfaction.BASICALLY,
    "不满意": Satisfaction.DISSATISFIED,
}
COLUMNS = (
    Column("编号", ("建议编号", "建议号", "案号", "序号", "号"), required=True),
    Column("标题", ("建议标题", "案由", "建议名称", "题目", "名称"), required=True),
    Column("领衔代表", ("领衔", "领衔人", "提出代表", "代表姓名", "建议人"), required=True),
    Column("附议代表", ("附议", "附议人", "联名代表", "联名")),
    Column("级别", ("层级", "人大")),
    Column("提交日期", ("提出日期", "提交时间", "提出时间")),
    Column("主办单位", ("承办单位", "主办", "承办")),
    Column("协办单位", ("协办", "会办单位")),
    Column("交办日期", ("交办时间",)),
    Column("答复日期", ("答复时间", "办复日期")),
    Column("答复类别", ("答复类型", "办理结果", "结果类别")),
    Column("满意度", ("代表评价", "评价", "反馈意见")),
)


class SuggestionRow(BaseModel):
    """One suggestion of the list; names as they stand there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    number: str
    title: str
    lead: str
    cosigners: tuple[str, ...] = ()
    level: Level = Level.DISTRICT
    submitted_on: date
    unit: str | None = None
    assisting: tuple[str, ...] = ()
    assigned_on: date | None = None
    answered_on: date | None = None
    answer_class: AnswerClass | None = None
    satisfaction: Satisfaction | None = None


class SuggestionFile(BaseModel):
    """What a list holds: rows that can be used, and what is wrong with the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[SuggestionRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


def read_suggestions(content: bytes, filename: str, today: date) -> SuggestionFile:
    """Read a list; every row is either in `rows` or has a problem, never both.

    Without a day of submission it is the day of assignment, else the first of this year.
    """
    table = read_table(content, filename, COLUMNS)
    rows: list[SuggestionRow] = []
    problems = list(table.problems)
    seen: dict[tuple[Level, int, str], int] = {}
    for one in table.rows:
        reader = RowReader(one)
        row = _row(reader, one, today)
        if row is not None:
            key = (row.level, row.submitted_on.year, row.number)
            first = seen.setdefault(key, row.row)
            if first == row.row:
                rows.append(row)
            else:
                reader.refuse("编号", Code.SAME_NUMBER, first)
        problems += reader.problems
    return SuggestionFile(rows=tuple(rows), problems=tuple(problems))


def _row(reader: RowReader, row: TableRow, today: date) -> SuggestionRow | None:
    def day(cell: Cell) -> date:
        found = span_of(cell, today.year).start_date
        if found is None:
            raise CellRefusedError(Code.BAD_DATE)
        if found > today:
            raise CellRefusedError(Code.DAY_AHEAD)
        return found

    number = reader.need("编号", prose(LONGEST_NUMBER))
    title = reader.need("标题", prose(LONGEST_TITLE))
    lead = reader.need("领衔代表", prose(64))
    assigned = reader.take("交办日期", day)
    submitted = reader.take("提交日期", day) or assigned or date(today.year, 1, 1)
    answered = reader.take("答复日期", day)
    facts = {
        "cosigners": reader.take("附议代表", _names) or (),
        "level": reader.take("级别", _level) or Level.DISTRICT,
        "unit": reader.take("主办单位", prose(LONGEST_UNIT)),
        "assisting": reader.take("协办单位", _names) or (),
        "answer_class": reader.take("答复类别", _class),
        "satisfaction": reader.take("满意度", _rating),
    }
    _check(reader, submitted, assigned, answered, facts["satisfaction"] is not None)
    if number is None or title is None or lead is None or reader.problems:
        return None
    return SuggestionRow.model_validate(
        {
            "row": row.row,
            "number": number,
            "title": title,
            "lead": lead,
            "submitted_on": submitted,
            "assigned_on": assigned,
            "answered_on": answered,
            **facts,
        }
    )


def _check(
    reader: RowReader,
    submitted: date,
    assigned: date | None,
    answered: date | None,
    is_rated: bool,  # noqa: FBT001
) -> None:
    """Refuse what cannot have happened in this order."""
    if assigned is not None and assigned < submitted:
        reader.refuse("交办日期", Code.BEFORE_FIRST)
    if answered is not None and (assigned is None or answered < assigned):
        reader.refuse("答复日期", Code.BEFORE_FIRST)
    if is_rated and answered is None:
        reader.refuse("满意度", Code.BEFORE_FIRST)


def _names(cell: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in _BETWEEN.split(cell.prose) if one))


def _level(cell: Cell) -> Level:
    found = next((level for mark, level in _LEVELS.items() if mark in cell.plain), None)
    if found is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return found


def _class(cell: Cell) -> AnswerClass:
    letter = cell.plain[:1].upper()
    if letter not in set(AnswerClass):
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return AnswerClass(letter)


def _rating(cell: Cell) -> Satisfaction:
    found = _RATINGS.get(cell.plain)
    if found is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return found
