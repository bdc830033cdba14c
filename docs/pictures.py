"""Takes the pictures of the documents: plays a morning in the demo, as people would, in Chromium.

Run by `make pictures`. The names of the files are stable; the README and the guide show them.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot import log
from bot.demo.show import Demo
from bot.demo.street import ZONE
from models import clock
from sandbox.server import serve

FOLDER = Path(__file__).parent / "pictures"
DESKTOP = (1440, 900)
HANDHELD = (390, 844)
PATIENCE = 15_000  # milliseconds for one thing to appear
LONGEST = 240  # seconds for everything
COLOURS = 200  # enough for flat screens, and small files
_STILL = 0.4  # seconds for fonts, scrolling and short movements to come to rest
_NO_WINDOW = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


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

    async def show(self, words: str) -> None:
        """Fold the big keys away and bring the newest message with these words into view."""
        if await self._toggle.get_attribute("aria-expanded") == "true":
            await self._toggle.click()
        newest = self.screen.locator(".message", has_text=words).last
        await newest.evaluate("node => node.scrollIntoView({ block: 'start' })")

    @property
    def _toggle(self) -> Locator:
        return self.screen.locator("[data-action=toggle-keyboard]")

    async def press(self, label: str, *, until: str) -> None:
        """Press the newest button with this label and wait for these words."""
        newest = self.screen.locator(".message").last
        await newest.locator("[data-action=inline]", has_text=label).click()
        await self.sees(until)

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
        """Take a picture once everything has come to rest."""
        await self.page.locator("[data-toast]").first.wait_for(state="detached")
        await asyncio.sleep(_STILL)
        picture = Image.open(BytesIO(await self.page.screenshot()))
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}.png", optimize=True)


async def check_in(wide: Camera) -> None:
    """Three people at once: a deputy checks in, a clerk looks on, a stranger asks."""
    deputy, staff, voter = (wide.phone(one) for one in ("deputy", "staff", "voter"))
    await staff.open("回音")
    await staff.key("活动管理", until="请按要办的活动")
    await voter.open("回音")
    start = voter.screen.locator("[data-action=start]")
    if await start.count():
        await start.click()
    else:
        await voter.write("/start", until="我是")
    await voter.sees("我是")
    await deputy.open("代表群")
    await deputy.write("签到")
    await deputy.finds("已到 1 人")
    await deputy.finds("👍")
    await wide.take("three-people")
    await voter.write("我想反映一个问题", until="没有看懂")


async def points(small: Camera) -> None:
    """A deputy looks at the answer, the points, and why."""
    deputy = small.phone("deputy")
    await deputy.open("代表群")
    await deputy.finds("已到 1 人")
    await small.take("check-in-group")
    await deputy.open("回音")
    await deputy.sees("签到成功")
    await small.take("check-in-answer")
    await deputy.press("我的积分", until="满分")
    await deputy.show("满分")
    await small.take("my-points")
    await deputy.press("视察", until="合计")
    await deputy.show("合计")
    await small.take("why")


async def new_activity(small: Camera) -> None:
    """A clerk creates an activity by answering questions, and announces it."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("新建活动", until="第 1 步")
    await staff.show("第 1 步")
    await small.take("new-activity")
    await staff.write("调研社区食堂", until="第 2 步")
    await staff.press("视察调研", until="第 3 步")
    await staff.press("街道", until="第 4 步")
    await staff.write("明天下午2点半", until="第 5 步")
    await small.take("new-activity-when")
    await staff.write("一个半小时", until="第 6 步")
    await staff.write("水岸社区食堂", until="请核对")
    await staff.show("请核对")
    await small.take("new-activity-review")
    await staff.press("确认", until="草稿:只有")
    await small.take("new-activity-draft")
    await staff.press("发布到代表群", until="要发布到代表群吗")
    await small.take("announce")
    await staff.press("对,发布", until="已发布")
    await staff.open("代表群")
    await staff.finds("调研社区食堂")
    await small.take("announced")


async def roll(small: Camera) -> None:
    """A clerk looks at the roll and corrects an entry, with a reason."""
    staff = small.phone("staff")
    await staff.open("回音")
    await staff.key("活动管理", until="请按要办的活动")
    await staff.press("海绵工程", until="和平公园南门")
    await staff.show("和平公园南门")
    await small.take("activity")
    await staff.press("看名单", until="按名字可以更正")
    await staff.show("按名字可以更正")
    await small.take("roll")
    await staff.press("下一页", until="第 2 页")
    await staff.press("王桂兰", until="现在登记的是")
    await small.take("correct")
    await staff.press("改为:请假", until="为什么要更正")
    await staff.write("上午提前离开,已向工委请假", until="请核对")
    await small.take("correct-review")
    await staff.press("确认", until="请假 1")
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.sees("更正了您的签到")
    await small.take("corrected")


async def invitation(small: Camera) -> None:
    """A clerk looks at the roster, sets somebody free and invites them anew."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("名册", until="已绑定 14 人")
    await staff.show("已绑定 14 人")
    await small.take("roster")
    await staff.press("吴玉梅", until="选区")
    await staff.press("解除绑定", until="要解除")
    await staff.press("对,解除绑定", until="还没有绑定")
    await small.take("member")
    await staff.press("邀请(链接和二维码)", until="请只发给吴玉梅本人")
    await staff.show("请只发给吴玉梅本人")
    await small.take("invitation")


async def stranger(small: Camera) -> None:
    """Somebody on no roster is told what to do."""
    voter = small.phone("voter")
    await voter.pick_up()
    await voter.open("回音")
    await voter.sees("没有看懂")
    await small.take("stranger")


async def play(browser: Browser, url: str) -> None:
    """Play the morning and take every picture."""
    async with _camera(browser, url, DESKTOP) as wide:
        await check_in(wide)
        async with _camera(browser, url, HANDHELD) as small:
            for scene in (points, new_activity, roll, invitation, stranger):
                await scene(small)
        await wide.phone("deputy").open("代表群")
        await wide.phone("staff").open("代表群")
        await wide.take("afterwards")


@asynccontextmanager
async def _camera(browser: Browser, url: str, size: tuple[int, int]) -> AsyncIterator[Camera]:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=size == HANDHELD
    )
    context.set_default_timeout(PATIENCE)
    try:
        page = await context.new_page()
        await page.goto(url)
        await page.locator("html[data-ready=yes]").wait_for(state="attached")
        yield Camera(page)
    finally:
        await context.close()


@asynccontextmanager
async def _demo() -> AsyncIterator[str]:
    """Run the demo from twenty past nine in the morning on; give the address of its page."""
    with tempfile.TemporaryDirectory(prefix="huiyin-pictures-") as folder:
        demo = Demo(Path(folder))
        here = clock.now().astimezone(ZoneInfo(ZONE))
        morning = here.replace(hour=9, minute=20, second=0)
        ahead = morning - here + timedelta(days=morning < here)
        demo.world.clock.shift(ahead.total_seconds())
        async with serve(demo.world, port=0) as served, asyncio.TaskGroup() as tasks:
            running = tasks.create_task(demo.run(served))
            await demo.until_ready()
            yield served.url
            running.cancel()


async def take_all(chromium: str) -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    async with asyncio.timeout(LONGEST), _demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=_NO_WINDOW)
        try:
            await play(browser, url)
        finally:
            await browser.close()


def main() -> None:
    """Take the pictures, or say what is missing."""
    log.begin_quietly()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("No Chromium is installed to take pictures with.")
    asyncio.run(take_all(chromium))


if __name__ == "__main__":
    main()
