"""huiyin groups, roster, invite, export: an operator does everything without a chat."""

import csv
import io
import json

import openpyxl
import pytest

from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.world import World
from tests.cli.calling import ROSTER, Console

BAD = ROSTER + "李建国,代表,123,第二选区\n"


def deputies(console: Console) -> list[str]:
    return [row[0] for row in console.rows("select name from members order by name")]


def test_a_group_comes_with_its_chats_and_rules(console: Console) -> None:
    console("db", "upgrade")

    result = console(
        "groups",
        "add",
        "徐家棚街代表组",
        "--code",
        "xjp",
        "--chat",
        "-1001",
        "--staff-chat",
        "-1002",
    )

    assert result.exit_code == 0
    assert "XJP" in result.stdout
    assert console.rows("select chat_id, role from chats order by role") == [
        (-1001, "deputies"),
        (-1002, "staff"),
    ]
    assert console.rows("select version from rule_sets") == [(1,)]


def test_a_group_that_cannot_be_added_leaves_nothing(console: Console) -> None:
    console.ready()

    result = console("groups", "add", "乙", "--code", "xjp", "--chat", "-1009")

    assert result.exit_code == 1
    assert "已经有一个组在用" in result.stderr
    assert console.rows("select count(*) from groups") == [(1,)]
    assert console.rows("select count(*) from chats") == [(0,)]


def test_a_roster_is_shown_and_asked_about(console: Console) -> None:
    console.ready()

    result = console("roster", "import", console.sheet(), "--group", "XJP", typed="n\n")

    assert "新增 2 人：王桂兰、周敏" in result.stdout
    assert result.exit_code == 1
    assert deputies(console) == []


@pytest.mark.parametrize(("options", "typed"), [(["--yes"], None), ([], "y\n")])
def test_a_confirmed_roster_is_imported(
    console: Console, options: list[str], typed: str | None
) -> None:
    console.ready()

    result = console("roster", "import", console.sheet(), "--group", "xjp", *options, typed=typed)

    assert result.exit_code == 0
    assert deputies(console) == ["周敏", "王桂兰"]


def test_a_roster_that_changes_nothing_says_so(console: Console) -> None:
    console.ready()
    console("roster", "import", console.sheet(), "--group", "XJP", "--yes")

    result = console("roster", "import", console.sheet(), "--group", "XJP", "--yes")

    assert result.exit_code == 0
    assert "没有要改的" in result.stdout


def test_a_bad_row_stops_the_whole_file_and_is_named_by_its_number(console: Console) -> None:
    console.ready()

    result = console("roster", "import", console.sheet(BAD), "--group", "XJP", "--yes")

    assert result.exit_code == 1
    assert "第 5 行" in result.stderr
    assert "Row 5" in result.stderr
    assert deputies(console) == []


def test_bad_rows_are_left_out_on_wish(console: Console) -> None:
    console.ready()

    result = console(
        "roster", "import", console.sheet(BAD), "--group", "XJP", "--yes", "--skip-bad"
    )

    assert result.exit_code == 0
    assert "第 5 行" in result.stderr
    assert deputies(console) == ["周敏", "王桂兰"]


def test_a_row_that_might_be_two_people_is_a_bad_row(console: Console) -> None:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    other = "姓名,手机\n赵德明,19900000001\n"

    result = console("roster", "import", console.sheet(other), "--group", "XJP", "--yes")

    assert result.exit_code == 1
    assert "第 2 行" in result.stderr
    assert deputies(console) == ["周敏", "王桂兰"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "甲,乙\n1,2\n".encode()])
def test_a_file_that_is_no_roster_changes_nothing(console: Console, content: bytes) -> None:
    console.ready()
    path = console.folder / "名单.xlsx"
    path.write_bytes(content)

    result = console("roster", "import", str(path), "--group", "XJP", "--yes", "--skip-bad")

    assert result.exit_code == 1
    assert result.stderr
    assert deputies(console) == []


