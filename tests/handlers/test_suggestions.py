"""A suggestion from the first word to its end, as people see it in the chat."""

import io
from datetime import timedelta

import docx
import openpyxl
import pytest

from handlers.kit.buttons import Button
from handlers.screens import suggestions as b
from models import clock
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.states import Mode
from models.issues.tables import Issue
from models.people.rules import OPERATOR, Actor, acting
from models.people.tables import Level, Member, Role
from models.suggestions import actions, linking
from models.suggestions.actions import Content, Plan
from models.suggestions.moving import Doing
from models.suggestions.rules import SuggestionState
from models.suggestions.tables import Alarm, Answer, Signer, Suggestion
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.handlers.test_more import lines
from tests.town import Town

S = SuggestionState
TITLE = "关于在三角路增设路灯的建议"


async def written(town: Town) -> None:
    """Let a deputy write a suggestion in the chat."""
    await town.write("王桂兰", "代表建议")
    await press_last(town, "王桂兰", "✍️ 写一件建议")
    for words in ("区人大", TITLE, "三角路东段没有路灯，老人摔倒过。", "请年内装二十盏路灯。"):
        await town.write("王桂兰", words)
    await press_last(town, "王桂兰", "✅ 确认")


async def signed(town: Town) -> None:
    """Let a second deputy sign it, and the lead hand it in."""
    await written(town)
    await press_last(town, "王桂兰", "✍️ 我领衔签名")
    await press_last(town, "王桂兰", "👥 请代表附议")
    await press_last(town, "王桂兰", "▫️ 李建国")
    await press_last(town, "李建国", "✍️ 我附议签名")
    await press_last(town, "王桂兰", "↩️ 返回")
    await press_last(town, "王桂兰", "📮 提交")
    await press_last(town, "王桂兰", "📮 对，提交")


async def filled(town: Town, label: str, *answers: str) -> None:
    """Let the staff press a button of the card and answer the questions."""
    await press_last(town, "周敏", label)
    for words in answers:
        await town.write("周敏", words)
    await press_last(town, "周敏", "✅ 确认")


async def assigned(town: Town) -> None:
    """Let the staff file and assign it."""
    await signed(town)
    await press_last(town, "周敏", "📄 打开看看")
    await filled(town, "🗂 立案", "第12号", "跳过")
    await filled(town, "📨 交办", "区城管局", "区住建局、街道办", "跳过")


async def answered(town: Town) -> None:
    """Let the unit take it and answer."""
    await assigned(town)
    await press_last(town, "周敏", "✅ 单位已接收")
    await filled(town, "📬 登记答复", "A", "二十盏路灯已经装好。", "跳过", "跳过", "跳过")


async def the(town: Town) -> Suggestion:
    [one] = await rows(town, Suggestion)
    found: Suggestion = one
    return found


async def test_a_deputy_writes_signs_and_hands_in(town: Town) -> None:
    await until(town, 10)

    await signed(town)

    one = await the(town)
    assert one.state is S.SUBMITTED
    assert [row.state.value for row in await rows(town, Signer)] == ["signed", "signed"]
    assert words_to(town, "王桂兰", "已提交，待审查")
    assert len(words_to(town, "周敏", "建议已提交")) == 1
    assert len(words_to(town, "王桂兰", "李建国签了名")) == 1


async def test_who_is_asked_can_decline_and_is_left_out(town: Town) -> None:
    await until(town, 10)
    await written(town)
    await press_last(town, "王桂兰", "✍️ 我领衔签名")
    await press_last(town, "王桂兰", "👥 请代表附议")
    await press_last(town, "王桂兰", "▫️ 李建国")

    await press_last(town, "李建国", "✖️ 这次不签")

    assert [row.state.value for row in await rows(town, Signer)].count("declined") == 1
    assert words_to(town, "王桂兰", "李建国这次不签名")


async def test_every_step_is_told_to_those_who_signed(town: Town) -> None:
    await until(town, 10)

    await answered(town)

    for name in ("王桂兰", "李建国"):
        for words in ("建议已立案", "建议已交办", "承办单位已接收", "建议有答复了"):
            assert len(words_to(town, name, words)) == 1, (name, words)
    assert "主办：区城管局" in words_to(town, "李建国", "建议已交办")[0]


async def test_the_lead_rates_and_it_is_done(town: Town) -> None:
    await until(town, 10)
    await answered(town)

    await press_last(town, "王桂兰", "📄 打开看看")
    await press_last(town, "王桂兰", "😀 满意")

    assert (await the(town)).state is S.DONE
    assert words_to(town, "王桂兰", "现在：办结")
    assert len(words_to(town, "周敏", "建议办结")) == 1
    assert len(words_to(town, "李建国", "建议办结")) == 1


