"""What voters of the demo reported: one answered, one with a unit, one that waits for the staff."""

from datetime import datetime, timedelta
from typing import Any

from models.database import Transaction
from models.issues import actions, answering, deciding, reporting_back, setting_up
from models.issues.reports import Report
from models.issues.states import (
    Category,
    Mode,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Urgency,
    Way,
)
from models.issues.tables import Issue
from models.people.rules import OPERATOR, Actor, ActorKind, acting
from models.people.tables import Member
from models.units import actions as units
from models.units.tables import Unit

#: name, whether it is a community
UNITS = (
    ("街道城市管理办", False),
    ("街道公共安全办", False),
    ("市政维修队", False),
    ("水岸社区", True),
    ("国际城社区", True),
)
_LAMP = "水岸星城三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台阶"
_WASTE = "油料所小区垃圾好几天没人清，味道很大"
_LANE = "蔬菜冷库宿舍的消防通道被车堵住了"


async def report(
    tx: Transaction,
    *,
    group_id: int,
    bot_id: int,
    voter: int,
    deputy: Member,
    clerk: Member,
    now: datetime,
) -> None:
    """Let two units and three reports be there, each at another step."""
    known = await _units(tx, group_id, now)
    await setting_up.name_director(tx, group_id=group_id, member_id=clerk.id, by=OPERATOR, now=now)
    facts: dict[str, Any] = {"group_id": group_id, "bot_id": bot_id}
    staff, as_voter = acting(clerk), Actor(kind=ActorKind.ACCOUNT, account_id=voter)
    earlier = now - timedelta(days=6)
    done = await _register(
        tx, _WASTE, Category.SANITATION, "油料所小区", by=acting(deputy), now=earlier, **facts
    )
    await _settle(tx, done, by=staff, now=earlier + timedelta(hours=3), bot_id=bot_id)
    yesterday = now - timedelta(days=1)
    given = await _register(
        tx, _LANE, Category.FIRE_SAFETY, "蔬菜冷库宿舍", by=acting(deputy), now=yesterday, **facts
    )
    await deciding.route(
        tx,
        issue_id=given.id,
        route=Route.UNIT,
        unit_id=known["街道公共安全办"].id,
        task="请先到现场看一下",
        by=staff,
        now=yesterday + timedelta(hours=1),
        **facts,
    )
    hour_ago, mine = now - timedelta(hours=1), {**facts, "voter": voter}
    await _register(
        tx, _LAMP, Category.UTILITIES, "水岸星城三号楼", by=as_voter, now=hour_ago, **mine
    )


async def _units(tx: Transaction, group_id: int, now: datetime) -> dict[str, Unit]:
    return {
        name: await units.add(
            tx, group_id=group_id, name=name, is_community=is_community, by=OPERATOR, now=now
        )
        for name, is_community in UNITS
    }


async def _register(
    tx: Transaction,
    words: str,
    category: Category,
    place: str,
    *,
    group_id: int,
    bot_id: int,
    by: Actor,
    now: datetime,
    voter: int | None = None,
) -> Issue:
    mode = Mode.CHAT if voter else Mode.CLINIC
    way = Way.TELEGRAM if voter else Way.IN_PERSON
    one, _code = await actions.register(
        tx,
        bot_id=bot_id,
        group_id=group_id,
        report=Report(
            words=words,
            category=category,
            place=place,
            urgency=Urgency.NORMAL,
            mode=mode,
            account_id=voter,
            name="刘小妹" if voter else "高大爷",
            report_back_by=way,
        ),
        by=by,
        now=now,
    )
    return one


async def _settle(tx: Transaction, one: Issue, *, by: Actor, now: datetime, bot_id: int) -> None:
    """Answer, report back, rate and close an issue, all within a day."""
    about: dict[str, Any] = {"group_id": one.group_id, "issue_id": one.id, "by": by, "now": now}
    told: dict[str, Any] = {"bot_id": bot_id, **about}
    words, said = "已经清运干净，以后每天两次", "当面告诉高大爷，他很高兴"
    await deciding.route(tx, route=Route.ON_THE_SPOT, **told)
    await answering.answer(tx, words=words, outcome=Outcome.SOLVED, **told)
    await reporting_back.report_back(tx, way=Way.IN_PERSON, said=said, **told)
    await reporting_back.rate(tx, solved=Solved.YES, satisfaction=Satisfaction.GOOD, **told)
    await reporting_back.close(tx, **about)
