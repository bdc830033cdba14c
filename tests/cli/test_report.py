"""The report of a year from the command line."""

import json

from tests.cli.calling import Console


def test_a_year_without_rows_says_what_it_lacks(console: Console) -> None:
    console.ready()

    result = console("report", "year", "2019", "--group", "XJP", "--format", "json")

    found = json.loads(result.stdout)
    assert found["figures"] == {}
    assert "study" in found["left_out"]


def test_it_writes_each_format(console: Console) -> None:
    console.ready()
    for kind in ("json", "xlsx", "docx"):
        path = console.folder / f"2019.{kind}"
        words = ("report", "year", "2019", "--group", "XJP", "--format", kind)

        result = console(*words, "--compare", "2018", "--output", str(path))

        assert result.exit_code == 0, result.output
        assert path.stat().st_size > 100


def test_an_unknown_group_is_named(console: Console) -> None:
    console.ready()

    result = console("report", "year", "2019", "--group", "NOPE")

    assert result.exit_code == 1
    assert "NOPE" in result.output
