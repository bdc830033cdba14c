"""A town with stations, deputies of several constituencies, and a planned year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models import clock
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.receptions import actions, publishing
from models.receptions.queries import Sitting, rounds_of, sittings_of
from models.receptions.settings import Wishes, set_settings
from models.receptions.tables import Round
from models.stations import actions as stations
from models.stations.actions import StationLine
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = ("张秀英", "赵德明", "陈淑芬", "孙志强", "吴玉梅", "郑国栋")
STATIONS = ("水岸社区接待站", "国际城社区接待站", "和平社区接待站")


async def furnished(town: Town, *, wishes: Wishes | None = None) -> None:
    """Set the clock to a January morning; put stations and six more deputies into the town."""
    start = datetime(2026, 1, 5, 10, tzinfo=ZONE)
    by = start.astimezone(UTC) - clock.now()
    town.world.clock.shift(by.total_seconds())
    clock.move(by)
    for name in NAMES:
        await town.settle_member(name, Role.DEPUTY)
    lines = [
        StationLine(
            name=name,
            address=f"和平大道{number}号",
            phone="+862788880001",
            contact="李书记",
            latitude=30.61,
            longitude=114.33,
            constituency=f"第{number}选区",
        )
        for number, name in enumerate(STATIONS, start=1)
    ]
    async with town.app.db.transaction() as tx:
        for number, name in enumerate((*NAMES, "王桂兰", "李建国")):
            member = await tx.get(Member, (town.group_id, town.members[name]))
            assert member is not None
            member.constituency = f"第{number % 3 + 1}选区"
            member.created_at = clock.now() - timedelta(days=400)
        await stations.import_stations(
            tx, group_id=town.group_id, lines=lines, by=OPERATOR, now=clock.now()
        )
        if wishes is not None:
            await set_settings(
                tx, group_id=town.group_id, wishes=wishes, by=OPERATOR, now=clock.now()
            )
    await town.settle()


async def planned(town: Town, year: int = 2026) -> list[Round]:
    """Plan the year; return its rounds."""
    async with town.app.db.transaction() as tx:
        await actions.plan_year(tx, group_id=town.group_id, year=year, by=OPERATOR, now=clock.now())
    async with town.app.db.reading() as tx:
        return list(await rounds_of(tx, group_id=town.group_id, year=year))


async def published(town: Town, row: Round) -> list[Sitting]:
    """Publish a round; return its sessions."""
    async with town.app.db.transaction() as tx:
        await publishing.publish(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            round_id=row.id,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()
    return await sittings(town, row)


async def sittings(town: Town, row: Round) -> list[Sitting]:
    """Return the sessions of a round as stored."""
    async with town.app.db.reading() as tx:
        found = await sittings_of(tx, group_id=town.group_id, round_ids=[row.id])
        return list(found.get(row.id, ()))


async def at(town: Town, moment: datetime) -> None:
    """Let time go by until a moment, in steps of a day and what falls due on the way."""
    while clock.now() < moment:
        await town.pass_time(min(moment - clock.now(), timedelta(hours=12)))


async def free_in(town: Town, row: Round) -> list[str]:
    """Return who is at no session of a round, by name."""
    crew = {each.member.name for one in await sittings(town, row) for each in one.crew}
    return sorted({*NAMES, "王桂兰", "李建国"} - crew)


def names_of(one: Sitting) -> set[str]:
    """Return who is on duty at a session."""
    return {each.member.name for each in one.on_duty}
