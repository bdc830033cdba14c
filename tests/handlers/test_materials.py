"""Staff send study material once, deputies read it, everybody sees what is theirs to see."""

from datetime import timedelta

from models.materials.marks import Mark, MarkKind
from models.materials.rules import UNDO, MaterialState, Target
from models.messages.carried import Media
from sandbox.world.shapes import Json
from tests.handlers.days import press_last, until, words_to
from tests.handlers.materials_made import (
    STAFF,
    scheduled,
    sent_material,
    the_row,
    write_material,
)
from tests.town import Town


def words_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["text"] for row in rows for one in row]


async def test_staff_write_once_and_each_deputy_gets_it_after_half_a_minute(town: Town) -> None:
    await until(town, 10)
    await write_material(town, "代表法修改了三处。")
    preview, question = town.said_to(STAFF)[-2:]

    await press_last(town, STAFF, "📤 发送（2 位代表）")
    early = words_to(town, "王桂兰", "代表法修改了三处")
    await town.pass_time(UNDO + timedelta(seconds=1))

    assert "代表收到的就是这样" in words_of(preview)
    assert "2 位代表" in words_of(question)
    assert early == []
    for name in ("王桂兰", "李建国"):
        assert len(words_to(town, name, "代表法修改了三处")) == 1
        assert buttons_of(town.said_to(name)[-1]) == ["✅ 我已学习"]


async def test_within_half_a_minute_it_can_be_taken_back(town: Town) -> None:
    await until(town, 10)
    await write_material(town, "代表法修改了三处。")
    await press_last(town, STAFF, "📤 发送（2 位代表）")

    await press_last(town, STAFF, "↩️ 先别发")
    await town.pass_time(timedelta(minutes=5))

    assert words_to(town, "王桂兰", "代表法修改了三处") == []
    assert "草稿，还没发" in town.last_to(STAFF)


async def test_a_press_on_read_is_noted_once_and_shown(town: Town) -> None:
    await until(town, 10)
    number = await sent_material(town)

    await press_last(town, "王桂兰", "✅ 我已学习")
    card = town.said_to("王桂兰")[-1]

    assert "您已经学过了" in words_of(card)
    assert buttons_of(card) == []
    assert town.toasts("王桂兰")[-1].startswith("✅ 记下了")
    await town.write(STAFF, "学习资料")
    await press_last(town, STAFF, "📚 全部资料")
    await press_last(town, STAFF, "📖 新代表法要点")
    assert "应学 2 人，已学 1 人" in town.last_to(STAFF).replace("<b>", "").replace("</b>", "")
    await press_last(town, STAFF, "👥 谁学了，谁没学")
    assert "已学（1）：王桂兰" in town.last_to(STAFF)
    assert "没学（1）：李建国" in town.last_to(STAFF)
    assert (await the_row(town, number)).state is MaterialState.SENT


async def test_the_group_sees_numbers_and_no_names(town: Town) -> None:
    await until(town, 10)
    await sent_material(town, target=Target.GROUP)
    card = town.card()

    await town.press("王桂兰", town.chat_id, card["message_id"], "✅ 我已学习")
    await town.pass_time(timedelta(seconds=5))

    said = words_of(town.card())
    assert "已学习：1 人（共 2 人）" in said
    assert "王桂兰" not in said
    assert words_to(town, "李建国", "新代表法要点") == []


async def test_a_stranger_in_the_group_cannot_say_that_they_read_it(town: Town) -> None:
    await until(town, 10)
    await sent_material(town, target=Target.GROUP)
    town.newcomer("路人")

    await town.press("路人", town.chat_id, town.card()["message_id"], "✅ 我已学习")
    await town.pass_time(timedelta(seconds=5))

    assert "已学习：0 人" in words_of(town.card())


async def test_a_single_photo_bears_the_words_and_the_button(town: Town) -> None:
    await until(town, 10)
    account = town.people[STAFF]
    await town.write(STAFF, "发学习资料")
    town.acts.send_photo(account, account, b"picture", "a.jpg", "看图学法")
    await town.settle()
    await _finish(town)

    said = town.said_to("王桂兰")[-1]
    assert said["photo"]
    assert "看图学法" in words_of(said)
    await press_last(town, "王桂兰", "✅ 我已学习")
    assert "您已经学过了" in words_of(town.said_to("王桂兰")[-1])


