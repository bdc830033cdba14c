"""Pushing updates to webhooks: in order within a chat, again and again until accepted."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.dispatch import answer, written
from sandbox.poster import Reply
from sandbox.world import World
from sandbox.world.inbox import Update, Webhook
from sandbox.world.people import Bot

LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0
GONE = 410
GONE_FOR = 23 * 3600.0
ACCEPTED = range(200, 300)


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    """Push updates to every webhook while the block runs."""
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(_watch(world))
        try:
            yield
        finally:
            watching.cancel()


async def _watch(world: World) -> None:
    served: set[int] = set()
    world.webhooks_changed.set()
    async with asyncio.TaskGroup() as messengers:
        while True:
            await world.webhooks_changed.wait()
            world.webhooks_changed.clear()
            for bot in world.bots.values():
                if bot.inbox.webhook is not None and bot.id not in served:
                    served.add(bot.id)
                    messengers.create_task(Messenger(world, bot).run())


class Messenger:
    """Carries one bot's updates to its webhook, one at a time within each lane."""

    def __init__(self, world: World, bot: Bot) -> None:
        self.world = world
        self.bot = bot
        self.inbox = bot.inbox
        self.gone_since: float | None = None

    @property
    def at_work(self) -> bool:
        """Say whether there is a webhook to push to."""
        return self.inbox.webhook is not None

    async def run(self) -> None:
        """Push whenever there is a webhook."""
        while True:
            self.inbox.news.clear()
            if self.inbox.webhook is None:
                await self.inbox.news.wait()
            else:
                await self._session(self.inbox.webhook.max_connections)

    async def _session(self, connections: int) -> None:
        """Push until the webhook is taken away; what is left can then be fetched."""
        self._give_back()
        room = asyncio.Semaphore(connections)
        async with asyncio.TaskGroup() as lanes:
            while self.at_work:
                self.inbox.news.clear()
                for key in self._sort():
                    lanes.create_task(self._push_lane(key, room))
                await self.inbox.news.wait()
            self.world.travelled.ring()
        self._give_back()

    def _sort(self) -> list[str]:
        """Move what is pending into its lanes; gives the lanes that were empty."""
        begun = []
        while self.inbox.pending:
            update = self.inbox.pending.popleft()
            if update.key not in self.inbox.lanes:
                self.inbox.lanes[update.key] = deque()
                begun.append(update.key)
            self.inbox.lanes[update.key].append(update)
        return begun

    async def _push_lane(self, key: str, room: asyncio.Semaphore) -> None:
        lane = self.inbox.lanes[key]
        while lane and self.at_work:
            update = lane[0]
            if await self._push(update, room) and lane and lane[0] is update:
                lane.popleft()
        if not lane and self.inbox.lanes.get(key) is lane:
            del self.inbox.lanes[key]

    async def _push(self, update: Update, room: asyncio.Semaphore) -> bool:
        """Push until accepted or too old; False when the webhook was taken away first."""
        delay = 0.0
        while self.at_work:
            if update.expires <= self.world.clock.timestamp():
                return True
            async with room:
                accepted, wait = await self._try(update)
            if accepted:
                return True
            await self._rest(delay if wait is None else wait)
            delay = min(max(delay * 2, 1.0), LONGEST_DELAY)
        return False

    async def _try(self, update: Update) -> tuple[bool, float | None]:
        """Push once; gives whether it was accepted and how long the webhook asks to wait."""
        hook = self.inbox.webhook
        if hook is None:
            return False, None
        headers = {"Content-Type": "application/json"}
        if hook.secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        body = written({"update_id": update.id, **update.body})
        try:
            reply = await self.world.poster(hook.url, headers, body)
        except (OSError, TimeoutError) as error:
            self._failed(hook, f"Connection failed: {error}")
            return False, None
        if reply.status in ACCEPTED:
            self.gone_since = None
            await self._do_what_it_asks(reply)
            return True, None
        self._failed(hook, f"Wrong response from the webhook: {reply.status}")
        self._forget_if_gone(reply)
        return False, _retry_after(reply)

    def _failed(self, hook: Webhook, words: str) -> None:
        hook.failed_at, hook.failure = self.world.date(), words

    def _forget_if_gone(self, reply: Reply) -> None:
        now = self.world.clock.timestamp()
        if reply.status != GONE:
            self.gone_since = None
        elif self.gone_since is None:
            self.gone_since = now
        elif now - self.gone_since > GONE_FOR:
            self.inbox.webhook = None
            self.inbox.news.set()

    async def _do_what_it_asks(self, reply: Reply) -> None:
        """Do the call a webhook may put into its answer; its result goes nowhere."""
        try:
            asked = json.loads(reply.body) if reply.body.strip() else None
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await answer(self.world, self.bot.token, asked.pop("method"), asked, {})

    async def _rest(self, seconds: float) -> None:
        """Wait by the world's clock, so that time travel shortens it."""
        until = self.world.clock.timestamp() + seconds
        while self.at_work and (left := until - self.world.clock.timestamp()) > 0:
            await self.world.travelled.wait(left)

    def _give_back(self) -> None:
        left = [update for lane in self.inbox.lanes.values() for update in lane]
        self.inbox.lanes.clear()
        self.inbox.pending.extendleft(sorted(left, key=lambda update: -update.id))


def _retry_after(reply: Reply) -> float | None:
    try:
        return min(float(reply.headers["retry-after"]), LONGEST_RETRY_AFTER)
    except (KeyError, ValueError):
        return None
