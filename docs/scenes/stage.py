"""Where scenes are played: a fresh demo at twenty past nine, and phones that people hold."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.show import Demo
from bot.demo.street import ZONE
from bot.running import pages_of
from bot.serving import served as pages_served
from models import clock
from sandbox.server import serve

FOLDER = Path(__file__).parent.parent / "pictures"
DESKTOP = (1440, 900)
HANDHELD = (390, 844)
PATIENCE = 15_000  # milliseconds for one thing to appear
COLOURS = 200  # enough for flat screens, and small files
_STILL = 0.4  # seconds for fonts, scrolling and short movements to come to rest


@dataclass(slots=True)
class Phone:
    """One person's phone on the page, used as that person would use it."""

    page: Page
    persona: str

    @property
    def screen(self) -> Locator:
        """Return what this person sees."""
        return self.page.locator(f"[data-persona={self.persona}]")

    async def pick_up(self) -> None:
        """Turn to this phone where there is room for one only."""
        tab = self.page.locator(f"[data-action=tab][data-tab={self.persona}]")
        if await tab.is_visible():
            await tab.click()

    async def open(self, chat: str) -> None:
        """Press a chat in the list, going back to the list first."""
        back = self.screen.locator("[data-action=back]")
        if await back.count():
            await back.click()
        rows = self.screen.locator("[data-action=open-chat]")
        name = self.page.locator(".row-name", has_text=chat)
        await rows.filter(has=name).first.click()

    async def start(self, *, until: str) -> None:
        """Press START, or say it again, and wait until it is answered with these words."""
        begin = self.screen.locator("[data-action=start]")
        await begin.or_(self.screen.locator("[data-action=write]")).first.wait_for(state="visible")
        if await begin.count():
            await begin.click()
            await self.sees(until)
        else:
            await self.write("/start", until=until)

    async def write(self, text: str, *, until: str = "") -> None:
        """Write something and wait until it is answered with these words."""
        await self.screen.locator("[data-action=write]").fill(text)
        await self.screen.locator("[data-action=send]").click()
        await self.sees(until or text)

    async def key(self, label: str, *, until: str) -> None:
        """Press a big key below the conversation, shown first if it is folded away."""
        keys = self.screen.locator("[data-action=reply-key]")
        await keys.first.or_(self._toggle).first.wait_for(state="visible")
        if not await keys.count():
            await self._toggle.click()
        await keys.filter(has_text=label).click()
        await self.sees(until)

    async def share_number(self, *, until: str) -> None:
        """Press the big key that sends one's own number, and agree to that as the app asks."""
        keys = self.screen.locator("[data-action=reply-key]")
        await keys.filter(has_text="手机号").first.click()
        await self.screen.locator("[data-action=confirm]").click()
        await self.sees(until)

    async def show(self, words: str) -> None:
        """Fold the big keys away and bring the newest message with these words into view."""
        if await self._toggle.get_attribute("aria-expanded") == "true":
            await self._toggle.click()
        newest = self.screen.locator(".message", has_text=words).last
        await newest.evaluate("node => node.scrollIntoView({ block: 'start' })")

    @property
    def _toggle(self) -> Locator:
        return self.screen.locator("[data-action=toggle-keyboard]")

    async def press(self, label: str, *, until: str, amid: bool = False) -> None:
        """Press the newest button with this label and wait for these words.

        `amid` others who may speak meanwhile, as in a group: any message may say them.
        """
        pressed = self.screen.locator(".message").locator("[data-action=inline]", has_text=label)
        await (pressed if amid else self._newest(label)).last.click()
        await (self.finds(until) if amid else self.sees(until))

    def _newest(self, label: str) -> Locator:
        newest = self.screen.locator(".message").last
        return newest.locator("[data-action=inline]", has_text=label)

    async def sees(self, words: str) -> None:
        """Wait until the newest message says these words."""
        await expect(self.screen.locator(".message").last).to_contain_text(words, timeout=PATIENCE)

    async def finds(self, words: str) -> None:
        """Wait until any message says these words."""
        await self.screen.locator(".message", has_text=words).last.wait_for(state="visible")


@dataclass(slots=True)
class Camera:
    """Takes pictures of a page and keeps them small."""

    page: Page

    def phone(self, persona: str) -> Phone:
        """Return somebody's phone on this page."""
        return Phone(self.page, persona)

    async def take(self, name: str) -> None:
        """Take a picture once everything has come to rest; a toast may still be on its way."""
        await self.page.mouse.move(0, 0)  # what lies under it looks as if it were chosen
        await asyncio.sleep(_STILL)
        await self.page.locator("[data-toast]").first.wait_for(state="detached")
        await asyncio.sleep(_STILL)
        picture = Image.open(BytesIO(await self.page.screenshot()))
        # The octree keeps the few points of an emoji; the default would make a green circle grey.
        plain = picture.convert("RGB")
        few = plain.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}.png", optimize=True)


@dataclass(slots=True)
class Stage:
    """A demo that nobody has touched yet, and the browser that looks at it."""

    browser: Browser
    url: str
    demo: Demo

    def pass_time(self, by: timedelta) -> None:
        """Let time go by in the demo."""
        self.demo.world.clock.shift(by.total_seconds())

    def wide(self) -> AbstractAsyncContextManager[Camera]:
        """Open the page as on a desk: three phones side by side."""
        return self._camera(DESKTOP)

    def small(self) -> AbstractAsyncContextManager[Camera]:
        """Open the page as on a phone."""
        return self._camera(HANDHELD)

    @asynccontextmanager
    async def _camera(self, size: tuple[int, int]) -> AsyncIterator[Camera]:
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=size == HANDHELD
        )
        context.set_default_timeout(PATIENCE)
        try:
            page = await context.new_page()
            await page.goto(self.url)
            await page.locator("html[data-ready=yes]").wait_for(state="attached")
            yield Camera(page)
        finally:
            await context.close()


@asynccontextmanager
async def staged(browser: Browser) -> AsyncIterator[Stage]:
    """Run a demo of its own from twenty past nine in the morning on."""
    with tempfile.TemporaryDirectory(prefix="huiyin-pictures-") as folder:
        clock.reset()  # the scene before has moved it, and this demo's world begins today
        pages = _free_address()  # of the bot's own pages: the code for the screen
        demo = Demo(Path(folder), pages)
        here = clock.now().astimezone(ZoneInfo(ZONE))
        morning = here.replace(hour=9, minute=20, second=0)
        ahead = morning - here + timedelta(days=morning < here)
        demo.world.clock.shift(ahead.total_seconds())
        async with serve(demo.world, port=0) as served, asyncio.TaskGroup() as tasks:
            running = tasks.create_task(demo.run(served))
            await demo.until_ready()
            async with pages_served(pages_of(demo.app), pages):
                yield Stage(browser, served.url, demo)
            running.cancel()


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"
