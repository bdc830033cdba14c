"""A ballot as people see it: planned, opened, voted in secret, counted; and nobody can trace it."""

import io
import itertools
import json
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import select

from handlers.ballot_papers import address
from handlers.screens import ballots as b
from models import clock, schema
from models.ballots import urn
from models.ballots.tables import Ballot, Booth, Elector, Receipt, Tally, Urn
from models.people.tables import Role
from models.updates import actions as updates
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.town import Town, a_town

WORDS = {"满意": "😀 满意", "基本满意": "🙂 基本满意", "不满意": "🙁 不满意", "弃权": "⚪ 弃权"}
NAMES = ("陈秀英", "赵一", "钱二", "孙三")


async def filled(town: Town, label: str, *answers: str) -> None:
    """Let the staff press a button and answer the questions."""
    await press_last(town, "周敏", label)
    for words in answers:
        await town.write("周敏", words)
    await press_last(town, "周敏", "✅ 确认")


async def planned(town: Town) -> Ballot:
    """Let the staff plan a ballot on two units, with all deputies on its list."""
    for name in NAMES:
        await town.settle_member(name, Role.DEPUTY)
    await town.settle()
    await town.write("周敏", "监督评议")
    await filled(
        town,
        "➕ 新的投票",
        "1",
        "2026年监督评议",
        "街道办事处、区城管局",
        "总体评价",
        "1",
    )
    await press_last(town, "周敏", "👥 加入全部代表")
    [one] = await rows(town, Ballot)
    found: Ballot = one
    return found


async def opened(town: Town) -> Ballot:
    """Let the staff open it until the evening."""
    await until(town, 10)
    one = await planned(town)
    await filled(town, "▶️ 开始投票", "今天下午5点")
    return one


async def vote(town: Town, name: str, *opinions: str) -> None:
    """Let somebody vote by the button in their chat."""
    await press_last(town, name, "🗳 去投票")
    for words in opinions:
        await press_last(town, name, WORDS[words])
    await press_last(town, name, "📮 确认")


async def link(town: Town, name: str) -> str:
    """Return the token that stands on somebody's slip."""
    row = next(one for one in await rows(town, Elector) if one.name == name)
    return address("huiyin_bot", row).partition("start=")[2]


async def test_the_electors_of_the_roster_are_asked_privately(town: Town) -> None:
    await opened(town)

    for name in ("王桂兰", "李建国", *NAMES):
        [words] = words_to(town, name, "请您投票：2026年监督评议")
        assert "共 2 项" in words
    assert not any("监督评议" in one.get("text", "") for one in town.said_in(town.chat_id))


async def test_a_vote_takes_four_presses_and_shows_itself_before_it_is_cast(town: Town) -> None:
    await opened(town)
    await press_last(town, "王桂兰", "🗳 去投票")
    await press_last(town, "王桂兰", "😀 满意")
    await press_last(town, "王桂兰", "🙁 不满意")
    review = words_to(town, "王桂兰", "请看一遍")[-1]

    await press_last(town, "王桂兰", "📮 确认")

    assert "街道办事处 · 总体评价：满意" in review
    assert "区城管局 · 总体评价：不满意" in review
    assert "票已投出" in town.last_to("王桂兰")
    assert [row.has_voted for row in await rows(town, Elector)].count(True) == 1
    assert await rows(town, Booth) == []


async def test_the_mark_before_can_be_changed(town: Town) -> None:
    await opened(town)
    await press_last(town, "王桂兰", "🗳 去投票")
    await press_last(town, "王桂兰", "😀 满意")
    await press_last(town, "王桂兰", "😀 满意")

    await press_last(town, "王桂兰", "↩️ 改上一项")
    await press_last(town, "王桂兰", "⚪ 弃权")

    assert "区城管局 · 总体评价：弃权" in words_to(town, "王桂兰", "请看一遍")[-1]


