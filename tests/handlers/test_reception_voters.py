"""Voters see when, book a place with a number, and hear of it the day before."""

from datetime import timedelta

from models.receptions.rules import SlotState
from models.receptions.settings import Wishes
from models.receptions.tables import Slot
from models.stations.rules import payload_of
from tests.handlers.days import labels, press_last, rows, words_to
from tests.handlers.receptions_made import at, furnished, planned, published
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


async def test_a_voter_who_asks_for_the_times_finds_the_stations(town: Town) -> None:
    await furnished(town)
    town.people["刘小妹"] = town.world.add_user(name="刘小妹").id
    town.acts.start(town.people["刘小妹"], town.bot_id)
    await town.settle()

    await town.write("刘小妹", "接待时间")

    assert "水岸社区接待站" in town.last_to("刘小妹")
