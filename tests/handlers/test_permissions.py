"""Every button of the register, forged by everybody who must not: nothing changes, nothing shows.

The list is the register itself, so an entry that is not in the matrix cannot exist.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.health import Health
from bot.venue.routes import Venue
from bot.webhook import Webhook
from handlers.kit import buttons
from handlers.kit.buttons import Button
from handlers.register import REGISTER
from models import clock
from models.activities.tables import Activity
from models.backups import dumping
from models.groups.tables import Group
from models.messages.tables import Message
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.points import actions as points
from tests.town import Town

#: The words in which the register says who may do a thing.
KNOWN = {
    *("anyone", "telegram", "hidden", "bound", "deputy", "staff", "own", "crew", "unit"),
    "of the group",
}
OPEN = {"anyone", "telegram", "hidden"}
OUTSIDERS = ("路人", "卸任代表")
OTHER_GROUP = ("邻组职员", "邻组代表")
NOT_THE_OWNER = "李建国"
CAST = (*OUTSIDERS, *OTHER_GROUP, NOT_THE_OWNER)


def words_of(may: str) -> set[str]:
    return {word.strip() for word in may.replace(":", ",").split(",")}


def cannot(may: str) -> set[str]:
    """Return who of our cast may not do a thing, by the words of the register."""
    words = words_of(may)
    if words & OPEN:
        return set()
    if words == {"bound"}:
        return set(OUTSIDERS)
    owner_only = not words & {"deputy", "crew"} or "own" in words
    return {*OUTSIDERS, *OTHER_GROUP, *([NOT_THE_OWNER] if owner_only else [])}


#: What changes by being spoken to at all.
SPEAKING = frozenset({"updates", "messages", "accounts", "attempts", "pauses", "drafts"})
#: What a person may be told who has no right to a thing: none of it holds a fact of the group.
KIND_REFUSALS = (
    "door.",
    "people.",
    "groups.not_for_you",
    "leaves.dropped",
    "plans.members_only",
)


async def cast(town: Town, activity: Activity) -> None:
    """Bring on everybody of whom something must be refused."""
    now, other = clock.now(), town.group_id + 1
    async with town.app.db.transaction() as tx:
        tx.add(
            Group(
                id=other,
                code="ZNL",
                name="中南路街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=now,
            )
        )
        await points.adopt_default(tx, group_id=other, by=OPERATOR, now=now)
    await town.settle_member("邻组职员", Role.STAFF, group_id=other)
    await town.settle_member("邻组代表", Role.DEPUTY, group_id=other)
    await town.settle_member("卸任代表", Role.DEPUTY)
    async with town.app.db.transaction() as tx:
        gone = Member.id == town.members["卸任代表"]
        await tx.execute(update(Member).where(gone).values(left_at=now))
    stranger = town.world.add_user(name="路人")
    town.people["路人"] = stranger.id
    town.acts.start(stranger.id, town.bot_id)
    await town.write("王桂兰", "签到")
    assert activity.id


def pressed_buttons() -> dict[str, type[Button]]:
    return {
        entry.name: buttons._codes[entry.name.removeprefix("button:")]
        for entry in REGISTER
        if entry.name.startswith("button:") and entry.name != "button:*"
    }


def payload(town: Town, kind: type[Button], activity: Activity) -> str:
    """Return a button as staff or its owner would get it, about what is really there."""
    known: dict[str, Any] = {
        "group_id": town.group_id,
        "activity_id": activity.id,
        "member_id": town.members["王桂兰"],
        "account_id": town.people["王桂兰"],
        "year": activity.starts_at.year,
        "quarter": 1,
        "act": "close",
        "state": "absent",
        "rule_id": "I1",
        "way": "button",
        "role": "staff",
        "answer": "going",
    }
    values = {
        name: known.get(name, 1 if field.annotation is int else "x")
        for name, field in kind.model_fields.items()
    }
    return kind.model_validate(values).payload()


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


def test_the_register_uses_only_words_that_the_matrix_knows() -> None:
    assert {word for entry in REGISTER for word in words_of(entry.may)} <= KNOWN


@pytest.mark.parametrize("who", CAST)
async def test_a_forged_press_changes_nothing_and_shows_nothing(town: Town, who: str) -> None:
    activity = await town.announce()
    await cast(town, activity)
    await town.write(who, "你好")
    message = town.said_to(who)[-1]["message_id"]
    forbidden = [
        (entry.name, pressed_buttons()[entry.name])
        for entry in REGISTER
        if who in cannot(entry.may) and entry.name in pressed_buttons()
    ]
    before, since = await kept(town), await newest(town)

    for _name, kind in forbidden:
        clock.move(timedelta(seconds=3))  # forging faster than that is stopped at the door
        account = town.people[who]
        town.acts.press_raw(account, account, message, payload(town, kind, activity))
        await town.settle()

    after = await kept(town)
    assert len(forbidden) > 3
    assert {name: rows for name, rows in after.items() if rows != before.get(name)} == {}
    told = await told_since(town, who, since)
    assert {kind for kind in told if not kind.startswith(KIND_REFUSALS)} == set()
    assert len(town.toasts(who)) == len(forbidden)  # and each was answered


async def newest(town: Town) -> int:
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.max(Message.id)))).one() or 0)


async def told_since(town: Town, who: str, since: int) -> set[str]:
    async with town.app.db.reading() as tx:
        rows = await tx.scalars(
            select(Message.kind).where(Message.chat_id == town.people[who], Message.id > since)
        )
        return set(rows)


async def test_whoever_may_is_let_in(town: Town) -> None:
    """The forgeries above are real presses: from the right person the same one works."""
    activity = await town.announce()
    await cast(town, activity)
    await town.write("周敏", "你好")
    message = town.said_to("周敏")[-1]["message_id"]
    before = await kept(town)
    do = pressed_buttons()["button:ad"]

    town.acts.press_raw(
        town.people["周敏"], town.people["周敏"], message, payload(town, do, activity)
    )
    await town.settle()

    assert await kept(town) != before


async def test_every_page_is_one_that_was_thought_about(town: Town) -> None:
    """Inside alone: the first two. By a secret in the address or the header: the others."""
    routes = [
        *Health(town.app).routes,
        *Venue(town.app.db, town.app.bot).routes,
        *Webhook(town.app, path="/telegram", secret="s" * 32).routes,
    ]

    assert {one.path for one in routes} == {
        "/healthz",
        "/metrics",
        "/venue/{token}",
        "/venue/{token}/now",
        "/venue/files/{name}",
        "/telegram",
    }
