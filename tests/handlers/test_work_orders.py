"""The staff hand a report to a unit, the unit answers, the staff report back."""

import io
from datetime import timedelta
from typing import Any

import docx

from models.issues.states import IssueState, Outcome, Way
from models.units.states import OrderState
from models.units.tables import UnitContact, WorkOrder
from tests.handlers.days import labels, rest, rows, until, words_to
from tests.handlers.issues_played import VOTER, press, report, the_issue
from tests.town import Town

CLERK, CONTACT = "周敏", "小林"


async def a_unit(town: Town, name: str = "街道城管办") -> None:
    """Let the staff add a unit."""
    await town.write(CLERK, "承办单位")
    await press(town, CLERK, "新增单位")
    await town.write(CLERK, name)
    await town.write(CLERK, "不是")
    await press(town, CLERK, "确认")


async def a_contact(town: Town, name: str = CONTACT) -> None:
    """Let the staff invite somebody of the unit, who opens the link."""
    await press(town, CLERK, "邀请一位联系人")
    await town.write(CLERK, name)
    await press(town, CLERK, "确认")
    link = next(word for word in town.last_to(CLERK).split() if "start=u-" in word)
    user = town.world.add_user(name=name)
    town.people[name] = user.id
    town.acts.start(user.id, town.bot_id, link.partition("start=")[2])
    await town.settle()


async def hand_on(town: Town) -> None:
    """Let the staff hand the newest report to the unit."""
    await press(town, CLERK, "我来办")
    await press(town, CLERK, "交办")
    await press(town, CLERK, "承办单位")
    await press(town, CLERK, "街道城管办")
    await town.write(CLERK, "请先到现场看一下")
    await press(town, CLERK, "确认")


def words_of(town: Town, paper: dict[str, Any]) -> str:
    """Return what stands in the tables of a document that was sent."""
    content = town.world.files.by_id[paper["document"]["file_id"]].content
    return " ".join(
        cell.text
        for table in docx.Document(io.BytesIO(content)).tables
        for row in table.rows
        for cell in row.cells
    )


async def test_a_unit_accepts_and_answers_and_the_staff_report_back(town: Town) -> None:
    await until(town, 10)
    await a_unit(town)
    await a_contact(town)
    await report(town)
    await hand_on(town)
    order = words_to(town, CONTACT, "交办单 XJP")[0]

    await press(town, CONTACT, "接收")
    await press(town, CONTACT, "填写答复")
    await press(town, CONTACT, "已解决")
    await town.write(CONTACT, "已更换两盏路灯")
    await press(town, CONTACT, "跳过")
    await press(town, CONTACT, "确认")
    before = words_to(town, VOTER, "已更换两盏路灯")
    await rest(town)
    await press(town, CLERK, "认可，发给选民")

    one = await the_issue(town)
    [row] = await rows(town, WorkOrder)
    assert "请先到现场看一下" in order
    assert VOTER not in order
    assert before == []
    assert "已更换两盏路灯" in words_to(town, VOTER, "有答复了")[0]
    assert words_to(town, VOTER, "街道城管办已经接收") != []
    assert (one.state, one.outcome) == (IssueState.REPORTED, Outcome.SOLVED)
    assert one.told_way is Way.TELEGRAM
    assert row.state is OrderState.ANSWERED


async def test_a_returned_order_is_handed_on_anew(town: Town) -> None:
    await until(town, 10)
    await a_unit(town)
    await a_contact(town)
    await report(town)
    await hand_on(town)

    await press(town, CONTACT, "退回")
    await town.write(CONTACT, "这段路归市政管")
    await press(town, CONTACT, "确认")

    one = await the_issue(town)
    assert one.state is IssueState.CHECKING
    assert "这段路归市政管" in words_to(town, CLERK, "退回，请重新交办")[0]
    assert "接收" not in str(labels(town.said_to(CONTACT)[-1]))


async def test_a_unit_without_telegram_gets_paper_and_the_staff_enter_its_answer(
    town: Town,
) -> None:
    await until(town, 10)
    await a_unit(town)
    await report(town)
    await hand_on(town)

    await press(town, CLERK, "更多")
    await press(town, CLERK, "打印交办单")
    paper = next(one for one in reversed(town.said_to(CLERK)) if "document" in one)
    await press(town, CLERK, "看卡片")
    await press(town, CLERK, "填写答复")
    await press(town, CLERK, "已解决")
    await town.write(CLERK, "书面答复：已更换")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")

    words = words_of(town, paper)
    assert "三号楼门口的路灯坏了一个星期" in words
    assert VOTER not in words
    assert "书面答复：已更换" in words_to(town, VOTER, "有答复了")[0]


async def test_a_contact_who_was_taken_off_can_do_nothing_more(town: Town) -> None:
    await until(town, 10)
    await a_unit(town)
    await a_contact(town)
    await report(town)
    await hand_on(town)
    await town.write(CLERK, "承办单位")
    await press(town, CLERK, "街道城管办")
    await press(town, CLERK, f"去掉联系人 {CONTACT}")

    await press(town, CONTACT, "接收")

    assert (await the_issue(town)).state is IssueState.ROUTED
    assert (await rows(town, UnitContact))[0].left_at is not None


