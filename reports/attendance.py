"""Attendance analysed: a table by deputy, kind and month, and a chart of the months."""

import functools
import io
from collections.abc import Sequence

import noto_cjk_sans_otc
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.ticker import MaxNLocator

from models.activities.analysing import Analysed, Tally, analysed
from models.activities.analysis_notices import Analysis, MonthBar
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
_SIMPLIFIED = 2  # the face of the collection with mainland forms
_STATES = (
    ("准时", "#2e7d32"),
    ("迟到", "#f9a825"),
    ("请假", "#78909c"),
    ("缺席", "#c62828"),
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


@functools.cache
def _font() -> FontProperties:
    """Return a font with Chinese glyphs, from the package index: servers have none."""
    return FontProperties(fname=FontPath(noto_cjk_sans_otc.FONT_PATH, _SIMPLIFIED), size=13)


def chart(one: Analysis) -> bytes:
    """Return the months of a year as a picture (PNG): who came, stacked, and the rate above."""
    figure = Figure(figsize=(9, 5), dpi=110)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _bars(axes, one.months)
    axes.set_title(
        f"{one.group_name} {one.year} 年出勤情况（出勤率 {one.percent}%）", fontproperties=_font()
    )
    axes.set_ylabel("人次", fontproperties=_font())
    axes.set_xticks(range(1, 13), [f"{month}月" for month in range(1, 13)])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font())
    axes.legend(prop=_font(), ncols=len(_STATES), loc="upper center", bbox_to_anchor=(0.5, -0.1))
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    buffer = io.BytesIO()
    canvas.print_png(buffer)
    return buffer.getvalue()


def _bars(axes: Axes, months: Sequence[MonthBar]) -> None:
    stacked = [0] * len(months)
    counts = [
        [one.present for one in months],
        [one.late for one in months],
        [one.excused for one in months],
        [one.absent for one in months],
    ]
    for (name, colour), values in zip(_STATES, counts, strict=True):
        axes.bar(range(1, len(months) + 1), values, bottom=stacked, label=name, color=colour)
        stacked = [low + high for low, high in zip(stacked, values, strict=True)]
    for month, one in enumerate(months, 1):
        here, invited = one.present + one.late, stacked[month - 1]
        if invited:
            rate = f"{round(100 * here / invited)}%"
            axes.text(month, invited, rate, ha="center", va="bottom", fontproperties=_font())
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*stacked, 1]) * 1.15)
