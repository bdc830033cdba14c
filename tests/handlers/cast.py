"""Everybody of whom something must be refused, in a town that has a row of everything."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select, update

from docs.permissions.parties import clauses
from models import clock
from models.activities.tables import Activity
from models.backups import dumping
from models.base import Base
from models.groups.tables import Group
from models.messages.tables import Message
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.points import actions as points
from tests.filling import Row, fill
from tests.town import Town

#: Who each is, as clauses of the register that they fulfil in the town's group. 王桂兰 owns what
#: deputies own there, 陈大妈 the report, 李主任 the work order.
CAST: Mapping[str, frozenset[str]] = {
    "路人": frozenset(),
    "陈大妈": frozenset({"voter", "voter: own"}),
    "邻居": frozenset(),
    "李主任": frozenset({"unit"}),
    "外单位": frozenset(),
    "李建国": frozenset({"bound", "deputy"}),
    "王桂兰": frozenset({"bound", "deputy", "deputy: own", "crew"}),
    "周敏": frozenset({"bound", "staff", "crew"}),
    "卸任代表": frozenset(),
    "邻组职员": frozenset(),
    "邻组代表": frozenset(),
}
STAFF, OWNER = "周敏", "王桂兰"
#: What they may say: a word is about one's own group, wherever that is.
SAY: Mapping[str, frozenset[str]] = {
    **CAST,
    "邻组职员": frozenset({"bound", "staff"}),
    "邻组代表": frozenset({"bound", "deputy"}),
}
OPEN = {"anyone", "telegram", "hidden"}
#: What changes by being spoken to at all.
SPEAKING = frozenset({"updates", "messages", "accounts", "attempts", "pauses", "drafts", "uses"})
#: What a person may be told who has no right to a thing: none of it holds a fact of the group.
KIND_REFUSALS = (
    *("door.", "forms.", "consents.", "people.", "groups.not_for_you", "leaves.dropped"),
    *("plans.members_only", "activities.stranger", "receptions.not_at_table", "limits."),
    *("receptions.not_your_matter",),
    *("issues.none_yet", "issues.shall_i", "stations.", "points.no_place"),
)
TITLE = "巡查沿江闸口"  # of the activity: no example in a text is called so
#: Words that stand in rows of the group and nowhere else: an outsider must never read one.
SECRET = ("路灯不亮", "王桂兰", "李建国", "周敏", TITLE, "0title", "0name", "0phone")


def may(who: str, clause_words: str, cast: Mapping[str, frozenset[str]] = CAST) -> bool:
    """Tell whether somebody of the cast may do what the register says so of."""
    for party, narrowed in clauses(clause_words):
        wanted = f"{party}: own" if narrowed == "own" else party
        if party in OPEN or wanted in cast[who]:
            return True
    return False


async def bring_on(town: Town, activity: Activity) -> None:
    """Bring everybody on, and put a row into every table that has none."""
    await _other_group(town)
    now = clock.now()
    await town.settle_member("卸任代表", Role.DEPUTY)
    async with town.app.db.transaction() as tx:
        gone = Member.id == town.members["卸任代表"]
        await tx.execute(update(Member).where(gone).values(left_at=now))
    for name in ("路人", "陈大妈", "邻居", "李主任", "外单位"):
        user = town.world.add_user(name=name)
        town.people[name] = user.id
        town.acts.start(user.id, town.bot_id)
    await town.write(OWNER, "签到")
    for name in CAST:
        await town.write(name, "你好")
    await furnish(town, activity)


async def _other_group(town: Town) -> None:
    now, other = clock.now(), town.group_id + 1
    async with town.app.db.transaction() as tx:
        facts = {"code": "ZNL", "name": "中南路街代表组", "timezone": "Asia/Shanghai"}
        tx.add(Group(id=other, locale="zh-CN", created_at=now, **facts))
        await points.adopt_default(tx, group_id=other, by=OPERATOR, now=now)
    await town.settle_member("邻组职员", Role.STAFF, group_id=other)
    await town.settle_member("邻组代表", Role.DEPUTY, group_id=other)


async def furnish(town: Town, activity: Activity) -> None:
    """Put a row into every table that is empty, all of them of the town's group."""
    given: dict[tuple[str | None, str], Any] = {
        (None, "group_id"): town.group_id,
        (None, "account_id"): town.people[OWNER],
        (None, "member_id"): town.members[OWNER],
        (None, "activity_id"): activity.id,
        (None, "bot_id"): 1,  # of another bot: nothing of it is sent or handled here
        ("issues", "account_id"): town.people["陈大妈"],
        ("issues", "recorder_id"): None,
        ("unit_contacts", "account_id"): town.people["李主任"],
        ("stations", "name"): "水岸社区接待站",  # open to all, and so is its address
        ("stations", "address"): "和平大道1号",
    }

    def put(connection: Connection) -> None:
        there = _there(connection, town, activity)
        fill(connection, Base.metadata, rows=1, given=given, there=there)

    async with town.app.db.engine.begin() as connection:
        await connection.run_sync(put)


def _there(connection: Connection, town: Town, activity: Activity) -> dict[str, list[Row]]:
    """Return the rows that are there, those that others are to point at first."""
    first = {
        "groups": town.group_id,
        "members": town.members[OWNER],
        "activities": activity.id,
        "accounts": town.people[OWNER],
    }
    found: dict[str, list[Row]] = {"drafts": []}
    for table in Base.metadata.sorted_tables:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        named = first.get(table.name)
        rows = [row for row in rows if row.get("id") == named] + [
            row for row in rows if row.get("id") != named
        ]
        if rows:
            found[table.name] = rows
    return found


async def kept(town: Town) -> dict[str, list[str]]:
    """Return every row of every table that speaking alone does not change."""
    found: dict[str, list[str]] = {}
    name = ""
    async for line in dumping.dump(town.app.db, now=clock.now()):
        if line.startswith('{"table"'):
            name = line
        elif line.startswith("["):
            found.setdefault(name, []).append(line)
    return {name: rows for name, rows in found.items() if name[11:-2] not in SPEAKING}


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the rows of the tables that are not as they were."""
    return {
        name: sorted(set(before.get(name, [])) ^ set(after.get(name, [])))
        for name in {*before, *after}
        if before.get(name) != after.get(name)
    }


async def newest(town: Town) -> int:
    """Return the number of the newest message of the outbox."""
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.max(Message.id)))).one() or 0)


async def told_since(town: Town, who: str, since: int) -> list[str]:
    """Return the kinds of what somebody was told after a message, in order."""
    async with town.app.db.reading() as tx:
        rows = await tx.scalars(
            select(Message.kind)
            .where(Message.chat_id == town.people[who], Message.id > since)
            .order_by(Message.id)
        )
        return list(rows)


def read_by(town: Town, who: str) -> str:
    """Return all that stands in somebody's chat, and what flashed over it."""
    said = [str(one) for one in town.said_to(who)]
    return "\n".join([*said, *town.toasts(who)])


def secrets_in(text: str, who: str) -> set[str]:
    """Return the secret words somebody has read, apart from their own name."""
    return {one for one in SECRET if one in text and one != who}
