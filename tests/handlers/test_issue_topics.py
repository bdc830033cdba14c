"""A topic for each report where the staff chat has topics; a card without one where it has none."""

from datetime import timedelta

from models import clock
from models.groups.tables import Chat, ChatRole
from tests.handlers.days import rows, until
from tests.handlers.issues_played import report, the_issue
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
