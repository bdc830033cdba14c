"""Staff keep the record of what is over, in the chat."""

import io
from typing import Any

import openpyxl
from sqlalchemy import select

from models import clock
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.base import new_id
from models.drafts.tables import Draft
from models.groups.tables import Group
from models.issues.states import Category, IssueState, Mode, Urgency, Way
from models.issues.tables import Issue
from models.people.tables import Level, Role
from models.records.rules import OutcomeKind
from models.records.tables import ActivityRecord, Outcome, Picture, PressItem
from models.suggestions.rules import Origin, SuggestionState
from models.suggestions.tables import Suggestion
from tests.handlers.days import labels, press_last, rows, words_to
from tests.town import Town

STAFF = "周敏"
JPEG = b"\xff\xd8\xff\xe0 a picture of "


async def over(town: Town) -> Activity:
    """Have an activity closed by its staff."""
    one = await town.announce()
    await town.write("王桂兰", "签到")
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "🟢 视察老旧小区改造")
    await press_last(town, STAFF, "🏁 结束签到")
    await press_last(town, STAFF, "🏁 对，结束签到")
    return one


async def to_record(town: Town) -> dict[str, Any]:
    await town.write(STAFF, "活动管理")
    one = next(each for each in labels(town.said_to(STAFF)[-1]) if "视察老旧小区改造" in each)
    await press_last(town, STAFF, one)
    await press_last(town, STAFF, "📝 活动记录")
    return town.said_to(STAFF)[-1]


async def the(town: Town, activity_id: int) -> Activity:
    async with town.app.db.reading() as tx:
        one: Activity = (await tx.scalars(select(Activity).where(Activity.id == activity_id))).one()
        return one


def send_photo(town: Town, name: str, words: str = "") -> None:
    account = town.people[STAFF]
    town.acts.send_photo(account, account, JPEG + name.encode(), caption=words or None)


async def test_a_summary_with_pictures_makes_the_activity_recorded(town: Town) -> None:
    one = await over(town)

    empty = await to_record(town)
    await press_last(town, STAFF, "📝 写小结")
    await town.write(STAFF, "看了三个小区，居民提了 12 条意见。\n建议补装扶手。")
    send_photo(town, "lift", "新装的电梯")
    send_photo(town, "stairs")
    await town.settle()
    await press_last(town, STAFF, "✅ 发完了")
    await press_last(town, STAFF, "✅ 确认")

    card = town.said_to(STAFF)[-1]
    assert "还没有写小结" in empty["text"]
    assert "居民提了 12 条意见" in card["text"]
    assert "照片 2 张" in card["text"]
    assert (await the(town, one.id)).state is ActivityState.RECORDED
    assert [each.caption for each in await rows(town, Picture)] == ["新装的电梯", ""]


async def test_the_pictures_come_back_from_telegram_and_one_is_taken_off(town: Town) -> None:
    await over(town)
    await to_record(town)
    await press_last(town, STAFF, "📷 传照片")
    send_photo(town, "lift", "新装的电梯")
    send_photo(town, "stairs")
    await town.settle()
    await press_last(town, STAFF, "✅ 发完了")
    await press_last(town, STAFF, "✅ 确认")

    await press_last(town, STAFF, "🖼 看照片（2 张）")
    shown = [one for one in town.said_to(STAFF) if "photo" in one]
    await press_last(town, STAFF, "🗑 去掉这张照片")
    await press_last(town, STAFF, "🗑 去掉这张照片")

    assert "第 1 张，共 2 张" in shown[0]["caption"]
    assert "新装的电梯" in shown[0]["caption"]
    sent = {one.file_unique_id for one in await rows(town, Picture)}
    assert sent == {shown[0]["photo"][-1]["file_unique_id"]}
    assert "已经从活动记录里去掉" in town.toasts(STAFF)[-2]
    assert "过时" in town.toasts(STAFF)[-1]
    assert (await rows(town, ActivityRecord)) == []


