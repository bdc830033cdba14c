"""A topic for each report where the staff chat has topics; a card without one where it has none."""

from datetime import timedelta
from typing import Any

from models import clock
from models.groups.tables import Chat, ChatRole
from models.issues import triage
from models.issues.states import Category, IssueState
from models.messages.tables import Message, MessageState, Method
from models.people.rules import OPERATOR, Actor, ActorKind
from tests.handlers.days import labels, rows, until
from tests.handlers.issues_played import press, report, the_issue
from tests.town import Town

CLERK = "周敏"


async def office(town: Town, *, is_forum: bool, known_as: bool | None = None) -> int:
    """Give the staff a chat of their own, with topics or without."""
    clerk = town.people[CLERK]
    kind = "supergroup"
    chat = town.world.add_group(
        title="工作群", kind=kind, creator=clerk, members=[], forum=is_forum
    )
    town.acts.add_to_group(clerk, chat.id, town.bot_id)
    town.acts.promote(clerk, chat.id, town.bot_id)
    async with town.app.db.transaction() as tx:
        tx.add(
            Chat(
                chat_id=chat.id,
                group_id=town.group_id,
                role=ChatRole.STAFF,
                title="工作群",
                is_forum=is_forum if known_as is None else known_as,
                linked_at=clock.now(),
            )
        )
    return int(chat.id)


async def test_a_report_has_a_topic_of_its_own_with_its_card_in_it(town: Town) -> None:
    await until(town, 10)
    chat = await office(town, is_forum=True)

    await report(town)
    await town.pass_time(timedelta(seconds=6))

    one = await the_issue(town)
    card = next(each for each in town.said_in(chat) if one.number in each.get("text", ""))
    assert one.thread_id is not None
    assert card["message_thread_id"] == one.thread_id
    assert one.topic_at is None


async def test_topics_of_many_reports_are_opened_ten_seconds_apart(town: Town) -> None:
    await until(town, 10)
    chat = await office(town, is_forum=True)
    for number, words in enumerate(("广场舞太吵了", "下水道堵了", "电梯经常坏")):
        await report(town, words, name=f"选民{number}", place=f"{words}的地方")
    before = _topics(town, chat)

    for _ in range(5):
        await town.pass_time(timedelta(seconds=10))

    assert before == 1
    assert _topics(town, chat) == 3
    assert all(one.thread_id for one in [await the_issue(town)])


def _topics(town: Town, chat: int) -> int:
    return len([one for one in town.world.history(chat) if "forum_topic_created" in one])


async def test_where_no_topic_comes_of_it_the_card_stands_in_the_chat(town: Town) -> None:
    await until(town, 10)
    chat = await office(town, is_forum=False, known_as=True)

    await report(town)
    await town.pass_time(timedelta(seconds=6))

    one = await the_issue(town)
    [row] = [each for each in await rows(town, Chat) if each.chat_id == chat]
    assert any(one.number in each.get("text", "") for each in town.said_in(chat))
    assert one.thread_id is None
    assert row.is_forum is False


async def topics_open(town: Town) -> tuple[int, int]:
    """Have a report with its topic; return the chat and the topic."""
    await until(town, 10)
    chat = await office(town, is_forum=True)
    await report(town)
    await town.pass_time(timedelta(seconds=6))
    thread = (await the_issue(town)).thread_id
    assert thread is not None
    return chat, thread


async def press_in(town: Town, chat: int, label: str) -> None:
    """Press a button of the newest card in the chat that offers it."""
    for message in reversed(town.said_in(chat)):
        found = [one for one in labels(message) if label in one]
        if found:
            await town.press(CLERK, chat, message["message_id"], found[0])
            return
    raise AssertionError(label)


async def paced(town: Town) -> None:
    """Let what is to be done with topics be done, ten seconds apart."""
    for _ in range(4):
        await town.pass_time(timedelta(seconds=11))


async def test_the_name_of_a_topic_says_where_the_report_is_and_what_it_is_about(
    town: Town,
) -> None:
    chat, thread = await topics_open(town)
    topic = town.world.chats[chat].topics[thread]
    before = topic.name

    await press_in(town, chat, "我来办")
    await paced(town)
    taken = topic.name
    await press_in(town, chat, "更多")
    await press(town, CLERK, "改类别")
    await press(town, CLERK, "消防安全")
    await paced(town)

    assert (await the_issue(town)).category is Category.FIRE_SAFETY
    assert before.startswith("🆕 XJP-")
    assert "水电气、路灯｜三号楼门口的路灯坏了" in before
    assert taken.startswith("🔎 XJP-")
    assert "消防安全｜" in topic.name


