"""A voter, staff and a unit in a town: what they do with reports, as they do it."""

from typing import Any

from models.issues.tables import Issue
from models.people.tables import Role
from tests.handlers.days import labels, rows
from tests.town import Town

VOTER = "陈大妈"


def voter(town: Town, name: str = VOTER) -> int:
    """Let somebody on no roster start the bot."""
    user = town.world.add_user(name=name)
    town.people[name] = user.id
    town.acts.start(user.id, town.bot_id)
    return user.id


async def press(town: Town, name: str, label: str) -> None:
    """Press a button by a part of its label, under the newest message that offers it."""
    for message in reversed(town.said_to(name)):
        for one in labels(message):
            if label in one:
                await town.press(name, town.people[name], message["message_id"], one)
                return
    offered = [labels(one) for one in town.said_to(name)]
    raise AssertionError(f"nothing said to {name} offers {label}: {offered[-3:]}")


async def agree(town: Town, name: str = VOTER) -> None:
    """Agree to the notice, if it is shown."""
    if any("同意" in label for label in labels(town.said_to(name)[-1])):
        await press(town, name, "同意")


async def report(
    town: Town,
    words: str = "三号楼门口的路灯坏了一个星期",
    *,
    name: str = VOTER,
    place: str = "水岸星城三号楼",
    urgency: str = "一般",
    wish: str = "",
    hear: str = "在这里告诉我",
) -> None:
    """Let a voter report something to the end."""
    if name not in town.people:
        voter(town, name)
    await town.write(name, "反映问题")
    await agree(town, name)
    await town.write(name, words)
    await press(town, name, "发完了")
    await press(town, name, "水电气、路灯")
    await town.write(name, place)
    await press(town, name, urgency)
    if wish:
        await town.write(name, wish)
    else:
        await press(town, name, "跳过")
    await press(town, name, hear)
    await press(town, name, "确认")


async def issues(town: Town) -> list[Issue]:
    """Return all issues by number."""
    return sorted(await rows(town, Issue), key=lambda one: one.serial)


async def the_issue(town: Town) -> Issue:
    """Return the newest issue."""
    return (await issues(town))[-1]


async def clerk(town: Town, name: str) -> None:
    """Put one more on the staff."""
    await town.settle_member(name, Role.STAFF)


def card_to(town: Town, name: str, number: str) -> dict[str, Any]:
    """Return the live card of an issue in somebody's chat: the first that was shown."""
    return next(one for one in town.said_to(name) if number in one.get("text", "") and labels(one))
