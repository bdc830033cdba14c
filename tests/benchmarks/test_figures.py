"""Figures survive a file, and the chart shows what there is."""

from pathlib import Path

from benchmarks import chart
from benchmarks.everything import report
from benchmarks.figures import Figure, number, parse, read, table, write

FIGURES = [
    Figure(of="checkin", what="answered", at="sqlite, 1,000, huiyin", value=2345.6, unit="/s"),
    Figure(of="growth", what="triage list", at="sqlite, 10,000 lines", value=2.5, unit="ms"),
    Figure(of="growth", what="triage list", at="sqlite, 100,000 lines", value=2.7, unit="ms"),
]


def test_figures_survive_a_file(tmp_path: Path) -> None:
    write(tmp_path / "figures.json", FIGURES)

    assert read(tmp_path / "figures.json") == FIGURES


def test_a_number_has_as_many_places_as_mean_something() -> None:
    assert [number(one) for one in (2345.6, 45.67, 2.345, 0)] == ["2,346", "45.7", "2.35", "0"]


def test_every_figure_has_its_line() -> None:
    assert table(FIGURES).count("\n| ") == len(FIGURES)
    assert "| checkin | answered | sqlite, 1,000, huiyin | 2,346 /s |" in table(FIGURES)


def test_a_table_is_read_again_as_rounded_as_it_stands() -> None:
    again = parse(f"# Benchmarks\n\n{table(FIGURES)}\n")

    assert [one.value for one in again] == [2346, 2.5, 2.7]
    assert [(one.of, one.what, one.at) for one in again] == [
        (one.of, one.what, one.at) for one in FIGURES
    ]
    assert table(again) == table(FIGURES)


def test_what_is_not_measured_anew_stays_with_its_date() -> None:
    before = f"- checkin, growth: 2026-01-31, of old\n\n{table(FIGURES)}\n"
    new = [Figure(of="checkin", what="answered", at="sqlite, 1,000, huiyin", value=9.0, unit="/s")]

    page, shown = report(new, before, "chart.svg")

    assert [one.value for one in shown] == [9.0, 2.5, 2.7]
    assert "- growth: 2026-01-31, of old" in page
    assert "2,346" not in page
    assert page.count("of old") == 1


def test_the_chart_is_a_picture_of_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"

    chart.draw(FIGURES, path)

    assert "</svg>" in path.read_text()