async def test_nobody_votes_twice_by_button_or_by_link(town: Town) -> None:
    await opened(town)
    token = await link(town, "王桂兰")
    await vote(town, "王桂兰", "满意", "满意")

    card = next(one for one in town.said_to("李建国") if "请您投票" in one.get("text", ""))
    assert card
    one = (await rows(town, Ballot))[0]
    button = b.Enter(group_id=one.group_id, ballot_id=one.id).payload()
    account = town.people["王桂兰"]
    last = town.said_to("王桂兰")[-1]["message_id"]
    town.acts.press_raw(account, account, last, button)
    await town.settle()
    await town.write("王桂兰", f"/start {token}")

    assert "已经投过了" in town.toasts("王桂兰")[-1]
    assert "这个投票码不能用" in town.last_to("王桂兰")


async def test_somebody_on_no_roster_votes_by_a_slip(town: Town) -> None:
    await until(town, 10)
    await planned(town)
    await filled(town, "➕ 加入其他人", "选民代表：吴老师（二社区）、郑师傅")
    await press_last(town, "周敏", "↩️ 返回")
    await filled(town, "▶️ 开始投票", "今天下午5点")
    town.newcomer("吴老师")

    await town.write("吴老师", f"/start {await link(town, '吴老师')}")
    for words in ("😀 满意", "🙂 基本满意"):
        await press_last(town, "吴老师", words)
    await press_last(town, "吴老师", "📮 确认")

    assert "票已投出" in town.last_to("吴老师")


async def test_a_forged_token_opens_nothing(town: Town) -> None:
    await opened(town)
    town.newcomer("吴老师")

    await town.write("吴老师", "/start v_00000000000000000000000000000000")

    assert "这个投票码不能用" in town.last_to("吴老师")
    assert await rows(town, Booth) == []


async def test_a_sheet_of_electors_is_taken_over_or_refused_row_by_row(town: Town) -> None:
    await until(town, 10)
    await planned(town)
    await press_last(town, "周敏", "➕ 加入其他人")

    await send(town, [("吴老师", "选民代表", ""), ("吴老师", "选民代表", ""), ("郑", "路人", "")])
    refused = town.last_to("周敏")
    before = len(await rows(town, Elector))
    await send(town, [("吴老师", "选民代表", "二社区"), ("郑师傅", "政协委员", "")])

    assert "第 3 行姓名：重复了" in refused
    assert "第 4 行类别：类别看不懂（路人）" in refused
    assert before == 6
    assert len(await rows(town, Elector)) == 8
    assert "加入了 2 人" in town.last_to("周敏")


