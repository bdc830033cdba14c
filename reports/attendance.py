"""Attendance analysed, as a table by deputy, kind and month."""

from collections.abc import Sequence

from models.activities.analysing import Analysed, Tally, analysed
from models.database import Transaction
from models.groups.tables import Group
from reports.activities import KINDS
from reports.sheets.writing import Value

HEADERS = (
    "分类",
    "名称",
    "应到",
    "准时",
    "迟到",
    "请假",
    "缺席",
    "出勤率(%)",
    "连续缺席",
)


async def rows_of(tx: Transaction, group: Group, year: int) -> Sequence[Sequence[Value]]:
    """Return a row for each deputy, kind and month of a year, and one for all."""
    return rows(await analysed(tx, group, year=year))


def rows(found: Analysed) -> Sequence[Sequence[Value]]:
    """Return what was counted as rows: deputies by name, kinds, months, the whole."""
    deputies = sorted(found.by_deputy.items(), key=lambda one: found.names[one[0]])
    return [
        *(_row("代表", found.names[key], one, found.missed.get(key, 0)) for key, one in deputies),
        *(_row("类型", KINDS[kind], one) for kind, one in found.by_kind.items()),
        *(_row("月份", f"{month}月", one) for month, one in sorted(found.by_month.items())),
        _row("合计", "全年", found.whole),
    ]


def _row(sort: str, name: str, one: Tally, missed: int | None = None) -> Sequence[Value]:
    return (
        sort,
        name,
        one.invited,
        one.present,
        one.late,
        one.excused,
        one.absent,
        one.percent,
        missed,
    )
