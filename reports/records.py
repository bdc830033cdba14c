"""A year's records as a table: activities with their summaries, outcomes, press items."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from models.activities.queries import titles
from models.database import Transaction
from models.groups.tables import Group
from models.records.queries import Recorded, YearRecords, of_year
from models.records.rules import OutcomeKind
from models.records.tables import Outcome, PressItem
from reports.activities import KINDS
from reports.sheets.writing import Value, write_table

HEADERS = ("分类", "日期", "活动", "类型", "内容", "编号或链接", "照片")

OUTCOMES = {
    OutcomeKind.SUGGESTION: "形成建议",
    OutcomeKind.ISSUE: "交办问题",
    OutcomeKind.HELP: "帮助协调",
    OutcomeKind.OTHER: "其他成效",
}


async def rows_of(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each activity that is over, each outcome and each press item of a year."""
    found = await of_year(tx, group, year=year)
    items: list[Outcome | PressItem] = [*found.outcomes, *found.press]
    about = {each.activity_id for each in items if each.activity_id}
    known = await titles(tx, group_id=group.id, activity_ids=about)
    names = {key: one.title for key, one in known.items()}
    return rows(found, names, ZoneInfo(group.timezone))


def rows(found: YearRecords, names: Mapping[int, str], zone: ZoneInfo) -> Sequence[Sequence[Value]]:
    """Return what is kept of a year as rows, each sort in order of time."""
    return [
        *(_held(one, zone) for one in found.held),
        *(_outcome(one, names) for one in found.outcomes),
        *(_press(one, names) for one in found.press),
    ]


def _held(one: Recorded, zone: ZoneInfo) -> Sequence[Value]:
    return (
        "活动",
        one.activity.starts_at.astimezone(zone).date(),
        one.activity.title,
        KINDS[one.activity.kind],
        one.kept.record.summary if one.kept.record else None,
        None,
        one.kept.pictures,
    )


def _outcome(one: Outcome, names: Mapping[int, str]) -> Sequence[Value]:
    about = names.get(one.activity_id or 0)
    return ("成效", one.happened_on, about, OUTCOMES[one.kind], one.what, one.number, None)


def _press(one: PressItem, names: Mapping[int, str]) -> Sequence[Value]:
    about = names.get(one.activity_id or 0)
    return ("媒体报道", one.published_on, about, one.outlet, one.title, one.link, None)


async def workbook(tx: Transaction, group: Group, year: int) -> bytes:
    """Return a year's records as a workbook."""
    return write_table(HEADERS, await rows_of(tx, group, year), "xlsx")
