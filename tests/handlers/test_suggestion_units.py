"""A unit handles a suggestion by itself, in the chat; staff write down for one without Telegram."""

import io
from datetime import timedelta

import docx
import pytest
from sqlalchemy import update

from models.suggestions.rules import SuggestionState
from models.suggestions.tables import Answer, Assistant, Step, Suggestion, SuggestionFile, Talk
from models.units.tables import Unit
from tests.handlers.days import labels, rest, rows, until, words_to
from tests.handlers.issues_played import press
from tests.handlers.test_suggestions import filled, signed, the
from tests.handlers.test_work_orders import CLERK, CONTACT, a_contact, a_unit
from tests.town import Town

S = SuggestionState
LEAD = "王桂兰"
UNIT, HELPER, SECOND = "区城管局", "区住建局", "小高"


async def another_contact(town: Town, name: str) -> None:
    """Let the staff invite somebody of the unit they look at, who opens the link."""
    await press(town, CLERK, "邀请一位联系人")
    await town.write(CLERK, name)
    await press(town, CLERK, "确认")
    link = next(word for word in town.last_to(CLERK).split() if "start=u-" in word)
    user = town.world.add_user(name=name)
    town.people[name] = user.id
    town.acts.start(user.id, town.bot_id, link.partition("start=")[2])
    await town.settle()


async def with_units(town: Town) -> None:
    """Let there be two units, each with a contact."""
    await until(town, 10)
    await a_unit(town, UNIT)
    await a_contact(town)
    await a_unit(town, HELPER)
    await another_contact(town, SECOND)


async def handed_over(town: Town) -> None:
    """Let a suggestion be assigned to a unit of the list, with one that assists."""
    await with_units(town)
    await signed(town)
    await press(town, CLERK, "打开看看")
    await filled(town, "🗂 立案", "第12号", "跳过")
    await press(town, CLERK, "📨 交办")
    await press(town, CLERK, UNIT)
    await town.write(CLERK, HELPER)
    await town.write(CLERK, "跳过")
    await press(town, CLERK, "确认")


async def opened(town: Town) -> None:
    """Let the staff open the suggestion from their list."""
    await town.write(CLERK, "代表建议督办")
    await press(town, CLERK, "第12号")


async def said(town: Town, name: str, label: str, *words: str) -> None:
    """Let a contact press a button of the card and answer the questions."""
    await press(town, name, label)
    for each in words:
        await town.write(name, each)
    await press(town, name, "确认")


async def test_the_contacts_of_both_units_get_a_card(town: Town) -> None:
    await handed_over(town)

    one = await the(town)
    [helper] = await rows(town, Assistant)
    units = {row.name: row.id for row in await rows(town, Unit)}
    assert (one.unit, one.unit_id) == (UNIT, units[UNIT])
    assert (helper.unit, helper.unit_id) == (HELPER, units[HELPER])
    leading = words_to(town, CONTACT, "代表建议交办单")[0]
    assert "领衔：王桂兰；附议：李建国" in leading
    assert "请在 2026年" in leading or "请在 2027年" in leading
    assert "协办单" in words_to(town, SECOND, "给主办单位写协办意见")[0]


async def test_a_unit_carries_a_suggestion_from_its_card_to_the_end(town: Town) -> None:
    await handed_over(town)

    await press(town, CONTACT, "📥 接收")
    await said(town, CONTACT, "登记与代表的沟通", "上门或到现场", "和王代表看了三角路", "跳过")
    await press(town, SECOND, "填写协办意见")
    await town.write(SECOND, "灯杆由我们负责")
    await press(town, SECOND, "确认")
    await press(town, CONTACT, "填写答复")
    await town.write(CONTACT, "A")
    await town.write(CONTACT, "二十盏路灯已经装好。")
    await town.write(CONTACT, "跳过")
    account = town.people[CONTACT]
    town.acts.send_document(account, account, b"PK", "答复函.docx")
    await town.settle()
    await press(town, CONTACT, "发完了")
    await press(town, CONTACT, "确认")

    one = await the(town)
    assert one.state is S.ANSWERED
    assert [row.noted_by for row in await rows(town, Talk)] == [None]
    assert [row.opinion for row in await rows(town, Assistant)] == ["灯杆由我们负责"]
    [file] = await rows(town, SuggestionFile)
    assert (file.name, file.is_proof) == ("答复函.docx", False)
    for name in (LEAD, "李建国", CLERK):
        assert len(words_to(town, name, "建议有答复了")) == 1, name
    assert len(words_to(town, CLERK, "承办单位已接收")) == 1
    by_unit = {row.move.value for row in await rows(town, Step) if row.by_unit_id == one.unit_id}
    assert by_unit == {"accept", "talk", "answer"}


