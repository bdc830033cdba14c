"""A session is held at another station, or at home: everybody who was told hears it."""

from datetime import timedelta

from handlers.screens.receptions.places import Relocate
from models import clock
from models.activities.rules import ActivityKind
from models.activities.tables import Activity
from models.people.rules import OPERATOR
from models.receptions import booking
from models.receptions.queries import Sitting
from models.receptions.rules import Mode
from models.receptions.settings import Wishes
from models.receptions.tables import Duty, ReceptionSession
from models.stations import actions as stations
from models.stations.tables import Station
from tests.handlers.days import labels, press_last, rows, words_to
from tests.handlers.receptions_made import at, furnished, names_of, planned, published, sittings
from tests.handlers.test_channels import channel_of, said_in
from tests.town import Town

ONE_STATION = Wishes(stations=1, slots=20)


async def voter(town: Town, name: str, station: Station | None = None) -> None:
    """Let somebody start the bot, and subscribe to a station."""
    town.people[name] = town.world.add_user(name=name).id
    town.acts.start(town.people[name], town.bot_id)
    await town.settle()
    if station is not None:
        async with town.app.db.transaction() as tx:
            account_id = town.people[name]
            await stations.subscribe(
                tx, one=station, account_id=account_id, wants=True, now=clock.now()
            )


async def elsewhere(town: Town, one: Sitting) -> Station:
    """Return a station that has no session in this round."""
    others: list[Station] = [
        each for each in await rows(town, Station) if each.id != one.station.id
    ]
    return others[0]


async def to_places(town: Town, one: Sitting) -> None:
    """Go to where staff choose another place."""
    await town.write("周敏", "接待安排")
    await press_last(town, "周敏", "📣 第1轮" if one.session.activity_id else "📝 第1轮")
    await press_last(town, "周敏", f"🏠 {one.station.name}")
    await press_last(town, "周敏", "📍 换接待站")


async def changed(town: Town, one: Sitting) -> ReceptionSession:
    everything: list[ReceptionSession] = await rows(town, ReceptionSession)
    return next(each for each in everything if each.id == one.session.id)


async def test_a_draft_is_changed_at_once_and_nobody_hears(town: Town) -> None:
    await furnished(town, wishes=ONE_STATION)
    one = (await sittings(town, (await planned(town))[0]))[0]
    other = await elsewhere(town, one)

    await to_places(town, one)
    await press_last(town, "周敏", f"🏠 {other.name}")
    await press_last(town, "周敏", "📍 换接待站")
    await press_last(town, "周敏", "🚪 改成上门")

    now = await changed(town, one)
    assert (now.station_id, now.mode) == (other.id, Mode.HOUSE_CALL)
    for name in names_of(one):
        assert words_to(town, name, "有变动") == []


async def test_everybody_who_knew_the_old_place_hears_the_new_one_once(town: Town) -> None:
    await furnished(town, wishes=ONE_STATION)
    channel = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")
    one = (await published(town, (await planned(town))[0]))[0]
    other = await elsewhere(town, one)
    await voter(town, "老订户", one.station)
    await voter(town, "新订户", other)
    await voter(town, "预约的")
    async with town.app.db.transaction() as tx:
        about = {"group_id": town.group_id, "session_id": one.session.id}
        await booking.book(tx, **about, account_id=town.people["预约的"], now=clock.now())
    await at(town, one.session.starts_at - timedelta(days=2))
    name = min(names_of(one))
    await press_last(town, name, "👌 知道了")

    await to_places(town, one)
    await press_last(town, "周敏", f"🏠 {other.name}")
    assert "公开频道也会说明" in town.last_to("周敏")
    await press_last(town, "周敏", "📍 对")
    await town.pass_time(timedelta(minutes=1))

    for each in names_of(one):
        (told,) = words_to(town, each, "您的接待有变动")
        assert other.name in told
        assert one.station.name in told
    assert one.backup is not None
    assert len(words_to(town, one.backup.member.name, "您做后备的接待有变动")) == 1
    for each in ("老订户", "预约的"):
        (moved,) = words_to(town, each, "代表接待有变动")
        assert f"原来是 {one.station.name}" in moved
    assert words_to(town, "新订户", "代表接待有变动") == []
    assert any(other.name in text for text in words_to(town, "新订户", "人大代表接待选民"))
    assert [other.name in post["text"] for post in said_in(town, channel)] == [False, True]
    assert all(each.confirmed_at is None for each in await rows(town, Duty))


async def test_what_is_said_later_names_the_new_place_at_the_old_times(town: Town) -> None:
    await furnished(town, wishes=ONE_STATION)
    one = (await published(town, (await planned(town))[0]))[0]
    other, name = await elsewhere(town, one), min(names_of(one))
    await at(town, one.session.starts_at - timedelta(days=2))
    await to_places(town, one)
    await press_last(town, "周敏", f"🏠 {other.name}")
    await press_last(town, "周敏", "📍 对")

    await at(town, one.session.starts_at - timedelta(hours=1))

    for words in ("明天请您接待选民", "再过两小时"):
        (told,) = words_to(town, name, words)
        assert other.name in told
        assert one.station.name not in told


async def test_a_house_call_counts_as_one_and_has_no_old_route(town: Town) -> None:
    await furnished(town, wishes=ONE_STATION)
    one = (await published(town, (await planned(town))[0]))[0]

    await to_places(town, one)
    await press_last(town, "周敏", "🚪 改成上门")
    await press_last(town, "周敏", "📍 对")

    now = await changed(town, one)
    (activity,) = [each for each in await rows(town, Activity) if each.id == now.activity_id]
    assert now.mode is Mode.HOUSE_CALL
    assert activity.kind is ActivityKind.HOUSE_CALL
    assert "🚪 写走访路线" in labels(town.said_to("周敏")[-1])
    assert "上门走访" in words_to(town, min(names_of(one)), "您的接待有变动")[0]


async def test_a_closed_station_and_one_in_use_are_refused(town: Town) -> None:
    await furnished(town)
    one, second = (await published(town, (await planned(town))[0]))[:2]
    closed = next(
        each
        for each in await rows(town, Station)
        if each.id not in (one.station.id, second.station.id)
    )
    async with town.app.db.transaction() as tx:
        about = {"group_id": town.group_id, "station_id": closed.id}
        await stations.close(tx, **about, by=OPERATOR, now=clock.now())
    await to_places(town, one)
    chat, message = town.people["周敏"], town.said_to("周敏")[-1]["message_id"]

    for station_id in (second.station.id, closed.id):
        data = Relocate(
            group_id=town.group_id,
            session_id=one.session.id,
            station_id=station_id,
            at_home=0,
            sure=1,
        ).payload()
        town.acts.press_raw(chat, chat, message, data)
        await town.settle()

    assert any("已经有一场接待" in toast for toast in town.toasts("周敏"))
    assert any("现在停用" in toast for toast in town.toasts("周敏"))
    assert (await changed(town, one)).station_id == one.station.id


async def test_once_it_has_begun_the_place_stands(town: Town) -> None:
    await furnished(town, wishes=ONE_STATION)
    one = (await published(town, (await planned(town))[0]))[0]
    other = await elsewhere(town, one)
    await to_places(town, one)
    await press_last(town, "周敏", f"🏠 {other.name}")
    await at(town, one.session.starts_at + timedelta(minutes=1))

    await press_last(town, "周敏", "📍 对")

    assert (await changed(town, one)).station_id == one.station.id
