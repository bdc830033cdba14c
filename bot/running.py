"""Runs the bot until it is told to stop: with a real token, or in the demo."""

import asyncio
import contextlib
import gc
import logging
import signal
from urllib.parse import urlsplit

from starlette.routing import Route
from telegram.error import BadRequest, TelegramError

from bot import app as apps
from bot.app import App
from bot.calendar_page import Calendars
from bot.config import Config, ConfigProblem
from bot.connecting import TokenRefused
from bot.health import Health
from bot.intake import KINDS
from bot.links import Links
from bot.open311.routes import Open311
from bot.serving import served
from bot.venue.routes import Venue
from bot.webhook import SHORTEST_SECRET, Webhook
from handlers.kit import menus

log = logging.getLogger(__name__)


async def run(config: Config, stop: asyncio.Event | None = None, *, worker: bool = False) -> None:
    """Run until SIGINT, SIGTERM or `stop`; ConfigProblem if it cannot even start.

    A worker runs beside another process: it handles and stands by, and serves no address.
    """
    if not config.telegram.token.get_secret_value():
        raise ConfigProblem(
            "[telegram] token is empty: 请填上机器人的令牌 (fill in the bot's token)"
        )
    stopping = stop or asyncio.Event()
    _listen_for_signals(stopping)
    try:
        async with apps.opened(config) as app:
            if worker:
                _require_shared(app)
            if not worker:
                await _greet(app)
            log.info("%s is at work%s", app.bot.name, " as a worker" if worker else "")
            await (work_beside if worker else work)(app, stopping)
    except TokenRefused:
        raise ConfigProblem(
            "[telegram] token: Telegram 不认这个令牌 (Telegram does not accept it)"
        ) from None


async def work(app: App, stopping: asyncio.Event) -> None:
    """Let a joined app work, and answer HTTP beside it, until told to stop."""
    async with (
        served(pages_of(app), app.config.http.listen),
        served(*_webhook(app)),
        asyncio.TaskGroup() as tasks,
    ):
        working = tasks.create_task(app.run())
        apart = tasks.create_task(_set_apart(app.rehearsals.worked))
        tasks.create_task(_hang_menus(app))
        await stopping.wait()
        working.cancel()
        apart.cancel()
        log.info("stopping")


async def work_beside(app: App, stopping: asyncio.Event) -> None:
    """Let a joined app work until told to stop; another process answers HTTP and hangs menus."""
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(app.run())
        apart = tasks.create_task(_set_apart(app.rehearsals.worked))
        await stopping.wait()
        working.cancel()
        apart.cancel()
        log.info("stopping")


async def _set_apart(tried_out: asyncio.Event) -> None:
    """Look no more for garbage among what the start has made and the trying out after it: it stays.

    Whoever comes first would else wait for that look, as long as for twenty of the answers.
    """
    gc.freeze()
    await tried_out.wait()
    gc.collect()
    gc.freeze()


def _require_shared(app: App) -> None:
    if app.db.is_sqlite:
        raise ConfigProblem(
            "[database] url: SQLite 只给一个进程用，多进程请用 PostgreSQL"
            " (workers need PostgreSQL: SQLite has one writer)"
        )


async def _hang_menus(app: App) -> None:
    try:
        await menus.hang(app.bot)
    except TelegramError as problem:
        log.warning("the menus could not be set: %s", problem.message)


def pages_of(app: App) -> list[Route]:
    """Return every address that answers at `[http] listen`."""
    open311 = Open311(
        app.db,
        app.bot,
        address=app.config.http.address,
        calls_per_minute=app.config.limits.calls_per_minute,
    )
    calendars = Calendars(app.db)
    venue = Venue(app.db, app.bot)
    links = Links(app.db)
    return [
        *Health(app).routes,
        *venue.routes,
        *calendars.routes,
        *open311.routes,
        *links.routes,
    ]


def _webhook(app: App) -> tuple[list[Route], str]:
    settings = app.config.telegram
    if settings.mode == "polling":
        return [], ""
    path = urlsplit(settings.webhook_url).path or "/"
    secret = settings.webhook_secret.get_secret_value()
    return Webhook(app, path=path, secret=secret).routes, settings.webhook_listen


async def _greet(app: App) -> None:
    """Tell Telegram how updates are to come, and which commands there are."""
    settings = app.config.telegram
    if settings.mode == "webhook":
        secret = settings.webhook_secret.get_secret_value()
        if len(secret) < SHORTEST_SECRET or not settings.webhook_url:
            raise ConfigProblem(
                "[telegram] mode = webhook needs webhook_url, and a webhook_secret of at least "
                f"{SHORTEST_SECRET} characters"
            )
        try:
            await app.bot.set_webhook(
                settings.webhook_url, secret_token=secret, allowed_updates=list(KINDS)
            )
        except BadRequest as problem:
            raise ConfigProblem(
                "[telegram] webhook_url: Telegram 不接受这个网址"
                f" (Telegram does not accept it): {problem.message}"
            ) from None
    else:
        await app.bot.delete_webhook(drop_pending_updates=False)


def _listen_for_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(one, stopping.set)
