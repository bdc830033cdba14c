"""Handles updates: one transaction holds the change, its audit, its answer and "done"."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Sequence
from typing import Any

import telegram

from bot.fetching import fetch
from bot.reading import Turn, read
from bot.turns import Turns
from handlers.kit.entries import Entry
from handlers.kit.errands import Brought, Errand
from handlers.kit.receiving import receive
from handlers.kit.visit import Visit
from models import clock, tracing
from models.database import Database, Transaction
from models.errors import Refusal
from models.outages import is_unavailable, said_of
from models.updates import actions as updates
from models.updates.actions import Waiting
from models.updates.tables import UpdateState

log = logging.getLogger(__name__)

_BATCH = 256  # updates in one shared transaction
_SHARED_AT_ONCE = 2  # one parses while the other commits; with more of them each holds fewer


class _Apart(Exception):  # noqa: N818  (a way out of a shared transaction)
    """Somebody in a shared transaction failed: each is handled alone."""


class Handling:
    """Works through the turns; several `run` at once where the database lets them."""

    def __init__(
        self,
        db: Database,
        bot: telegram.Bot,
        register: Sequence[Entry],
        turns: Turns,
        *,
        operators: Sequence[int] = (),
    ) -> None:
        self._db = db
        self._bot = bot
        self._register = register
        self._turns = turns
        self._operators = operators
        self._sharing = asyncio.Semaphore(_SHARED_AT_ONCE)

    async def run(self) -> None:
        """Handle what comes until cancelled; nobody waits for another one's file."""
        async with asyncio.TaskGroup() as errands:
            while True:
                async with self._sharing:
                    apart = await self._shared(await self._turns.next(_BATCH))
                await self._one_by_one(apart, errands)

    async def once(self) -> int:
        """Handle all that is in line and return how many updates that were."""
        handled = 0
        while taken := self._turns.take(_BATCH):
            await self.batch(taken)
            handled += len(taken)
        return handled

    async def batch(self, taken: Sequence[Waiting]) -> None:
        """Handle updates of different people: together where that is safe, else one by one."""
        await self._one_by_one(await self._shared(taken))

    async def rehearse(self, tx: Transaction, made_up: Sequence[Waiting]) -> None:
        """Handle updates together in a transaction of somebody's who takes it back."""
        await self._within(tx, [read(one, self._bot, self._register) for one in made_up])

    async def _shared(self, taken: Sequence[Waiting]) -> list[Turn]:
        """Handle together what may be; return what is to be handled one by one."""
        apart: list[Turn] = []
        try:
            turns = [turn for one in taken if (turn := await self._read(one)) is not None]
            together = [turn for turn in turns if turn.may_share]
            done = await self._together(together)
            apart = [turn for turn in turns if not (done and turn.may_share)]
        finally:
            left = {turn.waiting.update_id for turn in apart}
            self._turns.finished([one for one in taken if one.update_id not in left])
        return apart

    async def _one_by_one(
        self, apart: Sequence[Turn], errands: asyncio.TaskGroup | None = None
    ) -> None:
        """Handle each alone; those that need a file go on in `errands`, or before this returns."""
        away: dict[int, tuple[Turn, Errand]] = {}
        try:
            for turn in apart:
                errand = await self._alone(turn)
                if errand is not None:
                    away[turn.waiting.update_id] = (turn, errand)
        finally:
            here = (turn.waiting for turn in apart)
            self._turns.finished([one for one in here if one.update_id not in away])
        for turn, errand in away.values():
            going = self._run(turn, errand)
            if errands is None:
                await going
            else:
                errands.create_task(going)

    async def _run(self, turn: Turn, errand: Errand) -> None:
        """Fetch a file and handle the turn with it; until then the person's next ones wait."""
        try:
            await self._alone(turn, await fetch(self._bot, errand))
        except Exception as problem:  # the update's border, as in `_alone`
            log.exception("the file of update %d cannot be read", turn.waiting.update_id)
            await self._fail(turn, problem)
        finally:
            self._turns.finished([turn.waiting])

    async def _read(self, one: Waiting) -> Turn | None:
        """Read an update; what cannot be read is set aside."""
        try:
            return read(one, self._bot, self._register)
        except Exception as problem:  # noqa: BLE001  (the update's border: anything can be sent)
            log.warning("update %d cannot be read: %s", one.update_id, type(problem).__name__)
            await self._set_aside(one, f"{type(problem).__name__}: {problem}")
            return None

    async def _together(self, turns: Sequence[Turn]) -> bool:
        """Handle turns in one transaction; False if it has to be one by one."""
        if not turns:
            return True
        try:
            async with self._db.transaction(shared=True) as tx:
                await self._within(tx, turns)
        except Exception as problem:  # noqa: BLE001  (one by one it will show whose it is)
            log.debug("a shared transaction is taken apart: %s", type(problem).__name__)
            return False
        return True

    async def _within(self, tx: Transaction, turns: Sequence[Turn]) -> None:
        mine = await self._take(tx, turns)
        await _all_of(
            self._act(tx, turn)
            for turn in turns
            if turn.waiting.update_id in mine and turn.entry is not None
        )

    async def _act(self, tx: Transaction, turn: Turn) -> None:
        with tracing.named(turn.name):
            await self._do(tx, turn)
            log.debug("handled as %s, with others", turn.the_entry.name)

    async def _do(self, tx: Transaction, turn: Turn) -> None:
        visit = await self._receive(tx, turn)
        tx.writers.discard(turn.name)
        try:
            await turn.the_entry.handle(visit)
        except Refusal as refusal:
            if turn.name in tx.writers:
                raise _Apart from refusal
            await visit.refuse(refusal.notice)

    async def _alone(self, turn: Turn, brought: Brought | None = None) -> Errand | None:
        """Handle one turn in its own transaction; count a failure, and set aside after several.

        Returns what has to be fetched first, if the handler asks for a file.
        """
        with tracing.named(turn.name):
            errand = await self._do_alone(turn, brought)
            log.debug("handled as %s", turn.entry.name if turn.entry else "nothing")
            return errand

    async def _do_alone(self, turn: Turn, brought: Brought | None) -> Errand | None:
        try:
            async with self._db.transaction() as tx:
                if not await self._take(tx, [turn]) or turn.entry is None:
                    return None
                await self._erase_if_secret(tx, turn)
                visit = await self._receive(tx, turn, brought)
                try:
                    async with tx.part():
                        await turn.entry.handle(visit)
                except Refusal as refusal:
                    await visit.refuse(refusal.notice)
        except Errand as errand:
            return errand
        except Exception as problem:
            if is_unavailable(problem):
                log.warning("update %d failed: %s", turn.waiting.update_id, said_of(problem))
            else:
                log.exception("update %d failed", turn.waiting.update_id)
            await self._fail(turn, problem)
        return None

    async def _take(self, tx: Transaction, turns: Sequence[Turn]) -> set[int]:
        ids = [turn.waiting.update_id for turn in turns]
        return await updates.take(tx, bot_id=self._bot.id, update_ids=ids, now=clock.now())

    async def _erase_if_secret(self, tx: Transaction, turn: Turn) -> None:
        if turn.entry is not None and turn.entry.secret:
            await updates.erase(tx, bot_id=self._bot.id, update_id=turn.waiting.update_id)

    async def _receive(self, tx: Transaction, turn: Turn, brought: Brought | None = None) -> Visit:
        if turn.user is None:
            raise TypeError("nobody is to be answered")
        return await receive(
            tx,
            self._bot,
            turn.update,
            turn.user,
            came_at=turn.waiting.received_at,
            now=clock.now(),
            brought=brought,
        )

    async def _fail(self, turn: Turn, problem: Exception) -> None:
        """Note a failure; the last one is told to the person and to the operators."""

        async def note(tx: Transaction) -> UpdateState:
            if is_unavailable(problem):
                return await updates.put_off(
                    tx, bot_id=self._bot.id, update_id=turn.waiting.update_id, now=clock.now()
                )
            state = await updates.fail(
                tx,
                bot_id=self._bot.id,
                update_id=turn.waiting.update_id,
                error=f"{type(problem).__name__}: {problem}",
                now=clock.now(),
            )
            if state is UpdateState.PARKED:
                await self._erase_if_secret(tx, turn)
            return state

        state = await self._db.insist(note)
        if state is UpdateState.PARKED and turn.user is not None and not turn.is_hidden:
            await self._apologise(turn)

    async def _apologise(self, turn: Turn) -> None:
        """Tell the person and the operators, if that much still works."""

        async def tell(tx: Transaction) -> None:
            visit = await self._receive(tx, turn)
            await visit.apologise()
            await visit.alarm(self._operators)

        try:
            await self._db.insist(tell)
        except Exception:  # what failed five times may fail here too, and stops no other
            log.exception("nobody could be told that update %d failed", turn.waiting.update_id)

    async def _set_aside(self, one: Waiting, error: str) -> None:
        async def note(tx: Transaction) -> Any:  # noqa: ANN401
            return await updates.set_aside(
                tx, bot_id=self._bot.id, update_id=one.update_id, error=error, now=clock.now()
            )

        await self._db.insist(note)


async def _all_of(acts: Iterable[Awaitable[None]]) -> None:
    """Let acts go on at the same time, and raise what the first of them raised.

    No group of tasks: told to stop, that would raise its tasks' troubles in place of the
    cancellation, and the stop would be taken for somebody's failure.
    """
    for outcome in await asyncio.gather(*acts, return_exceptions=True):
        if outcome is not None:
            raise outcome
