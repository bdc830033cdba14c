"""The figures as one picture: bars for what is compared, lines for what grows."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from benchmarks.figures import Figure, read

BARS = (
    ("check-ins a second", "checkin", "answered"),
    ("check-ins a second, Telegram 10 ms away", "network", "answered, 10 ms away"),
    ("on PostgreSQL, by processes", "sharing", "check-ins answered"),
    ("seconds to the first poll", "start", "first poll"),
    ("megabytes at rest", "start", "memory at rest"),
)
_MANY = 6  # panels, beyond which four stand side by side, not three
_CROWDED = 6  # bars, beyond which a name has one small line
_BLUE, _GREY = "#1565c0", "#90a4ae"


def draw(figures: Sequence[Figure], path: Path) -> None:
    """Draw what there is of: check-ins, processes, start, growth on both databases."""
    panels: list[Callable[[Axes], None]] = [
        partial(_bars, title=title, figures=found)
        for title, of, what in BARS
        if (found := _of(figures, of, what))
    ]
    growth = [one for one in figures if one.of == "growth"]
    panels += [
        partial(_lines, kind=kind, figures=mine)
        for kind in ("sqlite", "postgresql")
        if (mine := [one for one in growth if one.at.startswith(kind)])
    ]
    wide = min(len(panels), 4 if len(panels) > _MANY else 3) or 1
    high = -(-len(panels) // wide) or 1
    canvas = Canvas(figsize=(4.7 * wide, 4.5 * high), layout="constrained")
    for number, panel in enumerate(panels, start=1):
        panel(canvas.add_subplot(high, wide, number))
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _of(figures: Sequence[Figure], of: str, what: str) -> list[Figure]:
    return [one for one in figures if (one.of, one.what) == (of, what)]


def _bars(axes: Axes, title: str, figures: Sequence[Figure]) -> None:
    is_crowded = len(figures) > _CROWDED
    names = [one.at if is_crowded else one.at.replace(", ", "\n") for one in figures]
    colours = [_BLUE if "huiyin" in one.at or one.of == "sharing" else _GREY for one in figures]
    bars = axes.barh(names, [one.value for one in figures], color=colours)
    axes.bar_label(bars, fmt="{:,.4g}", padding=3)
    axes.invert_yaxis()
    axes.tick_params(axis="y", labelsize="x-small" if is_crowded else "medium")
    axes.set_title(title)
    axes.margins(x=0.2)
    axes.spines[["top", "right"]].set_visible(False)


def _lines(axes: Axes, kind: str, figures: Sequence[Figure]) -> None:
    for name in dict.fromkeys(one.what for one in figures):
        points = [(_size(one), one.value) for one in figures if one.what == name]
        label = "my points (/my)" if "/my" in name else name
        axes.plot(*zip(*points, strict=True), marker="o", label=label)
    axes.set_title(f"ms a question by lines, {kind}")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=7, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.08))


def _size(one: Figure) -> int:
    return int(one.at.split(", ", 1)[1].split(" ")[0].replace(",", ""))


def main() -> None:
    """Draw from files that benchmarks wrote."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chart", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--chart", type=Path, default=Path("docs/pictures/benchmarks.svg"))
    asked = parser.parse_args()
    draw([one for path in asked.files for one in read(path)], asked.chart)


if __name__ == "__main__":
    main()