async def test_many_changes_at_once_are_one_renaming(town: Town) -> None:
    chat, thread = await topics_open(town)
    await paced(town)

    await press_in(town, chat, "我来办")
    await press_in(town, chat, "问选民")
    await town.write(CLERK, "是几单元？")
    await press(town, CLERK, "确认")
    await paced(town)

    renamed = [one for one in town.world.history(chat) if "forum_topic_edited" in one]
    assert len(renamed) <= 2
    assert town.world.chats[chat].topics[thread].name.startswith("⏸等选民 XJP-")


async def test_a_topic_is_closed_with_its_report_and_opened_again_with_it(town: Town) -> None:
    chat, thread = await topics_open(town)
    topic = town.world.chats[chat].topics[thread]

    await press_in(town, chat, "更多")
    await press(town, CLERK, "不受理")
    await press(town, CLERK, "内容不清楚")
    await town.write(CLERK, "请说清楚在哪里")
    await press(town, CLERK, "确认")
    await paced(town)
    closed, name = topic.closed, topic.name
    await press(town, CLERK, "更多")
    await press(town, CLERK, "重新办理")
    await paced(town)

    assert (await the_issue(town)).state is IssueState.REOPENED
    assert (closed, name[0]) == (True, "✅")
    assert topic.closed is False
    assert topic.name.startswith("🆕")


async def test_a_report_that_is_settled_before_its_topic_is_there_has_it_closed(
    town: Town,
) -> None:
    await until(town, 10)
    chat = await office(town, is_forum=True)
    await report(town)
    await town.write("陈大妈", "我的反映")
    await press(town, "陈大妈", (await the_issue(town)).number)
    await press(town, "陈大妈", "撤回这件反映")
    await press(town, "陈大妈", "对，撤回")

    await paced(town)

    thread = (await the_issue(town)).thread_id
    assert thread is not None
    assert town.world.chats[chat].topics[thread].closed is True


async def test_where_the_bot_may_not_rename_the_card_still_shows_the_state(town: Town) -> None:
    chat, thread = await topics_open(town)
    town.world.chats[chat].topics[thread].creator = 0
    town.acts.demote(town.people[CLERK], chat, town.bot_id)

    await press_in(town, chat, "我来办")
    await paced(town)

    [row] = [one for one in await rows(town, Message) if one.method is Method.TOPIC]
    assert row.state is MessageState.FAILED
    assert any("正在核实" in one.get("text", "") for one in town.said_in(chat))


async def test_what_is_said_to_a_deleted_topic_stands_in_the_chat_itself(town: Town) -> None:
    chat, thread = await topics_open(town)
    town.acts.delete_topic(town.people[CLERK], chat, thread)
    one = await the_issue(town)

    await town.write("陈大妈", "我的反映")
    await press(town, "陈大妈", one.number)
    async with town.app.db.transaction() as tx:
        await triage.ask(
            tx,
            bot_id=town.bot_id,
            group_id=one.group_id,
            issue_id=one.id,
            question="是几单元？",
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()
    await press(town, "陈大妈", "回答")
    await town.write("陈大妈", "三单元")
    await press(town, "陈大妈", "发完了")
    await press(town, "陈大妈", "确认")

    said = [each for each in town.said_in(chat) if "选民回答了" in each.get("text", "")]
    assert len(said) == 1
    assert "message_thread_id" not in said[0]


async def test_who_asks_for_the_card_in_the_chat_gets_it_privately(town: Town) -> None:
    await until(town, 10)
    chat = await office(town, is_forum=False)
    await report(town)
    one = await the_issue(town)
    async with town.app.db.transaction() as tx:
        facts: dict[str, Any] = {"group_id": one.group_id, "issue_id": one.id, "now": clock.now()}
        await triage.ask(tx, bot_id=town.bot_id, question="是几单元？", by=OPERATOR, **facts)
        by = Actor(kind=ActorKind.ACCOUNT, account_id=one.account_id)
        await triage.reply(tx, bot_id=town.bot_id, words="三单元", by=by, **facts)
    await town.settle()

    await press_in(town, chat, "看卡片")

    assert one.number in town.last_to(CLERK)
    assert "三单元" in town.last_to(CLERK)
