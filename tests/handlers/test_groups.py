"""Chats come to a group, move, get another title, and are lost."""

from typing import Any

from sqlalchemy import select

from handlers.screens.groups import ThisIs
from models import clock
from models.audit.tables import AuditEntry
from models.base import new_id
from models.groups.tables import Chat, ChatRole, Group
from models.people.rules import NOBODY
from models.people.tables import Account, Member, Role
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def linked(town: Town) -> dict[int, ChatRole]:
    return {one.chat_id: one.role for one in await rows(town, Chat) if one.unlinked_at is None}


async def new_chat(town: Town, *, kind: str = "supergroup", title: str = "工作群") -> int:
    """Open a chat with the staff and a deputy in it, and add the bot."""
    people = [town.people["周敏"], town.people["王桂兰"]]
    chat = town.world.add_group(title=title, kind=kind, creator=town.creator, members=people)
    town.acts.add_to_group(town.creator, chat.id, town.bot_id)
    await town.settle()
    return int(chat.id)


async def press(town: Town, name: str, chat_id: int, label: str) -> None:
    message = town.said_in(chat_id)[-1]
    await town.press(name, chat_id, message["message_id"], label)


async def test_a_strange_chat_is_asked_what_it_is(town: Town) -> None:
    chat_id = await new_chat(town)

    message = town.said_in(chat_id)[-1]
    assert "确认这是什么群" in message["text"]
    buttons = [one[0]["text"] for one in message["reply_markup"]["inline_keyboard"]]
    assert buttons == ["👥 这是代表群", "🗂 这是工作群"]
    assert chat_id not in await linked(town)


async def test_the_staff_say_what_it_is(town: Town) -> None:
    chat_id = await new_chat(town)

    await press(town, "周敏", chat_id, "🗂 这是工作群")

    assert (await linked(town))[chat_id] is ChatRole.STAFF
    assert "徐家棚街代表组" in town.said_in(chat_id)[-1]["text"]


async def test_anybody_else_is_told_whose_button_it_is(town: Town) -> None:
    chat_id = await new_chat(town)

    await press(town, "王桂兰", chat_id, "🗂 这是工作群")

    assert "工作人员来按" in town.toasts("王桂兰")[-1]
    assert chat_id not in await linked(town)


async def test_a_second_chat_of_a_kind_takes_over_only_when_confirmed(town: Town) -> None:
    chat_id = await new_chat(town, title="新代表群")

    await press(town, "周敏", chat_id, "👥 这是代表群")
    still = await linked(town)
    await press(town, "周敏", chat_id, "🔁 以后改用这个群")

    assert still == {town.chat_id: ChatRole.DEPUTIES}
    assert await linked(town) == {chat_id: ChatRole.DEPUTIES}


async def test_staff_of_two_groups_say_whose_it_is(town: Town) -> None:
    other = Group(
        id=new_id(),
        code="HPL",
        name="和平里代表组",
        timezone="Asia/Shanghai",
        locale="zh-CN",
        created_at=clock.now(),
    )
    async with town.app.db.transaction() as tx:
        tx.add(other)
        await tx.flush()
        tx.add(
            Member(
                group_id=other.id,
                id=new_id(),
                role=Role.STAFF,
                name="周敏",
                account_id=town.people["周敏"],
                created_at=clock.now(),
            )
        )
    chat_id = await new_chat(town)

    await press(town, "周敏", chat_id, "👥 这是代表群")
    await press(town, "周敏", chat_id, "和平里代表组")

    [chat] = [one for one in await rows(town, Chat) if one.chat_id == chat_id]
    assert chat.group_id == other.id


async def test_a_chat_of_one_group_cannot_be_taken_by_another(town: Town) -> None:
    other = new_id()
    async with town.app.db.transaction() as tx:
        tx.add(
            Group(
                id=other,
                code="HPL",
                name="和平里代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=clock.now(),
            )
        )
    await town.settle_member("何伟", Role.STAFF, group_id=other)
    town.acts.add_to_group(town.creator, town.chat_id, town.people["何伟"])
    await town.announce()
    message = town.card()

    forged = ThisIs(group_id=other, role="deputies", replace=1).payload()
    town.acts.press_raw(town.people["何伟"], town.chat_id, message["message_id"], forged)
    await town.settle()

    [chat] = [one for one in await rows(town, Chat) if one.chat_id == town.chat_id]
    assert chat.group_id == town.group_id
    assert "已经确认过" in town.toasts("何伟")[-1]


async def test_the_staff_hear_when_the_bot_is_removed(town: Town) -> None:
    town.acts.remove(town.creator, town.chat_id, town.bot_id)
    await town.settle()

    assert await linked(town) == {}
    assert "被移出了徐家棚街代表组的代表群" in town.last_to("周敏")


async def test_a_group_that_becomes_a_supergroup_is_followed_once(town: Town) -> None:
    old = await new_chat(town, kind="group")
    await press(town, "周敏", old, "🗂 这是工作群")

    new = town.acts.migrate(old)
    await town.settle()

    assert (await linked(town))[new] is ChatRole.STAFF
    assert old not in await linked(town)
    moves = [one for one in await rows(town, AuditEntry) if one.verb == "groups.migrate"]
    assert len(moves) == 1


async def test_a_new_title_is_kept(town: Town) -> None:
    town.acts.retitle(town.creator, town.chat_id, "徐家棚街代表之家")
    await town.settle()

    [chat] = await rows(town, Chat)
    assert chat.title == "徐家棚街代表之家"


async def test_a_chat_that_is_linked_is_not_asked_again(town: Town) -> None:
    before = len(town.said_in(town.chat_id))

    town.acts.demote(town.creator, town.chat_id, town.bot_id)
    town.acts.promote(town.creator, town.chat_id, town.bot_id)
    await town.settle()

    assert len(town.said_in(town.chat_id)) == before


async def test_an_anonymous_administrator_may_add_the_bot(town: Town) -> None:
    chat = town.world.add_group(
        title="工作群", kind="supergroup", creator=town.creator, members=[town.people["周敏"]]
    )
    town.acts.add_to_group(town.creator, chat.id, town.bot_id)
    asked = len(town.said_in(chat.id))
    bot = {"id": town.bot_id, "is_bot": True, "first_name": "回音", "username": "huiyin_bot"}

    town.acts.raw_update(
        town.bot_id,
        {
            "my_chat_member": {
                "chat": {"id": chat.id, "type": "supergroup", "title": "工作群"},
                "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
                "date": 1_790_000_000,
                "old_chat_member": {"user": bot, "status": "left"},
                "new_chat_member": {"user": bot, "status": "member"},
            }
        },
    )
    await town.settle()

    assert len(town.said_in(chat.id)) == asked + 2  # once for the person, once for nobody
    assert NOBODY.isdisjoint({one.id for one in await rows(town, Account)})
