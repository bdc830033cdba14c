"""The year's plan in the chat: lists, months, sheets, calendars."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest
from starlette.applications import Starlette

from bot.calendar_page import Calendars
from handlers.kit import addresses
from models import clock
from models.activities import actions, changing
from models.activities.rules import ActivityKind, ActivityState
from models.activities.tables import Activity
from models.calendars.tables import CalendarFeed
from models.messages.tables import Message
from models.people.rules import OPERATOR
from models.people.tables import Level, Member
from reports.sheets.formats import OLD_OFFICE
from tests.handlers.days import labels, press_last, rows
from tests.reports.sheets_made import repacked, workbook
from tests.town import Town

STAFF, DEPUTY = "周敏", "王桂兰"
HEAD = ("标题", "类型", "范围", "开始", "结束", "地点")


@pytest.fixture(autouse=True)
def _pages() -> Any:  # noqa: ANN401
    yield
    addresses.use("")


def send_sheet(town: Town, name: str, *lines: tuple[Any, ...]) -> None:
    account = town.people[STAFF]
    town.acts.send_document(account, account, workbook(HEAD, *lines), name)


def in_days(days: int, hour: int = 9) -> str:
    day = (clock.now() + timedelta(days=days)).date()
    return f"{day:%Y-%m-%d} {hour:02d}:00"


async def plan_sent(town: Town, *lines: tuple[Any, ...]) -> dict[str, Any]:
    send_sheet(town, "计划.xlsx", *lines)
    await town.settle()
    return town.said_to(STAFF)[-1]


def document(town: Town, name: str) -> bytes:
    sent = [one for one in town.said_to(name) if "document" in one][-1]
    content = town.world.file(sent["document"]["file_id"])
    assert content is not None
    return bytes(content)


def events(content: bytes) -> dict[str, Any]:
    whole = icalendar.Calendar.from_ical(content)
    return {str(one["summary"]): one for one in whole.walk("VEVENT")}


async def test_a_plan_sent_as_a_sheet_is_shown_first_and_entered_as_drafts(town: Town) -> None:
    shown = await plan_sent(
        town,
        ("视察加装电梯", "视察", "区", in_days(20), in_days(20, 11), "水岸社区"),
        ("集中学习", "学习", "街道", in_days(30), "", ""),
    )
    before = await rows(town, Activity)

    await press_last(town, STAFF, "✅ 录入 2 个活动")

    entered = await rows(town, Activity)
    assert "读到 2 个活动" in shown["text"]
    assert before == []
    assert {(one.title, one.state) for one in entered} == {
        ("视察加装电梯", ActivityState.DRAFT),
        ("集中学习", ActivityState.DRAFT),
    }
    assert "已录入 2 个活动" in town.last_to(STAFF)


WHOM = (*HEAD, "参加范围")


async def sent_with_whom(town: Town, *said: str) -> dict[str, Any]:
    """Send a plan with a row for each of these answers to who is invited."""
    account = town.people[STAFF]
    lines = [
        (f"列席{number}", "列席", "市", in_days(20 + number), "", "市民之家", one)
        for number, one in enumerate(said)
    ]
    town.acts.send_document(account, account, workbook(WHOM, *lines), "计划.xlsx")
    await town.settle()
    return town.said_to(STAFF)[-1]


async def test_a_plan_says_whom_each_activity_is_for(town: Town) -> None:
    shown = await sent_with_whom(town, "市代表、区代表", "李建国", "")

    await press_last(town, STAFF, "✅ 录入 3 个活动")

    entered = {one.title: (one.levels, one.members) for one in await rows(town, Activity)}
    assert "👥 市代表、区代表" in shown["text"]
    assert "👥 李建国" in shown["text"]
    assert entered == {
        "列席0": (["city", "district"], None),
        "列席1": (None, [town.members["李建国"]]),
        "列席2": (None, None),
    }


async def test_a_name_that_is_not_on_the_roster_is_named_with_its_row(town: Town) -> None:
    shown = await sent_with_whom(town, "王桂兰、张三丰", "李建国")

    assert "第 2 行「参加范围」：名册里没有这位代表。（张三丰）" in shown["text"]
    assert not any(one.startswith("✅ 录入") for one in labels(shown))


async def test_a_level_that_no_deputy_has_is_named_with_its_row(town: Town) -> None:
    async with town.app.db.transaction() as tx:
        for name in ("王桂兰", "李建国"):
            member = await tx.get(Member, (town.group_id, town.members[name]))
            assert member is not None
            member.level = Level.STREET

    shown = await sent_with_whom(town, "街道代表", "市代表")

    assert "第 3 行「参加范围」：名册里没有这一级的代表" in shown["text"]


async def test_who_has_left_since_keeps_nobody_from_sending_the_plan_again(town: Town) -> None:
    await sent_with_whom(town, "李建国")
    await press_last(town, STAFF, "✅ 录入")
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members["李建国"]))
        assert member is not None
        member.left_at = clock.now()

    shown = await sent_with_whom(town, "李建国", "")

    assert "1 个已经在计划里" in shown["text"]
    assert "✅ 录入 1 个活动" in labels(shown)


async def test_the_same_plan_with_one_more_row_enters_that_row_alone(town: Town) -> None:
    first = ("视察加装电梯", "视察", "区", in_days(20), in_days(20, 11), "水岸社区")
    await plan_sent(town, first)
    await press_last(town, STAFF, "✅ 录入")

    shown = await plan_sent(town, first, ("集中学习", "学习", "街道", in_days(30), "", ""))
    await press_last(town, STAFF, "✅ 录入 1 个活动")

    assert "1 个已经在计划里" in shown["text"]
    assert len(await rows(town, Activity)) == 2


async def test_a_sheet_with_mistakes_names_each_row_and_enters_nothing(town: Town) -> None:
    day = in_days(20)[:10]
    shown = await plan_sent(
        town,
        ("好的一行", "视察", "区", f"{day} 09:00", f"{day} 11:00", ""),
        ("没有这一天", "视察", "区", f"{day[:4]}-02-30 09:00", "", ""),
        ("结束在前", "视察", "区", f"{day} 09:00", f"{day} 08:00", ""),
        ("一九〇〇年", "视察", "区", "1900-01-05 09:00", "", ""),
        ("=1+1", "视察", "区", f"{day} 14:00", "", ""),
    )

    assert "一个也没有录入" in shown["text"]
    for row in ("第 3 行", "第 4 行", "第 5 行"):
        assert row in shown["text"]
    assert labels(shown) == ["🚫 不录入"]
    assert await rows(town, Activity) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("计划.xlsx", OLD_OFFICE + "Workbook\0".encode("utf-16-le"), "旧格式"),
        ("计划.xlsm", workbook(HEAD), "带宏"),
        ("计划.xlsx", repacked(workbook(HEAD), {"xl/vbaProject.bin": b"macro"}), "带宏"),
        ("计划.xlsx", b"PK\x03\x04 not a workbook", "坏了"),
    ],
)
async def test_an_old_or_broken_workbook_is_refused_as_a_whole(
    town: Town, name: str, content: bytes, why: str
) -> None:
    account = town.people[STAFF]
    town.acts.send_document(account, account, content, name)
    await town.settle()

    assert why in town.last_to(STAFF)
    assert await rows(town, Activity) == []


async def test_a_roster_is_still_taken_for_a_roster(town: Town) -> None:
    account = town.people[STAFF]
    roster = "姓名,选区\n张秀英,第一选区\n".encode()
    town.acts.send_document(account, account, roster, "名单.csv")
    await town.settle()
    await press_last(town, STAFF, "✅ 确认导入")

    assert "张秀英" in {one.name for one in await rows(town, Member)}
    assert await rows(town, Activity) == []


async def test_an_old_preview_enters_nothing_after_a_new_file(town: Town) -> None:
    first = await plan_sent(town, ("旧的", "视察", "区", in_days(20), "", ""))
    await plan_sent(town, ("新的", "视察", "区", in_days(21), "", ""))

    await town.press(STAFF, town.people[STAFF], first["message_id"], "✅ 录入 1 个活动")

    assert await rows(town, Activity) == []


async def test_the_year_is_listed_with_drafts_for_staff_alone(town: Town) -> None:
    one = await town.announce("视察加装电梯", starts_in=timedelta(days=3))
    async with town.app.db.transaction() as tx:
        await changing.copy(
            tx,
            group_id=one.group_id,
            activity_id=one.id,
            starts_at=one.starts_at + timedelta(days=1),
            ends_at=one.ends_at + timedelta(days=1),
            by=OPERATOR,
            now=clock.now(),
        )

    await town.write(STAFF, "年度计划")
    await town.write(DEPUTY, "年度计划")

    assert labels(town.said_to(STAFF)[-1])[:2] == ["📣 视察加装电梯", "📝 视察加装电梯"]
    assert labels(town.said_to(DEPUTY)[-1])[0] == "📣 视察加装电梯"
    assert "共 1 个活动" in town.last_to(DEPUTY)
    assert "草稿" not in town.last_to(DEPUTY)


async def test_the_month_is_a_picture_with_words_below_and_turns(town: Town) -> None:
    one = await town.announce("视察加装电梯")

    await town.write(DEPUTY, "近期活动")
    await press_last(town, DEPUTY, "🗓 看月历")
    shown = town.said_to(DEPUTY)[-1]
    local = one.starts_at + timedelta(hours=8)
    await press_last(town, DEPUTY, f"{local.month % 12 + 1} 月 ➡️")

    assert "photo" in shown
    assert f"{local.year}年{local.month}月" in shown["caption"]
    assert "视察加装电梯" in shown["caption"]
    assert "这个月没有安排活动" in town.said_to(DEPUTY)[-1]["caption"]


async def test_an_activity_comes_as_a_file_for_the_calendar(town: Town) -> None:
    one = await town.announce("视察加装电梯", starts_in=timedelta(days=2))

    await press_last(town, DEPUTY, "📥 加到手机日历")

    event = events(document(town, DEPUTY))["视察加装电梯"]
    assert event["dtstart"].dt == one.starts_at.replace(microsecond=0)
    assert (str(event["status"]), int(event["sequence"])) == ("CONFIRMED", 0)
    assert str(event["location"]) == one.place


@asynccontextmanager
async def phone(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=Starlette(routes=Calendars(town.app.db).routes))
    async with httpx.AsyncClient(transport=transport, base_url="https://bot.example.org") as web:
        yield web


async def subscribed(town: Town) -> str:
    """Have a deputy subscribe; return the path of the address."""
    addresses.use("https://bot.example.org")
    await town.write(DEPUTY, "近期活动")
    await press_last(town, DEPUTY, "📥 全部加到手机日历")
    caption = str(town.said_to(DEPUTY)[-1]["caption"])
    start = caption.index("https://bot.example.org")
    return caption[start:].split(maxsplit=1)[0].removeprefix("https://bot.example.org")


async def test_a_subscribed_calendar_follows_what_is_moved_and_cancelled(town: Town) -> None:
    moved = await town.announce("视察一", starts_in=timedelta(days=2))
    off = await town.announce("视察二", starts_in=timedelta(days=3))
    path = await subscribed(town)
    later = moved.starts_at + timedelta(hours=3)
    async with phone(town) as web, town.app.db.transaction() as tx:
        before = events((await web.get(path)).content)
        facts: dict[str, Any] = {"bot_id": town.bot_id, "group_id": moved.group_id, "by": OPERATOR}
        await changing.move(
            tx,
            activity_id=moved.id,
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            now=clock.now(),
            **facts,
        )
        await actions.cancel(tx, activity_id=off.id, now=clock.now(), **facts)

    async with phone(town) as web:
        answer = await web.get(path)
    after = events(answer.content)

    assert answer.headers["content-type"].startswith("text/calendar")
    assert set(before) == {"视察一", "视察二"}
    assert after["视察一"]["dtstart"].dt == later.astimezone(UTC).replace(microsecond=0)
    assert int(after["视察一"]["sequence"]) == 1
    assert after["视察一"]["uid"] == before["视察一"]["uid"]
    assert str(after["取消：视察二"]["status"]) == "CANCELLED"
    assert int(after["取消：视察二"]["sequence"]) == 1


async def test_drafts_and_activities_of_another_level_are_in_no_deputys_calendar(
    town: Town,
) -> None:
    await town.announce("公开的", starts_in=timedelta(days=2))
    await plan_sent(town, ("草稿", "视察", "区", in_days(20), "", ""))
    await press_last(town, STAFF, "✅ 录入")
    path = await subscribed(town)

    async with phone(town) as web:
        found = events((await web.get(path)).content)

    assert set(found) == {"公开的"}


async def test_an_address_is_kept_as_a_hash_and_leads_nowhere_once_taken_back(town: Town) -> None:
    path = await subscribed(town)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    [feed] = await rows(town, CalendarFeed)
    stored = str([(one.kind, one.body) for one in await rows(town, Message)])

    await press_last(town, DEPUTY, "🚫 停用我的网址")

    async with phone(town) as web:
        gone, forged = await web.get(path), await web.get("/calendar/abc.ics")
    assert token not in feed.token_hash
    assert token not in stored
    assert (gone.status_code, forged.status_code) == (404, 404)
    assert await rows(town, CalendarFeed) == []


async def test_a_new_address_makes_the_old_one_void(town: Town) -> None:
    old = await subscribed(town)
    await town.write(DEPUTY, "近期活动")
    await press_last(town, DEPUTY, "📥 全部加到手机日历")
    told = town.last_to(DEPUTY)

    await press_last(town, DEPUTY, "🔗 换一个新网址")

    async with phone(town) as web:
        assert (await web.get(old)).status_code == 404
    assert "已经有一个日历网址" in told


async def test_who_has_left_the_roster_gets_nothing_from_their_address(town: Town) -> None:
    path = await subscribed(town)
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[DEPUTY]))
        assert member is not None
        member.left_at = clock.now()

    async with phone(town) as web:
        assert (await web.get(path)).status_code == 404


async def test_somebody_on_no_roster_is_shown_no_plan(town: Town) -> None:
    await town.announce("视察加装电梯", starts_in=timedelta(days=2))
    town.newcomer("路人")
    town.acts.start(town.people["路人"], town.bot_id)

    await town.write("路人", "年度计划")

    assert "只给本组的代表和工作人员看" in town.last_to("路人")
    assert all("视察" not in str(one.get("text")) for one in town.said_to("路人"))


def test_a_title_cannot_smuggle_lines_into_a_calendar() -> None:
    from reports.calendars import calendar  # noqa: PLC0415

    one = Activity(
        group_id=1,
        id=2,
        title="视察\r\nEND:VEVENT\r\nBEGIN:VALARM",
        kind=ActivityKind.INSPECTION,
        place="=cmd()\n;X",
        state=ActivityState.ANNOUNCED,
        sequence=0,
        starts_at=datetime(2026, 11, 24, 1, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, 3, tzinfo=UTC),
    )

    content = calendar("组", [one], now=datetime(2026, 11, 1, tzinfo=UTC))

    assert content.count(b"\nBEGIN:") == 1
    [event] = events(content).values()
    assert str(event["summary"]) == "视察 END:VEVENT BEGIN:VALARM"