async def send(town: Town, people: list[tuple[str, str, str]]) -> None:
    """Let the staff send a sheet of people."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "类别", "备注"])
    for one in people:
        sheet.append(list(one))
    buffer = io.BytesIO()
    book.save(buffer)
    account = town.people["周敏"]
    town.acts.send_document(account, account, buffer.getvalue(), "名单.xlsx")
    await town.settle()


async def test_the_slips_hold_a_code_for_everybody_who_has_not_voted(town: Town) -> None:
    await opened(town)
    await vote(town, "王桂兰", "满意", "满意")

    await press_last(town, "周敏", "🔄 看最新情况")
    await press_last(town, "周敏", "🖨 打印投票码")

    paper = docx.Document(io.BytesIO(await last_file(town)))
    words = "\n".join(cell.text for row in paper.tables[0].rows for cell in row.cells)
    assert "人大代表 李建国" in words
    assert "王桂兰" not in words
    assert len(paper.inline_shapes) == 5


async def last_file(town: Town) -> bytes:
    """Return the last file the staff were given."""
    await rest(town)
    said = next(one for one in reversed(town.said_to("周敏")) if "document" in one)
    content: bytes = town.world.file(said["document"]["file_id"])
    return content


async def test_the_close_counts_and_the_result_goes_to_the_group(town: Town) -> None:
    await opened(town)
    for name in ("王桂兰", "李建国", *NAMES[:3]):
        await vote(town, name, "满意", "不满意")
    await press_last(town, "周敏", "🔄 看最新情况")
    hidden = words_to(town, "周敏", "截止以前看不到票数")

    await press_last(town, "周敏", "⏹ 截止并计票")
    await press_last(town, "周敏", "⏹ 对，截止计票")
    await press_last(town, "周敏", "📣 在代表群公布")
    await press_last(town, "周敏", "📣 对，公布")
    await rest(town)

    assert hidden
    words = town.said_in(town.chat_id)[-1]["text"]
    assert "应到 6 人，发出 6 张，收回 5 张，有效 5 张" in words
    assert "满意率 100.0%" in words
    assert "满意率 0.0%" in words


async def test_the_document_holds_the_formula_and_every_receipt(town: Town) -> None:
    await opened(town)
    for name in ("王桂兰", "李建国", *NAMES[:3]):
        await vote(town, name, "满意", "基本满意")
    receipt = words_to(town, "王桂兰", "回执：")[-1].partition("回执：")[2][:8]
    await press_last(town, "周敏", "🔄 看最新情况")
    await press_last(town, "周敏", "⏹ 截止并计票")
    await press_last(town, "周敏", "⏹ 对，截止计票")

    await press_last(town, "周敏", "📄 结果")

    words = "\n".join(
        one.text for one in docx.Document(io.BytesIO(await last_file(town))).paragraphs
    )
    assert "满意率 =（满意 + 基本满意）÷ 有效票" in words
    assert receipt in words
    assert len(await rows(town, Receipt)) == 5


async def test_a_ballot_closed_while_somebody_votes_says_so(town: Town) -> None:
    await opened(town)
    await press_last(town, "王桂兰", "🗳 去投票")
    await press_last(town, "王桂兰", "😀 满意")
    await press_last(town, "王桂兰", "😀 满意")

    await town.pass_time(timedelta(hours=8))
    await press_last(town, "王桂兰", "📮 确认")

    assert "已经截止了" in town.toasts("王桂兰")[-1]
    assert words_to(town, "周敏", "到时间了，已经截止、计票")
    assert not any(row.has_voted for row in await rows(town, Elector))
    assert await rows(town, Tally) == []


async def test_paper_is_entered_by_two_people(town: Town) -> None:
    await opened(town)
    await town.settle_member("钱进", Role.STAFF)
    await press_last(town, "周敏", "📋 看名单")
    await press_last(town, "周敏", "▫️ 孙三")
    await press_last(town, "周敏", "📄 改发纸质票")
    await press_last(town, "周敏", "↩️ 返回")
    await press_last(town, "周敏", "↩️ 返回")
    await filled(town, "📄 登记纸质票", "1", "0", "1 0 0 0\n0 0 1 0")
    first = words_to(town, "周敏", "还要另一位工作人员")
    await town.write("钱进", "监督评议")
    await press_last(town, "钱进", "🗳 2026年监督评议")
    await press_last(town, "钱进", "📄 登记纸质票")
    for words in ("1", "0", "1 0 0 0\n0 0 1 0"):
        await town.write("钱进", words)
    await press_last(town, "钱进", "✅ 确认")

    assert first
    assert words_to(town, "钱进", "两个人清点的一样")


async def everything(town: Town) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, with what is sealed opened as an operator could."""
    found = {}
    async with town.app.db.reading() as tx:
        for table in schema.metadata.sorted_tables:
            found[table.name] = [
                {name: _plain(table.name, name, row._mapping) for name in row._mapping}
                for row in await tx.execute(select(table))
            ]
    return found


def _plain(table: str, column: str, row: Any) -> Any:  # noqa: ANN401
    if (table, column) == ("ballot_urns", "sealed"):
        content = urn.opened(row["sealed"], ballot_id=row["ballot_id"])
        return [content.ballots, content.receipts]
    return row[column]


#: Whoever looks through the database for one voter's choice: A and B vote the other way round.
FIRST = {"王桂兰": ("满意", "不满意"), "李建国": ("不满意", "弃权")}
SECOND = {"王桂兰": ("不满意", "弃权"), "李建国": ("满意", "不满意")}


