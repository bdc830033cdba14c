"""Anybody finds a station and hears of its receptions; the staff keep it."""

from models import clock
from models.people.rules import OPERATOR
from models.stations import actions
from models.stations.actions import StationLine
from models.stations.queries import by_token, phone_of
from models.stations.rules import StationState, payload_of
from models.stations.tables import Station, StationSubscriber
from tests.handlers.days import labels, press_last, rows
from tests.town import Town

LINE = StationLine(
    name="水岸社区接待站",
    address="和平大道1号",
    phone="+862788880001",
    latitude=30.6123,
    longitude=114.3345,
    contact="陈淑芬",
    hours="工作日 9:00 到 17:00",
)


async def a_station(town: Town, line: StationLine = LINE) -> Station:
    async with town.app.db.transaction() as tx:
        await actions.import_stations(
            tx, group_id=town.group_id, lines=[line], by=OPERATOR, now=clock.now()
        )
    found = await rows(town, Station)
    assert isinstance(found[-1], Station)
    return found[-1]


def scan(town: Town, name: str, token: str) -> None:
    town.acts.start(town.people[name], town.bot_id, payload_of(token))


async def test_whoever_scans_the_poster_sees_the_station_and_its_place_on_the_map(
    town: Town,
) -> None:
    one = await a_station(town)
    town.people["刘小妹"] = town.world.add_user(name="刘小妹").id

    scan(town, "刘小妹", one.token)
    await town.settle()

    card, pin = town.said_to("刘小妹")[-2:]
    assert "和平大道1号" in card["text"]
    assert "027 8888 0001" in card["text"]
    assert pin["venue"]["title"] == "水岸社区接待站"
    assert pin["location"]["latitude"] == 30.6123


async def test_a_voter_subscribes_once_and_can_take_it_back(town: Town) -> None:
    one = await a_station(town)
    town.people["刘小妹"] = town.world.add_user(name="刘小妹").id
    scan(town, "刘小妹", one.token)
    await town.settle()

    await press_last(town, "刘小妹", "🔔")
    subscribed = await rows(town, StationSubscriber)
    await press_last(town, "刘小妹", "🔕")

    assert [(row.station_id, row.account_id) for row in subscribed] == [
        (one.id, town.people["刘小妹"])
    ]
    assert await rows(town, StationSubscriber) == []


async def test_a_mobile_phone_is_masked_for_voters(town: Town) -> None:
    one = await a_station(town, StationLine(name="水岸", address="一号", phone="+8619900000001"))
    town.people["刘小妹"] = town.world.add_user(name="刘小妹").id

    scan(town, "刘小妹", one.token)
    await town.settle()

    assert "199****0001" in town.last_to("刘小妹")
    assert "19900000001" not in town.last_to("刘小妹")


async def test_a_link_of_no_station_is_answered_kindly(town: Town) -> None:
    town.people["刘小妹"] = town.world.add_user(name="刘小妹").id

    scan(town, "刘小妹", "A" * 12)
    await town.settle()

    assert "已经没有了" in town.last_to("刘小妹")


async def test_staff_list_change_and_close_a_station(town: Town) -> None:
    await a_station(town)

    await town.write("周敏", "接待站")
    await press_last(town, "周敏", "🏠 水岸")
    await press_last(town, "周敏", "✏️ 改地址")
    await town.write("周敏", "友谊大道8号")
    await press_last(town, "周敏", "✅")
    await press_last(town, "周敏", "🚫 停用")
    await press_last(town, "周敏", "🚫 对")

    (one,) = await rows(town, Station)
    assert one.address == "友谊大道8号"
    assert one.state is StationState.CLOSED


async def test_a_wrong_telephone_is_refused_and_nothing_changes(town: Town) -> None:
    one = await a_station(town)

    await town.write("周敏", "接待站")
    await press_last(town, "周敏", "🏠 水岸")
    await press_last(town, "周敏", "✏️ 改电话")
    await town.write("周敏", "12")
    await press_last(town, "周敏", "✅")

    assert "电话号码不对" in town.toasts("周敏")[-1]
    async with town.app.db.reading() as tx:
        again = await by_token(tx, one.token)
        assert again is not None
        assert phone_of(again) == "+862788880001"


async def test_a_deputy_sees_stations_but_cannot_change_them(town: Town) -> None:
    await a_station(town)

    await town.write("王桂兰", "接待站")
    listed = labels(town.said_to("王桂兰")[-1])
    await press_last(town, "王桂兰", "🏠 水岸")

    assert listed == ["🏠 水岸社区接待站"]
    assert not any("改" in one for one in labels(town.said_to("王桂兰")[-2]))


async def test_staff_print_the_poster(town: Town) -> None:
    await a_station(town)

    await town.write("周敏", "接待站")
    await press_last(town, "周敏", "🏠 水岸")
    await press_last(town, "周敏", "🖨")

    poster = next(one for one in reversed(town.said_to("周敏")) if "document" in one)
    assert poster["document"]["file_name"] == "水岸社区接待站.docx"
