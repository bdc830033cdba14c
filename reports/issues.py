"""Voters' reports as tables: one row each, and the figures. No names, phones or addresses."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models import clock
from models.database import Transaction
from models.groups.tables import Group
from models.issues.counting import cases_of
from models.issues.figures import Case, Figures, by_unit, figures, grouped
from models.issues.queries import of_year
from models.issues.states import IssueState, Outcome, Route, Satisfaction, Solved
from models.issues.tables import Issue
from models.privacy.scanning import masked
from reports.platforms import CATEGORIES, MODES, URGENCIES
from reports.sheets.writing import Value

STATES = {
    IssueState.RECEIVED: "已收到",
    IssueState.CHECKING: "核实中",
    IssueState.ASKED: "等选民补充",
    IssueState.DECLINED: "不予受理",
    IssueState.MERGED: "已合并",
    IssueState.ROUTED: "已分办",
    IssueState.ACCEPTED: "已受理",
    IssueState.WORKING: "办理中",
    IssueState.ANSWERED: "已答复",
    IssueState.REPORTED: "已回告",
    IssueState.RATED: "已评价",
    IssueState.REOPENED: "重新办理",
    IssueState.ESCALATED: "主任督办",
    IssueState.PARKED: "暂缓",
    IssueState.CLOSED: "已办结",
    IssueState.WITHDRAWN: "已撤回",
}
ROUTES = {
    Route.ON_THE_SPOT: "现场答复",
    Route.COMMUNITY: "社区",
    Route.UNIT: "承办单位",
    Route.PLATFORM: "民呼我应",
    Route.SUGGESTION: "形成建议",
    Route.PETITION: "信访",
}
_OUTCOMES = {
    Outcome.SOLVED: "已解决",
    Outcome.BEING_SOLVED: "正在解决",
    Outcome.PLANNED: "列入计划",
    Outcome.CANNOT: "不能解决",
}
_SOLVED = {Solved.YES: "解决了", Solved.PARTLY: "部分解决", Solved.NO: "没有解决"}
_SATISFACTION = {
    Satisfaction.GOOD: "满意",
    Satisfaction.FAIR: "基本满意",
    Satisfaction.POOR: "不满意",
}

HEADERS = (
    "编号",
    "反映时间",
    "来源",
    "接待站",
    "类别",
    "地点",
    "反映内容",
    "紧急程度",
    "状态",
    "去向",
    "承办单位",
    "协办单位",
    "外部编号",
    "当前期限",
    "首次超期",
    "答复",
    "结果",
    "回告时间",
    "是否解决",
    "满意度",
    "重新办理次数",
    "办结时间",
    "同意公开",
)


async def issue_rows(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each report of a year; phone and identity numbers in words are masked."""
    zone = ZoneInfo(group.timezone)
    rows = await of_year(tx, group_id=group.id, year=year)
    cases = {one.number: one for one in await cases_of(tx, group, year)}
    return [_row(one, cases[one.number], zone) for one in rows]


def _row(one: Issue, case: Case, zone: ZoneInfo) -> Sequence[Value]:
    return (
        one.number,
        _local(one.reported_at, zone),
        MODES[one.mode],
        case.station,
        CATEGORIES[one.category],
        masked(one.place),
        masked(one.own_words),
        URGENCIES[one.urgency],
        STATES[one.state],
        ROUTES[one.route] if one.route else None,
        case.unit,
        "、".join(case.assisting) or None,
        one.external_number,
        _local(one.due_at, zone),
        _local(one.late_at, zone),
        masked(one.answer) if one.answer else None,
        _OUTCOMES[one.outcome] if one.outcome else None,
        _local(one.told_at, zone),
        _SOLVED[one.solved] if one.solved else None,
        _SATISFACTION[one.satisfaction] if one.satisfaction else None,
        one.reopened,
        _local(one.closed_at, zone),
        "是" if one.may_publish else "否",
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


FIGURE_HEADERS = (
    "分组",
    "名称",
    "反映",
    "不予受理",
    "合并",
    "在办",
    "在办超期",
    "办结",
    "按时办结",
    "按时率",
    "已答复",
    "已评价",
    "解决",
    "部分解决",
    "没有解决",
    "办成率",
    "满意",
    "满意率",
    "满意但没有解决",
    "协办",
)

#: Which rows of figures there are below the whole, and what each is grouped by; units come last.
GROUPINGS: tuple[tuple[str, Callable[[Case], str | None]], ...] = (
    ("类别", lambda one: CATEGORIES[one.category]),
    ("接待站", lambda one: one.station),
    ("去向", lambda one: ROUTES[one.route] if one.route else None),
)
_NONE = "（未填）"


async def year_figures(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return the figures of a year as they are now."""
    return figure_rows(await cases_of(tx, group, year), now=clock.now())


def figure_rows(cases: Sequence[Case], *, now: datetime) -> Sequence[Sequence[Value]]:
    """Return the figures of all, then by category, station, route and unit."""
    rows = [_figures("合计", figures("全部", cases, now=now))]
    for name, key in GROUPINGS:
        rows += [_figures(name, one) for one in grouped(cases, key, now=now)]
    return rows + [_figures("承办单位", one) for one in by_unit(cases, now=now)]


def _figures(grouping: str, one: Figures) -> Sequence[Value]:
    return (
        grouping,
        one.name or _NONE,
        one.reported,
        one.declined,
        one.merged,
        one.open,
        one.overdue,
        one.closed,
        one.on_time,
        percent(one.on_time_rate),
        one.answered,
        one.rated,
        one.solved,
        one.partly,
        one.unsolved,
        percent(one.solved_rate),
        one.satisfied,
        percent(one.satisfied_rate),
        one.hollow,
        one.assisted,
    )


def percent(rate: float | None) -> str:
    """Return a rate as 95.0%, a dash where there is nothing to divide by."""
    return "—" if rate is None else f"{100 * rate:.1f}%"
