"""Carries the outbox to Telegram: each message once, at Telegram's pace, and notes the outcome."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from datetime import timedelta

import telegram

from bot.carried import with_pictures
from bot.faces import show
from bot.line import Line
from bot.pacing import Pacing
from bot.sending import Reply, Result, send
from bot.settling import settle
from bot.strays import Strays
from handlers.kit import live, papers, screens
from handlers.kit.papers import Spoken
from handlers.kit.screens import Screen
from models import clock, tracing
from models.database import Database, Transaction
from models.messages import carrying, sealed_away
from models.messages.tables import Message
from models.outages import is_unavailable
from models.people.keys import WAY_OUT, KeysProblem

log = logging.getLogger(__name__)

_AT_ONCE = 256
_ENOUGH = 1000  # messages in memory, forty seconds of the pace: further ones wait in the table
_CLAIMED = 500  # messages taken hold of together
_GATHER = 0.1  # seconds that outcomes wait for others before they are written down
_LOOK_EVERY = 1.0  # seconds between looks for what nobody rang for
_LAST_CALLS = 8.0  # seconds that calls under way have to end when the program stops


class Delivery:
    """Sends what is in the outbox; `run` until cancelled, or `once` for all that may leave."""

    def __init__(self, db: Database, bot: telegram.Bot, pacing: Pacing, *, owner: str) -> None:
        self._db = db
        self._bot = bot
        self._owner = owner
        self._pacing = pacing
        self._line = Line(pacing, at_once=_AT_ONCE)
        self._replies: list[tuple[Message, Reply]] = []
        self._unwritten: set[tuple[int, int]] = set()  # on their way, or come back since
        self._stopping = False
        self._holds = True
        self._left = False  # something that can wait was left in the table
        self._written_at = 0.0
        self._wake = asyncio.Event()
        self._look_now = asyncio.Event()
        db.on_posted.append(self._posted)
        db.is_full = self._is_full

    def __len__(self) -> int:
        return len(self._line)

    async def run(self) -> None:
        """Deliver until cancelled; then what has left is waited for, and its outcome noted."""
        await self._remember_pauses()
        self._stopping = False
        async with asyncio.TaskGroup() as calls:
            collecting = calls.create_task(self._collect())
            delivering = calls.create_task(self._deliver(calls))
            try:
                await asyncio.wait([delivering])
            except asyncio.CancelledError:
                collecting.cancel()
                self._stopping = True
                self._wake.set()
                await asyncio.wait([delivering], timeout=_LAST_CALLS)
                raise

    async def _deliver(self, calls: asyncio.TaskGroup) -> None:
        while self._unwritten or not self._stopping:
            self._wake.clear()
            if await self._round(calls, gather=0.0 if self._stopping else _GATHER):
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._next_look()):
                    await self._wake.wait()

    async def once(self) -> None:
        """Deliver what may leave now, and what follows from it."""
        await self._find()
        busy = True
        while busy:
            async with asyncio.TaskGroup() as calls:
                busy = await self._round(calls)

    def _next_look(self) -> float | None:
        waits = [self._line.next_look(self._time())]
        if self._replies:
            waits.append(max(self._written_at + _GATHER - self._time(), 0.0))
        return min((one for one in waits if one is not None), default=None)

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    async def change(self, *, holds: bool) -> None:
        """Deliver from now on, or leave it to the process that holds the bot.

        Whoever begins knows that nobody else delivers any more, and need not wait for signs.
        """
        self._holds = holds
        if not holds:
            self._line.drop()
            return

        async def take(tx: Transaction) -> None:
            await carrying.take_over(tx, bot_id=self._bot.id, owner=self._owner, now=clock.now())

        await self._db.insist(take)
        self.look()

    async def rest(self) -> None:
        """Wait until nothing that is in memory waits or is under way."""
        await self._line.rest()

    def look(self) -> None:
        """Look for what others have left, at once."""
        self._look_now.set()

    def _is_full(self) -> bool:
        """Tell whether what can wait is to wait in the table: as long as something does there.

        However much is to be said, no more is kept in memory; and what comes later stays behind.
        """
        self._left = self._left or len(self._line) >= _ENOUGH
        return self._left

    def _posted(self, posted: list[Message]) -> None:
        now = clock.now()
        self._line.put(one for one in posted if one.owner == self._owner and one.not_before <= now)
        self._wake.set()

    async def _remember_pauses(self) -> None:
        now, time = clock.now(), self._time()
        async with self._db.reading() as tx:
            for pause in await carrying.pauses(tx, bot_id=self._bot.id, now=now):
                seconds = (pause.until - now).total_seconds()
                if pause.chat_id:
                    self._pacing.pause(pause.chat_id, seconds, time)
                else:
                    self._pacing.pause_all(seconds, time)

    async def _collect(self) -> None:
        """Find what this process does not know yet: left by others, due now, or stale."""
        look, strays = self._time(), Strays(self._db)
        while True:
            self._look_now.clear()
            due = self._time() >= look
            look = self._time() + _LOOK_EVERY if due else look
            if self._holds:
                await self._find(of_gone=due)
            if age := strays.due():
                await self._find_strays(age)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(look):
                    await self._look_now.wait()

    async def _find_strays(self, age: timedelta) -> None:
        """Give back what this process holds but does not remember: it is then found anew."""

        async def look(tx: Transaction) -> None:
            bot_id, owner, now = self._bot.id, self._owner, clock.now()
            await carrying.give_up_unheld(tx, bot_id=bot_id, now=now)
            keys = await carrying.held(tx, bot_id=bot_id, owner=owner, before=now - age)
            strays = {key for key in keys if key not in self._line} - self._unwritten
            if strays:
                await carrying.give_back(tx, keys=strays, owner=self._owner)

        await self._db.insist(look)

    async def _find(self, *, of_gone: bool = True) -> None:
        room = min(_ENOUGH - len(self._line), _CLAIMED)
        most = room if room > 0 else _CLAIMED

        async def look(tx: Transaction) -> list[Message]:
            bot_id, owner, now = self._bot.id, self._owner, clock.now()
            if of_gone:
                await carrying.let_go(tx, bot_id=bot_id, owner=owner, now=now)
            found = await carrying.claim(
                tx, bot_id=bot_id, owner=owner, now=now, limit=most, answers_only=room <= 0
            )
            self._left = room <= 0 or len(found) == most
            return found + await carrying.stale(tx, bot_id=bot_id, now=now)

        try:
            found = await self._db.insist(look)
        except KeysProblem:
            await self._put_off_sealed()
            return
        self._line.put(found)
        if found:
            self._wake.set()

    async def _put_off_sealed(self) -> None:
        """Let the rest leave: what no key opens is no reason to send nothing at all."""

        async def put_off(tx: Transaction) -> int:
            return await sealed_away.put_off(tx, bot_id=self._bot.id, now=clock.now())

        closed = await self._db.insist(put_off)
        log.error("%d messages cannot be opened: %s", closed, WAY_OUT)

    async def _round(self, calls: asyncio.TaskGroup, *, gather: float = 0.0) -> bool:
        """Write down what came back, mark what leaves, start the calls; False: nothing to do.

        Outcomes alone wait up to `gather` seconds for others: each writing is a commit.
        """
        rests = self._stopping or not self._holds
        batch = [] if rests else self._line.take(self._time())
        if not batch and (not self._replies or self._time() < self._written_at + gather):
            return False
        replies, self._replies = self._replies, []

        async def write(tx: Transaction) -> set[tuple[int, int]]:
            await settle(tx, replies, bot_id=self._bot.id, now=clock.now())
            new = [one.key for one in batch if one.is_new]
            await carrying.forget_faces(tx, keys=[one.key for one in batch if one.face])
            return await carrying.mark_sending(tx, keys=new, owner=self._owner) if new else set()

        self._unwritten.update(one.key for one in batch)
        marked = await self._db.insist(write)
        self._written_at = self._time()
        self._pacing.gone(self._written_at)
        for one, _reply in replies:
            self._unwritten.discard(one.key)
            if one.live:
                self._line.done(one)
        self._start(calls, batch, marked)
        return True

    def _start(
        self, calls: asyncio.TaskGroup, batch: Iterable[Message], marked: set[tuple[int, int]]
    ) -> None:
        for one in batch:
            if one.is_new and one.key not in marked:
                self._unwritten.discard(one.key)
                self._line.done(one)  # another process has it, or it was cancelled
            else:
                calls.create_task(self._send(one))

    async def _send(self, message: Message) -> None:
        with tracing.named(tracing.of_message(message.about, message.id)):
            await self._deliver_one(message)

    async def _deliver_one(self, message: Message) -> None:
        try:
            bring = show if message.live else send
            reply = await bring(self._bot, message, await self._screen(message))
        except Exception as problem:  # the item's border: one that cannot be shown stops no other
            away = is_unavailable(problem)
            if not away:
                log.exception("message %d (%s) cannot be shown", message.id, message.kind)
            reply = Reply(result=Result.LATER if away else Result.REFUSED, words="cannot be shown")
        log.debug("message %d (%s): %s", message.id, message.kind, reply.result.name.lower())
        self._heed(message, reply)
        self._replies.append((message, reply))
        if self._left and len(self._line) < _ENOUGH // 2:
            self.look()
        if not message.live:  # a live one is still stale for whoever looks into the database
            self._line.done(message)
        self._wake.set()

    def _heed(self, message: Message, reply: Reply) -> None:
        """Slow down at once where Telegram says so."""
        if reply.result is Result.PAUSE:
            everything = self._pacing.pause(message.chat_id, reply.seconds, self._time())
            log.warning(
                "Telegram asks for %.0f s of rest in %s",
                reply.seconds,
                "every chat" if everything else "one chat",
            )
        elif reply.result is Result.LOCKED_OUT:
            self._pacing.pause_all(10, self._time())
            log.error("Telegram does not accept the bot's token")

    async def _screen(self, message: Message) -> Screen:
        if papers.has_paper(message.kind):
            spoken = Spoken(locale=message.locale, zone=message.zone)
            async with self._db.reading() as tx:
                paper = await papers.made(tx, message.kind, message.body, spoken)
            return screens.show(paper.notice, locale=message.locale, zone=message.zone, paper=paper)
        if not message.live:
            notice = live.stored(message.kind, message.body)
        else:
            async with self._db.reading() as tx:
                notice = await live.present(tx, message.kind, message.body)
        screen = screens.show(notice, locale=message.locale, zone=message.zone)
        return await with_pictures(self._db, screen)