async def test_a_cosigner_sees_no_button_to_rate(town: Town) -> None:
    await until(town, 10)
    await answered(town)

    await press_last(town, "李建国", "📄 打开看看")

    assert not any("满意" in one for one in labels(town.said_to("李建国")[-1]))


async def test_who_is_dissatisfied_says_why_and_the_unit_answers_again(town: Town) -> None:
    await until(town, 10)
    await answered(town)
    await press_last(town, "王桂兰", "📄 打开看看")
    await press_last(town, "王桂兰", "🙁 不满意")
    await town.write("王桂兰", "没有到现场看，灯还是不亮")
    await press_last(town, "王桂兰", "✅ 确认")
    redoing = (await the(town)).state

    await press_last(town, "周敏", "📄 打开看看")
    await filled(town, "📬 登记答复", "A", "到现场修好了。", "跳过", "跳过", "跳过")

    assert redoing is S.REDOING
    assert (await the(town)).state is S.ANSWERED
    assert len(await rows(town, Answer)) == 2


async def test_an_answer_before_the_assignment_is_refused_kindly(town: Town) -> None:
    await until(town, 10)
    await signed(town)
    one = await the(town)
    await press_last(town, "周敏", "📄 打开看看")

    assert not any("登记答复" in label for label in labels(town.said_to("周敏")[-1]))
    button = b.Fill(group_id=one.group_id, suggestion_id=one.id, what="answer")
    await forged(town, "周敏", button)

    assert "还没有交办" in town.toasts("周敏")[-1]
    assert await rows(town, Answer) == []


async def forged(town: Town, name: str, button: Button) -> None:
    """Press a button that does not stand under the last message: an old card had it."""
    message = town.said_to(name)[-1]
    account = town.people[name]
    town.acts.press_raw(account, account, message["message_id"], button.payload())
    await town.settle()


async def test_another_deputy_cannot_open_it(town: Town) -> None:
    await until(town, 10)
    await town.settle_member("陈秀英", Role.DEPUTY)
    await written(town)
    one = await the(town)
    await town.write("陈秀英", "我的建议")

    await forged(town, "陈秀英", b.Show(group_id=one.group_id, suggestion_id=one.id))

    assert words_to(town, "陈秀英", TITLE) == []


async def test_staff_hear_thirty_days_before_and_the_day_after(town: Town) -> None:
    await until(town, 10)
    await assigned(town)
    await press_last(town, "周敏", "✅ 单位已接收")
    one = await the(town)
    assert one.answer_by is not None
    ahead = one.answer_by - (clock.now() + timedelta(hours=8)).date()
    await town.pass_time(ahead - timedelta(days=30))
    thirty = words_to(town, "周敏", "还有 30 天")

    await town.pass_time(timedelta(days=31))

    assert len(thirty) == 1
    assert "第12号" in thirty[0]
    late = words_to(town, "周敏", "已超过 1 天")
    assert len(late) == 1
    assert words_to(town, "王桂兰", "代表建议的期限") == []


async def test_after_an_outage_only_the_last_mark_is_told(town: Town) -> None:
    await until(town, 10)
    await assigned(town)
    await press_last(town, "周敏", "✅ 单位已接收")

    await town.pass_time(timedelta(days=200))

    told = words_to(town, "周敏", "代表建议的期限")
    assert len(told) == 1
    assert told[0].count("答复期限") == 1
    assert not [row for row in await rows(town, Alarm) if row.told_at is None]


async def test_a_deputy_is_nudged_once_after_twenty_working_days(town: Town) -> None:
    await until(town, 10)
    await answered(town)

    await town.pass_time(timedelta(days=45))
    await town.pass_time(timedelta(days=5))

    assert len(words_to(town, "王桂兰", "还没有评价")) == 1
    assert words_to(town, "李建国", "还没有评价") == []


async def test_a_promise_wakes_up_and_asks_for_proof(town: Town) -> None:
    await until(town, 10)
    await assigned(town)
    await press_last(town, "周敏", "✅ 单位已接收")
    await filled(town, "📬 登记答复", "B", "已列入计划。", "1 个月后", "跳过", "跳过")

    await town.pass_time(timedelta(days=31))

    assert "承诺办好的日子，请登记证明" in words_to(town, "周敏", "代表建议的期限")[-1]
    await press_last(town, "周敏", "📄 第12号")
    await filled(town, "✅ 登记兑现证明", "现场查看，全部亮灯", "跳过")
    assert "已兑现" in town.last_to("周敏")


