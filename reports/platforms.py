"""Reports for a platform: a sheet in its order, a text to copy, and its answers read back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from models.errors import Refusal
from models.issues.states import Category, Mode, Urgency
from models.people.roster_notices import RowProblem
from models.platforms import settings
from models.platforms.actions import Back, Handed
from models.privacy.scanning import masked
from reports.rosters import told
from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code
from reports.sheets.reading import Column, Columns, Table, read_table
from reports.sheets.rows import RowReader, prose
from reports.sheets.writing import Value

CATEGORIES = {
    Category.SANITATION: "环境卫生",
    Category.ROADS: "道路交通",
    Category.FIRE_SAFETY: "消防安全",
    Category.PESTS: "病媒虫害",
    Category.BUILDING_QUALITY: "房屋质量",
    Category.HOUSING: "住房",
    Category.UTILITIES: "水电气",
    Category.NOISE: "噪声",
    Category.WELFARE: "民生保障",
    Category.OTHER: "其他",
}
URGENCIES = {Urgency.NORMAL: "一般", Urgency.URGENT: "急", Urgency.VERY_URGENT: "特急"}
MODES = {
    Mode.CHAT: "线上",
    Mode.STATION: "接待站扫码",
    Mode.CLINIC: "接待选民（门诊）",
    Mode.HOUSE_CALL: "接待选民（出诊）",
    Mode.PHONE: "电话",
    Mode.IN_PERSON: "当面",
    Mode.LETTER: "来信",
    Mode.SYSTEM: "外部系统",
}
_TITLE = 30  # characters of the voter's words in a title


def headers() -> tuple[str, ...]:
    """Return the headings of the sheet, as the configuration orders them."""
    return tuple(heading for heading, _field in settings.current().headings)


def rows_of(handed: Sequence[Handed], zone: ZoneInfo) -> list[Sequence[Value]]:
    """Return a row for each report, in the platform's order."""
    fields = [field for _heading, field in settings.current().headings]
    return [[value_of(one, field, zone) for field in fields] for one in handed]


def value_of(one: Handed, field: str, zone: ZoneInfo) -> Value:
    """Return what a column holds; phone and identity numbers in free text are masked."""
    if field in settings.CONTACT:
        return getattr(one.contact, field, None) or ""
    return _VALUES[field](one, zone)


def _category(one: Handed) -> str:
    category = one.issue.category
    return settings.current().category_names.get(category, CATEGORIES[category])


def pin_of(one: Handed) -> str:
    """Return the place on the map as longitude,latitude, "" without one."""
    issue = one.issue
    if issue.latitude is None or issue.longitude is None:
        return ""
    return f"{issue.longitude:.5f},{issue.latitude:.5f}"


def title_of(one: Handed) -> str:
    """Return a title: category, place, the beginning of the words."""
    issue = one.issue
    words = " ".join(masked(issue.own_words).split())
    start = words if len(words) <= _TITLE else f"{words[:_TITLE]}…"
    return f"【{CATEGORIES[issue.category]}】{masked(issue.place)} {start}".strip()


_VALUES: dict[str, Callable[[Handed, ZoneInfo], Value]] = {
    "number": lambda one, _zone: one.issue.number,
    "title": lambda one, _zone: title_of(one),
    "words": lambda one, _zone: masked(one.issue.own_words),
    "category": lambda one, _zone: _category(one),
    "place": lambda one, _zone: masked(one.issue.place),
    "urgency": lambda one, _zone: URGENCIES[one.issue.urgency],
    "reported_at": lambda one, zone: one.issue.reported_at.astimezone(zone),
    "wish": lambda one, _zone: masked(one.issue.wish or ""),
    "mode": lambda one, _zone: MODES[one.issue.mode],
    "pin": lambda one, _zone: pin_of(one),
}


def ticket_text(one: Handed, zone: ZoneInfo) -> str:
    """Return a report as a text to copy into the platform: a line a column, without contact."""
    lines = [
        f"{heading}：{_line(value_of(one, field, zone))}"
        for heading, field in settings.current().headings
        if field not in settings.CONTACT
    ]
    return "\n".join(lines)


def _line(value: Value) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or "")


_COLUMNS = (
    Column("编号", ("反映编号", "本系统编号", "诉求编号", "来源编号", "number")),
    Column("平台编号", ("工单号", "工单编号", "受理编号", "平台工单号", "流水号", "external")),
    Column("状态", ("办理状态", "工单状态", "当前状态", "state")),
    Column("办理结果", ("答复内容", "处理结果", "办理情况", "结果", "回复内容", "result")),
)
_LONGEST_RESULT = 4000


class ResultRow(BaseModel):
    """A row of the platform's sheet."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    row: int
    back: Back


class ResultFile(BaseModel):
    """What a sheet of results holds, and what is wrong with its other rows."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rows: tuple[ResultRow, ...]
    problems: tuple[RowProblem, ...]


def read_results(content: bytes, filename: str) -> ResultFile:
    """Read numbers and results from the platform's sheet; Refusal if it is none at all."""
    table = _table(content, filename)
    if table.problems and not table.rows:
        raise Refusal(told(table.problems[0]))
    rows: list[ResultRow] = []
    problems = [told(one) for one in table.problems]
    for one in table.rows:
        reader = RowReader(one)
        back = _back(reader)
        if back is not None:
            rows.append(ResultRow(row=one.row, back=back))
        problems += [told(each) for each in reader.problems]
    return ResultFile(rows=tuple(rows), problems=tuple(problems))


def _table(content: bytes, filename: str) -> Table:
    """Read the table whose header has our number, else the one that has the platform's."""
    table = read_table(content, filename, _requiring("编号"))
    if not table.problems:
        return table
    other = read_table(content, filename, _requiring("平台编号"))
    return table if other.problems else other


def _requiring(key: str) -> Columns:
    return tuple(replace(one, required=one.key == key) for one in _COLUMNS)


def _back(reader: RowReader) -> Back | None:
    number = reader.take("编号", _number)
    external = reader.take("平台编号", _number)
    said = reader.take("状态", prose(64))
    result = reader.take("办理结果", prose(_LONGEST_RESULT))
    if number is None and external is None and not reader.problems:
        reader.refuse("编号", Code.MISSING)
    if reader.problems:
        return None
    return Back(number=number, external=external, said=said or "", result=result or "")


_LONGEST_NUMBER = 64


def _number(cell: Cell) -> str:
    """Read a number as text: a long one that a spreadsheet has shortened is refused."""
    text = cell.text.strip()
    if "E+" in text.upper() and text.upper().replace("E+", "").replace(".", "").isdigit():
        raise CellRefusedError(Code.SHORTENED_NUMBER)
    if len(text) > _LONGEST_NUMBER:
        raise CellRefusedError(Code.TOO_LONG)
    return text