async def test_an_album_and_a_document_come_before_the_card(town: Town) -> None:
    await until(town, 10)
    account = town.people[STAFF]
    await town.write(STAFF, "发学习资料")
    for number in range(3):
        town.acts.send_photo(account, account, b"p%d" % number, "a.jpg", album="一组")
    town.acts.send_document(account, account, b"paper", "代表法全文.docx")
    await town.settle()
    await _finish(town)

    *files, card = town.said_to("王桂兰")[-5:]
    assert [Media.PHOTO in one for one in files] == [True, True, True, False]
    assert files[3]["document"]["file_name"] == "代表法全文.docx"
    assert len({one["media_group_id"] for one in files[:3]}) == 1
    assert buttons_of(card) == ["✅ 我已学习"]


async def _finish(town: Town) -> None:
    await press_last(town, STAFF, "✅ 发完了")
    await town.write(STAFF, "看图学法")
    await press_last(town, STAFF, "法律法规")
    await press_last(town, STAFF, "⏭️ 跳过")
    await press_last(town, STAFF, "⏭️ 跳过")
    await press_last(town, STAFF, "每位代表的私聊")
    await press_last(town, STAFF, "全体代表")
    await press_last(town, STAFF, "现在就发")
    await press_last(town, STAFF, "否")
    await press_last(town, STAFF, "✅ 确认")
    await press_last(town, STAFF, "📤 发送（2 位代表）")
    await town.pass_time(UNDO + timedelta(seconds=1))