def test_a_file_that_is_not_there_is_named(console: Console) -> None:
    result = console.ready()("roster", "import", "nowhere.csv", "--group", "XJP")

    assert result.exit_code == 1
    assert "nowhere.csv" in result.stderr


def test_an_unknown_group_is_answered_with_those_there_are(console: Console) -> None:
    result = console.ready()("export", "deputies", "--group", "ABC")

    assert result.exit_code == 1
    assert "XJP" in result.stderr


# export


def exported(console: Console, *options: str) -> str:
    result = console("export", "deputies", "--group", "XJP", *options)
    assert result.exit_code == 0
    return result.stdout


@pytest.fixture
def staffed(console: Console) -> Console:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    return console


def test_phones_leave_masked(staffed: Console) -> None:
    table = list(csv.DictReader(io.StringIO(exported(staffed).lstrip("\ufeff"))))

    assert [(one["姓名"], one["手机"]) for one in table] == [
        ("周敏", ""),
        ("王桂兰", "199****0001"),
    ]


def test_an_export_is_json_on_wish(staffed: Console) -> None:
    table = json.loads(exported(staffed, "--format", "json"))

    assert {one["角色"] for one in table} == {"代表", "工作人员"}


def test_an_export_goes_to_a_file_on_wish(staffed: Console) -> None:
    path = staffed.folder / "名册.xlsx"

    exported(staffed, "--format", "xlsx", "--output", str(path))

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet["A2"].value == "周敏"


def test_an_export_that_cannot_be_written_is_no_success(staffed: Console) -> None:
    result = staffed("export", "deputies", "--group", "XJP", "--output", "/nowhere/x.csv")

    assert result.exit_code == 1


# invitations


@pytest.fixture
def world() -> World:
    built = World(clock=Clock(), strict=True)
    built.add_bot(token="1000001:TEST", name="回音", username="huiyin_bot")
    return built


async def test_everybody_not_bound_gets_a_link_and_a_picture(
    staffed: Console, world: World
) -> None:
    folder = staffed.folder / "二维码"
    async with serve(world) as served:
        console = Console(staffed.folder, served.url)
        result = await console.beside("invite", "--group", "XJP", "--qr", str(folder))

    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [name for name, _url in lines] == ["周敏", "王桂兰"]
    assert all(url.startswith("https://t.me/huiyin_bot?start=i-") for _name, url in lines)
    assert sorted(one.name for one in folder.iterdir()) == ["周敏.png", "王桂兰.png"]
    assert (folder / "周敏.png").read_bytes().startswith(b"\x89PNG")
    assert "1990000" not in result.output


async def test_one_person_is_invited_by_name(staffed: Console, world: World) -> None:
    folder = staffed.folder / "二维码"
    words = (
        "invite",
        "--group",
        "XJP",
        "--who",
        "王桂兰",
        "--qr",
        str(folder),
        "--qr-format",
        "svg",
    )
    async with serve(world) as served:
        result = await Console(staffed.folder, served.url).beside(*words)

    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["王桂兰"]
    assert (folder / "王桂兰.svg").read_bytes().startswith(b"<?xml")


async def test_nobody_of_that_name_is_a_failure(staffed: Console, world: World) -> None:
    async with serve(world) as served:
        console = Console(staffed.folder, served.url)
        result = await console.beside("invite", "--group", "XJP", "--who", "无此人")

    assert result.exit_code == 1
    assert "无此人" in result.stderr


def test_without_telegram_no_invitation_is_made(staffed: Console) -> None:
    result = staffed("invite", "--group", "XJP")

    assert result.exit_code == 1
    assert "什么都没有改" in result.stderr
    assert staffed.rows("select count(*) from invitations") == [(0,)]


def test_no_phone_lies_readable_in_the_database(staffed: Console) -> None:
    assert b"19900000001" not in (staffed.folder / "huiyin.db").read_bytes()
