"""A month as a picture for a phone. Imported when one is drawn: the drawing library is slow."""

import calendar
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from models.activities.notices import Shown
from models.activities.plan_notices import MonthPlan
from models.activities.rules import ActivityState
from reports.glyphs import drawable, font, literal

_WEEK = ("一", "二", "三", "四", "五", "六", "日")
_WORKING = 5  # days of a week
_INK, _FREE, _BUSY, _OFF = "#1b2430", "#b3261e", "#0b57d0", "#8a8f98"
_TODAY, _HELD, _PLAIN, _EDGE = "#fff3cd", "#e8f0fe", "#ffffff", "#d5d9df"
_SHORT = 5  # characters of a title in a day
_LINES = 2  # of them


def picture(one: MonthPlan) -> bytes:
    """Return a month as a grid (PNG): large numbers, and in each day what is on."""
    weeks = calendar.Calendar().monthdayscalendar(one.year, one.month)
    figure = Figure(figsize=(9, 2.2 + 1.45 * len(weeks)), dpi=100, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    axes.set_xlim(0, 7)
    axes.set_ylim(len(weeks) + 1.1, 0)
    axes.axis("off")
    _write(axes, (3.5, 0.33), f"{one.year}年{one.month}月", size=34)
    for column, name in enumerate(_WEEK):
        _write(axes, (column + 0.5, 0.86), name, size=26, ink=_INK if column < _WORKING else _FREE)
    by_day = _by_day(one)
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            if day:
                _cell(axes, one, (column, row + 1.08), day, by_day.get(day, ()))
    buffer = io.BytesIO()
    canvas.print_figure(buffer, format="png")
    return buffer.getvalue()


def _write(axes: Axes, at: tuple[float, float], words: str, *, size: int, ink: str = _INK) -> None:
    axes.text(
        *at,
        literal(words),
        fontproperties=font(size),
        ha="center",
        va="center",
        color=ink,
    )


def _by_day(one: MonthPlan) -> Mapping[int, Sequence[Shown]]:
    zone = ZoneInfo(one.timezone)
    found: dict[int, list[Shown]] = defaultdict(list)
    for each in one.activities:
        found[each.starts_at.astimezone(zone).day].append(each)
    return found


def _cell(
    axes: Axes, one: MonthPlan, at: tuple[float, float], day: int, busy: Sequence[Shown]
) -> None:
    """Draw a day: its number, and what is on."""
    left, top = at
    held = _HELD if busy else _PLAIN
    axes.add_patch(
        FancyBboxPatch(
            (left + 0.04, top + 0.04),
            0.92,
            0.9,
            boxstyle="round,pad=0,rounding_size=0.07",
            facecolor=_TODAY if day == one.today else held,
            edgecolor=_BUSY if busy else _EDGE,
            linewidth=2.2 if busy else 1,
        )
    )
    ink = _FREE if day in one.free_days else _INK
    _write(axes, (left + 0.25, top + 0.26), str(day), size=28, ink=ink)
    for number, (words, is_off) in enumerate(_lines(busy)):
        place = (left + 0.5, top + 0.58 + 0.23 * number)
        _write(axes, place, words, size=15, ink=_OFF if is_off else _BUSY)


def _lines(busy: Sequence[Shown]) -> Sequence[tuple[str, bool]]:
    """Return what stands in a day, and whether it is called off."""
    lines = [(_short(one.title), one.state is ActivityState.CANCELLED) for one in busy]
    if len(lines) <= _LINES:
        return lines
    return [*lines[: _LINES - 1], (f"共{len(lines)}项", False)]


def _short(title: str) -> str:
    title = drawable(title)
    return title if len(title) <= _SHORT else f"{title[: _SHORT - 1]}…"
