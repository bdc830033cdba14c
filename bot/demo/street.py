"""A small sub-district in the manner of the 2019 report; everybody in it is invented."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.demo import ballots, issues, suggestions, terms
from bot.demo.materials import add_materials
from bot.demo.receptions import receive
from bot.demo.records import keep_records
from models import clock
from models.activities import actions as activities
from models.activities.checking import check_in
from models.activities.rules import ActivityKind, ActivityState, Scope, Way
from models.activities.tables import Activity
from models.base import new_id
from models.database import Transaction
from models.groups.tables import Chat, ChatRole, Group
from models.people.rules import OPERATOR
from models.people.tables import Account, Level, Member, Reach, Role
from models.points import actions as points
from sandbox.acts import Acts
from sandbox.world import World

GROUP = "徐家棚街代表小组"
ZONE = "Asia/Shanghai"

#: name, level, constituency, post: invented, like their numbers
DEPUTIES = (
    ("王桂兰", Level.DISTRICT, "第一选区", "社区医院医生"),
    ("李建国", Level.DISTRICT, "第一选区", "企业负责人"),
    ("张秀英", Level.DISTRICT, "第二选区", "小学校长"),
    ("赵德明", Level.DISTRICT, "第二选区", "退休工程师"),
    ("陈淑芬", Level.DISTRICT, "第三选区", "社区书记"),
    ("孙志强", Level.DISTRICT, "第三选区", "公交司机"),
    ("吴玉梅", Level.DISTRICT, "第四选区", "律师"),
    ("郑国栋", Level.DISTRICT, "第四选区", "铁路职工"),
    ("冯丽华", Level.CITY, "第五选区", "大学教授"),
    ("蒋文杰", Level.CITY, "第五选区", "文化馆馆员"),
    ("韩春生", Level.DISTRICT, "第六选区", "物业经理"),
    ("杨晓燕", Level.DISTRICT, "第六选区", "护士长"),
)
STAFF = (("周敏", "代表联络员"), ("何伟", "工委办公室干事"))
VOTER = "刘小妹"

#: what was this year, days ago: title, kind, scope, who was away
PAST = (
    (250, "区人民代表大会会议", ActivityKind.CONGRESS, "武昌会议中心", ("赵德明",)),
    (160, "学习代表法专题讲座", ActivityKind.STUDY, "街道代表工作室", ("孙志强", "冯丽华")),
    (95, "视察老旧小区加装电梯", ActivityKind.INSPECTION, "水岸社区", ("郑国栋",)),
    (60, "代表接待选民", ActivityKind.RECEPTION, "国际城社区接待站", ("蒋文杰", "杨晓燕")),
    (120, "监督评议街道和驻街机构工作", ActivityKind.EVALUATION, "街道会议室", ("郑国栋",)),
    (45, "代表向选民述职大会", ActivityKind.REPORT_TO_VOTERS, "街道会议室", ("孙志强",)),
    (30, "调研中小企业发展", ActivityKind.INSPECTION, "街道企业服务中心", ()),
)


@dataclass(slots=True)
class Street:
    """Where things are in the demo."""

    group_id: int = 0
    chat_id: int = 0
    staff_chat_id: int = 0
    people: dict[str, int] = field(default_factory=dict)  # name → account


def populate(world: World, bot_id: int) -> Street:
    """Put people and chats into the world, the bot among them as an administrator."""
    acts, street = Acts(world), Street()
    for number, name in enumerate([one[0] for one in (*STAFF, *DEPUTIES)] + [VOTER], start=1):
        phone = f"199000000{number:02d}"  # from a range that is not in use
        user = world.add_user(name=name, language_code="zh-hans", phone=phone)
        street.people[name] = user.id
    clerk = street.people[STAFF[0][0]]
    staff = [street.people[one[0]] for one in STAFF]
    deputies = [street.people[one[0]] for one in DEPUTIES]
    group = world.add_group(
        title=f"{GROUP}·代表群", kind="supergroup", creator=clerk, members=[*staff, *deputies]
    )
    office = world.add_group(title="工委工作群", kind="supergroup", creator=clerk, members=staff)
    for chat in (group, office):
        acts.add_to_group(clerk, chat.id, bot_id)
        acts.promote(clerk, chat.id, bot_id)
    street.chat_id, street.staff_chat_id = group.id, office.id
    for name, _post in STAFF:
        acts.start(street.people[name], bot_id)
    for name, *_facts in DEPUTIES:
        acts.start(street.people[name], bot_id)
    personas = (
        (DEPUTIES[0][0], "deputy", "在群里发两个字：签到，或者按卡片上的按钮。返回“回音”看积分"),
        (STAFF[0][0], "staff", "按“活动管理”“学习资料”“更多”；选民反映的事在“工委工作群”里"),
        (VOTER, "voter", "选民：按“开始”，再按“反映问题”，说一件事"),
    )
    world.layout = {
        "title": "回音 Huiyin",
        "timezone": ZONE,
        "personas": [
            {
                "user_id": street.people[name],
                "role": role,
                "note": note,
                "chat_id": group.id if role == "deputy" else street.people[name],
            }
            for name, role, note in personas
        ],
    }
    return street


async def furnish(app: App, street: Street) -> None:
    """Put the same sub-district into the database: roster, chats, a year so far, one open now."""
    now = clock.now()
    async with app.db.transaction() as tx:
        street.group_id = await _group(tx, street, now)
        members = _members(tx, street, now)
        await tx.flush()
        await points.adopt_default(tx, group_id=street.group_id, by=OPERATOR, now=now)
        for days, title, kind, place, away in PAST:
            start = _at_nine(now - timedelta(days=days))
            await _past(tx, street, title, kind, place, start=start, members=members, away=away)
        await tx.flush()
        group = await tx.get(Group, street.group_id)
        if group is not None:
            await keep_records(tx, group, now=now)
        await terms.furnish(tx, members, now)
        await add_materials(tx, group_id=street.group_id, members=members, now=now)
    async with app.db.transaction() as tx:
        await suggestions.furnish(tx, street.group_id, now)
        await ballots.furnish(tx, street.group_id, now)
        await receive(tx, street.group_id, bot_id=app.bot.id, now=now)
        await _open_now(tx, app, street, now)
    async with app.db.transaction() as tx:
        voter = street.people[VOTER]
        tx.add(Account(id=voter, reach=Reach.OPEN, first_seen_at=now, reach_changed_at=now))
        await tx.flush()
        clerk = next(one for one in members if one.role is Role.STAFF)
        deputy = next(one for one in members if one.role is Role.DEPUTY)
        await issues.report(
            tx,
            group_id=street.group_id,
            bot_id=app.bot.id,
            voter=voter,
            deputy=deputy,
            clerk=clerk,
            now=now,
        )


async def _group(tx: Transaction, street: Street, now: datetime) -> int:
    group = Group(
        id=new_id(), code="XJP", name=GROUP, timezone=ZONE, locale="zh-CN", created_at=now
    )
    tx.add(group)
    await tx.flush()
    chats = ((street.chat_id, ChatRole.DEPUTIES), (street.staff_chat_id, ChatRole.STAFF))
    for chat_id, role in chats:
        tx.add(Chat(chat_id=chat_id, group_id=group.id, role=role, title=GROUP, linked_at=now))
    return group.id


def _members(tx: Transaction, street: Street, now: datetime) -> list[Member]:
    rows: list[tuple[str, Role, Level | None, str | None, str]]
    rows = [(name, Role.STAFF, None, None, post) for name, post in STAFF]
    rows += [(name, Role.DEPUTY, level, where, post) for name, level, where, post in DEPUTIES]
    members = []
    for name, role, level, constituency, post in rows:
        account_id = street.people[name]
        tx.add(Account(id=account_id, reach=Reach.OPEN, first_seen_at=now, reach_changed_at=now))
        members.append(
            Member(
                group_id=street.group_id,
                id=new_id(),
                role=role,
                name=name,
                level=level,
                delegation="徐家棚街代表团",
                constituency=constituency,
                post=post,
                term="第十五届",
                account_id=account_id,
                bound_at=now,
                created_at=now,
            )
        )
        tx.add(members[-1])
    return members


def _at_nine(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE)).replace(hour=9, minute=0, second=0, microsecond=0)


async def _past(
    tx: Transaction,
    street: Street,
    title: str,
    kind: ActivityKind,
    place: str,
    *,
    start: datetime,
    members: list[Member],
    away: tuple[str, ...],
) -> None:
    """Let an activity have taken place: everybody came but those away, the last one late."""
    one = await _plan(tx, street, title, kind, place, start=start)
    one.state = ActivityState.ANNOUNCED
    deputies = [each for each in members if each.role is Role.DEPUTY]
    for number, member in enumerate(deputies):
        if member.name in away:
            continue
        late = number == len(deputies) - 1
        at = start + (timedelta(minutes=20) if late else -timedelta(minutes=5))
        await check_in(
            tx,
            members=[member],
            way=Way.BUTTON,
            sent_at=at,
            now=at,
            activity=(street.group_id, one.id),
        )
    await tx.flush()
    await activities.close(
        tx, group_id=street.group_id, activity_id=one.id, by=OPERATOR, now=one.ends_at
    )


async def _plan(
    tx: Transaction,
    street: Street,
    title: str,
    kind: ActivityKind,
    place: str,
    *,
    start: datetime,
) -> Activity:
    return await activities.create(
        tx,
        group_id=street.group_id,
        title=title,
        kind=kind,
        scope=Scope.DISTRICT,
        starts_at=start,
        ends_at=start + timedelta(hours=2, minutes=30),
        place=place,
        by=OPERATOR,
        now=start - timedelta(days=7),
    )


async def _open_now(tx: Transaction, app: App, street: Street, now: datetime) -> None:
    """Announce an activity whose check-in is open: it starts at the next full ten minutes."""
    start = now.replace(minute=0, second=0, microsecond=0)
    while start < now + timedelta(minutes=2):
        start += timedelta(minutes=10)
    title = "视察海绵工程建设质量"
    one = await _plan(tx, street, title, ActivityKind.INSPECTION, "和平公园南门", start=start)
    await activities.announce(
        tx,
        bot_id=app.bot.id,
        group_id=street.group_id,
        activity_id=one.id,
        by=OPERATOR,
        now=now,
    )
