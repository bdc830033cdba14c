"""An operator sends material and takes out who has read it."""

import csv
import io
from datetime import timedelta
from pathlib import Path

from models.materials.rules import UNDO
from tests.cli.room import call
from tests.handlers.days import press_last, until, words_to
from tests.handlers.materials_made import sent_material
from tests.town import Town, a_town

SEND = ("materials", "send", "--group", "XJP", "--title", "新代表法要点")


async def test_words_sent_from_the_command_line_reach_each_deputy(
    town: Town, tmp_path: Path
) -> None:
    await until(town, 10)

    done = await call(town, tmp_path, *SEND, "--text", "修改了三处")
    await town.pass_time(UNDO + timedelta(minutes=1))

    assert done.exit_code == 0, done.output
    assert "2" in done.output
    assert len(words_to(town, "王桂兰", "修改了三处")) == 1


async def test_a_file_goes_through_telegram_once_and_comes_with_the_card(tmp_path: Path) -> None:
    async with a_town(tmp_path, over_http=True) as town:
        await until(town, 10)
        paper = tmp_path / "代表法.docx"
        paper.write_bytes(b"paper")

        done = await call(
            town, tmp_path, *SEND, "--file", str(paper), api=str(town.app.config.telegram.api_url)
        )
        await town.pass_time(UNDO + timedelta(minutes=1))

        assert done.exit_code == 0, done.output
        assert town.said_to("王桂兰")[-1]["document"]["file_name"] == "代表法.docx"


async def test_reach_goes_out_as_a_table_with_a_row_for_each_recipient(
    town: Town, tmp_path: Path
) -> None:
    await until(town, 10)
    town.acts.block(town.people["李建国"], town.bot_id)
    await sent_material(town)
    await press_last(town, "王桂兰", "✅ 我已学习")

    done = await call(town, tmp_path, "export", "materials", "--group", "XJP")

    table = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    states = {row["姓名"]: row["状态"] for row in table}
    assert states == {"王桂兰": "已学习", "李建国": "联系不上"}
    assert table[0]["资料"] == "新代表法要点"


async def test_what_cannot_be_sent_is_refused_with_plain_words(town: Town, tmp_path: Path) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")

    for words, said in (
        ((), "里面还没有内容"),
        (("--text", "字", "--at", "昨天上午9点"), "不是一个将来的时间"),
        (("--file", str(empty)), "是空的"),
        (("--text", "字" * 3001), "文字太长"),
    ):
        done = await call(town, tmp_path, *SEND, *words)
        assert (done.exit_code, said in done.output) == (1, True), done.output
