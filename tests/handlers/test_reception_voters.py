"""Voters see when, book a place with a number, and hear of it the day before."""

from datetime import timedelta
from typing import Any

from models.receptions.rules import SlotState
from models.receptions.settings import Wishes
from models.receptions.tables import Slot
from models.stations.rules import payload_of
from models.stations.tables import Station
from models.updates.tables import Update
from tests.handlers.days import labels, press_last, rows, words_to
from tests.handlers.receptions_made import at, furnished, names_of, planned, published
from tests.town import Town


async def newcomer(town: Town, name: str, payload: str) -> None:
    """Let somebody scan a station's code."""
    town.people[name] = town.world.add_user(name=name).id
    town.acts.start(town.people[name], town.bot_id, payload)
    await town.settle()


async def test_the_station_says_when_the_next_reception_is(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]

    await newcomer(town, "刘小妹", payload_of(one.station.token))

    (card,) = words_to(town, "刘小妹", "接下来的接待")
    assert all(each.member.name in card for each in one.on_duty)


async def test_numbers_are_given_in_order_and_a_second_press_gives_the_same(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    for name in ("刘小妹", "马大爷"):
        await newcomer(town, name, payload_of(one.station.token))
        await press_last(town, name, "🎫 预约")

    await press_last(town, "刘小妹", "🎫 预约")

    assert "您是 1 号" in town.last_to("刘小妹")
    assert "您是 2 号" in town.last_to("马大爷")
    assert len(await rows(town, Slot)) == 2


async def test_a_full_session_says_kindly_that_one_can_come_all_the_same(town: Town) -> None:
    await furnished(town, wishes=Wishes(slots=1))
    one = (await published(town, (await planned(town))[0]))[0]
    for name in ("刘小妹", "马大爷"):
        await newcomer(town, name, payload_of(one.station.token))
        await press_last(town, name, "🎫 预约")

    assert "直接来也接待" in town.toasts("马大爷")[-1]
    assert len(await rows(town, Slot)) == 1


async def test_a_booking_is_reminded_of_once_the_day_before(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    await newcomer(town, "刘小妹", payload_of(one.station.token))
    await press_last(town, "刘小妹", "🎫 预约")

    await at(town, one.session.starts_at - timedelta(hours=20))
    await at(town, one.session.starts_at)

    assert len(words_to(town, "刘小妹", "您预约的代表接待快到了")) == 1


async def test_a_place_that_is_given_back_is_not_reminded_of(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    await newcomer(town, "刘小妹", payload_of(one.station.token))
    await press_last(town, "刘小妹", "🎫 预约")

    await press_last(town, "刘小妹", "↩️ 来不了")
    await at(town, one.session.starts_at)

    (slot,) = await rows(town, Slot)
    assert slot.state is SlotState.GIVEN_BACK
    assert words_to(town, "刘小妹", "您预约的代表接待快到了") == []


async def test_a_subscriber_hears_three_days_before_and_can_book_there(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    await newcomer(town, "刘小妹", payload_of(one.station.token))
    await press_last(town, "刘小妹", "🔔")

    await at(town, one.session.starts_at - timedelta(days=3) + timedelta(minutes=1))

    (told,) = [
        each for each in town.said_to("刘小妹") if "人大代表接待选民" in each.get("text", "")
    ]
    assert one.station.name in told["text"]
    assert any(label.startswith("🎫") for label in labels(told))
    assert len(words_to(town, "周敏", "人大代表接待选民公告")) == 1


async def voter(town: Town, name: str = "刘小妹") -> None:
    """Let a voter start the bot."""
    town.people[name] = town.world.add_user(name=name).id
    town.acts.start(town.people[name], town.bot_id)
    await town.settle()


def keys(message: dict[str, Any]) -> list[str]:
    """Return the big keys that came with a message."""
    found = message.get("reply_markup", {}).get("keyboard", [])
    return [one["text"] for row in found for one in row]


async def test_a_voter_has_the_times_as_a_big_key_and_the_next_receptions_behind_it(
    town: Town,
) -> None:
    await furnished(town)
    first, second = (await planned(town))[:2]
    sessions = await published(town, first)
    await published(town, second)
    await voter(town)
    assert keys(town.said_to("刘小妹")[-1])[:4] == ["反映问题", "我的反映", "接待时间", "帮助"]

    await town.write("刘小妹", "接待时间")

    told = town.said_to("刘小妹")[-1]
    for one in sessions:
        assert one.station.name in told["text"]
        assert one.station.address in told["text"]
        assert all(name in told["text"] for name in names_of(one))
    assert "2026年2月12日（星期四）" in told["text"]
    assert [one for one in labels(told) if one.startswith("🎫")] == [
        f"🎫 预约：{one.station.name}" for one in sessions
    ]


async def test_a_place_is_booked_from_the_times(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    await voter(town)
    await town.write("刘小妹", "接待时间")

    await press_last(town, "刘小妹", f"🎫 预约：{one.station.name}")
    await town.write("刘小妹", "接待时间")

    (slot,) = await rows(town, Slot)
    assert slot.session_id == one.session.id
    assert "您已预约，1 号" in town.last_to("刘小妹")


async def test_the_nearest_station_is_first_once_somebody_says_where_they_are(
    town: Town,
) -> None:
    await furnished(town)
    sessions = await published(town, (await planned(town))[0])
    far = sessions[0].station
    await _move_station(town, sessions[1].station.id, 30.50, 114.40)
    await voter(town)

    account = town.people["刘小妹"]
    town.acts.share_location(account, account, 30.51, 114.41)
    await town.settle()

    text = town.last_to("刘小妹")
    assert "离您近的排在前面" in text
    assert text.index(sessions[1].station.name) < text.index(far.name)
    kept = [str(one.body) for one in await rows(town, Update)]
    assert not any("114.41" in one for one in kept)


async def _move_station(town: Town, station_id: int, latitude: float, longitude: float) -> None:
    async with town.app.db.transaction() as tx:
        station = await tx.get(Station, (town.group_id, station_id))
        assert station is not None
        station.latitude, station.longitude = latitude, longitude


async def test_where_somebody_subscribes_comes_first(town: Town) -> None:
    await furnished(town)
    sessions = await published(town, (await planned(town))[0])
    await newcomer(town, "刘小妹", payload_of(sessions[-1].station.token))
    await press_last(town, "刘小妹", "🔔")

    await town.write("刘小妹", "接待时间")

    text = town.last_to("刘小妹")
    places = [text.index(one.station.name) for one in sessions]
    assert min(places) == places[-1]


async def test_before_anything_is_planned_the_times_say_how_to_hear_of_it(town: Town) -> None:
    await furnished(town)
    await voter(town)

    await town.write("刘小妹", "接待时间")
    told = town.last_to("刘小妹")
    await press_last(town, "刘小妹", "🏠 看所有接待站")

    assert "下一次接待的日子还没有定" in told
    assert "水岸社区接待站" in town.last_to("刘小妹")
