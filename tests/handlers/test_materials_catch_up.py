"""A deputy who is bound after a sending is offered once what is still of use to them."""

from datetime import timedelta
from typing import Any

from models import clock
from models.base import new_id
from models.materials.rules import AudienceKind
from models.materials.tables import Recipient
from models.people import binding
from models.people.rules import OPERATOR
from models.people.tables import Level, Member, Role
from tests.handlers.days import labels, press_last, rows, until, words_to
from tests.handlers.materials_made import sent_material
from tests.town import Town

LATE, OFFER = "何晚到", "您绑定以前发的"


async def on_the_roster(town: Town, *, level: Level = Level.STREET) -> None:
    """Put a deputy on the roster who is bound to no account."""
    async with town.app.db.transaction() as tx:
        member = Member(
            group_id=town.group_id,
            id=new_id(),
            role=Role.DEPUTY,
            name=LATE,
            level=level,
            created_at=clock.now(),
        )
        tx.add(member)
    town.members[LATE] = member.id


async def bound(town: Town) -> None:
    """Let the deputy start the bot, and be bound."""
    account = town.world.add_user(name=LATE).id
    town.people[LATE] = account
    town.acts.start(account, town.bot_id)
    await town.settle()
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[LATE]))
        assert member is not None
        await binding.bind(tx, member, account_id=account, by=OPERATOR, now=clock.now(), way="test")
    await town.pass_time(timedelta(minutes=2))


def offers(town: Town) -> list[dict[str, Any]]:
    return [one for one in town.said_to(LATE) if OFFER in one.get("text", "")]


async def test_what_is_current_is_offered_once_in_one_message_with_buttons(town: Town) -> None:
    await until(town, 10)
    await on_the_roster(town)
    week = clock.now() + timedelta(days=7)
    await sent_material(town, title="代表法要点", deadline=week)
    await sent_material(town, title="防汛知识")
    await sent_material(town, title="昨天到期的", deadline=clock.now() + timedelta(hours=1))
    await until(town, 12)

    await bound(town)
    await town.pass_time(timedelta(days=1))

    (told,) = offers(town)
    assert labels(told) == ["📖 代表法要点", "📖 防汛知识"]
    await press_last(town, LATE, "📖 代表法要点")
    await press_last(town, LATE, "✅ 我已学习")
    (row,) = [
        one
        for one in await rows(town, Recipient)
        if one.member_id == town.members[LATE] and one.read_at is not None
    ]
    assert row.account_id == town.people[LATE]


async def test_who_came_to_the_roster_after_the_sending_gets_what_was_for_their_level(
    town: Town,
) -> None:
    await until(town, 10)
    week = clock.now() + timedelta(days=7)
    street = {"kind": AudienceKind.LEVEL.value, "value": Level.STREET.value}
    city = {"kind": AudienceKind.LEVEL.value, "value": Level.CITY.value}
    async with town.app.db.transaction() as tx:
        other = await tx.get(Member, (town.group_id, town.members["王桂兰"]))
        first = await tx.get(Member, (town.group_id, town.members["李建国"]))
        assert other is not None
        assert first is not None
        other.level, first.level = Level.STREET, Level.CITY
    await sent_material(town, title="给街道代表", deadline=week, audience=street)
    await sent_material(town, title="给市代表", deadline=week, audience=city)
    await sent_material(town, title="没有期限")

    await on_the_roster(town)
    await bound(town)

    (told,) = offers(town)
    assert labels(told) == ["📖 给街道代表"]


async def test_at_night_it_waits_for_the_morning(town: Town) -> None:
    await until(town, 10)
    await on_the_roster(town)
    await sent_material(town, deadline=clock.now() + timedelta(days=7))
    await until(town, 22)

    await bound(town)
    at_night = len(offers(town))
    await until(town, 9)

    assert at_night == 0
    assert len(offers(town)) == 1


async def test_where_there_is_nothing_current_nobody_is_written_to(town: Town) -> None:
    await until(town, 10)
    await on_the_roster(town)

    await bound(town)
    await sent_material(town, title="绑定以后发的")
    await town.pass_time(timedelta(minutes=2))

    assert offers(town) == []
    assert len(words_to(town, LATE, "绑定以后发的")) == 1


async def test_who_has_had_enough_today_is_offered_it_tomorrow(town: Town) -> None:
    await until(town, 10)
    await on_the_roster(town)
    await sent_material(town, deadline=clock.now() + timedelta(days=7))
    for number in range(6):
        await town.announce(f"活动{number}", starts_in=timedelta(days=20 + number))

    await bound(town)
    today = len(offers(town))
    await until(town, 9)

    assert today == 0
    assert len(offers(town)) == 1
