"""Runs the demo: the sandbox over HTTP, the bot on a fresh database, the page in the browser."""

import asyncio
import contextlib
import logging
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import app as apps
from bot.app import App
from bot.config import Config, DatabaseSection, Http, Privacy, Telegram
from bot.demo.street import ZONE, Street, furnish, populate
from handlers.kit import menus
from models import clock, schema
from models.database import Database
from sandbox.clock import Clock
from sandbox.server import Served, serve
from sandbox.world import World

log = logging.getLogger(__name__)

# Known to nobody but the sandbox.
TOKEN = "1000001:a-demo-needs-no-secret"  # noqa: S105  # nosec B105
PORT = 8765
_EARLIEST, _LATEST = 8, 18  # o'clock, in the group's zone


class Demo:
    """A sub-district that can be built anew as often as somebody presses 重置."""

    def __init__(self, folder: Path, listen: str = "") -> None:
        self.world = World(clock=Clock(), strict=True)
        self._begin_in_daylight()
        self.bot = self.world.add_bot(token=TOKEN, name="回音", username="huiyin_demo_bot")
        self.street = Street()
        self._folder = folder
        self._listen = listen
        self._round = 0
        self._again = asyncio.Event()
        self._ready = asyncio.Event()
        self._app: App | None = None
        self.world.clock.on_shift.append(self._travel)
        self.world.on_reset.append(self.restart)

    async def run(self, served: Served) -> None:
        """Build the sub-district and let the bot work in it; begin again when told to."""
        while True:
            self._again.clear()
            async with self._opened(served) as app, asyncio.TaskGroup() as tasks:
                working = tasks.create_task(app.run())
                self._ready.set()
                await self._again.wait()
                self._ready.clear()
                working.cancel()

    def _begin_in_daylight(self) -> None:
        """Begin at a decent hour: nobody meets before eight or after six."""
        here = clock.now().astimezone(ZoneInfo(ZONE))
        if _EARLIEST <= here.hour < _LATEST:
            return
        morning = here.replace(hour=9, minute=20, second=0) + timedelta(days=here.hour >= _LATEST)
        self.world.clock.shift((morning - here).total_seconds())
        clock.move(morning - here)

    async def restart(self) -> None:
        """Begin again, and come back when all is built."""
        self._again.set()
        await asyncio.sleep(0)
        await self._ready.wait()

    @property
    def app(self) -> App:
        """Return the bot at work; LookupError before the sub-district is built."""
        if self._app is None:
            raise LookupError("the demo is not ready")
        return self._app

    async def until_ready(self) -> None:
        """Wait until the sub-district is built."""
        await self._ready.wait()

    @asynccontextmanager
    async def _opened(self, served: Served) -> AsyncIterator[App]:
        self._round += 1
        config = self._config(served)
        async with Database(config.database.url.get_secret_value()) as db:
            await schema.upgrade(db)
        self.world.clear()
        self.street = populate(self.world, self.bot.id)
        async with apps.opened(config) as app:
            await menus.hang(app.bot)
            await furnish(app, self.street)
            self._app = app
            yield app

    def _config(self, served: Served) -> Config:
        database = self._folder / f"demo-{self._round}.db"
        return Config(
            telegram=Telegram.model_validate({"token": TOKEN, "api_url": served.url}),
            database=DatabaseSection.model_validate({"url": f"sqlite+aiosqlite:///{database}"}),
            http=Http(listen=self._listen),
            privacy=Privacy(keys_file=self._folder / "demo.keys"),
        )

    def _travel(self, seconds: float) -> None:
        """Move the bot's clock with the world's; what falls due does so at the next tick."""
        clock.move(timedelta(seconds=seconds))
        if self._app is not None:
            self._app.hurry.set()


async def show(*, port: int = PORT, browser: bool = True) -> None:
    """Run the demo until interrupted."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(one, stopping.set)
    with tempfile.TemporaryDirectory(prefix="huiyin-demo-") as folder:
        demo = Demo(Path(folder))
        async with _served(demo, port) as served, asyncio.TaskGroup() as tasks:
            running = tasks.create_task(demo.run(served))
            await demo.until_ready()
            _invite(served.url)
            if browser:
                with contextlib.suppress(webbrowser.Error):
                    webbrowser.open(served.url)
            await stopping.wait()
            running.cancel()


@asynccontextmanager
async def _served(demo: Demo, port: int) -> AsyncIterator[Served]:
    """Serve on the usual port, or on a free one if somebody has it."""
    with socket.socket() as probe:
        free = probe.connect_ex(("127.0.0.1", port)) != 0
    async with serve(demo.world, port=port if free else 0) as served:
        yield served


def _invite(url: str) -> None:
    print(  # noqa: T201  (the demo speaks to whoever started it)
        f"""
  回音 Huiyin — 演示 demo

  聊天页面 Chat page:  {url}

  1. 左边是代表王桂兰：在代表群里发“签到”，或者按卡片上的按钮。
     On the left is a deputy: open the group, write 签到, or press the button on the card.
  2. 中间是工作人员周敏：按“活动管理”或“新建活动”。
     In the middle is a clerk: write 活动管理 or 新建活动 to the bot.
  3. 右边是选民刘小妹：按“反映问题”，说一件事；工作人员在“工委工作群”里办。
     On the right is a voter: press 反映问题; the clerk finds the report in 工委工作群.

  按 Ctrl-C 结束。 Press Ctrl-C to stop.
""",
        flush=True,
    )
