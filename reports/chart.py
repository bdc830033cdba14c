"""Attendance analysed, as a picture: months and kinds. Imported when one is drawn: it is slow."""

import io
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from models.activities.analysis_notices import Analysis, KindBar, MonthBar
from reports.activities import KINDS
from reports.glyphs import drawable, font, literal

_STATES = (
    ("准时", "#2e7d32"),
    ("迟到", "#f9a825"),
    ("请假", "#78909c"),
    ("缺席", "#c62828"),
)


#: Draws one state of all bars: how many, from where on, its name and colour.
Draw = Callable[[Sequence[int], Sequence[int], str, str], object]


def chart(one: Analysis) -> bytes:
    """Return a year as a picture (PNG): who came by month and by kind, stacked, with the rates."""
    figure = Figure(figsize=(9, 5 + 0.9 + 0.5 * len(one.kinds)), dpi=110)
    canvas = FigureCanvasAgg(figure)
    months, kinds = figure.subplots(2, 1, height_ratios=(5, 0.9 + 0.5 * len(one.kinds)))
    _months(months, one.months)
    _kinds(kinds, one.kinds)
    body = literal(drawable(one.group_name))
    months.set_title(
        f"{body} {one.year} 年出勤情况（出勤率 {one.percent}%）", fontproperties=font()
    )
    for axes in (months, kinds):
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(font())
        axes.spines[["top", "right"]].set_visible(False)
    months.legend(prop=font(), ncols=len(_STATES), loc="upper center", bbox_to_anchor=(0.5, -0.08))
    figure.tight_layout()
    buffer = io.BytesIO()
    canvas.print_figure(buffer, format="png")
    return buffer.getvalue()


def _months(axes: Axes, bars: Sequence[MonthBar]) -> None:
    whole = _stack(
        bars,
        lambda values, low, name, colour: axes.bar(
            range(1, len(bars) + 1), values, bottom=low, label=name, color=colour
        ),
    )
    for month, (one, invited) in enumerate(zip(bars, whole, strict=True), 1):
        if invited:
            axes.text(month, invited, _rate(one), ha="center", va="bottom", fontproperties=font())
    axes.set_ylabel("人次", fontproperties=font())
    axes.set_xticks(range(1, 13), [f"{month}月" for month in range(1, 13)])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max([*whole, 1]) * 1.15)


def _kinds(axes: Axes, kinds: Sequence[KindBar]) -> None:
    bars = [one.bar for one in kinds]
    whole = _stack(
        bars,
        lambda values, low, _name, colour: axes.barh(
            range(len(bars)), values, left=low, color=colour
        ),
    )
    for place, (one, invited) in enumerate(zip(bars, whole, strict=True)):
        axes.text(invited, place, f" {_rate(one)}", va="center", fontproperties=font())
    axes.set_yticks(range(len(bars)), [KINDS[one.activity] for one in kinds])
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(0, max([*whole, 1]) * 1.15)


def _stack(bars: Sequence[MonthBar], draw: Draw) -> list[int]:
    """Draw the states of bars one on the other; return how long each is in all."""
    stacked = [0] * len(bars)
    counts = [
        [one.present for one in bars],
        [one.late for one in bars],
        [one.excused for one in bars],
        [one.absent for one in bars],
    ]
    for (name, colour), values in zip(_STATES, counts, strict=True):
        draw(values, stacked, name, colour)
        stacked = [low + high for low, high in zip(stacked, values, strict=True)]
    return stacked


def _rate(one: MonthBar) -> str:
    invited = one.present + one.late + one.excused + one.absent
    return f"{round(100 * (one.present + one.late) / invited)}%" if invited else ""
