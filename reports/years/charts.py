"""A year's figures as bars, with Chinese glyphs. Imported when drawn: it loads slowly."""

import io
from collections.abc import Mapping, Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from models.years.figures import Year
from reports.glyphs import font
from reports.years import words

_BLUE, _GREY = "#1f5fa8", "#b0bec5"
_ACTIVITIES = (
    *("study", "inspections", "receptions", "group_city", "group_district"),
    *("evaluated", "voter_reports", "press"),
)
_RATES = ("attendance", "suggestions_replied", "suggestions_satisfied", "issues_answered")


def activities(one: Year, before: Year | None) -> bytes | None:
    """Draw how much there was of each kind, beside the year before; None if there is nothing."""
    return _of_keys(one, before, _ACTIVITIES, f"{one.year} 年主要工作")


def rates(one: Year, before: Year | None) -> bytes | None:
    """Draw the rates in percent; None if there are none."""
    return _of_keys(one, before, _RATES, f"{one.year} 年主要比率（%）")


def issues(one: Year) -> bytes | None:
    """Draw the issues by what they are about; None if there are none."""
    found = one.figure("issues_platform") or one.figure("issues")
    if found is None:
        return None
    counts = {words.mark(key)[0]: number for key, number in found.by_mark.items()}
    ordered = dict(sorted(counts.items(), key=lambda each: each[1]))
    return _bars(list(ordered), {str(one.year): list(ordered.values())}, "选民反映的问题（按类别）")


def _of_keys(one: Year, before: Year | None, keys: Sequence[str], title: str) -> bytes | None:
    shown = [each for key in keys if (each := one.figure(key)) is not None]
    if not shown:
        return None
    shown.reverse()  # the first stands on top
    values = {str(one.year): [each.value or 0 for each in shown]}
    old = [before.figure(each.key) if before is not None else None for each in shown]
    if before is not None and any(old):
        values = {str(before.year): [(each.value or 0) if each else 0 for each in old]} | values
    return _bars([words.FIGURES[each.key][0] for each in shown], values, title)


def _bars(names: Sequence[str], values: Mapping[str, Sequence[int]], title: str) -> bytes:
    drawing = Drawing(figsize=(8, 1.2 + 0.42 * len(names) * len(values)), dpi=110)
    canvas = FigureCanvasAgg(drawing)
    axes = drawing.add_subplot()
    height = 0.8 / len(values)
    for place, (label, numbers) in enumerate(values.items()):
        colour = _BLUE if place == len(values) - 1 else _GREY
        at = [spot + height * (place - (len(values) - 1) / 2) for spot in range(len(names))]
        drawn = axes.barh(at, numbers, height=height * 0.9, color=colour, label=label)
        axes.bar_label(drawn, padding=3, fontproperties=font())
    axes.set_yticks(range(len(names)), names)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    for tick in (*axes.get_yticklabels(), *axes.get_xticklabels()):
        tick.set_fontproperties(font())
    axes.set_title(title, fontproperties=font())
    axes.set_xlim(0, max((max(each) for each in values.values()), default=1) * 1.15 or 1)
    axes.spines[["top", "right"]].set_visible(False)
    if len(values) > 1:
        axes.legend(prop=font(), loc="lower right")
    drawing.tight_layout()
    buffer = io.BytesIO()
    canvas.print_figure(buffer, format="png")
    return buffer.getvalue()
