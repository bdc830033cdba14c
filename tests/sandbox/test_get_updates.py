"""How updates are fetched: confirmed, held, filtered, aged, contested."""

import asyncio

import pytest

from sandbox.methods.updates import hold
from sandbox.world.inbox import BY_DEFAULT
from tests.sandbox.conftest import Call, Place

HOUR = 3600


def written(place: Place, count: int) -> None:
    for number in range(count):
        place.acts.write(place.gui.id, place.gui.id, f"第{number}句")


def ids(answer: dict[str, list[dict[str, int]]]) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


async def until_held(place: Place) -> None:
    async with asyncio.timeout(5):
        while place.bot.inbox.held is None:  # noqa: ASYNC110 - nothing rings when a poll is held
            await asyncio.sleep(0)


async def test_updates_come_again_until_confirmed(place: Place, call: Call) -> None:
    written(place, 3)

    first = ids(await call("getUpdates"))
    again = ids(await call("getUpdates", offset=first[0]))
    rest = ids(await call("getUpdates", offset=first[1]))
    none = ids(await call("getUpdates", offset=first[-1] + 1))

    assert first == again == [first[0], first[0] + 1, first[0] + 2]
    assert rest == first[1:]
    assert none == []


async def test_negative_offset_keeps_the_newest_and_forgets_the_rest(
    place: Place, call: Call
) -> None:
    written(place, 5)
    every = ids(await call("getUpdates"))

    newest = ids(await call("getUpdates", offset=-2))

    assert newest == every[-2:]
    assert ids(await call("getUpdates")) == every[-2:]


@pytest.mark.parametrize(("limit", "given"), [(2, 2), (0, 1), (1000, 100), (None, 100)])
async def test_limit_lies_between_1_and_100(
    place: Place, call: Call, limit: int | None, given: int
) -> None:
    written(place, 120)

    answer = await call("getUpdates", **({} if limit is None else {"limit": limit}))

    assert len(answer["result"]) == given


async def test_poll_without_timeout_returns_at_once(call: Call) -> None:
    async with asyncio.timeout(1):
        answer = await call("getUpdates", timeout=0)

    assert answer["result"] == []


async def test_held_poll_is_answered_by_the_next_update(place: Place, call: Call) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(call("getUpdates", timeout=50))
        await until_held(place)
        written(place, 1)

    assert poll.result()["result"][0]["message"]["text"] == "第0句"


async def test_held_poll_ends_when_its_time_is_up(place: Place) -> None:
    async with asyncio.timeout(5):
        await hold(place.bot.inbox, 0.01)

    assert place.bot.inbox.held is None


async def test_second_poll_evicts_the_first(place: Place, call: Call) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(call("getUpdates", timeout=50))
        await until_held(place)
        second = await call("getUpdates", timeout=0)

    assert second["ok"]
    assert first.result()["error_code"] == 409
    assert first.result()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
        " running"
    )


async def test_webhook_ends_a_held_poll_and_refuses_the_next(place: Place, call: Call) -> None:
    async with asyncio.TaskGroup() as tasks:
        held = tasks.create_task(call("getUpdates", timeout=50))
        await until_held(place)
        await call("setWebhook", url="http://127.0.0.1:9/hook")
    refused = await call("getUpdates")

    assert held.result()["description"] == "Conflict: terminated by setWebhook request"
    assert refused["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
        " the webhook first"
    )


async def test_kinds_not_asked_for_are_never_created(place: Place, call: Call) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    written(place, 1)
    await call("getUpdates", allowed_updates=[])
    written(place, 1)

    answer = await call("getUpdates")

    assert [update["message"]["text"] for update in answer["result"]] == ["第0句"]


async def test_asked_kinds_are_remembered_without_a_word(call: Call) -> None:
    await call("getUpdates", allowed_updates=["callback_query", "nonsense"])

    await call("getUpdates")
    info = await call("getWebhookInfo")

    assert info["result"]["allowed_updates"] == ["callback_query"]


async def test_member_and_reaction_updates_come_only_on_request(place: Place) -> None:
    place.acts.promote(place.gui.id, place.group.id, place.bot.id)
    place.acts.write(place.lan.id, place.group.id, "你好")
    place.acts.react(place.lan.id, place.group.id, 1, "👍")
    place.acts.leave(place.lan.id, place.group.id)

    assert {"chat_member", "message_reaction", "message_reaction_count"}.isdisjoint(BY_DEFAULT)
    assert place.updates("chat_member") == place.updates("message_reaction") == []


async def test_updates_are_forgotten_after_a_day(place: Place, call: Call) -> None:
    written(place, 2)
    place.world.clock.shift(23 * HOUR)
    written(place, 1)
    place.world.clock.shift(2 * HOUR)

    answer = await call("getUpdates")

    assert len(answer["result"]) == 1


async def test_presses_are_forgotten_after_150_seconds(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "a"}]]}
    sent = await call("sendMessage", chat_id=place.gui.id, text="?", reply_markup=markup)
    place.acts.press(place.gui.id, place.gui.id, sent["result"]["message_id"], "a")
    place.world.clock.shift(151)

    answer = await call("getUpdates")

    assert [list(update)[1] for update in answer["result"]] == ["message"]


async def test_malformed_update_is_passed_on_as_it_is(place: Place, call: Call) -> None:
    place.acts.raw_update(place.bot.id, {"callback_query": {"id": "1"}})

    answer = await call("getUpdates")

    assert answer["result"][0]["callback_query"] == {"id": "1"}
    assert isinstance(answer["result"][0]["update_id"], int)


async def test_closing_world_releases_a_held_poll(place: Place, call: Call) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(call("getUpdates", timeout=50))
        await until_held(place)
        place.world.close()

    assert poll.result()["result"] == []
