"""The plan of a year of receptions for 200 deputies and 40 stations: the rule, and with rows."""

from datetime import UTC, datetime, timedelta

from benchmarks.parts.timing import Cost, cost
from models import schema
from models.base import new_id
from models.database import Database
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.receptions import actions
from models.receptions.planning import Seat, Size, plan
from models.receptions.rules import day_rule, months, round_day
from models.stations import actions as stations
from models.stations.actions import StationLine

DEPUTIES, STATIONS, YEAR, GROUP = 200, 40, 2026, 1
NOW = datetime(YEAR, 1, 1, tzinfo=UTC)


async def measure(url: str, kind: str) -> list[Cost]:
    """Return what planning a year costs: decided alone, and written as drafts."""
    places = [Seat(id=one, constituency=str(one % 20)) for one in range(1, STATIONS + 1)]
    people = [Seat(id=one, constituency=str(one % 20)) for one in range(1, DEPUTIES + 1)]

    async def decide() -> None:
        days = [round_day(day_rule("second thursday"), YEAR, month) for month in months(2)]
        plan(days, stations=places, deputies=people, size=Size())

    async with Database(url) as db:
        await schema.upgrade(db)
        await _furnish(db)

        async def write() -> None:
            async with db.transaction() as tx:
                await actions.plan_year(tx, group_id=GROUP, year=YEAR, by=OPERATOR, now=NOW)

        return [
            await cost(f"{kind}: a year decided", decide, of=1),
            await cost(f"{kind}: a year decided and written", write, of=1),
        ]


async def _furnish(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=GROUP,
                code="XJP",
                name="XJP",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=NOW,
            )
        )
        await tx.flush()
        for number in range(DEPUTIES):
            tx.add(
                Member(
                    group_id=GROUP,
                    id=new_id(),
                    role=Role.DEPUTY,
                    name=f"代表{number}",
                    constituency=str(number % 20),
                    created_at=NOW - timedelta(days=400),
                )
            )
        lines = [StationLine(name=f"站{n}", constituency=str(n % 20)) for n in range(STATIONS)]
        await stations.import_stations(tx, group_id=GROUP, lines=lines, by=OPERATOR, now=NOW)
