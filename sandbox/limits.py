"""Telegram's own pace of sending, enforced on wish."""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import Clock

MINUTE = 60.0


@dataclass(slots=True)
class Limits:
    """Counts what bots send: over all, to one private chat, into one group. Off by default."""

    clock: Clock
    enabled: bool = False
    per_second: int = 30
    private_burst: int = 3
    private_per_second: float = 1.0
    group_per_minute: int = 20
    _all: dict[int, deque[float]] = field(default_factory=dict)
    _groups: dict[tuple[int, int], deque[float]] = field(default_factory=dict)
    _privates: dict[tuple[int, int], float] = field(default_factory=dict)

    def wait(self, bot_id: int, chat_id: int, messages: int = 1) -> int:
        """Give 0 and count the messages, or give the seconds to wait."""
        if not self.enabled:
            return 0
        now = self.clock.timestamp()
        every = self._all.setdefault(bot_id, deque())
        wait = self._window(every, now, 1.0, self.per_second, messages)
        if chat_id < 0:
            group = self._groups.setdefault((bot_id, chat_id), deque())
            wait = max(wait, self._window(group, now, MINUTE, self.group_per_minute, messages))
            taken = [every, group]
        else:
            taken = [every]
            wait = max(wait, self._drip((bot_id, chat_id), now, messages, also_take=not wait))
        if wait > 0:
            return max(1, math.ceil(wait))
        for window in taken:
            window.extend([now] * messages)
        return 0

    @staticmethod
    def _window(sent: deque[float], now: float, span: float, most: int, messages: int) -> float:
        while sent and sent[0] <= now - span:
            sent.popleft()
        room = most - len(sent)
        if messages <= room or not sent:
            return 0.0
        return sent[min(messages - room, len(sent)) - 1] + span - now

    def _drip(self, key: tuple[int, int], now: float, messages: int, *, also_take: bool) -> float:
        # The time up to which this chat's allowance is spent; a burst may run ahead of now. An
        # album goes as soon as one message might, and is paid off afterwards.
        spent = max(self._privates.get(key, 0.0), now)
        after = spent + messages / self.private_per_second
        ahead = spent - now - (self.private_burst - 1) / self.private_per_second
        if ahead <= 0 and also_take:
            self._privates[key] = after
        return max(ahead, 0.0)
