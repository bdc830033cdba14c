"""The demo's stations, in the manner of the 2019 report, and the receptions of the year."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Transaction
from models.people.rules import OPERATOR
from models.receptions import actions, adjusting, publishing
from models.receptions.queries import deputies_of, rounds_of, sittings_of
from models.receptions.rules import DutyKind, RoundState, SessionState
from models.receptions.settings import Wishes, set_settings
from models.receptions.tables import Round
from models.stations import actions as stations
from models.stations.actions import StationLine
from models.working_days import known_until

#: name, address, constituency, latitude, longitude: invented, within one sub-district
STATIONS = (
    ("水岸社区代表接待站", "和平大道101号", "第一选区", 30.6121, 114.3342),
    ("国际城社区代表接待站", "友谊大道88号", "第一选区", 30.6068, 114.3391),
    ("和平社区代表接待站", "和平大道215号", "第一选区", 30.6144, 114.3368),
    ("星海社区代表接待站", "团结路12号", "第二选区", 30.6102, 114.3427),
    ("长江社区代表接待站", "临江大道66号", "第二选区", 30.6159, 114.3297),
    ("铁路新村代表接待站", "铁机路31号", "第二选区", 30.6047, 114.3455),
    ("梅苑社区代表接待站", "中北路延长线9号", "第三选区", 30.6013, 114.3402),
    ("秦园社区代表接待站", "秦园路40号", "第三选区", 30.6031, 114.3338),
    ("四美塘社区代表接待站", "四美塘路5号", "第三选区", 30.6178, 114.3353),
    ("电车社区代表接待站", "徐东一路18号", "第四选区", 30.6085, 114.3476),
    ("杨园南路代表接待站", "杨园南路77号", "第四选区", 30.6193, 114.3431),
    ("福星社区代表接待站", "友谊大道166号", "第四选区", 30.6057, 114.3419),
    ("绿地社区代表接待站", "和平大道318号", "第五选区", 30.6167, 114.3405),
    ("三角路社区代表接待站", "三角路22号", "第五选区", 30.6112, 114.3381),
    ("东方雅园代表接待站", "团结大道57号", "第六选区", 30.6136, 114.3462),
    ("街道代表工作室", "徐家棚街办事处一楼", "第六选区", 30.6094, 114.3365),
)
HOURS = "工作日 9:00 到 17:00"


async def receive(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> None:
    """Enter the stations, let this year's rounds so far be over, and publish the next one."""
    await stations.import_stations(
        tx, group_id=group_id, lines=list(_lines()), by=OPERATOR, now=now
    )
    wishes = Wishes(house_calls=1)
    row = await set_settings(tx, group_id=group_id, wishes=wishes, by=OPERATOR, now=now)
    # A demo lasts an hour: news of how far the table of holidays reaches would only interrupt it.
    row.calendar_warned = known_until().year
    january = now.replace(month=1, day=1)
    await actions.plan_year(tx, group_id=group_id, year=now.year, by=OPERATOR, now=january)
    following = await _over_so_far(tx, group_id, now)
    if following is not None:
        await _on_duty(tx, following, bot_id=bot_id, now=now)
        await publishing.publish(
            tx,
            bot_id=bot_id,
            group_id=group_id,
            round_id=following.id,
            by=OPERATOR,
            now=now,
        )
    next_year = {"group_id": group_id, "year": now.year + 1}
    await actions.plan_year(tx, **next_year, by=OPERATOR, now=now)


async def _on_duty(tx: Transaction, row: Round, *, bot_id: int, now: datetime) -> None:
    """Have the deputy whose phone is shown be on duty: whoever was stands by instead."""
    first = (await deputies_of(tx, group_id=row.group_id))[0]
    found = (await sittings_of(tx, group_id=row.group_id, round_ids=[row.id]))[row.id]
    theirs = (one for one in found if any(each.member.id == first.id for each in one.crew))
    one = next(theirs, found[0])
    if any(each.member.id == first.id for each in one.on_duty):
        return
    gone = one.on_duty[0].member.id
    for member_id, instead, kind in ((first.id, gone, DutyKind.DUTY), (gone, 0, DutyKind.BACKUP)):
        await adjusting.put(
            tx,
            bot_id=bot_id,
            group_id=row.group_id,
            session_id=one.session.id,
            member_id=member_id,
            instead=instead,
            kind=kind,
            by=OPERATOR,
            now=now,
        )


async def _over_so_far(tx: Transaction, group_id: int, now: datetime) -> Round | None:
    """Note the rounds that are behind as held, with their visitors; return the next one."""
    rounds = await rounds_of(tx, group_id=group_id, year=now.year)
    found = await sittings_of(tx, group_id=group_id, round_ids=[one.id for one in rounds])
    for row in rounds:
        sessions = [one.session for one in found.get(row.id, ())]
        if min(one.starts_at for one in sessions) > now:
            return row
        row.state, row.published_at = RoundState.PUBLISHED, now
        for number, one in enumerate(sessions):
            one.state, one.closed_at = SessionState.CLOSED, one.ends_at
            one.visitors = (row.number * 3 + number * 2) % 7
    return None


def _lines() -> Sequence[StationLine]:
    return [
        StationLine(
            name=name,
            address=address,
            phone=f"+86278888{number:04d}",
            contact="社区书记",
            hours=HOURS,
            constituency=constituency,
            latitude=north,
            longitude=east,
        )
        for number, (name, address, constituency, north, east) in enumerate(STATIONS, start=1)
    ]
