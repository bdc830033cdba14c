"""Sessions of receptions beside the activities of the plan: each leads to its own card."""

from datetime import timedelta

import pytest

from handlers.screens.activities import Ask, Do
from handlers.screens.reminders import Change, ShowChanges
from models import clock
from models.activities import changing
from models.activities.notices import OfReception
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.errors import Refusal
from models.people.rules import OPERATOR
from models.receptions.queries import Sitting
from tests.handlers.days import labels, press_last, rows
from tests.handlers.receptions_made import furnished, names_of, planned, published
from tests.town import Town

STAFF = "周敏"


async def a_session(town: Town) -> tuple[Sitting, Activity]:
    """Publish a round; return one of its sessions and the activity that is its roll."""
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    [activity] = [row for row in await rows(town, Activity) if row.id == one.session.activity_id]
    return one, activity


async def test_the_staffs_year_leads_to_the_receptions_instead_of_listing_each(
    town: Town,
) -> None:
    await a_session(town)

    await town.write(STAFF, "年度计划")
    listed = town.said_to(STAFF)[-1]
    await press_last(town, STAFF, "🪑 选民接待的安排")

    assert "还没有安排活动" in listed["text"]
    assert any("第1轮" in one for one in labels(town.said_to(STAFF)[-1]))


async def test_a_deputys_plan_leads_to_the_card_of_their_duty(town: Town) -> None:
    one, activity = await a_session(town)
    name = min(names_of(one))

    await town.write(name, "年度计划")
    await press_last(town, name, f"📣 {activity.title}")

    assert "请您接待选民" in town.last_to(name)
    assert any("换班" in each or "知道了" in each for each in labels(town.said_to(name)[-1]))


async def test_the_roll_of_a_session_offers_none_of_the_verbs_its_round_has(town: Town) -> None:
    one, _activity = await a_session(town)
    await town.write(STAFF, "接待安排")
    await press_last(town, STAFF, "📣 第1轮")
    label = next(x for x in labels(town.said_to(STAFF)[-1]) if one.station.name in x)
    await press_last(town, STAFF, label)
    await press_last(town, STAFF, "✅ 签到名单")
    card = labels(town.said_to(STAFF)[-1])

    await press_last(town, STAFF, "↩️ 看这场接待")

    assert not [each for each in card if "取消活动" in each or "✏️" in each or "🏁" in each]
    assert one.session.round_id is not None
    assert any("取消这场" in each or "🚫" in each for each in labels(town.said_to(STAFF)[-1]))


async def test_an_old_button_that_would_go_past_the_round_is_refused_kindly(town: Town) -> None:
    _one, activity = await a_session(town)
    about = {"group_id": activity.group_id, "activity_id": activity.id}
    await town.write(STAFF, "接待安排")
    message, staff = town.said_to(STAFF)[-1], town.people[STAFF]
    old = (
        Ask(**about, act="cancel"),
        Do(**about, act="cancel"),
        Do(**about, act="close"),
        ShowChanges(**about),
        Change(**about, what="copy"),
        Change(**about, what="whom"),
    )

    for button in old:
        town.acts.press_raw(staff, staff, message["message_id"], button.payload())
        await town.settle()

    assert sum("接待选民的一场" in one for one in town.toasts(STAFF)) == len(old)
    [same] = [row for row in await rows(town, Activity) if row.id == activity.id]
    assert same.state is ActivityState.ANNOUNCED


async def test_a_session_is_never_copied_into_an_activity_that_calls_everybody(
    town: Town,
) -> None:
    _one, activity = await a_session(town)
    day = timedelta(days=7)

    with pytest.raises(Refusal) as refused:
        async with town.app.db.transaction() as tx:
            await changing.copy(
                tx,
                group_id=activity.group_id,
                activity_id=activity.id,
                starts_at=activity.starts_at + day,
                ends_at=activity.ends_at + day,
                by=OPERATOR,
                now=clock.now(),
            )

    assert isinstance(refused.value.notice, OfReception)