async def test_what_came_of_it_and_the_press_stand_on_the_card(town: Town) -> None:
    await over(town)
    await to_record(town)
    await press_last(town, STAFF, "🌱 记成效")
    await town.write(STAFF, "形成建议")
    await town.write(STAFF, "建议为老楼补装扶手")
    await town.write(STAFF, "建议第 021 号")
    await press_last(town, STAFF, "✅ 确认")
    await press_last(town, STAFF, "📰 登记媒体报道")
    for said in ("代表视察老旧小区", "长江日报", "昨天", "javascript:alert(1)"):
        await town.write(STAFF, said)
    refused = town.last_to(STAFF)
    await town.write(STAFF, "https://news.example.cn/a?b=1&c=2")
    await press_last(town, STAFF, "✅ 确认")

    card = town.said_to(STAFF)[-1]
    [outcome], [item] = await rows(town, Outcome), await rows(town, PressItem)
    assert "不像网址" in refused
    assert "形成建议：建议为老楼补装扶手（建议第 021 号）" in card["text"]
    assert "长江日报：代表视察老旧小区" in card["text"]
    assert [one["url"] for one in card["entities"] if one["type"] == "text_link"] == [
        "https://news.example.cn/a?b=1&c=2"
    ]
    assert (outcome.kind, outcome.activity_id) == (OutcomeKind.SUGGESTION, item.activity_id)


async def file(town: Town) -> None:
    """Put an issue and a suggestion on file, and noise beside them: another year, another group."""
    now = clock.now()
    facts: dict[str, Any] = {"group_id": town.group_id, "level": Level.DISTRICT, "drafted_at": now}
    words: dict[str, Any] = {
        "title": "补装扶手",
        "problem": "陡",
        "proposal": "装",
        "origin": Origin.LIST,
    }
    async with town.app.db.transaction() as tx:
        for id_, year, number in (
            (71, now.year, "第21号"),
            (72, now.year, "第121号"),
            (73, now.year - 1, "第21号"),
        ):
            tx.add(
                Suggestion(
                    **facts,
                    **words,
                    id=id_,
                    year=year,
                    number=number,
                    state=SuggestionState.FILED,
                    lead_id=town.members["王桂兰"],
                )
            )
        tx.add(
            Issue(
                group_id=town.group_id,
                id=81,
                year=now.year,
                serial=42,
                number=f"XJP-{now.year}-0042",
                state=IssueState.CLOSED,
                reported_at=now,
                mode=Mode.CLINIC,
                recorder_id=town.members["王桂兰"],
                report_back_by=Way.PHONE,
                own_words="楼道灯坏了",
                category=Category.ROADS,
                place="团结大道",
                urgency=Urgency.NORMAL,
            )
        )


async def note(town: Town, sort: str, what: str, number: str) -> None:
    """Have the staff note what came of the activity, with a number."""
    await to_record(town)
    await press_last(town, STAFF, "🌱 记成效")
    for said in (sort, what, number):
        await town.write(STAFF, said)
    await press_last(town, STAFF, "✅ 确认")


async def test_the_number_of_an_outcome_leads_to_the_suggestion_of_that_year(town: Town) -> None:
    await over(town)
    await file(town)

    await note(town, "形成建议", "建议补装扶手", "建议第 021 号")
    card = town.said_to(STAFF)[-1]
    await press_last(town, STAFF, "🔗 打开建议 第21号")

    assert [one for one in labels(card) if "🔗" in one] == ["🔗 打开建议 第21号"]
    assert "补装扶手" in town.last_to(STAFF)


async def test_the_number_of_an_outcome_leads_to_the_issue(town: Town) -> None:
    await over(town)
    await file(town)
    number = f"XJP-{clock.now().year}-0042"

    await note(town, "交办问题", "修好楼道灯", number.lower())
    await press_last(town, STAFF, "📋 逐条查看")
    await press_last(town, STAFF, "🌱 修好楼道灯")
    full = town.said_to(STAFF)[-1]
    await press_last(town, STAFF, f"🔗 打开问题 {number}")

    assert f"🔗 打开问题 {number}" in labels(full)
    assert "楼道灯坏了" in town.last_to(STAFF)


