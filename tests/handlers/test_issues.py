"""A voter reports, the staff triage, and the voter hears what became of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from models.consents.tables import Consent
from models.drafts.tables import Draft
from models.issues.history import history
from models.issues.states import (
    EntryKind,
    FileKind,
    IssueState,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Way,
)
from models.issues.tables import IssueFile, IssueFollower
from tests.handlers.days import labels, rest, rows, until, words_to
from tests.handlers.issues_played import (
    VOTER,
    agree,
    card_to,
    clerk,
    issues,
    press,
    report,
    the_issue,
    voter,
)
from tests.reports.pictures_made import TRACES, photo
from tests.town import Town

CLERK = "周敏"


def a_picture(colour: str) -> bytes:
    """Return a small picture."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_report_gets_its_number_and_stands_before_the_staff(town: Town) -> None:
    await until(town, 10)

    await report(town)

    one = await the_issue(town)
    assert f"编号 {one.number}" in town.last_to(VOTER)
    assert one.own_words == "三号楼门口的路灯坏了一个星期"
    assert one.place == "水岸星城三号楼"
    [card] = words_to(town, CLERK, one.number)
    assert "三号楼门口的路灯坏了一个星期" in card
    assert "我来办" in str(labels(town.said_to(CLERK)[-1]))


async def test_from_report_to_closing_the_voter_hears_every_step(town: Town) -> None:
    await until(town, 10)
    await report(town)
    number = (await the_issue(town)).number

    await press(town, CLERK, "我来办")
    await press(town, CLERK, "当场办好")
    await press(town, CLERK, "已解决")
    await town.write(CLERK, "路灯已经修好，谢谢您")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")
    await press(town, VOTER, "✅ 解决了")
    await press(town, VOTER, "😊 满意")
    await press(town, CLERK, "✅ 办结")

    one = await the_issue(town)
    assert words_to(town, VOTER, "已经交给当场办理") != []
    assert "路灯已经修好，谢谢您" in words_to(town, VOTER, "有答复了")[0]
    assert one.state is IssueState.CLOSED
    assert (one.outcome, one.told_way) == (Outcome.SOLVED, Way.TELEGRAM)
    assert (one.solved, one.satisfaction) == (Solved.YES, Satisfaction.GOOD)
    assert one.number == number


async def test_asking_back_stops_the_clock_and_the_answer_lands_on_the_card(town: Town) -> None:
    await until(town, 10)
    await report(town)

    await press(town, CLERK, "问选民")
    await town.write(CLERK, "请问是几单元？")
    await press(town, CLERK, "确认")
    asked = await the_issue(town)
    await press(town, VOTER, "💬 回答")
    await town.write(VOTER, "二单元门口")
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "确认")
    await rest(town)

    one = await the_issue(town)
    assert asked.state is IssueState.ASKED
    assert asked.paused_at is not None
    assert one.state is IssueState.RECEIVED
    assert one.paused_at is None
    assert "选民答：二单元门口" in card_to(town, CLERK, one.number)["text"]


async def test_a_note_never_reaches_the_voter(town: Town) -> None:
    await until(town, 10)
    await report(town)

    await press(town, CLERK, "更多")
    await press(town, CLERK, "内部备注")
    await town.write(CLERK, "此人上月也来过")
    await press(town, CLERK, "确认")
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, (await the_issue(town)).number)

    assert words_to(town, VOTER, "此人上月也来过") == []
    async with town.app.db.reading() as tx:
        lines = await history(tx, await the_issue(town))
    assert [line.text for line in lines if line.kind is EntryKind.NOTE] == ["此人上月也来过"]


async def test_what_goes_to_the_platform_can_be_copied_without_a_name(town: Town) -> None:
    await until(town, 10)
    await report(town)
    await press(town, CLERK, "更多")
    before = labels(town.said_to(CLERK)[-1])
    await press(town, CLERK, "看卡片")

    await press(town, CLERK, "交办")
    await press(town, CLERK, "民呼我应")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")
    await press(town, CLERK, "更多")
    await press(town, CLERK, "工单文字")

    one = await the_issue(town)
    assert one.route is Route.PLATFORM
    assert not any("工单文字" in label for label in before)
    said = town.last_to(CLERK)
    assert one.number in said
    assert one.own_words in said


