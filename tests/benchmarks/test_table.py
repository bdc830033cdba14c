"""A burst over a network is a benchmark of its own: its figures never stand in for the other's."""

from benchmarks.checkin import Figures
from benchmarks.table import Row, figures

SEEN = Figures(
    start=1.3,
    answered=1292.0,
    committed=1352.0,
    p50=0.55,
    p99=0.77,
    cpu=0.71,
    peak=135.0,
    calls=1.02,
    database_cpu=None,
)
ROW = Row(database="postgresql", n=1000, key="ours", name="huiyin", figures=SEEN, runs=3)


def test_figures_of_a_network_have_a_name_of_their_own() -> None:
    here, away = figures([ROW]), figures([ROW], delay=0.01)

    assert {(one.of, one.at) for one in here} == {("checkin", "postgresql, 1,000, huiyin")}
    assert {(one.of, one.at) for one in away} == {("network", "postgresql, 1,000, huiyin")}
    assert [f"{one.what}, 10 ms away" for one in here] == [one.what for one in away]
    assert [one.value for one in here] == [one.value for one in away]


def test_a_row_without_figures_gives_none() -> None:
    failed = Row(database="sqlite", n=1000, key="ptb", name="PTB", figures="FAILED: x", runs=1)

    assert figures([failed]) == []
