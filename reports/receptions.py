"""The plan of receptions as a sheet: out, and back with the staff's changes; sessions as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.receptions.actions import Draft
from models.receptions.figures import year_of
from models.receptions.queries import Sitting, deputies_of, zone_of
from models.receptions.recording import matters_of
from models.receptions.round_trip import PlanLine
from models.receptions.rules import Mode, SessionState
from models.stations.queries import stations_of
from reports.rosters import told
from reports.sheets.cells import Cell
from reports.sheets.moments import span_of
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, TableRow, read_table
from reports.sheets.rows import RowReader, prose
from reports.sheets.writing import Value, write_table

PLAN_HEADERS = ("日期", "开始", "结束", "接待站", "方式", "代表", "后备", "主题", "缺")
HEADERS = (
    "轮次",
    "日期",
    "开始",
    "结束",
    "接待站",
    "方式",
    "状态",
    "代表",
    "后备",
    "已知道",
    "来访人数",
    "反映事项",
    "编号",
)
MODES = {Mode.CLINIC: "门诊", Mode.HOUSE_CALL: "出诊"}
_STATES = {
    SessionState.DRAFT: "草稿",
    SessionState.PUBLISHED: "已发布",
    SessionState.CLOSED: "已结束",
    SessionState.CANCELLED: "已取消",
}
_COLUMNS = (
    Column("日期", ("接待日期", "date"), required=True),
    Column("接待站", ("站点", "地点", "station"), required=True),
    Column("代表", ("值班代表", "接待代表", "deputies"), required=True),
    Column("后备", ("后备代表", "backup")),
    Column("主题", ("接待主题", "topics")),
)
Problem = tuple[int, str, str]  # row, code, value
_BETWEEN = str.maketrans(dict.fromkeys("、,，;；/和 \n", "|"))


async def plan_rows(tx: Transaction, *, group_id: int, year: int) -> Sequence[Sequence[Value]]:
    """Return the sessions of a year that are not called off, as the plan sheet has them."""
    zone = await zone_of(tx, group_id)
    the = await year_of(tx, group_id=group_id, year=year)
    return [
        (
            *_when(one.session.starts_at, one.session.ends_at, zone),
            one.station.name,
            MODES[one.session.mode],
            "、".join(each.member.name for each in one.on_duty),
            one.backup.member.name if one.backup else "",
            one.session.topics or "",
            one.short or None,
        )
        for one in the.all
    ]


def _when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[date, str, str]:
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return first.date(), f"{first:%H:%M}", f"{last:%H:%M}"


async def plan_sheet(tx: Transaction, *, group_id: int, year: int) -> tuple[str, bytes]:
    """Return the plan of a year as .xlsx, and what it is called: by that it is known again."""
    rows = await plan_rows(tx, group_id=group_id, year=year)
    group = await tx.load(groups, group_id)
    code = group.code if group else ""
    return f"接待排班 {code} {year}.xlsx", write_table(PLAN_HEADERS, rows, "xlsx")


def year_in(filename: str) -> int | None:
    """Return the year of a plan sheet by its name, None for any other file."""
    name = filename.replace("_", " ")
    if not name.startswith("接待排班"):
        return None
    years = [int(one) for one in name.replace(".", " ").split() if one.isdecimal()]
    return next((one for one in years if 2000 < one < 3000), None)  # noqa: PLR2004


def read_plan(content: bytes, filename: str, *, year: int) -> tuple[list[PlanLine], list[Problem]]:
    """Read a plan that was changed; Refusal if the file as a whole cannot be read."""
    table = read_table(content, filename, _COLUMNS)
    if table.problems:
        raise Refusal(told(table.problems[0]))
    lines, problems = [], []
    for row in table.rows:
        reader = RowReader(row)
        line = _line(reader, row, year)
        if line is not None:
            lines.append(line)
        problems += [_problem(one) for one in reader.problems]
    return lines, problems


def _problem(one: SheetProblem) -> Problem:
    return one.row or 0, one.code.value, one.value


def _line(reader: RowReader, row: TableRow, year: int) -> PlanLine | None:
    def day_of(cell: Cell) -> date:
        found = span_of(cell, year).start_date
        if found is None:
            raise CellRefusedError(Code.BAD_DATE)
        return found

    day = reader.need("日期", day_of)
    station = reader.need("接待站", prose(64))
    names = reader.take("代表", _names) or ()
    backup = reader.take("后备", prose(64))
    topics = reader.take("主题", prose(200))
    if day is None or station is None or reader.problems:
        return None
    return PlanLine(
        row=row.row, day=day, station=station, deputies=names, backup=backup, topics=topics
    )


def _names(cell: Cell) -> tuple[str, ...]:
    said = cell.prose.translate(_BETWEEN).split("|")
    return tuple(one.strip() for one in said if one.strip())


async def draft_rows(tx: Transaction, group: Group, planned: Draft) -> Sequence[Sequence[Value]]:
    """Return a plan that is not written, as the plan sheet would have it."""
    places = {one.id: one.name for one in await stations_of(tx, group_id=group.id)}
    people = {one.id: one.name for one in await deputies_of(tx, group_id=group.id)}
    settings = planned.settings
    return [
        (
            one.day,
            settings.hour,
            None,
            places[session.station_id],
            MODES[session.mode],
            "、".join(sorted(people[why.member_id] for why in session.deputies)),
            people[session.backup.member_id] if session.backup else "",
            "",
            session.short or None,
        )
        for one in planned.rounds
        for session in one.sessions
    ]


async def rows_of(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return every session of a year with what came of it."""
    zone = await zone_of(tx, group.id)
    the = await year_of(tx, group_id=group.id, year=year)
    return [
        await _row(tx, row.number, one, zone)
        for row in the.rounds
        for one in the.sittings.get(row.id, ())
    ]


async def _row(tx: Transaction, number: int, one: Sitting, zone: ZoneInfo) -> Sequence[Value]:
    matters = await matters_of(tx, one.session)
    return (
        number,
        *_when(one.session.starts_at, one.session.ends_at, zone),
        one.station.name,
        MODES[one.session.mode],
        _STATES[one.session.state],
        "、".join(each.member.name for each in one.on_duty),
        one.backup.member.name if one.backup else "",
        sum(each.duty.confirmed_at is not None for each in one.on_duty),
        one.session.visitors,
        len(matters),
        "、".join(each.number for each in matters),
    )