async def test_the_second_of_two_staff_hears_who_has_it(town: Town) -> None:
    await until(town, 10)
    await clerk(town, "钱进")
    await report(town)
    await press(town, CLERK, "我来办")

    await press(town, "钱进", "交办")
    await press(town, "钱进", "信访")

    assert "现在是周敏在办" in town.toasts("钱进")[-1]


async def test_whether_what_staff_said_arrived_is_on_the_card(town: Town) -> None:
    await until(town, 10)
    await report(town)
    town.acts.block(town.people[VOTER], town.bot_id)

    await press(town, CLERK, "问选民")
    await town.write(CLERK, "请问是几单元？")
    await press(town, CLERK, "确认")
    await rest(town)

    one = await the_issue(town)
    cards = [each["text"] for each in town.said_to(CLERK) if one.number in each.get("text", "")]
    assert "❌ 送不到" in cards[0]


async def test_somebody_who_just_writes_is_asked_whether_to_report(town: Town) -> None:
    await until(town, 10)
    voter(town)

    await town.write(VOTER, "我们楼下的下水道堵了好几天")
    offered = town.last_to(VOTER)
    await press(town, VOTER, "是，帮我反映")
    await agree(town)
    await press(town, VOTER, "水电气、路灯")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "着急")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")

    assert "您是想反映这个问题吗" in offered
    assert (await the_issue(town)).own_words == "我们楼下的下水道堵了好几天"


async def through_the_form(town: Town) -> None:
    """Answer everything after the story, and confirm."""
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "水电气、路灯")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "着急")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")


async def test_nobody_writes_their_way_past_the_notice(town: Town) -> None:
    await until(town, 10)
    voter(town)
    await town.write(VOTER, "我们楼下的下水道堵了")
    await town.write(VOTER, "已经三天了")

    await through_the_form(town)
    before = await issues(town)
    await press(town, VOTER, "同意")

    assert before == []
    one = await the_issue(town)
    assert one.own_words == "我们楼下的下水道堵了\n已经三天了"
    assert len(await rows(town, Consent)) == 1


async def test_whoever_does_not_agree_leaves_nothing_behind(town: Town) -> None:
    voter(town)
    await town.write(VOTER, "我们楼下的下水道堵了")
    await press(town, VOTER, "是，帮我反映")

    await press(town, VOTER, "不同意")

    assert await rows(town, Draft) == []
    assert await rows(town, Consent) == []
    assert "没有保存" in town.last_to(VOTER)


async def test_a_picture_that_is_just_sent_is_made_anew_too(town: Town) -> None:
    await until(town, 10)
    account = voter(town)
    town.acts.send_document(account, account, photo("JPEG"), filename="IMG_1.JPG", caption="漏水")
    await town.settle()
    await press(town, VOTER, "是，帮我反映")
    await agree(town)
    await press(town, VOTER, "水电气、路灯")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "着急")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")
    await press(town, CLERK, "更多")
    await press(town, CLERK, "看附件")

    [shown] = [one["photo"][-1]["file_id"] for one in town.said_to(CLERK) if "photo" in one]
    content = town.world.files.by_id[shown].content
    assert [trace for trace in TRACES if trace in content] == []


async def test_a_voter_says_what_they_wish_and_the_staff_read_it(town: Town) -> None:
    await until(town, 10)
    await report(town, wish="换一盏新灯就行")

    one = await the_issue(town)
    [card] = words_to(town, CLERK, one.number)
    steps = [re.findall(r"第 (\d) 步，共 (\d) 步", said["text"]) for said in town.said_to(VOTER)]

    assert one.wish == "换一盏新灯就行"
    assert "希望：换一盏新灯就行" in card
    assert {int(total) for each in steps for _number, total in each} == {5}, "and the review: six"


