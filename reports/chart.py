"""Attendance analysed, as a picture of the months. Imported when one is drawn: it loads slowly."""

import functools
import io
from collections.abc import Sequence

import noto_cjk_sans_otc
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.ticker import MaxNLocator

from models.activities.analysis_notices import Analysis, MonthBar

_SIMPLIFIED = 2  # the face of the collection with mainland forms
_STATES = (
    ("准时", "#2e7d32"),
    ("迟到", "#f9a825"),
    ("请假", "#78909c"),
    ("缺席", "#c62828"),
)


@functools.cache
def font() -> FontProperties:
    """Return a font with Chinese glyphs, from the package index: servers have none."""
    return FontProperties(fname=FontPath(noto_cjk_sans_otc.FONT_PATH, _SIMPLIFIED), size=13)


def chart(one: Analysis) -> bytes:
    """Return the months of a year as a picture (PNG): who came, stacked, and the rate above."""
    figure = Figure(figsize=(9, 5), dpi=110)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _bars(axes, one.months)
    axes.set_title(
        f"{one.group_name} {one.year} 年出勤情况（出勤率 {one.percent}%）", fontproperties=font()
    )
    axes.set_ylabel("人次", fontproperties=font())
    axes.set_xticks(range(1, 13), [f"{month}月" for month in range(1, 13)])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font())
    axes.legend(prop=font(), ncols=len(_STATES), loc="upper center", bbox_to_anchor=(0.5, -0.1))
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    buffer = io.BytesIO()
    canvas.print_figure(buffer, format="png")
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
            axes.text(month, invited, rate, ha="center", va="bottom", fontproperties=font())
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*stacked, 1]) * 1.15)
