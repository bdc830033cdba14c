"""Checking in by location: off until switched on, compared once, never kept."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from models import clock
from models.activities import changing, ways
from models.activities.places import Spot
from models.activities.rules import AttendanceState, Way
from models.activities.tables import Activity, Attempt, Attendance
from models.messages.tables import Message
from models.people.rules import OPERATOR
from models.updates.tables import Update
from tests.handlers.days import labels, press_last, rows
from tests.town import Town

DEPUTY, STAFF = "王桂兰", "周敏"
PIN = Spot(30.58123, 114.33456)


async def located(town: Town) -> Activity:
    """Announce an activity that takes locations alone."""
    one = await town.announce()
    facts = {"group_id": one.group_id, "activity_id": one.id}
    async with town.app.db.transaction() as tx:
        await ways.pin(tx, **facts, spot=PIN, by=OPERATOR, now=clock.now())
        for way in (Way.WORD, Way.BUTTON, Way.LOCATION):
            await ways.allow(
                tx,
                **facts,
                way=way,
                allowed=way is Way.LOCATION,
                by=OPERATOR,
                now=clock.now(),
            )
    await town.settle()
    return one


async def send(town: Town, *, north: float = 0.0, name: str = DEPUTY) -> None:
    """Somebody sends where they are, so many metres north of the pin."""
    account = town.people[name]
    latitude = PIN.latitude + north / 111_195
    town.acts.share_location(account, account, latitude, PIN.longitude)
    await town.settle()


async def results(town: Town) -> list[tuple[str, str | None]]:
    found = sorted(await rows(town, Attempt), key=lambda one: one.id)
    return [(one.result, one.distance) for one in found]


async def test_who_is_at_the_place_is_checked_in(town: Town) -> None:
    await located(town)

    await send(town, north=180)

    [entry] = await rows(town, Attendance)
    assert (entry.state, entry.way) == (AttendanceState.PRESENT, Way.LOCATION)
    assert await results(town) == [("present", "within_300")]
    assert "签到成功" in town.last_to(DEPUTY)


@pytest.mark.parametrize(
    ("north", "distance", "words"),
    [(320, "within_1000", "还有几百米"), (1100, "farther", "一公里以上")],
)
async def test_who_is_too_far_is_refused_with_the_way_out(
    town: Town, north: float, distance: str, words: str
) -> None:
    await located(town)

    await send(town, north=north)

    assert await results(town) == [("too_far", distance)]
    assert words in town.last_to(DEPUTY)
    assert "告诉工作人员" in town.last_to(DEPUTY)
    assert await rows(town, Attendance) == []


async def test_where_somebody_is_stands_in_no_row_of_the_room(town: Town) -> None:
    await located(town)

    await send(town, north=1234)

    latitude = f"{PIN.latitude + 1234 / 111_195:.3f}"
    columns = set(inspect(Attempt).column_attrs.keys())
    assert not columns & {"latitude", "longitude", "location"}
    said = [str(one.body) for one in await rows(town, Message)]
    assert not [one for one in said if latitude in one]
    stored = [str(one.__dict__) for one in await rows(town, Update)]
    assert not [one for one in stored if latitude in one]


async def test_off_by_default_a_location_means_nothing(town: Town) -> None:
    await town.announce()

    await send(town)

    assert await rows(town, Attempt) == []
    assert await rows(town, Attendance) == []


async def _forwarded(town: Town) -> None:
    account = town.people[DEPUTY]
    sent = town.acts.share_location(account, town.chat_id, PIN.latitude, PIN.longitude)
    town.acts.forward(account, town.chat_id, sent.id, account)


async def _from_the_map(town: Town) -> None:
    place = {"latitude": PIN.latitude, "longitude": PIN.longitude}
    venue = {"location": place, "title": "街道办", "address": "某路"}
    _raw(town, {"location": place, "venue": venue})


async def _that_goes_on(town: Town) -> None:
    place = {"latitude": PIN.latitude, "longitude": PIN.longitude, "live_period": 900}
    _raw(town, {"location": place})


def _raw(town: Town, body: dict[str, object]) -> None:
    account = town.people[DEPUTY]
    person = {"id": account, "is_bot": False, "first_name": DEPUTY}
    message = {
        "message_id": 900,
        "date": int(clock.now().timestamp()),
        "chat": {"id": account, "type": "private", "first_name": DEPUTY},
        "from": person,
        **body,
    }
    town.acts.raw_update(town.bot_id, {"message": message})


@pytest.mark.parametrize(
    ("way", "result", "words"),
    [
        (_from_the_map, "not_measured", "另选的地方"),
        (_that_goes_on, "not_measured", "实时位置"),
    ],
)
async def test_only_a_location_measured_now_counts(
    town: Town, way: Callable[[Town], Awaitable[None]], result: str, words: str
) -> None:
    await located(town)

    await way(town)
    await town.settle()

    assert await results(town) == [(result, None)]
    assert words in town.last_to(DEPUTY)
    assert await rows(town, Attendance) == []


async def test_a_forwarded_location_checks_nobody_in(town: Town) -> None:
    await located(town)

    await _forwarded(town)
    await town.settle()

    assert await results(town) == [("forwarded", None)]
    assert await rows(town, Attendance) == []


async def test_late_is_late_by_location_too(town: Town) -> None:
    await located(town)
    await town.pass_time(timedelta(minutes=20))

    await send(town)

    assert await results(town) == [("late", "within_100")]


async def test_staff_mark_the_place_and_switch_it_on(town: Town) -> None:
    await town.announce()
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, "🟢 视察老旧小区改造")
    await press_last(town, STAFF, "⚙️ 签到方式")
    await press_last(town, STAFF, "⬜ 发送位置")
    refused = town.toasts(STAFF)[-1]

    await press_last(town, STAFF, "📍 在地图上标出地点")
    await town.write(STAFF, "街道办")
    asked = town.last_to(STAFF)
    await send(town, name=STAFF)
    await press_last(town, STAFF, "✅ 确认")
    await press_last(town, STAFF, "⬜ 发送位置")

    [one] = await rows(town, Activity)
    assert "标出地点" in refused
    assert "这不是位置" in asked
    assert Way.LOCATION.value in one.ways
    assert (one.latitude, one.longitude) == pytest.approx((PIN.latitude, PIN.longitude))
    assert "✅ 发送位置（离地点 300 米以内）" in labels(town.said_to(STAFF)[-1])


async def test_a_new_place_takes_the_old_pin_and_the_way_off(town: Town) -> None:
    one = await located(town)
    async with town.app.db.transaction() as tx:
        await changing.move(
            tx,
            bot_id=town.bot_id,
            group_id=one.group_id,
            activity_id=one.id,
            place="另一个地方",
            by=OPERATOR,
            now=clock.now(),
        )

    await send(town)

    [now_is] = await rows(town, Activity)
    assert (now_is.latitude, now_is.ways) == (None, [])
    assert await rows(town, Attendance) == []