async def test_like_reports_are_offered_before_sending_and_me_too_joins(town: Town) -> None:
    await until(town, 10)
    await report(town)

    await report(town, "三号楼门口路灯坏了好久了", name="刘师傅")
    offered = town.last_to("刘师傅")
    await press(town, "刘师傅", "我也遇到")

    assert "附近好像有人反映过同样的事" in offered
    assert len(await issues(town)) == 1
    [follower] = await rows(town, IssueFollower)
    assert follower.account_id == town.people["刘师傅"]


async def test_whoever_says_theirs_differs_sends_it_all_the_same(town: Town) -> None:
    await until(town, 10)
    await report(town)

    await report(town, "三号楼门口路灯坏了好久了", name="刘师傅")
    await press(town, "刘师傅", "不是一件事")

    assert [one.serial for one in await issues(town)] == [1, 2]


async def test_an_anonymous_voter_follows_by_the_code_from_any_account(town: Town) -> None:
    await until(town, 10)
    await report(town, hear="匿名反映")
    [code] = re.findall(r"(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}", town.last_to(VOTER))
    voter(town, "别的手机")

    await town.write("别的手机", code)
    shown = town.last_to("别的手机")
    await press(town, "别的手机", "再补充")
    await town.write("别的手机", "昨天又坏了一盏")
    await press(town, "别的手机", "发完了")
    await press(town, "别的手机", "确认")

    one = await the_issue(town)
    assert one.account_id is None
    assert one.number in shown
    async with town.app.db.reading() as tx:
        lines = await history(tx, one)
    assert "昨天又坏了一盏" in [line.text for line in lines]
    assert str(town.people["别的手机"]) not in str([line.by for line in lines])


async def test_a_deputy_records_for_somebody_and_hears_the_outcome(town: Town) -> None:
    await until(town, 10)

    await town.write("王桂兰", "反映问题")
    await town.write("王桂兰", "张阿姨说电梯总坏")
    await press(town, "王桂兰", "发完了")
    await press(town, "王桂兰", "房屋、物业")
    await press(town, "王桂兰", "跳过")
    await press(town, "王桂兰", "着急")
    await press(town, "王桂兰", "跳过")
    await town.write("王桂兰", "张阿姨 19900000007")
    await press(town, "王桂兰", "确认")
    one = await the_issue(town)
    await press(town, CLERK, "我来办")
    await press(town, CLERK, "当场办好")
    await press(town, CLERK, "已解决")
    await town.write(CLERK, "电梯已修好")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")
    await press(town, CLERK, "已电话回告")
    await town.write(CLERK, "电话告诉张阿姨，她说谢谢")
    await press(town, CLERK, "确认")

    row = await the_issue(town)
    assert one.recorder_id == town.members["王桂兰"]
    assert one.report_back_by is Way.PHONE
    assert row.told_way is Way.PHONE
    assert row.deputy_told_at is not None
    assert "电梯已修好" in words_to(town, "王桂兰", "您记录的")[0]
    assert "19900000007" not in str(town.said_to(CLERK))


async def test_no_reopens_once_and_then_goes_to_the_director(town: Town) -> None:
    await until(town, 10)
    await clerk(town, "孙主任")
    await town.write(CLERK, "反映办理")
    await press(town, CLERK, "主任和期限")
    await press(town, CLERK, "请 孙主任 当主任")
    await report(town)

    for _ in range(2):
        await press(town, CLERK, "当场办好" if _ else "我来办")
        if not _:
            await press(town, CLERK, "当场办好")
        await press(town, CLERK, "正在解决")
        await town.write(CLERK, "已经报修")
        await press(town, CLERK, "跳过")
        await press(town, CLERK, "确认")
        await press(town, VOTER, "❌ 没有解决")
        await press(town, CLERK, "我来办") if not _ else None

    one = await the_issue(town)
    assert one.state is IssueState.ESCALATED
    assert one.reopened == 2
    assert len(words_to(town, "孙主任", "请主任定怎么办")) == 1


async def test_a_voter_takes_a_report_back(town: Town) -> None:
    await until(town, 10)
    await report(town)
    await town.write(VOTER, "我的反映")
    await press(town, VOTER, (await the_issue(town)).number)

    await press(town, VOTER, "撤回这件反映")
    await press(town, VOTER, "对，撤回")

    assert (await the_issue(town)).state is IssueState.WITHDRAWN