async def test_a_number_no_issue_has_is_asked_for_again_and_nothing_typed_is_lost(
    town: Town,
) -> None:
    await over(town)
    await file(town)
    number = f"XJP-{clock.now().year}-0043"

    await note(town, "交办问题", "修好楼道灯", number)

    assert f"没有找到编号 {number}" in str(town.toasts(STAFF)) + str(town.said_to(STAFF))
    assert await rows(town, Outcome) == []
    assert len(await rows(town, Draft)) == 1


async def test_a_number_that_is_not_known_here_stays_as_words(town: Town) -> None:
    await over(town)

    await note(town, "形成建议", "建议补装扶手", "第 77 号")
    await press_last(town, STAFF, "📋 逐条查看")
    await press_last(town, STAFF, "🌱 建议补装扶手")

    full = town.said_to(STAFF)[-1]
    assert "编号：第 77 号（系统里没有这个编号" in full["text"]
    assert not [one for one in labels(full) if "🔗" in one]


async def test_publicity_of_the_year_needs_no_activity_and_is_handed_over_as_a_workbook(
    town: Town,
) -> None:
    await over(town)
    await town.write(STAFF, "活动记录")
    await press_last(town, STAFF, "📰 登记媒体报道")
    for said in ('=HYPERLINK("http://x")', "“武昌人大”公众号", "今天", "跳过"):
        await town.write(STAFF, said)
    await press_last(town, STAFF, "✅ 确认")
    card = town.said_to(STAFF)[-1]

    await press_last(town, STAFF, "📥 全年记录表")

    document = next(one for one in town.said_to(STAFF) if "document" in one)
    content = town.world.file(document["document"]["file_id"])
    assert content is not None
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    kinds = [[cell.data_type for cell in row] for row in sheet.iter_rows()]
    assert "媒体报道 1 篇" in card["text"]
    assert "还有 1 次没有写小结" in card["text"]
    assert [row[0] for row in found] == ["分类", "活动", "媒体报道"]
    assert found[2][3:5] == ["“武昌人大”公众号", '=HYPERLINK("http://x")']
    assert not any("f" in row for row in kinds)


async def test_an_outcome_of_the_year_is_read_in_full_and_taken_off(town: Town) -> None:
    await town.write(STAFF, "活动记录")
    await press_last(town, STAFF, "🌱 记成效")
    await town.write(STAFF, "帮助协调")
    await town.write(STAFF, "帮助大厦解决消防、电梯等历史遗留问题")
    await town.write(STAFF, "昨天")
    await press_last(town, STAFF, "⏭")
    await press_last(town, STAFF, "✅ 确认")

    await press_last(town, STAFF, "📋 逐条查看")
    await press_last(town, STAFF, "🌱 帮助大厦")
    full = town.last_to(STAFF)
    await press_last(town, STAFF, "🗑 记错了，去掉")

    assert "历史遗留问题" in full
    assert "共 0 条" in town.last_to(STAFF)
    assert await rows(town, Outcome) == []


async def test_a_deputy_and_the_staff_of_another_group_are_told_nothing_of_records(
    town: Town,
) -> None:
    await over(town)
    card = await to_record(town)
    other = await another_group(town)
    await town.settle_member("郑文", Role.STAFF, group_id=other)
    payloads = [
        one["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for one in row
    ]

    for name in ("王桂兰", "郑文"):
        await town.write(name, "/help")
        for data in payloads:
            account = town.people[name]
            town.acts.press_raw(account, account, town.said_to(name)[-1]["message_id"], data)
        await town.settle()

    assert not words_to(town, "王桂兰", "视察老旧小区改造</b>")
    assert not words_to(town, "郑文", "视察老旧小区改造")
    assert await rows(town, Draft) == []
    refused = [*town.toasts("王桂兰"), *town.toasts("郑文")]
    assert len(refused) == 2 * len(payloads)
    assert set(refused) == {REFUSED}


REFUSED = "这一步要由本组的工作人员来办。\n如果您就是工作人员，请让同事把您加进名册。"


async def another_group(town: Town) -> int:
    number = new_id()
    async with town.app.db.transaction() as tx:
        tx.add(
            Group(
                id=number,
                code="ZNL",
                name="中南路",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=clock.now(),
            )
        )
    return number