async def test_what_is_withdrawn_says_so_and_is_counted_honestly(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await _open(town)

    await press_last(town, STAFF, "⛔️ 停发并收回")
    await press_last(town, STAFF, "⛔️ 对，停发并收回")
    await town.pass_time(timedelta(seconds=5))

    assert "已有 2 人收到" in _plain(town.said_to(STAFF)[-1])
    assert "已经收回" in words_of(town.said_to("王桂兰")[-1])
    assert buttons_of(town.said_to("王桂兰")[-1]) == []


async def test_a_correction_reaches_the_cards_that_stand_in_chats(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await _open(town)

    await press_last(town, STAFF, "✏️ 改题目或正文")
    await press_last(town, STAFF, "⏭️ 跳过")
    await town.write(STAFF, "一共修改了五处。")
    await press_last(town, STAFF, "✅ 确认")
    await town.pass_time(timedelta(seconds=5))

    said = words_of(town.said_to("王桂兰")[-1])
    assert "一共修改了五处" in said
    assert "以这一份为准" in said


async def test_who_blocked_the_bot_is_counted_beforehand_and_named_afterwards(town: Town) -> None:
    await until(town, 10)
    town.acts.block(town.people["李建国"], town.bot_id)
    await town.settle()
    await write_material(town, "代表法修改了三处。")
    assert "1 位现在联系不上：李建国" in _plain(town.said_to(STAFF)[-1])

    await press_last(town, STAFF, "📤 发送（2 位代表）")
    await town.pass_time(UNDO + timedelta(seconds=1))
    await _open(town)
    await press_last(town, STAFF, "👥 谁学了，谁没学")

    assert "联系不上（1）" in town.last_to(STAFF)
    assert "李建国：停用了机器人，从" in town.last_to(STAFF)


async def test_a_nudge_reaches_only_those_who_have_not_read_it_and_once_a_day(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await press_last(town, "王桂兰", "✅ 我已学习")
    await _open(town)

    await press_last(town, STAFF, "🔔 提醒还没学的")
    again = len(words_to(town, "李建国", "抽空看看"))
    await town.press(
        STAFF, town.people[STAFF], town.said_to(STAFF)[-2]["message_id"], "🔔 提醒还没学的"
    )

    assert words_to(town, "王桂兰", "抽空看看") == []
    assert again == 1
    assert len(words_to(town, "李建国", "抽空看看")) == 1


async def test_a_list_can_be_printed(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await _open(town)

    await press_last(town, STAFF, "🖨 名单（可打印）")

    assert town.said_to(STAFF)[-1]["document"]["file_name"].endswith(".docx")


async def test_last_years_law_talk_is_found_in_two_taps_or_by_words(town: Town) -> None:
    await until(town, 10)
    await sent_material(town, title="物业条例讲座", text="物业费怎么定？")
    await town.pass_time(timedelta(days=300))
    await town.write("王桂兰", "学习资料")

    await press_last(town, "王桂兰", "⚖️ 法律法规")
    await press_last(town, "王桂兰", "📖 物业条例讲座")
    assert "物业费怎么定" in town.last_to("王桂兰")

    await town.write("王桂兰", "学习资料")
    await press_last(town, "王桂兰", "🔍 找一找")
    await town.write("王桂兰", "物业费")
    await press_last(town, "王桂兰", "✅ 确认")
    assert "物业条例讲座" in town.last_to("王桂兰")


async def test_a_search_may_be_one_sentence(town: Town) -> None:
    await until(town, 10)
    await sent_material(town, title="物业条例讲座", text="物业费 100% 怎么定？")

    await town.write("王桂兰", "找资料 物业 １００%")
    found = town.last_to("王桂兰")
    await town.write("王桂兰", "找资料 1000%")

    assert "1. 物业条例讲座" in found
    assert "没有找到" in town.last_to("王桂兰")


async def test_at_night_it_waits_for_the_morning_and_says_so(town: Town) -> None:
    await until(town, 22)
    number = await scheduled(town)

    await town.pass_time(timedelta(hours=1))
    at_night = words_to(town, "王桂兰", "新代表法要点")
    await town.pass_time(timedelta(hours=9, minutes=1))

    assert at_night == []
    assert len(words_to(town, "王桂兰", "新代表法要点")) == 1
    assert (await the_row(town, number)).state is MaterialState.SENT


async def test_deputies_may_not_send(town: Town) -> None:
    await town.write("王桂兰", "发学习资料")

    assert "工作人员" in town.last_to("王桂兰")


async def _open(town: Town) -> None:
    await town.write(STAFF, "学习资料")
    await press_last(town, STAFF, "📚 全部资料")
    await press_last(town, STAFF, "📖 新代表法要点")


def _plain(message: Json) -> str:
    return words_of(message)


MARKED = (
    "😀 <b>第十二条</b> 代表应当<i>密切联系</i>群众。\n"
    "<blockquote>1. 听\n2. 记 &lt;b&gt;</blockquote>"
    'See <a href="https://example.org/law?a=1&amp;b=2">全文</a>'
)


def marks_in(message: Json) -> list[tuple[str, str]]:
    """Return what is marked in the words of a message, as Telegram shows it."""
    wide = words_of(message).encode("utf-16-le")
    found = message.get("entities") or message.get("caption_entities") or ()
    return [
        (
            one["type"],
            wide[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"),
        )
        for one in found
        if one["type"] not in ("url", "phone_number")
    ]


SHOWN = [
    ("bold", "第十二条"),
    ("italic", "密切联系"),
    ("blockquote", "1. 听\n2. 记 <b>"),
    ("text_link", "全文"),
]


async def test_what_is_marked_stays_marked_in_the_preview_the_copies_and_the_library(
    town: Town,
) -> None:
    await until(town, 10)
    account = town.people[STAFF]
    await town.write(STAFF, "发学习资料")
    town.acts.write_marked(account, account, MARKED)
    await town.settle()
    await _finish_each(town)
    preview = town.said_to(STAFF)[-2]
    await press_last(town, STAFF, "📤 发送")
    await town.pass_time(UNDO + timedelta(seconds=1))
    copy = town.said_to("王桂兰")[-1]
    await town.write("王桂兰", "找资料 第十二条")
    await press_last(town, "王桂兰", "📖")
    again = town.said_to("王桂兰")[-1]

    for message in (preview, copy, again):
        assert [one for one in marks_in(message) if one in SHOWN] == SHOWN
    assert copy["entities"][-1]["url"] == "https://example.org/law?a=1&b=2"


async def _finish_each(town: Town) -> None:
    await press_last(town, STAFF, "✅ 发完了")
    await town.write(STAFF, "代表法第十二条")
    for step in ("法律法规", "⏭️ 跳过", "⏭️ 跳过", "每位代表的私聊", "全体代表", "现在就发"):
        await press_last(town, STAFF, step)
    await press_last(town, STAFF, "否")
    await press_last(town, STAFF, "✅ 确认")


async def test_a_correction_brings_its_own_marks_and_takes_the_old_ones_away(town: Town) -> None:
    await until(town, 10)
    bold = Mark(kind=MarkKind.BOLD, at=0, length=3)
    number = await sent_material(town, text="代表法修改了哪些？", marks=[bold])
    assert ("bold", "代表法") in marks_in(town.said_to("王桂兰")[-1])
    await town.write(STAFF, "学习资料")
    await press_last(town, STAFF, "📚 全部资料")
    await press_last(town, STAFF, "📖 新代表法要点")
    await press_last(town, STAFF, "✏️ 改题目或正文")
    await press_last(town, STAFF, "⏭️ 跳过")

    account = town.people[STAFF]
    town.acts.write_marked(account, account, "代表法改了<u>三处</u>。")
    await town.settle()
    await press_last(town, STAFF, "✅ 确认")
    await town.pass_time(timedelta(seconds=5))

    marks = marks_in(town.said_to("王桂兰")[-1])
    assert ("underline", "三处") in marks
    assert ("bold", "代表法") not in marks
    assert (await the_row(town, number)).text == "代表法改了三处。"