async def test_an_old_order_answers_kindly(town: Town) -> None:
    await until(town, 10)
    await a_unit(town)
    await a_contact(town)
    await report(town)
    await hand_on(town)
    card = next(one for one in town.said_to(CONTACT) if "交办单 XJP" in one.get("text", ""))
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, (await the_issue(town)).number)
    await press(town, VOTER, "撤回这件反映")
    await press(town, VOTER, "对，撤回")
    await town.pass_time(timedelta(seconds=4))

    shown = next(one for one in town.said_to(CONTACT) if one["message_id"] == card["message_id"])

    assert "工作人员已收回" in shown["text"]
    assert labels(shown) == []


async def ask_to_assist(town: Town, unit: str) -> None:
    """Let the staff ask a further unit to assist with the newest report."""
    await press(town, CLERK, "更多")
    await press(town, CLERK, "协办单位")
    await press(town, CLERK, "再请一个单位协办")
    await press(town, CLERK, unit)
    await town.write(CLERK, "请清走楼道里的杂物")
    await press(town, CLERK, "确认")


async def two_units(town: Town) -> None:
    """Have a report that one unit leads and another assists with."""
    await until(town, 10)
    await a_unit(town)
    await a_contact(town)
    await a_unit(town, "水岸社区")
    await a_contact(town, "小水")
    await report(town)
    await hand_on(town)
    await ask_to_assist(town, "水岸社区")


async def test_a_second_unit_assists_and_the_first_answers(town: Town) -> None:
    await two_units(town)
    order = words_to(town, "小水", "协办交办单")[0]

    await press(town, "小水", "接收")
    await press(town, "小水", "填写协办情况")
    await town.write("小水", "杂物清走了")
    await press(town, "小水", "跳过")
    await press(town, "小水", "确认")
    heard = words_to(town, CONTACT, "水岸社区填写了协办情况")
    await town.write(CONTACT, "我的交办单")
    await press(town, CONTACT, (await the_issue(town)).number)
    lead_order = town.last_to(CONTACT)
    await town.pass_time(timedelta(seconds=4))

    assert "主办：街道城管办" in order
    assert "请清走楼道里的杂物" in order
    assert VOTER not in order
    assert len(heard) == 1
    assert "杂物清走了" in lead_order
    assert "🤝 水岸社区（已填写）：杂物清走了" in words_to(town, CLERK, "水岸社区（已填写）")[-1]
    assert words_to(town, VOTER, "杂物清走了") == []
    assert (await the_issue(town)).state is IssueState.ROUTED


async def test_the_leading_units_answer_tells_the_other_that_nothing_is_to_be_done(
    town: Town,
) -> None:
    await two_units(town)
    await press(town, CONTACT, "填写答复")
    await press(town, CONTACT, "已解决")
    await town.write(CONTACT, "已经办好")
    await press(town, CONTACT, "跳过")
    await press(town, CONTACT, "确认")
    await town.pass_time(timedelta(seconds=4))

    card = next(one for one in town.said_to("小水") if "协办交办单" in one.get("text", ""))

    assert "主办单位已答复，不用再办" in card["text"]
    assert labels(card) == []


async def test_staff_speak_for_an_assisting_unit_without_telegram(town: Town) -> None:
    await until(town, 10)
    await a_unit(town)
    await a_unit(town, "水岸社区")
    await report(town)
    await hand_on(town)
    await ask_to_assist(town, "水岸社区")

    await press(town, CLERK, "更多")
    await press(town, CLERK, "协办单位")
    await press(town, CLERK, "水岸社区")
    await press(town, CLERK, "打印协办交办单")
    paper = next(one for one in reversed(town.said_to(CLERK)) if "document" in one)
    await press(town, CLERK, "单位已接收（代填）")
    await press(town, CLERK, "填写协办情况（代填）")
    await town.write(CLERK, "社区书面回复：已清走")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")

    words = words_of(town, paper)
    [row] = [one for one in await rows(town, WorkOrder) if one.is_assisting]
    assert "协办单位 水岸社区" in words
    assert "主办单位 街道城管办" in words
    assert "请清走楼道里的杂物" in words
    assert (row.state, row.contribution) == (OrderState.ANSWERED, "社区书面回复：已清走")


async def test_staff_let_an_assisting_unit_go(town: Town) -> None:
    await two_units(town)

    await press(town, CLERK, "更多")
    await press(town, CLERK, "协办单位")
    await press(town, CLERK, "水岸社区")
    await press(town, CLERK, "不用这个单位协办了")
    await town.pass_time(timedelta(seconds=4))

    card = next(one for one in town.said_to("小水") if "协办交办单" in one.get("text", ""))
    assert "工作人员已收回" in card["text"]
    assert "水岸社区" not in town.last_to(CLERK)


async def test_a_unit_that_only_assists_cannot_be_taken_off_the_list(town: Town) -> None:
    await two_units(town)
    await town.write(CLERK, "承办单位")
    await press(town, CLERK, "水岸社区")

    await press(town, CLERK, "不再用这个单位")

    assert "手上还有 1 件" in str(town.toasts(CLERK))
