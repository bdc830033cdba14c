"""Takes updates from Telegram: each is stored and committed before Telegram is told so."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import telegram
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.calling import call, seconds_asked
from bot.floods import Floods
from bot.holding import Holding
from bot.strays import Strays
from bot.turns import Turns
from models import clock
from models.database import Database, Transaction
from models.groups import actions as groups
from models.instances import queries as instances
from models.people.keys import WAY_OUT, KeysProblem
from models.updates import actions as updates
from models.updates import claiming, sealed_away
from models.updates.actions import Waiting
from models.updates.rules import is_update, move_of

log = logging.getLogger(__name__)

#: What Telegram is asked to report. Membership of others and reactions are off by default there.
KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "poll_answer",
)
_HOLD = 25  # seconds Telegram may hold a poll while there is nothing
_FULL = 1000  # updates in memory; beyond that they are safer with Telegram
_AT_ONCE = 200  # updates taken hold of together
_AT_LEAST = 100  # the same where many share them: as many as a poll brings
_IN_HAND = 512  # updates in memory; beyond that no more are taken hold of, if nobody else is there
_LOOK_EVERY = 1.0  # seconds between looks for what nobody rang for


class Intake:
    """Stores raw updates and lines them up; also finds those that were left behind.

    Alone on its database, a process keeps what it stores. As soon as another one is alive, what
    comes is left in the table for all, and whoever handles takes hold of it (`find`).
    """

    def __init__(
        self,
        db: Database,
        bot_id: int,
        turns: Turns,
        *,
        owner: str,
        spare: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Take `spare`, which waits until this process has little else to do."""
        self._db = db
        self._bot_id = bot_id
        self._turns = turns
        self._owner = owner
        self._spare = spare
        self._floods = Floods(bot_id)
        self._look_now = asyncio.Event()
        self._shares = not db.is_sqlite  # until it has looked who else is alive
        self._others = 0  # processes that are alive beside this one, as far as it has looked
        self._leaving = 0  # batches that are being left for all
        self._left = 0  # and those that were
        self.last_good: float | None = None  # the loop's seconds when Telegram last answered well

    async def receive(self, raws: Sequence[Mapping[str, Any]]) -> int:
        """Store and commit a batch, then line it up; return how many this process has to handle."""
        if not self._shares:
            return await self._keep(raws, self._owner)
        self._leaving += 1
        try:
            return await self._keep(raws, None)
        finally:
            self._leaving -= 1
            self._left += 1

    async def _keep(self, raws: Sequence[Mapping[str, Any]], owner: str | None) -> int:
        now = clock.now()
        beyond = self._floods.beyond(raws, now)

        async def keep(tx: Transaction) -> list[Waiting]:
            new = await updates.store(
                tx, bot_id=self._bot_id, raws=raws, owner=owner, now=now, beyond=beyond
            )
            await self._floods.tell(tx, beyond, now)
            # Before anything of this batch is handled: people beside it write in the new chat.
            for old, moved in filter(None, map(move_of, raws)):
                await groups.migrate(tx, old=old, new=moved, now=now)
            if owner is None:
                await claiming.ring(tx)
            return new

        new = await self._db.insist(keep)
        self._turns.put(new)
        self.last_good = asyncio.get_running_loop().time()
        return len(new)

    def look(self) -> None:
        """Look for what is left, at once."""
        self._look_now.set()

    async def find(self, *, of_gone: bool = True) -> int:
        """Line up what nobody alive holds: left for all, cooled down, or in the hands of the gone.

        Who is gone, and whether anybody else is there, need not be asked each time: it costs a
        look at all that waits.
        """
        left, most = self._left, self._most

        async def look(tx: Transaction) -> tuple[list[Waiting], int]:
            now = clock.now()
            others = await instances.others(tx, name=self._owner, now=now) if of_gone else 0
            found = await claiming.claim(
                tx, bot_id=self._bot_id, owner=self._owner, now=now, limit=most, of_gone=of_gone
            )
            return found, others

        try:
            found, others = await self._db.insist(look)
        except KeysProblem:
            await self._put_off_sealed()
            return 0
        self._turns.put(found)
        self._others = others if of_gone else self._others
        # Alone again only when nothing is left that was stored before: it would come second.
        all_taken = of_gone and len(found) < most
        if others or (all_taken and left == self._left and not self._leaving):
            self._shares = others > 0 and not self._db.is_sqlite
        return len(found)

    @property
    def _most(self) -> int:
        """Return how many are taken hold of together: where more share them, none has a heap."""
        return max(_AT_ONCE // max(self._others, 1), _AT_LEAST)

    async def _put_off_sealed(self) -> None:
        """Let the rest be handled: what no key opens is no reason to hear nobody at all."""

        async def put_off(tx: Transaction) -> int:
            return await sealed_away.put_off(tx, bot_id=self._bot_id, now=clock.now())

        closed = await self._db.insist(put_off)
        log.error("%d updates cannot be opened: %s", closed, WAY_OUT)

    async def find_strays(self, age: timedelta) -> int:
        """Line up what this process has held for so long but does not remember."""

        async def look(tx: Transaction) -> list[Waiting]:
            before = clock.now() - age
            return await claiming.strays(tx, bot_id=self._bot_id, owner=self._owner, before=before)

        strays = await self._db.insist(look)
        self._turns.put(strays)
        return len(strays)

    async def look_around(self) -> None:
        """Look for what was left behind, every second and when somebody rings, until cancelled."""
        loop = asyncio.get_running_loop()
        look, strays = loop.time(), Strays(self._db)
        while True:
            if age := strays.due():
                await self.find_strays(age)
            # Beside others only what is handled next: one would have a heap while the rest is idle.
            await self._turns.room(self._most if self._shares else _IN_HAND)
            await self._leave_to_others(until=look)
            self._look_now.clear()
            due = loop.time() >= look
            look = loop.time() + _LOOK_EVERY if due else look
            most = self._most
            if await self.find(of_gone=due) < most:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout_at(look):
                        await self._look_now.wait()

    async def _leave_to_others(self, *, until: float) -> None:
        """Wait while others can handle and this process has enough to do, until a moment."""
        if self._spare is not None and self._shares:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._spare()


class Polling:
    """Long polling. The next poll confirms the last batch, so it leaves after the commit."""

    def __init__(self, bot: telegram.Bot, intake: Intake, turns: Turns, holding: Holding) -> None:
        self._bot = bot
        self._intake = intake
        self._turns = turns
        self._holding = holding
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled; whatever Telegram or the network does, go on."""
        wait = 0.0
        while True:
            await asyncio.sleep(wait)
            await self._turns.room(_FULL)
            await self._holding.wait()
            try:
                await self.once(hold=_HOLD)
                wait = 0.0
            except TelegramError as problem:
                wait = _pause_after(problem, wait)

    async def once(self, *, hold: int = 0) -> int:
        """Poll once, store what came, and return how many updates that were."""
        raws = await self._fetch(hold)
        usable = [raw for raw in raws if is_update(raw)]
        if len(usable) < len(raws):
            log.error("Telegram sent %d updates without a number", len(raws) - len(usable))
        if raws and not usable:
            raise NetworkError("nothing of what came is an update")
        if usable:
            await self._intake.receive(usable)
            self._offset = max(raw["update_id"] for raw in usable) + 1
        else:
            # All is confirmed. After an idle week Telegram's numbers start anew, perhaps lower:
            # the offset of old would confirm them unseen.
            self._offset = None
            self._intake.last_good = asyncio.get_running_loop().time()
        return len(usable)

    async def _fetch(self, hold: int) -> list[Any]:
        """Return raw updates: parsing comes after storing, so that a bad one stops no other."""
        data: dict[str, Any] = {"timeout": hold, "limit": 100, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            data["offset"] = self._offset
        raws = await call(self._bot, "getUpdates", data, wait=hold + 15)
        if not isinstance(raws, list):
            raise NetworkError("the answer to getUpdates is no list")
        return raws


def _pause_after(problem: TelegramError, last: float) -> float:
    if isinstance(problem, RetryAfter):
        return seconds_asked(problem)
    if isinstance(problem, Conflict):
        log.error("Another program polls with this token: %s", problem.message)
        return 5.0
    if isinstance(problem, InvalidToken):
        log.error("Telegram does not accept the bot's token; next try in 30 s")
        return 30.0
    if not isinstance(problem, NetworkError):
        log.error("Polling failed: %s", problem.message)
    return min(max(last * 2, 0.5), 30.0)
