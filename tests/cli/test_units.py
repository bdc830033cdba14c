"""huiyin units, huiyin director: what staff do in the chat, from the terminal."""

import json

from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.world import World
from tests.cli.calling import Console


def group(console: Console) -> Console:
    console.ready()
    assert console("roster", "import", console.sheet(), "--group", "XJP", "--yes").exit_code == 0
    return console


def test_a_unit_is_added_listed_and_retired(console: Console) -> None:
    group(console)

    added = console("units", "add", "街道城管办", "--group", "XJP")
    console("units", "add", "水岸社区", "--group", "XJP", "--community")
    again = console("units", "add", "街道城管办", "--group", "XJP")
    listed = console("units", "list", "--group", "XJP", "--format", "json")
    retired = console("units", "retire", "街道城管办", "--group", "XJP")
    left = console("units", "list", "--group", "XJP", "--format", "json")

    assert added.exit_code == retired.exit_code == 0
    assert again.exit_code == 1
    assert "已经有“街道城管办”了" in again.stderr
    assert {one["单位"]: one["社区"] for one in json.loads(listed.stdout)} == {
        "水岸社区": "是",
        "街道城管办": "否",
    }
    assert [one["单位"] for one in json.loads(left.stdout)] == ["水岸社区"]


def test_a_unit_that_is_not_there_is_named(console: Console) -> None:
    group(console)

    done = console("units", "retire", "没有的", "--group", "XJP")

    assert done.exit_code == 1
    assert "没有叫“没有的”的承办单位" in done.stderr


def test_the_director_is_one_of_the_staff(console: Console) -> None:
    group(console)

    before = console("director", "show", "--group", "XJP")
    deputy = console("director", "set", "王桂兰", "--group", "XJP")
    clerk = console("director", "set", "周敏", "--group", "XJP")
    shown = console("director", "show", "--group", "XJP")
    cleared = console("director", "clear", "--group", "XJP")

    assert "还没有定主任" in before.stdout
    assert deputy.exit_code == 1
    assert clerk.exit_code == 0
    assert "主任：周敏" in shown.stdout
    assert "还没有定主任" in cleared.stdout
    assert console.rows("select director_id from issue_settings") == [(None,)]


async def test_a_contact_is_invited_by_a_link_of_which_only_the_hash_is_kept(
    console: Console,
) -> None:
    world = World(clock=Clock(), strict=True)
    world.add_bot(token="1000001:TEST", name="回音", username="huiyin_bot")
    await console.beside("db", "upgrade")
    await console.beside("groups", "add", "徐家棚街代表组", "--code", "XJP")
    await console.beside("units", "add", "街道城管办", "--group", "XJP")

    async with serve(world) as served:
        there = Console(console.folder, served.url)
        found = await there.beside(
            "units", "invite", "街道城管办", "--group", "XJP", "--who", "小林"
        )

    name, _, url = found.stdout.strip().partition("\t")
    [(kept,)] = console.rows("select token_hash from unit_contacts")
    assert (name, url.partition("?")[0]) == ("小林", "https://t.me/huiyin_bot")
    assert url.partition("start=u-")[2]
    assert kept not in url
