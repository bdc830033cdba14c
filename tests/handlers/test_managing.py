"""The list from which staff run activities: what is pressing comes first, nothing is hidden."""

from datetime import timedelta

from models import clock
from models.activities import actions
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.activities.tables import Activity
from models.people.rules import OPERATOR
from tests.handlers.days import labels, press_last, rows
from tests.town import Town

STAFF = "周敏"


async def drafts(town: Town, count: int) -> None:
    """Put a year's plan in, from next week on."""
    now = clock.now()
    async with town.app.db.transaction() as tx:
        for number in range(1, count + 1):
            at = now + timedelta(days=7 * number)
            await actions.create(
                tx,
                group_id=town.group_id,
                title=f"计划第{number}项",
                kind=ActivityKind.STUDY,
                scope=Scope.STREET,
                starts_at=at,
                ends_at=at + timedelta(hours=2),
                place="",
                by=OPERATOR,
                now=now,
            )


def listed(town: Town) -> list[str]:
    """Return the activities on the page that is shown."""
    return [one for one in labels(town.said_to(STAFF)[-1]) if one[0] in "🟢⏳📣📝✅"]


async def close(town: Town, one: Activity) -> None:
    async with town.app.db.transaction() as tx:
        facts = {"group_id": one.group_id, "activity_id": one.id}
        await actions.close(tx, **facts, by=OPERATOR, now=clock.now())


async def test_what_was_just_closed_stands_before_twenty_one_drafts(town: Town) -> None:
    await drafts(town, 21)
    held = await town.announce("刚办完的视察")
    await town.pass_time(timedelta(hours=3))
    await close(town, held)

    await town.write(STAFF, "活动管理")

    assert listed(town)[:2] == ["⏳ 刚办完的视察", "📝 计划第1项"]
    assert "第 1 页，共 3 页" in town.last_to(STAFF)


async def test_every_draft_is_on_some_page(town: Town) -> None:
    await drafts(town, 21)
    await town.write(STAFF, "活动管理")
    seen = listed(town)

    for _ in range(2):
        await press_last(town, STAFF, "下一页")
        seen += listed(town)

    assert seen == [f"📝 计划第{number}项" for number in range(1, 22)]
    assert "下一页 ➡️" not in labels(town.said_to(STAFF)[-1])
    await press_last(town, STAFF, "⬅️ 上一页")
    assert "第 2 页" in town.last_to(STAFF)


async def test_open_comes_first_then_what_is_over_then_what_is_coming(town: Town) -> None:
    await town.announce("下周的", starts_in=timedelta(days=7))
    await town.announce("没结束签到的", starts_in=timedelta(minutes=5))
    closed = await town.announce("结束了没写小结的", starts_in=timedelta(minutes=10))
    recorded = await town.announce("归了档的", starts_in=timedelta(minutes=15))
    await town.pass_time(timedelta(hours=3))
    await close(town, closed)
    await close(town, recorded)
    async with town.app.db.transaction() as tx:
        row = await tx.get(Activity, (recorded.group_id, recorded.id))
        assert row is not None
        row.state = ActivityState.RECORDED
    await town.announce("正在签到的")

    await town.write(STAFF, "活动管理")

    assert listed(town) == [
        "🟢 正在签到的",
        "⏳ 结束了没写小结的",
        "⏳ 没结束签到的",
        "📣 下周的",
        "✅ 归了档的",
    ]


async def test_what_nobody_has_closed_stays_however_long_ago_it_was(town: Town) -> None:
    await town.announce("忘了结束的")
    await town.pass_time(timedelta(days=40))

    await town.write(STAFF, "活动管理")

    assert listed(town) == ["⏳ 忘了结束的"]


async def test_back_from_an_activity_leads_to_the_list(town: Town) -> None:
    await town.announce("视察")
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "🟢 视察")

    await press_last(town, STAFF, "⬅️ 返回活动列表")

    assert listed(town) == ["🟢 视察"]
    assert len(await rows(town, Activity)) == 1
