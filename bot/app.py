"""The one place where the parts are joined."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import telegram

from bot import beginning
from bot.config import Config
from bot.connecting import MakeRequest, connected
from bot.delivery import Delivery
from bot.handling import Handling
from bot.holding import Holding
from bot.intake import Intake, Polling
from bot.open311.carrying import Carrying
from bot.pacing import Pacing
from bot.rehearsal import Rehearsals
from bot.turns import Turns
from handlers.kit import addresses
from handlers.register import REGISTER
from jobs.timetable import Timetable, scheduler
from models.database import OUTBOX, Database
from models.instances import actions as instances
from models.instances.holding import Hold
from models.limits import settings as limits
from models.people import keys
from models.platforms import settings as platforms
from models.privacy import settings as keeping
from models.updates import claiming
from reports.templates import folder as templates

log = logging.getLogger(__name__)

_AT_WORK = 8  # connections to PostgreSQL in a burst: storing, claims, batches, delivery, a card


def instance_name() -> str:
    """Return a name for this process that no other has."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass(slots=True, kw_only=True)
class App:
    """The parts of a running bot."""

    config: Config
    db: Database
    bot: telegram.Bot
    turns: Turns
    intake: Intake
    polling: Polling
    handling: Handling
    delivery: Delivery
    timetable: Timetable
    holding: Holding
    carrying: Carrying
    rehearsals: Rehearsals
    hurry: asyncio.Event = field(default_factory=asyncio.Event)  # the clock was moved

    @property
    def workers(self) -> int:
        """Return how many batches are in hand at once.

        SQLite has one writer, so there a second one parses while the first one commits.
        """
        return 2 if self.db.is_sqlite else 4

    async def run(self) -> None:
        """Work until cancelled; what was begun is finished or given back."""
        await self.holding.begin()
        await self.timetable.tick("beat")
        ticking = scheduler(self.timetable)
        ticking.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.intake.look_around())
                tasks.create_task(self.delivery.run())
                tasks.create_task(self._hurry())
                tasks.create_task(self.holding.run())
                tasks.create_task(self.carrying.run())
                for _ in range(self.workers):
                    tasks.create_task(self.handling.run())
                if self.config.telegram.mode == "polling":
                    tasks.create_task(self.polling.run())
                tasks.create_task(self.rehearsals.run())
        finally:
            ticking.shutdown(wait=False)

    async def _hurry(self) -> None:
        """Let everything that falls due do so whenever the clock was moved."""
        while True:
            await self.hurry.wait()
            self.hurry.clear()
            await self.timetable.all_due()

    async def settle(self) -> None:
        """Take, handle and deliver everything there is, and come to rest: for tests."""
        is_quiet = False
        for _ in range(100):
            if await self.polling.once() + await self.handling.once():
                is_quiet = False
                continue
            if is_quiet:
                return
            is_quiet = await self.intake.find() == 0
            await self.delivery.once()
        raise RuntimeError("the bot does not come to rest")


@asynccontextmanager
async def opened(config: Config, make_request: MakeRequest | None = None) -> AsyncIterator[App]:
    """Join the parts; on the way out give back what this process holds, and close them.

    Waits for Telegram if it cannot be reached; TokenRefused if it does not know the token,
    ConfigProblem if the database or the keys are not fit.
    """
    owner = instance_name()
    keys.use(config.privacy.keys_file)
    templates.use(config.templates.folder)
    addresses.use(config.http.address)
    limits.use(config.limits)
    keeping.use(config.privacy)
    platforms.use(config.platform)
    async with Database(config.database.url.get_secret_value(), owner=owner) as db:
        await beginning.require(db, config)
        async with connected(config, make_request, patient=True) as bot:
            app = _join(config, db, bot, owner)
            try:
                yield app
            finally:
                await app.holding.end()
                with contextlib.suppress(Exception):  # the database may be why it stops
                    async with db.transaction() as tx:
                        await instances.leave(tx, name=owner)


def _pacing(config: Config) -> Pacing:
    return Pacing(
        per_second=config.pacing.per_second,
        per_chat_per_second=config.pacing.per_chat_per_second,
        per_group_per_minute=config.pacing.per_group_per_minute,
    )


def _join(config: Config, db: Database, bot: telegram.Bot, owner: str) -> App:
    turns = Turns()

    async def spare() -> None:
        if holding.is_mine:  # whoever polls and delivers leaves the handling to the others
            await turns.room(1)
            await delivery.rest()

    intake = Intake(db, bot.id, turns, owner=owner, spare=spare)
    delivery = Delivery(db, bot, _pacing(config), owner=owner)
    handling = Handling(db, bot, REGISTER, turns, operators=config.telegram.operators)
    timetable = Timetable(
        db=db, bot_id=bot.id, owner=owner, last={}, operators=config.telegram.operators
    )

    async def change(mine: bool) -> None:  # noqa: FBT001  (the one thing that changes)
        db.owner = owner if mine else None  # whoever holds the bot sends what the others leave
        timetable.holds = mine
        await delivery.change(holds=mine)

    bells = {OUTBOX: delivery.look, claiming.CHANNEL: intake.look}
    holding = Holding(Hold(db, bot.id, bells, name=owner), on_change=change)
    return App(
        config=config,
        holding=holding,
        db=db,
        bot=bot,
        turns=turns,
        intake=intake,
        polling=Polling(bot, intake, turns, holding),
        handling=handling,
        rehearsals=Rehearsals(db, bot, handling, at_once=1 if db.is_sqlite else _AT_WORK),
        delivery=delivery,
        carrying=Carrying(db, config.platform, bot_id=bot.id, holding=holding),
        timetable=timetable,
    )
