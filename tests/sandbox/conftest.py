"""A small place in the sandbox, and ways to call it as a bot does."""

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from telegram import Bot as PtbBot
from telegram.request import HTTPXRequest

from sandbox.acts import Acts
from sandbox.server import build
from sandbox.world import World
from sandbox.world.chats import Chat
from sandbox.world.people import Bot, User

TOKEN = "1000001:TEST"
Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@dataclass
class Place:
    """Two deputies in a group with the bot; the voter knows nobody."""

    world: World
    acts: Acts
    bot: Bot
    gui: User
    lan: User
    voter: User
    group: Chat

    def updates(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Give the bodies of what waits for the bot."""
        pending = [update.body for update in self.bot.inbox.pending]
        return [body[kind] for body in pending if kind in body] if kind else pending


@pytest.fixture
def place() -> Place:
    world = World()
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    gui = world.add_user(name="王桂兰", phone="19900000001", language_code="zh-hans")
    lan = world.add_user(name="李兰", phone="19900000002")
    voter = world.add_user(name="赵选民")
    group = world.add_group(title="代表群", creator=gui.id, members=[lan.id, bot.id])
    return Place(world, Acts(world), bot, gui, lan, voter, group)


@pytest.fixture
async def client(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=build(place.world))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as opened:
        yield opened


@pytest.fixture
def call(client: httpx.AsyncClient) -> Call:
    """Call a method with JSON parameters; gives the whole answer."""

    async def called(method: str, **params: object) -> dict[str, Any]:
        answer = await client.post(f"/bot{TOKEN}/{method}", json=params)
        body: dict[str, Any] = answer.json()
        assert body["ok"] or answer.status_code == body["error_code"]
        return body

    return called


@pytest.fixture
async def ptb(place: Place) -> AsyncIterator[PtbBot]:
    """The real python-telegram-bot in front of the sandbox."""
    app = build(place.world)

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app=app)})

    bot = PtbBot(
        TOKEN,
        base_url="http://sandbox/bot",
        base_file_url="http://sandbox/file/bot",
        request=request(),
        get_updates_request=request(),
    )
    async with bot:
        yield bot