async def test_who_signed_gets_the_documents_of_the_answer(town: Town) -> None:
    await test_a_unit_carries_a_suggestion_from_its_card_to_the_end(town)

    await press(town, LEAD, "打开看看")
    await press(town, LEAD, "看答复的附件")

    assert any("document" in one for one in town.said_to(LEAD))


async def test_a_unit_gives_it_back_within_seven_working_days(town: Town) -> None:
    await handed_over(town)

    await said(town, CONTACT, "不归我们办", "这条路归市政公司管")
    await rest(town)

    assert (await the(town)).state is S.SENT_BACK
    assert "这条路归市政公司管" in words_to(town, CLERK, "承办单位退办")[0]
    assert words_to(town, CONTACT, "您单位已退回") != []


async def test_after_them_no_button_offers_it(town: Town) -> None:
    await handed_over(town)

    await town.pass_time(timedelta(days=12))
    await town.write(CONTACT, "我的建议交办单")
    await press(town, CONTACT, "第12号")

    assert not any("不归我们办" in one for one in labels(town.said_to(CONTACT)[-1]))


async def test_a_suggestion_given_to_another_unit_leaves_the_first_card(town: Town) -> None:
    await handed_over(town)
    await said(town, CONTACT, "不归我们办", "不是我们")
    await rest(town)  # the cards are delivered, and stand in their chats

    await opened(town)
    await press(town, CLERK, "📨 交办")
    await press(town, CLERK, HELPER)
    await town.write(CLERK, "跳过")
    await town.write(CLERK, "跳过")
    await press(town, CLERK, "确认")
    await rest(town)

    assert not any("接收" in label for one in town.said_to(CONTACT) for label in labels(one))
    assert words_to(town, SECOND, "协办单") == []
    assert words_to(town, CONTACT, "等工作人员") == []
    assert "已经不在您单位办" in words_to(town, CONTACT, "代表建议交办单")[0]
    assert "主办：区住建局" in words_to(town, SECOND, "代表建议交办单")[0]
    assert await rows(town, Assistant) == []


async def test_a_promise_is_kept_only_once_the_staff_have_looked(town: Town) -> None:
    await handed_over(town)
    await press(town, CONTACT, "📥 接收")
    await said(town, CONTACT, "填写答复", "B", "列入年度计划。", "1 个月后", "跳过")
    await press(town, LEAD, "打开看看")
    await press(town, LEAD, "😀 满意")

    await town.pass_time(timedelta(days=31))
    reminded = words_to(town, CONTACT, "代表建议的期限")
    await press(town, CONTACT, "第12号")
    await said(town, CONTACT, "报告承诺已兑现", "灯全亮了", "跳过")
    claimed = (await the(town)).state
    await opened(town)
    await filled(town, "↩️ 还没兑现", "东头三盏还不亮")
    doubted = (await rows(town, Answer))[0].claimed_on
    await said(town, CONTACT, "报告承诺已兑现", "东头三盏也亮了", "跳过")
    await opened(town)
    await press(town, CLERK, "确认兑现")

    assert "办好了请报告" in reminded[0]
    assert "东头三盏还不亮" in words_to(town, CONTACT, "还没有办好")[0]
    assert (claimed, doubted) == (S.RATED, None)
    one = await the(town)
    [answer] = await rows(town, Answer)
    assert one.state is S.DONE
    assert answer.proof == "东头三盏也亮了"
    assert len(words_to(town, CONTACT, "这件建议办结了")) == 1


