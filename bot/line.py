"""What waits to leave: answers before notices before broadcasts, one at a time to each chat."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Iterable

from bot.pacing import Pacing
from models.messages.tables import Lane, Message, Method

Key = tuple[int, int]


class Line:
    """Messages in memory that may leave when the pace allows. Times are the loop's seconds."""

    def __init__(self, pacing: Pacing, *, at_once: int) -> None:
        self._pacing = pacing
        self._at_once = at_once
        self._lanes: dict[Lane, deque[Message]] = {lane: deque() for lane in Lane}
        self._held: dict[int, list[tuple[int, int, Message]]] = {}  # by chat, urgent first
        self._timers: list[tuple[float, int]] = []  # when to look at a chat again
        self._known: dict[Key, int] = {}  # by when it came: nothing overtakes in its chat
        self._busy: set[int] = set()
        self._freed: dict[int, Key] = {}  # by chat: what was held and is in its lane again
        self._under_way = 0
        self._order = itertools.count()
        self._fewer = asyncio.Event()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, key: Key) -> bool:
        return key in self._known

    @property
    def _has_room(self) -> bool:
        # More than one place is waited for: each batch that leaves costs a commit.
        return self._under_way <= self._at_once // 2

    def put(self, messages: Iterable[Message]) -> None:
        """Line up messages; one that already stands in line or is under way stays as it is."""
        for message in messages:
            key = message.key
            if key not in self._known:
                self._known[key] = next(self._order)
                self._lanes[Lane(message.lane)].append(message)

    def drop(self) -> None:
        """Forget what waits: another process sends it. What is under way comes to its end."""
        for waiting in self._lanes.values():
            waiting.clear()
        for one in (self._held, self._timers, self._known, self._freed):
            one.clear()
        self._fewer.set()

    async def rest(self) -> None:
        """Wait until nothing waits or is under way."""
        while self._known:
            self._fewer.clear()
            await self._fewer.wait()

    def take(self, now: float) -> list[Message]:
        """Return what may leave now; each counts as under way until `done`."""
        self._look_again(now)
        taken: list[Message] = []
        if not self._has_room:
            return taken
        for lane, waiting in self._lanes.items():
            while waiting and self._under_way < self._at_once:
                message = waiting[0]
                free = message.method is Method.TOAST
                if not free and self._wait_all(lane, message, now) > 0:
                    break
                waiting.popleft()
                if self._may_leave(message, now, free=free):
                    taken.append(message)
        return taken

    def next_look(self, now: float) -> float | None:
        """Return seconds until `take` may give something without anybody calling; None: never."""
        if not self._has_room:
            return None  # the next that is done makes room
        waits = [at - now for at, _chat in self._timers[:1]]
        for lane, waiting in self._lanes.items():
            if waiting:
                waits.append(self._wait_all(lane, waiting[0], now))
        return max(min(waits), 0.001) if waits else None

    def _wait_all(self, lane: Lane, message: Message, now: float) -> float:
        urgent = lane is Lane.ANSWER
        return self._pacing.wait_all(now, urgent=urgent, messages=message.size)

    def done(self, message: Message) -> None:
        """Say that a message is no longer under way; the next for its chat may come."""
        self._known.pop(message.key, None)
        self._under_way -= 1
        self._fewer.set()
        if message.method is not Method.TOAST:
            self._busy.discard(message.chat_id)
            self._free(message.chat_id)

    def _may_leave(self, message: Message, now: float, *, free: bool) -> bool:
        chat, reaction = message.chat_id, message.method is Method.REACT
        if self._freed.get(chat) == message.key:
            del self._freed[chat]
        if not free:
            wait = self._pacing.wait_chat(chat, now, reaction=reaction)
            if chat in self._busy or wait > 0:
                self._hold(message, now + wait if wait > 0 else None)
                return False
            self._pacing.spend(chat, now, reaction=reaction, messages=message.size)
            self._busy.add(chat)
        self._under_way += 1
        return True

    def _hold(self, message: Message, until: float | None) -> None:
        held = self._held.setdefault(message.chat_id, [])
        heapq.heappush(held, (int(message.lane), self._known[message.key], message))
        if until is not None:
            heapq.heappush(self._timers, (until, message.chat_id))

    def _look_again(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            self._free(heapq.heappop(self._timers)[1])

    def _free(self, chat: int) -> None:
        held = self._held.get(chat)
        if not held or chat in self._busy or chat in self._freed:
            return  # one after the other, or they would change places in the lane
        message = heapq.heappop(held)[2]
        if not held:
            del self._held[chat]
        self._freed[chat] = message.key
        self._lanes[Lane(message.lane)].appendleft(message)
