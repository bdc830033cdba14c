"""Voters' reports of a year as a picture: by month and by category, with the rates above.

Imported when one is drawn: it loads slowly.
"""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from models.issues.counting import months_of
from models.issues.figures import Case, Figures, figures
from models.issues.states import SETTLED
from reports.glyphs import drawable, font, literal
from reports.issues import percent
from reports.platforms import CATEGORIES

_CLOSED, _OPEN = "#2e7d32", "#f9a825"


def issue_chart(
    group_name: str, year: int, cases: Sequence[Case], *, zone: ZoneInfo, now: datetime
) -> bytes:
    """Return the picture (PNG). It holds counts and rates alone."""
    figure = Figure(figsize=(10, 6), dpi=110)
    canvas = FigureCanvasAgg(figure)
    months, topics = figure.subplots(1, 2, width_ratios=(3, 2))
    _months(months, months_of(cases, zone))
    _topics(topics, cases)
    figure.suptitle(_title(group_name, year, figures("", cases, now=now)), fontproperties=font())
    for axes in (months, topics):
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(font())
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout(rect=(0, 0, 1, 0.95))
    buffer = io.BytesIO()
    canvas.print_figure(buffer, format="png")
    return buffer.getvalue()


def _title(group_name: str, year: int, one: Figures) -> str:
    body = literal(drawable(group_name))
    return (
        f"{body} {year} 年选民反映：{one.reported} 件，办结 {one.closed} 件\n"
        f"按时率 {percent(one.on_time_rate)}　办成率 {percent(one.solved_rate)}　"
        f"满意率 {percent(one.satisfied_rate)}"
    )


def _months(axes: Axes, months: Sequence[Sequence[Case]]) -> None:
    settled = [sum(one.state in SETTLED for one in some) for some in months]
    still_open = [len(some) - done for some, done in zip(months, settled, strict=True)]
    axes.bar(range(1, 13), settled, label="已了结", color=_CLOSED)
    axes.bar(range(1, 13), still_open, bottom=settled, label="在办", color=_OPEN)
    axes.set_xticks(range(1, 13), [f"{month}月" for month in range(1, 13)])
    axes.set_ylabel("件", fontproperties=font())
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*map(len, months), 1]) * 1.15)
    axes.legend(prop=font(), loc="upper left")


def _topics(axes: Axes, cases: Sequence[Case]) -> None:
    counts = Counter(CATEGORIES[one.category] for one in cases)
    rows = sorted(counts.items(), key=lambda one: one[1])
    names, values = [name for name, _ in rows], [count for _, count in rows]
    axes.barh(range(len(rows)), values, color="#1565c0")
    axes.set_yticks(range(len(rows)), names)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, value in enumerate(values):
        axes.text(value, place, f" {value}", va="center", fontproperties=font())
    axes.set_xlim(0, max([*values, 1]) * 1.15)
