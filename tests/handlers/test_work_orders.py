"""The staff hand a report to a unit, the unit answers, the staff report back."""

import io
from datetime import timedelta

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


async def a_contact(town: Town) -> None:
    """Let the staff invite somebody of the unit, who opens the link."""
    await press(town, CLERK, "邀请一位联系人")
    await town.write(CLERK, CONTACT)
    await press(town, CLERK, "确认")
    link = next(word for word in town.last_to(CLERK).split() if "start=u-" in word)
    user = town.world.add_user(name=CONTACT)
    town.people[CONTACT] = user.id
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

    content = town.world.files.by_id[paper["document"]["file_id"]].content
    words = " ".join(
        cell.text
        for table in docx.Document(io.BytesIO(content)).tables
        for row in table.rows
        for cell in row.cells
    )
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
