"""huiyin stations: a sheet comes in whole or not at all, twice is once."""

from pathlib import Path

from tests.cli.calling import Console

SHEET = (
    "徐家棚街接待站\n名称,地址,电话,纬度,经度\n"
    "水岸社区接待站,和平大道1号,027-88880001,30.6123,114.3345\n"
    "国际城社区接待站,友谊大道8号,,114.3401,30.6050\n"
)


def sheet(console: Console, text: str = SHEET) -> str:
    path = Path(console.folder) / "接待站.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_sheet_is_imported_and_the_same_sheet_changes_nothing(console: Console) -> None:
    console.ready()

    first = console("stations", "import", sheet(console), "--group", "XJP", "--yes")
    second = console("stations", "import", sheet(console), "--group", "XJP", "--yes")

    assert first.exit_code == second.exit_code == 0
    assert "新增 2 个" in first.stdout
    assert "没有变化 2 个" in second.stdout
    assert console.rows("select name, latitude from stations order by id") == [
        ("水岸社区接待站", 30.6123),
        ("国际城社区接待站", 30.605),
    ]


def test_telephones_are_sealed_in_the_database(console: Console) -> None:
    console.ready()

    console("stations", "import", sheet(console), "--group", "XJP", "--yes")

    ((sealed,), _none) = console.rows("select phone_sealed from stations order by id")
    assert "8888" not in sealed


def test_a_bad_row_stops_everything_unless_it_is_left_out(console: Console) -> None:
    console.ready()
    bad = sheet(console, SHEET + "第三个,一号,123,,\n")

    stopped = console("stations", "import", bad, "--group", "XJP", "--yes")
    before = console.rows("select count(*) from stations")
    done = console("stations", "import", bad, "--group", "XJP", "--yes", "--skip-bad")

    assert stopped.exit_code == 1
    assert "第 5 行" in stopped.stderr
    assert before == [(0,)]
    assert done.exit_code == 0
    assert console.rows("select count(*) from stations") == [(2,)]
