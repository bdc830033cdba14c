"""Activities and attendance as tables, in the columns a plan is imported by."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.activities import queries
from models.activities.rules import (
    ActivityKind,
    ActivityState,
    AttendanceState,
    Scope,
    Way,
)
from models.activities.tables import Activity
from models.database import Transaction
from models.groups.tables import Group
from models.people.queries import members
from models.people.tables import Level
from reports.sheets.writing import Value

ACTIVITY_HEADERS = (
    "标题",
    "类型",
    "范围",
    "开始",
    "结束",
    "地点",
    "参加范围",
    "状态",
    "应到",
    "准时",
    "迟到",
    "请假",
    "缺席",
    "来宾",
)
ATTENDANCE_HEADERS = (
    "活动",
    "类型",
    "范围",
    "开始",
    "姓名",
    "状态",
    "时间",
    "方式",
    "登记人",
    "原因",
)

KINDS = {
    ActivityKind.CONGRESS: "人代会",
    ActivityKind.MEETING: "列席会议",
    ActivityKind.STUDY: "集中学习",
    ActivityKind.INSPECTION: "视察",
    ActivityKind.RECEPTION: "接待选民",
    ActivityKind.HOUSE_CALL: "上门走访",
    ActivityKind.DIRECTORS_DAY: "主任接待日",
    ActivityKind.EVALUATION: "监督评议",
    ActivityKind.REPORT_TO_VOTERS: "述职",
    ActivityKind.OTHER: "其他",
}
_SCOPES = {Scope.CITY: "市", Scope.DISTRICT: "区", Scope.STREET: "街道"}
LEVELS = {Level.CITY: "市代表", Level.DISTRICT: "区代表", Level.STREET: "街道代表"}
_STATES = {
    ActivityState.DRAFT: "草稿",
    ActivityState.ANNOUNCED: "已发布",
    ActivityState.CLOSED: "已结束",
    ActivityState.RECORDED: "已归档",
    ActivityState.CANCELLED: "已取消",
}
_ATTENDANCE = {
    AttendanceState.PRESENT: "准时",
    AttendanceState.LATE: "迟到",
    AttendanceState.EXCUSED: "请假",
    AttendanceState.ABSENT: "缺席",
}
_WAYS = {
    Way.WORD: "发“签到”",
    Way.BUTTON: "按钮",
    Way.CODE: "现场码",
    Way.LIST: "工作人员登记",
    Way.LOCATION: "位置",
    Way.CORRECTION: "工作人员更正",
}


def span_of(group: Group, year: int) -> tuple[datetime, datetime]:
    """Return a year's beginning and end in the group's zone."""
    zone = ZoneInfo(group.timezone)
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


async def activity_rows(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each activity of a year, with its counts."""
    since, until = span_of(group, year)
    found = await queries.in_span(tx, group_id=group.id, since=since, until=until)
    return [await _activity_row(tx, one, ZoneInfo(group.timezone)) for one in found]


async def _activity_row(tx: Transaction, one: Activity, zone: ZoneInfo) -> Sequence[Value]:
    counts = await queries.counts(tx, one)
    return (
        one.title,
        KINDS[one.kind],
        _SCOPES[one.scope],
        one.starts_at.astimezone(zone),
        one.ends_at.astimezone(zone),
        one.place,
        await _whom(tx, one),
        _STATES[one.state],
        counts.invited,
        counts.present,
        counts.late,
        counts.excused,
        counts.absent,
        counts.guests,
    )


async def _whom(tx: Transaction, one: Activity) -> str:
    """Return whom an activity is for, in words that a plan is imported by."""
    if one.members is not None:
        return "、".join(each.name for each in await queries.invited(tx, one))
    return "、".join(LEVELS[Level(each)] for each in one.levels or ()) or "全体代表"


async def attendance_rows(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each entry on the rolls of a year, in order of time and name."""
    since, until = span_of(group, year)
    taken = await queries.attended(tx, group_id=group.id, since=since, until=until)
    entered = {one.attendance.entered_by for one in taken} - {None}
    staff = await members(tx, [(group.id, one) for one in entered if one is not None])
    names = {key[1]: member.name for key, member in staff.items()}
    zone = ZoneInfo(group.timezone)
    return [_attendance_row(one, names, zone) for one in taken]


def _attendance_row(one: queries.Taken, names: dict[int, str], zone: ZoneInfo) -> Sequence[Value]:
    entry = one.attendance
    return (
        one.activity.title,
        KINDS[one.activity.kind],
        _SCOPES[one.activity.scope],
        one.activity.starts_at.astimezone(zone),
        one.member.name,
        _ATTENDANCE[entry.state],
        entry.at.astimezone(zone),
        _WAYS[entry.way],
        names.get(entry.entered_by or 0),
        entry.reason,
    )