async def test_a_unit_hears_that_the_deputy_is_not_satisfied(town: Town) -> None:
    await handed_over(town)
    await press(town, CONTACT, "📥 接收")
    await said(town, CONTACT, "填写答复", "A", "已经办好。", "跳过", "跳过")
    await press(town, LEAD, "打开看看")
    await press(town, LEAD, "🙁 不满意")
    await town.write(LEAD, "灯还是不亮")
    await press(town, LEAD, "确认")

    told = words_to(town, CONTACT, "代表对答复不满意")
    await press(town, CONTACT, "看这件建议")

    assert len(told) == 1
    assert "灯还是不亮" in town.last_to(CONTACT)
    assert any("填写答复" in one for one in labels(town.said_to(CONTACT)[-1]))


async def test_a_contact_who_left_can_press_nothing_any_more(town: Town) -> None:
    await handed_over(town)
    await town.write(CLERK, "承办单位")
    await press(town, CLERK, UNIT)
    await press(town, CLERK, "去掉联系人")

    await press(town, CONTACT, "📥 接收")

    assert (await the(town)).state is S.ASSIGNED


async def test_an_assisting_unit_cannot_answer_in_the_name_of_the_leading_one(town: Town) -> None:
    await handed_over(town)
    card = next(one for one in town.said_to(SECOND) if "协办单" in one.get("text", ""))

    assert labels(card) == ["💬 填写协办意见", "📄 看全文（Word）"]


async def test_a_unit_that_owes_an_answer_stays_on_the_list(town: Town) -> None:
    await handed_over(town)
    await town.write(CLERK, "承办单位")
    await press(town, CLERK, UNIT)

    await press(town, CLERK, "不再用这个单位")

    assert all(row.left_at is None for row in await rows(town, Unit))


async def test_a_contact_asks_what_is_with_the_unit(town: Town) -> None:
    await handed_over(town)

    await town.write(CONTACT, "我的建议交办单")
    own = town.last_to(CONTACT)
    await town.write(SECOND, "我的交办单")

    assert "第12号" in own
    assert "协办" in town.last_to(SECOND)


async def test_the_whole_text_goes_out_on_paper_for_a_unit_without_telegram(town: Town) -> None:
    await handed_over(town)

    await press(town, CLERK, "打印给单位")

    file = next(one for one in reversed(town.said_to(CLERK)) if "document" in one)
    paper = docx.Document(io.BytesIO(town.world.file(file["document"]["file_id"])))
    words = "\n".join(
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )
    assert "三角路东段没有路灯" in words
    assert UNIT in words


async def test_a_name_of_a_list_is_matched_and_its_contacts_get_what_is_open(town: Town) -> None:
    await handed_over(town)
    async with town.app.db.transaction() as tx:
        await tx.execute(update(Suggestion).values(unit="区城市管理执法局", unit_id=None))
    await opened(town)

    await press(town, CLERK, "“区城市管理执法局”是哪个单位")
    await press(town, CLERK, UNIT)

    one = await the(town)
    assert one.unit == UNIT
    assert one.unit_id is not None
    assert "1 件建议现在归 区城管局" in town.last_to(CLERK)


@pytest.mark.parametrize("answer", ["2", "一" * 1501])
async def test_an_answer_that_cannot_be_one_is_asked_again(town: Town, answer: str) -> None:
    await handed_over(town)
    await press(town, CONTACT, "📥 接收")
    await press(town, CONTACT, "填写答复")
    await town.write(CONTACT, "A" if len(answer) > 1 else answer)
    await town.write(CONTACT, answer)

    assert await rows(town, Answer) == []
    assert (await the(town)).state is S.ACCEPTED