async def test_the_report_of_the_year_comes_as_word_and_as_table(town: Town) -> None:
    await until(town, 10)
    await answered(town)
    await town.write("周敏", "代表建议督办")
    await press_last(town, "周敏", "📄 办理进展报告")
    await press_last(town, "周敏", "📊 办理进展表")

    files = [one for one in town.said_to("周敏") if "document" in one]
    word, table = (town.world.file(one["document"]["file_id"]) for one in files[-2:])
    paper = docx.Document(io.BytesIO(word))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert "共提出代表建议 1 件，立案 1 件，交办 1 件，已答复 1 件" in words
    assert "答复率 100%（已答复 ÷ 已交办）" in words
    sheet = openpyxl.load_workbook(io.BytesIO(table)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:6] == [
        "第12号",
        "区",
        TITLE,
        "王桂兰",
        "李建国",
        "区城管局",
    ]


async def test_the_group_hears_figures_and_no_name(town: Town) -> None:
    await until(town, 10)
    await answered(town)
    await town.write("周敏", "代表建议督办")
    await press_last(town, "周敏", "📣 在代表群通报进展")
    await press_last(town, "周敏", "📣 对，发到代表群")
    await rest(town)

    words = town.said_in(town.chat_id)[-1]["text"]
    assert "已答复 1 件" in words
    assert "王桂兰" not in words
    assert TITLE not in words


async def test_the_card_of_more_leads_to_both_lists(town: Town) -> None:
    assert "📝 代表建议" in await lines(town, "王桂兰")
    assert "📝 代表建议督办" in await lines(town, "周敏")


@pytest.mark.parametrize("words", ["<b>不闭合 & 标签", "=HYPERLINK(1)", "一" * 100])
async def test_hostile_words_are_shown_as_they_are(town: Town, words: str) -> None:
    await until(town, 10)
    member = town.members["王桂兰"]
    content = Content(title=words, problem=words * 3, proposal=words)
    async with town.app.db.transaction() as tx:
        plan = Plan(group_id=town.group_id, lead_id=member, level=Level.DISTRICT, content=content)
        await actions.draft(tx, plan, bot_id=town.bot_id, by=OPERATOR, now=clock.now())
    await town.settle()

    assert words in words_to(town, "王桂兰", "请您领衔签名")[0]


async def reported(town: Town, name: str, words: str) -> int:
    """Let a voter report something, recorded by the lead; return the number of the issue."""
    async with town.app.db.transaction() as tx:
        one, _code = await issues.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(words=words, account_id=town.people[name]),
            by=OPERATOR,
            now=clock.now(),
        )
    return one.id


async def test_voters_behind_several_reports_hear_at_the_answer_and_at_the_end(
    town: Town,
) -> None:
    await until(town, 10)
    for name, words in (("赵选民", "路灯不亮"), ("钱选民", "晚上太黑")):
        town.newcomer(name)
        town.acts.start(town.people[name], town.bot_id)
        await town.settle()
        await reported(town, name, words)
    await signed(town)
    await press_last(town, "周敏", "📄 打开看看")
    one = await the(town)
    for row in await rows(town, Issue):
        who = Doing(
            bot_id=town.bot_id,
            group_id=town.group_id,
            suggestion_id=one.id,
            by=OPERATOR,
            now=clock.now(),
        )
        async with town.app.db.transaction() as tx:
            await linking.link(tx, kind=linking.ISSUE, subject_id=row.id, **who)
    await filled(town, "🗂 立案", "第12号", "跳过")
    await filled(town, "📨 交办", "区城管局", "跳过", "跳过")
    await press_last(town, "周敏", "✅ 单位已接收")

    await filled(town, "📬 登记答复", "A", "二十盏路灯已经装好。", "跳过", "跳过", "跳过")
    await press_last(town, "王桂兰", "📄 打开看看")
    await press_last(town, "王桂兰", "😀 满意")

    for name in ("赵选民", "钱选民"):
        assert len(words_to(town, name, "您反映的问题有答复了")) == 1
        assert len(words_to(town, name, "代表建议已办结")) == 1
    assert "王桂兰" not in words_to(town, "赵选民", "有答复了")[0]


async def test_the_lead_ties_it_to_a_report_they_recorded(town: Town) -> None:
    await until(town, 10)
    async with town.app.db.transaction() as tx:
        await issues.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(words="路灯不亮", mode=Mode.CLINIC),
            by=await _acting(town, "王桂兰"),
            now=clock.now(),
        )
    await written(town)

    await press_last(town, "王桂兰", "🔗 关联选民反映")
    await press_last(town, "王桂兰", "▫️ XJP-")
    await press_last(town, "王桂兰", "↩️ 返回")

    assert "背后有 1 件选民反映" in town.last_to("王桂兰")


async def _acting(town: Town, name: str) -> Actor:
    async with town.app.db.reading() as tx:
        member = await tx.get(Member, (town.group_id, town.members[name]))
    assert member is not None
    return acting(member)