async def test_a_declined_voter_hears_why_and_where_to_turn(town: Town) -> None:
    await until(town, 10)
    await report(town, "邻居借我的钱不还")

    await press(town, CLERK, "我来办")
    await press(town, CLERK, "更多")
    await press(town, CLERK, "不受理")
    await press(town, CLERK, "个人之间的纠纷")
    await town.write(CLERK, "借钱的事请社区调解员帮忙")
    await press(town, CLERK, "确认")

    [words] = words_to(town, VOTER, "很抱歉")
    assert "借钱的事请社区调解员帮忙" in words
    assert "12348" in words


async def test_a_rating_is_asked_for_once_more_and_never_again(town: Town) -> None:
    await until(town, 10)
    await report(town)
    await press(town, CLERK, "我来办")
    await press(town, CLERK, "当场办好")
    await press(town, CLERK, "已解决")
    await town.write(CLERK, "修好了")
    await press(town, CLERK, "跳过")
    await press(town, CLERK, "确认")

    for _ in range(10):
        await town.pass_time(timedelta(days=1))

    assert len(words_to(town, VOTER, "只问这一次")) == 1


@pytest.mark.parametrize("name", ["王桂兰", VOTER])
async def test_only_the_staff_see_the_desk(town: Town, name: str) -> None:
    voter(town)

    await town.write(name, "反映办理")

    assert "反映办理" not in str(town.said_to(name)[-1].get("text", ""))


async def test_an_album_is_one_report_and_the_same_picture_counts_once(town: Town) -> None:
    await until(town, 10)
    voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)

    account = town.people[VOTER]
    for number, colour in enumerate(("red", "green", "blue")):
        caption = None if number else "楼道堆满杂物"
        picture = a_picture(colour)
        town.acts.send_photo(account, account, picture, None, caption, album="一组")
    await town.settle()
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "环境卫生")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")

    [one] = await issues(town)
    files = await rows(town, IssueFile)
    assert one.own_words == "楼道堆满杂物"
    assert len(files) == 3
    assert {row.kind for row in files} == {FileKind.PHOTO}


async def test_an_edit_before_sending_replaces_and_after_it_is_a_version(town: Town) -> None:
    await until(town, 10)
    voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    first = await town.write(VOTER, "三号楼路灯坏了")
    account = town.people[VOTER]
    town.acts.edit(account, account, first.id, "三号楼门口路灯坏了")
    await town.settle()
    await press(town, VOTER, "发完了")
    await press(town, VOTER, "水电气、路灯")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "一般")
    await press(town, VOTER, "跳过")
    await press(town, VOTER, "在这里告诉我")
    await press(town, VOTER, "确认")
    sent = (await the_issue(town)).own_words

    town.acts.edit(account, account, first.id, "三号楼门口路灯坏了两盏")
    await town.settle()

    async with town.app.db.reading() as tx:
        lines = await history(tx, await the_issue(town))
    assert sent == "三号楼门口路灯坏了"
    assert (await the_issue(town)).own_words == "三号楼门口路灯坏了两盏"
    assert [(line.version, line.text) for line in lines] == [
        (1, "三号楼门口路灯坏了"),
        (2, "三号楼门口路灯坏了两盏"),
    ]


async def test_a_draft_survives_a_restart_and_is_gone_on_with(town: Town) -> None:
    await until(town, 10)
    voter(town)
    await town.write(VOTER, "反映问题")
    await agree(town)
    await town.write(VOTER, "下水道堵了")
    await press(town, VOTER, "发完了")

    await town.write(VOTER, "/start")

    assert "这是哪一类的事" in town.last_to(VOTER)


async def test_an_edit_is_no_word_and_no_command(town: Town) -> None:
    await until(town, 10)
    await town.announce()
    account = town.people["王桂兰"]
    sent = await town.write("王桂兰", "你好")
    before = len(town.said_to("王桂兰"))

    town.acts.edit(account, account, sent.id, "签到")
    await town.settle()

    assert len(town.said_to("王桂兰")) == before
