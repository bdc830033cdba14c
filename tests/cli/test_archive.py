"""Archives from the command line: of one deputy by name, or of everybody."""

from tests.cli.calling import ROSTER, Console


def furnished(console: Console) -> Console:
    console.ready()
    sheet = console.sheet(f"{ROSTER}李建国,代表,,第二选区\n李建国,代表,,第三选区\n")
    assert console("roster", "import", sheet, "--group", "XJP", "--yes").exit_code == 0
    return console


def test_everybody_gets_two_files_and_namesakes_files_of_their_own(console: Console) -> None:
    furnished(console)
    folder = console.folder / "档案"

    result = console("archive", "--group", "XJP", "--all", "--output", str(folder))

    assert result.exit_code == 0, result.output
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        f"{name}.{kind}" for name in ("王桂兰", "李建国", "李建国-2") for kind in ("docx", "xlsx")
    )


def test_one_deputy_is_found_by_name(console: Console) -> None:
    furnished(console)
    folder = console.folder / "one"

    result = console("archive", "--group", "XJP", "--who", "王桂兰", "--output", str(folder))

    assert result.exit_code == 0, result.output
    assert sorted(one.name for one in folder.iterdir()) == ["王桂兰.docx", "王桂兰.xlsx"]


def test_an_unknown_name_and_neither_nor_both_are_refused(console: Console) -> None:
    furnished(console)
    words = ("archive", "--group", "XJP", "--output", str(console.folder / "none"))

    unknown = console(*words, "--who", "没有这个人")
    neither = console(*words)
    both = console(*words, "--who", "王桂兰", "--all")

    assert unknown.exit_code == neither.exit_code == both.exit_code == 1
    assert "没有这个人" in unknown.output
    assert "--all" in neither.output