async def voted(folder: Path, marks: dict[str, tuple[str, str]], *, close: bool) -> tuple[str, Any]:
    """Hold a whole ballot in a town of its own; return its database, as text and as a file."""
    folder.mkdir()  # noqa: ASYNC240  (a test)
    clock.reset()
    async with a_town(folder) as town:
        await opened(town)
        for name, opinions in marks.items():
            await vote(town, name, *opinions)
        for name in NAMES[:3]:
            await vote(town, name, "基本满意", "满意")
        if close:
            await press_last(town, "周敏", "🔄 看最新情况")
            await press_last(town, "周敏", "⏹ 截止并计票")
            await press_last(town, "周敏", "⏹ 对，截止计票")
        await rest(town)
        found = await everything(town)
    return _without_chance(found), found


def _without_chance(found: dict[str, list[dict[str, Any]]]) -> str:
    """Return a database as text: moments and names of processes are one word, numbers keep apart.

    The same number gets the same word wherever it stands, so that who is meant can be followed.
    """
    text = json.dumps(found, default=str, ensure_ascii=False, indent=0)
    text = _WHEN.sub("#", text)
    seen: dict[str, str] = {}
    return _NUMBER.sub(lambda match: seen.setdefault(match[0], f"#{len(seen)}"), text)


_WHEN = re.compile(r"\d{4}-\d\d-\d\d[ T][\d:.+]+|\b1[789]\d{8}\b|\"[\w.]+-\d+-[0-9a-f]{6}\"")
_NUMBER = re.compile(r"\b1[0-9a-z]{11}\b|\b\d{15,}\b|gAAAA[\w=-]+|\b[0-9a-f]{32,64}\b")


@pytest.mark.parametrize("close", [False, True], ids=["open", "closed"])
async def test_a_vote_cannot_be_traced_through_the_whole_database(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    close: bool,  # noqa: FBT001
) -> None:
    """Two people vote the other way round: no table, update, message or audit row differs."""
    texts = []
    for number, marks in enumerate((FIRST, SECOND)):
        counter = itertools.count()
        monkeypatch.setattr(
            secrets, "choice", lambda letters, count=counter: letters[next(count) % len(letters)]
        )
        text, found = await voted(tmp_path / str(number), marks, close=close)
        texts.append(text)
        assert len(found["updates"]) > 20
        assert len(found["messages"]) > 20

    assert texts[0] == texts[1]


async def test_the_trace_would_be_found_if_presses_were_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard: with the presses kept as they came, the same two databases differ."""

    async def kept(*_args: object, **_facts: object) -> None:
        return None

    monkeypatch.setattr(updates, "erase", kept)
    texts = []
    for number, marks in enumerate((FIRST, SECOND)):
        counter = itertools.count()
        monkeypatch.setattr(
            secrets, "choice", lambda letters, count=counter: letters[next(count) % len(letters)]
        )
        text, _found = await voted(tmp_path / str(number), marks, close=True)
        texts.append(text)

    assert texts[0] != texts[1]
    assert ".dissatisfied" in texts[0]


async def test_no_choice_stands_beside_a_person_in_the_bytes_of_the_database(
    tmp_path: Path,
) -> None:
    """After the close the file itself holds no pressed button, free pages and all."""
    await voted(tmp_path / "bytes", FIRST, close=True)

    content = b"".join(path.read_bytes() for path in (tmp_path / "bytes").glob("town.db*"))
    for opinion in ("satisfied", "dissatisfied", "abstain"):
        assert f'.{opinion}"'.encode() not in content
    assert b"1.bvm." not in content


async def test_what_is_open_shows_no_mark_in_any_message(town: Town) -> None:
    await opened(town)
    await press_last(town, "王桂兰", "🗳 去投票")
    await press_last(town, "王桂兰", "😀 满意")
    await press_last(town, "王桂兰", "🙁 不满意")

    found = json.dumps((await everything(town))["messages"], default=str, ensure_ascii=False)
    assert "dissatisfied" not in found
    assert '"satisfied' not in found
    assert len(await rows(town, Booth)) == 1
    assert len(await rows(town, Urn)) == 1
    assert labels(town.said_to("王桂兰")[-1])[0] == "📮 确认，投出这张票"
