"""A public channel comes to a group through the chat, and leaves it again."""

from datetime import timedelta
from typing import Any

from handlers.screens.groups import ChannelIs
from models import clock
from models.base import new_id
from models.groups.tables import Chat, ChatRole, Group
from models.people.tables import Role
from tests.handlers.days import labels, press_last, rows, words_to
from tests.handlers.receptions_made import at, furnished, planned, published
from tests.town import Town

ASKED = "您把我设成了频道"


async def channel_of(
    town: Town, owner: str, title: str = "徐家棚发布", *, may_post: bool = True
) -> int:
    """Let somebody make a channel, and the bot its administrator."""
    chat = town.world.add_channel(title=title, creator=town.people[owner], members=[])
    town.acts.add_to_group(town.people[owner], chat.id, town.bot_id)
    town.acts.promote(town.people[owner], chat.id, town.bot_id, can_post_messages=may_post)
    await town.settle()
    return int(chat.id)


async def linked(town: Town) -> dict[int, str]:
    return {
        one.chat_id: one.title
        for one in await rows(town, Chat)
        if one.role is ChatRole.CHANNEL and one.unlinked_at is None
    }


def said_in(town: Town, channel: int) -> list[dict[str, Any]]:
    return [one for one in town.world.history(channel) if one.get("text")]


async def test_whoever_puts_the_bot_there_is_asked_privately_and_nothing_is_posted(
    town: Town,
) -> None:
    channel = await channel_of(town, "周敏")

    (asked,) = words_to(town, "周敏", ASKED)
    assert "徐家棚发布" in asked
    assert labels(town.said_to("周敏")[-1]) == [
        "📢 对，发徐家棚街代表组的公告",
        "❌ 不是，什么也别发",
    ]
    assert await linked(town) == {}
    assert said_in(town, channel) == []


async def test_the_notice_appears_in_the_channel_once_confirmed(town: Town) -> None:
    await furnished(town)
    channel = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")
    first = await published(town, (await planned(town))[0])

    await at(town, first[0].session.starts_at - timedelta(days=2))

    (post,) = said_in(town, channel)
    assert "人大代表接待选民公告" in post["text"]
    assert all(one.station.name in post["text"] for one in first)
    assert "reply_markup" not in post


async def test_the_settings_name_the_channel_and_unlink_it(town: Town) -> None:
    await furnished(town)
    channel = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")
    await town.write("周敏", "接待安排")
    await press_last(town, "周敏", "⚙️")
    assert "「徐家棚发布」" in town.last_to("周敏")

    await press_last(town, "周敏", "🔕 不再往频道")
    first = await published(town, (await planned(town))[0])
    await at(town, first[0].session.starts_at - timedelta(days=2))

    assert await linked(town) == {}
    assert said_in(town, channel) == []
    assert words_to(town, "周敏", "人大代表接待选民公告")


async def test_who_says_no_is_left_alone(town: Town) -> None:
    await channel_of(town, "周敏")

    await press_last(town, "周敏", "❌ 不是")

    assert await linked(town) == {}


async def test_a_second_channel_takes_the_place_of_the_first_only_when_asked_to(
    town: Town,
) -> None:
    first = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")
    second = await channel_of(town, "周敏", "街道新闻")

    await press_last(town, "周敏", "📢 对")
    before = await linked(town)
    await press_last(town, "周敏", "🔁 以后改用")

    assert before == {first: "徐家棚发布"}
    assert await linked(town) == {second: "街道新闻"}


async def test_a_deputy_cannot_give_the_group_a_channel(town: Town) -> None:
    await channel_of(town, "王桂兰")

    assert words_to(town, "王桂兰", ASKED) == []
    assert words_to(town, "王桂兰", "由已绑定的工作人员来定")
    assert await linked(town) == {}


async def test_without_the_right_to_post_the_staff_hear_what_to_allow(town: Town) -> None:
    channel = await channel_of(town, "周敏", may_post=False)
    assert words_to(town, "周敏", "不能发消息")

    town.acts.promote(town.people["周敏"], channel, town.bot_id, can_post_messages=True)
    await town.settle()

    assert len(words_to(town, "周敏", ASKED)) == 1


async def test_a_chat_that_nobody_has_shown_as_a_channel_cannot_be_made_one(town: Town) -> None:
    await channel_of(town, "周敏")
    given_up = -1009876543210
    async with town.app.db.transaction() as tx:
        tx.add(
            Chat(
                chat_id=given_up,
                group_id=town.group_id,
                role=ChatRole.STAFF,
                title="从前的工作群",
                linked_at=clock.now(),
                unlinked_at=clock.now(),
            )
        )
    account = town.people["周敏"]

    for chat_id in (town.chat_id, given_up, -1001111111111):
        forged = ChannelIs(group_id=town.group_id, chat_id=chat_id, replace=1).payload()
        message = town.said_to("周敏")[-1]["message_id"]
        town.acts.press_raw(account, account, message, forged)
        await town.settle()

    assert await linked(town) == {}


async def test_staff_of_another_group_cannot_take_it(town: Town) -> None:
    other = await _another_group(town)
    channel = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")
    forged = ChannelIs(group_id=other, chat_id=channel, replace=1).payload()
    await town.settle_member("吴外人", Role.STAFF, group_id=other)
    await town.settle()

    chat = town.people["吴外人"]
    await town.write("吴外人", "帮助")
    town.acts.press_raw(chat, chat, town.said_to("吴外人")[-1]["message_id"], forged)
    await town.settle()

    assert (await linked(town)) == {channel: "徐家棚发布"}
    assert [one.group_id for one in await rows(town, Chat) if one.chat_id == channel] == [
        town.group_id
    ]


async def _another_group(town: Town) -> int:
    number = new_id()
    async with town.app.db.transaction() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        tx.add(
            Group(
                id=number,
                code="YYJ",
                name="月亮街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=group.created_at,
            )
        )
    return number


async def test_the_staff_hear_that_the_bot_was_put_out_of_the_channel(town: Town) -> None:
    channel = await channel_of(town, "周敏")
    await press_last(town, "周敏", "📢 对")

    town.acts.remove(town.people["周敏"], channel, town.bot_id)
    await town.settle()

    (told,) = words_to(town, "周敏", "我被移出了")
    assert "接待公告不再发在那里" in told
    assert await linked(town) == {}
