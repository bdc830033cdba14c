"""The plan: the activities of a year, as an office keeps them in a sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

from models.activities.rules import ActivityKind, Scope
from models.activities.whom import Wanted
from models.activities.words import WHOM, kind_of, scope_of, whom_of
from reports.sheets.cells import Cell
from reports.sheets.moments import Span, span_of
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, TableRow, read_table
from reports.sheets.rows import RowReader, prose

USUAL_LENGTH = timedelta(hours=2)
LONGEST_TITLE = 200
LONGEST_WHOM = 2000
YEARS_BACK, YEARS_AHEAD = 1, 2

COLUMNS = (
    Column(
        "标题",
        ("活动", "活动名称", "活动标题", "名称", "主题", "活动主题", "活动内容", "内容", "title"),
        required=True,
    ),
    Column("类型", ("活动类型", "类别", "活动类别", "种类", "kind")),
    Column("范围", ("活动范围", "层级", "级别", "scope")),
    Column("日期", ("活动日期", "date")),
    Column(
        "开始",
        ("开始时间", "时间", "活动时间", "日期时间", "起始时间", "start"),
    ),
    Column("结束", ("结束时间", "截止时间", "end")),
    Column(
        WHOM,
        ("参加人员", "参加对象", "参会人员", "参会范围", "参加代表", "应到人员", "邀请", "invited"),
    ),
    Column("地点", ("活动地点", "地址", "集合地点", "place")),
)


class PlanRow(BaseModel):
    """One activity of the plan; moments carry the group's zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    title: str
    kind: ActivityKind = ActivityKind.OTHER
    scope: Scope = Scope.DISTRICT
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str | None = None
    whom: Wanted = Wanted()


class PlanFile(BaseModel):
    """What a plan holds: rows that can be imported, and what is wrong with the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[PlanRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    notes: tuple[SheetProblem, ...] = ()
    other_sheets: tuple[str, ...] = ()


def read_plan(content: bytes, filename: str, timezone: str | ZoneInfo, today: date) -> PlanFile:
    """Read a plan; every row is either in `rows` or has a problem, never both.

    The start stands in 开始 whole, or its day in 日期 and its time in 开始. A row without a kind
    is `other`, without a scope the district's, without an end two hours long, without 参加范围 for
    everybody. A date without a year is taken to be in today's year, and that is noted.
    """
    zone = ZoneInfo(timezone) if isinstance(timezone, str) else timezone
    table = read_table(content, filename, COLUMNS)
    rows: list[PlanRow] = []
    problems, notes = list(table.problems), []
    seen: dict[tuple[str, datetime], int] = {}
    if table.rows and not {"开始", "日期"} & table.columns:
        missing = SheetProblem(row=None, column="开始", code=Code.MISSING_COLUMN)
        return PlanFile(problems=(missing,))
    for one in table.rows:
        reader = RowReader(one)
        row = _row(reader, one, zone, today)
        if row is not None and _is_new(row, reader, seen):
            rows.append(row)
            notes += reader.notes
        problems += reader.problems
    return PlanFile(
        rows=tuple(rows),
        problems=tuple(problems),
        notes=tuple(notes),
        other_sheets=table.other_sheets,
    )


def _is_new(row: PlanRow, reader: RowReader, seen: dict[tuple[str, datetime], int]) -> bool:
    first = seen.setdefault((row.title, row.starts_at.astimezone(UTC)), row.row)
    if first != row.row:
        reader.refuse("标题", Code.SAME_ACTIVITY, first)
    return first == row.row


def _row(reader: RowReader, row: TableRow, zone: ZoneInfo, today: date) -> PlanRow | None:
    title = reader.need("标题", _title)
    kind = reader.take("类型", _kind) or ActivityKind.OTHER
    scope = reader.take("范围", _scope) or Scope.DISTRICT
    place = reader.take("地点", prose(LONGEST_TITLE))
    whom = reader.take(WHOM, _whom) or Wanted()
    when = _when(reader, zone, today)
    if title is None or when is None or reader.problems:
        return None
    return PlanRow(
        row=row.row,
        title=title,
        kind=kind,
        scope=scope,
        starts_at=when[0],
        ends_at=when[1],
        place=place,
        whom=whom,
    )


def _title(cell: Cell) -> str:
    if cell.formula:
        raise CellRefusedError(Code.FORMULA)
    return prose(LONGEST_TITLE)(cell)


def _kind(cell: Cell) -> ActivityKind:
    kind = kind_of(cell.text)
    if kind is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return kind


def _scope(cell: Cell) -> Scope:
    scope = scope_of(cell.text)
    if scope is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return scope


def _whom(cell: Cell) -> Wanted:
    """Return whom a row is for; whether its names are on the roster, the room knows."""
    return whom_of(prose(LONGEST_WHOM)(cell))


def _when(reader: RowReader, zone: ZoneInfo, today: date) -> tuple[datetime, datetime] | None:
    """Return start and end out of 日期, 开始 and 结束, or None with a problem noted."""

    def read(cell: Cell) -> Span:
        return span_of(cell, today.year)

    day = reader.take("日期", read)
    start = reader.take("开始", read)
    end = reader.take("结束", read)
    if reader.problems:
        return None
    return _Moments(reader, zone, today).join(day or Span(), start or Span(), end or Span())


class _Moments:
    """Joins what three cells say into a start and an end."""

    def __init__(self, reader: RowReader, zone: ZoneInfo, today: date) -> None:
        self._reader = reader
        self._zone = zone
        self._years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)

    def join(self, day: Span, start: Span, end: Span) -> tuple[datetime, datetime] | None:
        """Return start and end; a problem is noted where there is none."""
        first = start.start_date or day.start_date
        clock = start.start_time or day.start_time
        if first is None or clock is None:
            code = Code.MISSING if first is None else Code.MISSING_TIME
            self._reader.refuse("开始", code)
            return None
        last = end.start_date or start.end_date or day.end_date or first
        until = end.start_time or start.end_time or day.end_time
        starts_at = datetime.combine(first, clock, self._zone)
        if until is None and last == first:
            return self._checked(starts_at, starts_at + USUAL_LENGTH, start, day)
        if until is None:
            self._reader.refuse("结束", Code.MISSING_TIME)
            return None
        return self._checked(starts_at, datetime.combine(last, until, self._zone), start, day)

    def _checked(
        self, starts_at: datetime, ends_at: datetime, *said: Span
    ) -> tuple[datetime, datetime] | None:
        if starts_at.year not in self._years or ends_at.year not in self._years:
            self._reader.refuse("开始", Code.YEAR_OUT_OF_RANGE)
            return None
        if ends_at <= starts_at:
            self._reader.refuse("结束", Code.END_BEFORE_START)
            return None
        if any(one.assumed_year for one in said):
            self._reader.note("开始", Code.YEAR_ASSUMED)
        return starts_at, ends_at
