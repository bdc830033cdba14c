"""The load generator is a Bot API that python-telegram-bot understands, and it counts right."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters

from benchmarks.burst import FIRST_DEPUTY, GROUP_ID, TOKEN, Way
from benchmarks.checkin import Measured, figures, wrong
from benchmarks.generator import Generator
from benchmarks.server import Server
from benchmarks.wire import Connection


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Bot, Generator]]:
    """Run a load generator in this process, with a real bot and the harness as its clients."""
    server = Server()
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(server.answer), "127.0.0.1", 0)
    api = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    bot = Bot(TOKEN, base_url=f"{api}/bot")
    async with listening, aiohttp.ClientSession() as session, bot:
        yield bot, Generator(session, api)


async def released(bot: Bot, generator: Generator, way: Way, n: int) -> None:
    """Have n deputies check in while the bot is already polling."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(bot.get_updates(timeout=5))
        await generator.first_poll()
        await generator.release(n, way, "分")


async def test_a_bot_parses_every_kind_of_result() -> None:
    async with serving() as (bot, _):
        chat = await bot.get_chat(GROUP_ID)
        member = await bot.get_chat_member(GROUP_ID, FIRST_DEPUTY)
        myself = await bot.get_chat_member(GROUP_ID, bot.id)
        sent = await bot.send_document(FIRST_DEPUTY, b"content", caption="名单")
        edited = await bot.edit_message_text("2 人", GROUP_ID, 1)
        webhook = await bot.get_webhook_info()
        deleted = await bot.delete_webhook()
        commands = await bot.set_my_commands([("start", "开始")])

    assert chat.id == GROUP_ID
    assert (member.status, myself.status) == ("member", "administrator")
    assert sent.text == "名单"
    assert isinstance(edited, Message)
    assert webhook.url == ""
    assert deleted
    assert commands


async def test_updates_are_offered_again_until_they_are_confirmed() -> None:
    async with serving() as (bot, generator):
        await generator.release(150, Way.PRIVATE, "")
        first = await bot.get_updates()
        again = await bot.get_updates()
        rest = await bot.get_updates(offset=first[-1].update_id + 1)
        none = await bot.get_updates(offset=rest[-1].update_id + 1)

    assert len(first) == 100
    assert [update.update_id for update in again] == [update.update_id for update in first]
    assert len(rest) == 50
    assert none == ()


async def test_a_poll_that_waits_is_answered_when_the_burst_comes() -> None:
    async with serving() as (bot, generator), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await generator.first_poll()
        await generator.release(1, Way.PRIVATE, "")
        (update,) = await poll

    assert update.effective_message is not None
    assert update.effective_message.text == "签到"
    assert update.effective_chat is not None
    assert update.effective_chat.id == FIRST_DEPUTY


async def test_only_the_first_answer_that_names_the_points_counts() -> None:
    async with serving() as (bot, generator):
        await released(bot, generator, Way.PRIVATE, 2)
        await bot.send_message(FIRST_DEPUTY, "请稍候")
        await bot.send_message(FIRST_DEPUTY, "已签到,共 3 分")
        before = await generator.ask("results")
        await bot.send_message(FIRST_DEPUTY, "您的 3 分")
        after = await generator.ask("results")

    assert before["answered"][0] is not None
    assert before["answered"][1] is None
    assert after["answered"] == before["answered"]
    assert after["doubled"] == 0


async def test_the_same_words_said_twice_are_counted_as_doubled() -> None:
    async with serving() as (bot, generator):
        await released(bot, generator, Way.PRIVATE, 1)
        await bot.send_message(FIRST_DEPUTY, "共 3 分")
        await bot.send_message(FIRST_DEPUTY, "共 3 分")
        results = await generator.ask("results")

    assert results["doubled"] == 1


async def test_in_the_group_a_reaction_and_a_reply_are_answers_and_talk_is_not() -> None:
    async with serving() as (bot, generator):
        await generator.release(3, Way.GROUP, "分")
        updates = await bot.get_updates()
        messages = [update.effective_message for update in updates]
        ids = [message.message_id for message in messages if message is not None]
        await bot.set_message_reaction(GROUP_ID, ids[0], "👍")
        await bot.send_message(GROUP_ID, "3 分", reply_parameters=ReplyParameters(ids[1]))
        await bot.send_message(GROUP_ID, "大家都有 3 分")
        results = await generator.ask("results")

    assert [at is not None for at in results["answered"]] == [True, True, False]


async def test_the_button_carries_what_the_card_put_on_it() -> None:
    button = InlineKeyboardButton("签到", callback_data="v1:checkin:7")
    async with serving() as (bot, generator):
        await bot.send_message(GROUP_ID, "学习", reply_markup=InlineKeyboardMarkup([[button]]))
        await generator.release(1, Way.BUTTON, "分")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        await update.callback_query.answer("已签到")
        results = await generator.ask("results")

    assert update.callback_query.data == "v1:checkin:7"
    assert results["answered"][0] is not None


def measured(n: int, *, rows: int, answered: list[float | None], doubled: int = 0) -> Measured:
    """Return what a burst of n deputies, released at second 100, looked like."""
    return Measured(
        start=1.0,
        committed=102.0,
        cpu=0.004 * n,
        peak=80.0,
        database_cpu=None,
        counts={"attendance rows": rows, "points rows": n},
        results={"released": 100.0, "answered": answered, "doubled": doubled, "calls": {}},
    )


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (measured(2, rows=1, answered=[101.0, 101.0]), "1 attendance rows"),
        (measured(2, rows=2, answered=[101.0, None]), "1 unanswered"),
        (measured(2, rows=2, answered=[101.0, 101.0], doubled=1), "1 told twice"),
        (measured(2, rows=2, answered=[101.0, 101.0]), None),
    ],
)
def test_a_run_that_lost_or_doubled_something_is_called_wrong(
    seen: Measured, words: str | None
) -> None:
    assert wrong(2, seen) == words


def test_rates_are_of_the_last_deputy_not_of_the_average() -> None:
    seen = measured(4, rows=4, answered=[100.5, 104.0, 101.0, 102.0])

    found = figures(4, seen)

    assert found.answered == 1.0
    assert found.committed == 2.0
    assert found.p50 == 2.0
    assert found.cpu == pytest.approx(4.0)
