"""How updates are pushed: in order within a chat, until accepted."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.poster import Reply
from sandbox.webhooks import delivering
from sandbox.world import World
from tests.sandbox.conftest import Call, Place
from tests.sandbox.serving import served_app

URL = "http://127.0.0.1:9/hook"


class Hook:
    """A webhook in memory: refuses as told, then accepts."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.tried = asyncio.Condition()
        self.refused_text = ""

    async def deliver(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take an update as a webhook would."""
        assert url == URL
        async with self.tried:
            self.bodies.append(json.loads(body))
            self.headers.append(headers)
            self.tried.notify_all()
        if self.refused_text and self.bodies[-1]["message"]["text"] == self.refused_text:
            return Reply(500)
        return self.replies.pop(0) if self.replies else Reply(200)

    async def tries(self, count: int) -> list[Any]:
        """Wait until that many came; gives the texts."""
        async with asyncio.timeout(5), self.tried:
            await self.tried.wait_for(lambda: len(self.bodies) >= count)
        return [body["message"]["text"] for body in self.bodies]


async def settled(world: World) -> None:
    """Wait until nothing is on its way any more."""
    async with asyncio.timeout(5):
        while any(bot.inbox.waiting for bot in world.bots.values()):  # noqa: ASYNC110 - nothing rings when it is empty
            await asyncio.sleep(0)


async def test_updates_arrive_with_the_secret(place: Place, call: Call) -> None:
    hook = Hook()
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL, secret_token="s3cret")

    async with delivering(place.world):
        place.acts.write(place.gui.id, place.gui.id, "一")
        texts = await hook.tries(1)
        await settled(place.world)

    assert texts == ["一"]
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"


async def test_refused_update_comes_again_before_the_next_of_its_chat(
    place: Place, call: Call
) -> None:
    hook = Hook(Reply(500))
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")
    place.acts.write(place.gui.id, place.gui.id, "二")

    async with delivering(place.world):
        texts = await hook.tries(3)
        await settled(place.world)
    info = await call("getWebhookInfo")

    assert texts == ["一", "一", "二"]
    assert info["result"]["last_error_message"] == "Wrong response from the webhook: 500"


async def test_failing_chat_does_not_stop_the_others(place: Place, call: Call) -> None:
    hook = Hook()
    hook.refused_text = "一"
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")
    place.acts.write(place.lan.id, place.lan.id, "别家")

    async with delivering(place.world):
        async with asyncio.timeout(5):
            while place.bot.inbox.waiting > 1:  # noqa: ASYNC110 - nothing rings when it is empty
                await asyncio.sleep(0)
        texts = await hook.tries(3)

    assert sorted(texts) == ["一", "一", "别家"]
    assert place.bot.inbox.waiting == 1


async def test_waiting_grows_and_time_travel_shortens_it(place: Place, call: Call) -> None:
    hook = Hook(Reply(500), Reply(500), Reply(500, {"retry-after": "3000"}))
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")

    async with delivering(place.world):
        await hook.tries(2)
        place.world.clock.shift(1)
        await hook.tries(3)
        place.world.clock.shift(2999)
        after_three = len(hook.bodies)
        place.world.clock.shift(2)
        await hook.tries(4)
        await settled(place.world)

    assert after_three == 3


async def test_update_too_old_is_given_up(place: Place, call: Call) -> None:
    hook = Hook(*[Reply(500)] * 2)
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")

    async with delivering(place.world):
        await hook.tries(2)
        place.world.clock.shift(25 * 3600)
        await settled(place.world)

    assert len(hook.bodies) == 2


async def test_what_was_not_accepted_can_be_fetched_later(place: Place, call: Call) -> None:
    hook = Hook(*[Reply(500)] * 2)
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")
    place.acts.write(place.gui.id, place.gui.id, "二")

    async with delivering(place.world):
        await hook.tries(2)
        await call("deleteWebhook")
        async with asyncio.timeout(5):
            while place.bot.inbox.lanes:  # noqa: ASYNC110 - nothing rings when it is empty
                await asyncio.sleep(0)
    answer = await call("getUpdates")

    assert [update["message"]["text"] for update in answer["result"]] == ["一", "二"]


async def test_dropped_updates_are_gone(place: Place, call: Call) -> None:
    place.acts.write(place.gui.id, place.gui.id, "一")

    await call("deleteWebhook", drop_pending_updates=True)

    assert (await call("getUpdates"))["result"] == []


async def test_webhook_may_answer_with_a_call(place: Place, call: Call) -> None:
    asked = {"method": "sendMessage", "chat_id": place.gui.id, "text": "收到"}
    place.world.poster = Hook(Reply(200, {}, json.dumps(asked).encode())).deliver
    await call("setWebhook", url=URL)

    async with delivering(place.world):
        place.acts.write(place.gui.id, place.gui.id, "一")
        await settled(place.world)

    assert place.world.history(place.gui.id)[-1]["text"] == "收到"


async def test_updates_travel_over_http(place: Place, call: Call) -> None:
    came: list[Any] = []
    arrived = asyncio.Event()

    async def hook(request: Request) -> Response:
        came.append((request.url.path, await request.json()))
        arrived.set()
        return JSONResponse({})

    async with served_app(Starlette(routes=[Route("/tg/x", hook, methods=["POST"])])) as url:
        await call("setWebhook", url=f"{url}/tg/x")
        async with delivering(place.world):
            place.acts.write(place.gui.id, place.gui.id, "一")
            await asyncio.wait_for(arrived.wait(), 5)
            await settled(place.world)

    assert came[0][0] == "/tg/x"
    assert came[0][1]["message"]["text"] == "一"


async def test_webhook_set_twice_within_a_second_floods(place: Place, call: Call) -> None:
    place.world.limits.enabled = True

    first = await call("setWebhook", url=URL)
    second = await call("setWebhook", url=URL)

    assert first["ok"]
    assert second["parameters"] == {"retry_after": 1}


async def test_webhook_gone_for_a_day_is_removed(place: Place, call: Call) -> None:
    hook = Hook(Reply(410), Reply(410), Reply(410))
    place.world.poster = hook.deliver
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")

    async with delivering(place.world):
        await hook.tries(2)
        place.world.clock.shift(23.5 * 3600)
        await hook.tries(3)
        async with asyncio.timeout(5):
            while place.bot.inbox.webhook:  # noqa: ASYNC110 - nothing rings when it is removed
                await asyncio.sleep(0)

    assert (await call("getWebhookInfo"))["result"]["url"] == ""


async def test_broken_connection_is_tried_again(place: Place, call: Call) -> None:
    tried = asyncio.Event()
    failures = [ConnectionError("no route"), TimeoutError()]

    async def broken(url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        del url, headers, body
        if failures:
            raise failures.pop()
        tried.set()
        return Reply(200)

    place.world.poster = broken
    await call("setWebhook", url=URL)
    place.acts.write(place.gui.id, place.gui.id, "一")

    async with delivering(place.world):
        async with asyncio.timeout(5):
            while failures:  # noqa: ASYNC110 - nothing rings at a failure
                await asyncio.sleep(0)
        place.world.clock.shift(2)
        await asyncio.wait_for(tried.wait(), 5)
    info = await call("getWebhookInfo")

    assert info["result"]["last_error_message"] == "Connection failed: no route"
