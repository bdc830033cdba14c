"""A served sandbox with three people before it, a toy bot behind it, and a browser on it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright

from sandbox.acts import Acts
from sandbox.server import serve
from sandbox.world import World
from sandbox.world.chats import Chat
from sandbox.world.people import Bot, User

TOKEN = "1000001:TEST"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed to open the page in"),
]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1400, 900)
HANDHELD = (390, 844)
PATIENCE = 10_000


@dataclass(slots=True)
class PageTown:
    """Who is there, and what a bot may say to them."""

    world: World
    acts: Acts
    bot: Bot
    deputy: User
    staff: User
    voter: User
    group: Chat
    forum: Chat
    url: str = ""
    client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)

    async def call(self, method: str, **params: object) -> Any:  # noqa: ANN401 - any result
        """Call a method as the bot; gives the result."""
        answer = await self.client.post(f"{self.url}/bot{TOKEN}/{method}", json=params)
        body = answer.json()
        assert body["ok"], body
        return body["result"]

    async def upload(self, method: str, kind: str, content: bytes, **params: str) -> Any:  # noqa: ANN401
        """Send a file as the bot; gives the message."""
        files = {kind: (params.pop("filename", kind), content)}
        answer = await self.client.post(f"{self.url}/bot{TOKEN}/{method}", data=params, files=files)
        return answer.json()["result"]

    async def heard(self, kind: str) -> dict[str, Any]:
        """Give the next update of a kind that reaches the bot; others are passed over."""
        offset = 0
        async with asyncio.timeout(PATIENCE / 1000):
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=5):
                    offset = update["update_id"] + 1
                    if kind in update:
                        await self.call("getUpdates", offset=offset, timeout=0)
                        found: dict[str, Any] = update[kind]
                        return found


def people_and_chats() -> PageTown:
    """Put three people, a group and a forum with topics into a world."""
    world = World()
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    deputy = world.add_user(name="王桂兰", phone="19900000001", language_code="zh-hans")
    staff = world.add_user(name="李建国", phone="19900000002", language_code="zh-hans")
    voter = world.add_user(name="赵小满", phone="19900000003", language_code="zh-hans")
    world.add_user(name="Alice Chen", username="alice_c", language_code="en")
    group = world.add_group(title="青石街道代表群", creator=staff.id, members=[deputy.id, bot.id])
    forum = world.add_group(title="工作人员群", forum=True, creator=staff.id, members=[bot.id])
    world.layout = {
        "title": "回音 · 演练场",
        "personas": [
            {"user_id": deputy.id, "role": "deputy", "note": "点“青石街道代表群”看看今天的活动。"},
            {
                "user_id": staff.id,
                "role": "staff",
                "note": "您是街道的工作人员，可以发布学习资料。",
            },
            {"user_id": voter.id, "role": "voter", "note": "您是居民。点“回音”反映一个问题。"},
        ],
    }
    return PageTown(world, Acts(world), bot, deputy, staff, voter, group, forum)


@asynccontextmanager
async def served_town() -> AsyncIterator[PageTown]:
    """Serve such a world; nothing listens any more when the block ends."""
    town = people_and_chats()
    async with serve(town.world) as served, httpx.AsyncClient(timeout=20) as client:
        town.url, town.client = served.url, client
        yield town


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start the installed Chromium without a window."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield started
        finally:
            await started.close()


@dataclass(slots=True)
class Screen:
    """The page in a browser; `complaints` holds every error the browser reported."""

    page: Page
    context: BrowserContext
    complaints: list[str]

    def phone(self, persona: str) -> Locator:
        """Give the phone of a persona."""
        return self.page.locator(f"[data-persona={persona}]")

    async def open_chat(self, persona: str, chat_id: int) -> Locator:
        """Press a chat in the list of a persona; gives the phone."""
        phone = self.phone(persona)
        await phone.locator(f"[data-action=open-chat][data-chat='{chat_id}']").click()
        return phone

    async def write(self, persona: str, text: str) -> None:
        """Write into the open chat and press send."""
        phone = self.phone(persona)
        await phone.locator("[data-action=write]").fill(text)
        await phone.locator("[data-action=send]").click()


@asynccontextmanager
async def opened(
    started: Browser, town: PageTown, size: tuple[int, int] = DESKTOP
) -> AsyncIterator[Screen]:
    """Open the page of a served town in a window of this size."""
    handheld = size[0] < 600
    context = await started.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=handheld,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" else None,
    )
    try:
        await page.goto(town.url)
        await page.locator("html[data-ready=yes]").wait_for(state="attached")
        yield Screen(page, context, complaints)
    finally:
        await context.close()


@asynccontextmanager
async def looking(size: tuple[int, int] = DESKTOP) -> AsyncIterator[tuple[PageTown, Screen]]:
    """Serve a town and open its page."""
    async with served_town() as town, browser() as started, opened(started, town, size) as screen:
        yield town, screen
