"""When a message may leave: Telegram's pace over all, in one chat, in one group."""

from collections import deque
from dataclasses import dataclass, field

_BURST = 3  # to one private chat at once
_RESERVE = 3  # of the overall pace kept back for answers while a broadcast runs
_GROUP_BURST = 3  # to one group at once, and within its minute
_EVEN = 0.95  # of a private chat's pace: what leaves evenly arrives a little unevenly
_FEW = 1000  # chats; with more of them those that are quiet are forgotten
_PROMPT = 10.0  # seconds within which several chats' complaints count as one


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back at a rate, up to a depth. Rate 0 is no limit."""

    rate: float
    depth: float
    tokens: float
    at: float

    def wait(self, now: float, leave: float = 0.0) -> float:
        """Return seconds until one token can be taken and `leave` remain."""
        if self.rate <= 0:
            return 0.0
        self.tokens = min(self.depth, self.tokens + (now - self.at) * self.rate)
        self.at = now
        missing = 1 + leave - self.tokens
        return max(missing / self.rate, 0.0) if missing > 1e-9 else 0.0  # noqa: PLR2004

    def take(self, tokens: float = 1) -> None:
        if self.rate > 0:
            self.tokens -= tokens

    def is_full(self, now: float) -> bool:
        """Tell whether everything has come back, as in a new one."""
        return self.tokens + (now - self.at) * self.rate >= self.depth

    def gone(self, now: float) -> None:
        """Say that what was taken last leaves only now: nothing came back meanwhile."""
        self.at = max(self.at, now)


@dataclass(slots=True)
class _Second:
    """What left within the last second: an album is let in only where all of it fits."""

    most: float
    _sent: deque[tuple[float, int]] = field(default_factory=deque)
    _sum: int = 0
    _fresh: int = 0  # of the last ones: let in, and not gone yet

    def wait(self, now: float, messages: int) -> float:
        """Return seconds until so many fit; more than ever fit go when nothing else did."""
        self._expire(now)
        excess, free_at = self._sum + messages - self.most, now
        for at, count in self._sent:
            if excess <= 0:
                break
            excess, free_at = excess - count, at + 1.0
        return free_at - now

    def count(self, now: float, messages: int) -> None:
        self._expire(now)
        self._sent.append((now, messages))
        self._sum += messages
        self._fresh += 1

    def gone(self, now: float) -> None:
        """Say that what was let in last leaves only now: a commit stood between."""
        for place in range(-min(self._fresh, len(self._sent)), 0):
            self._sent[place] = (now, self._sent[place][1])
        self._fresh = 0

    def _expire(self, now: float) -> None:
        while self._sent and self._sent[0][0] <= now - 1.0:
            self._sum -= self._sent.popleft()[1]


@dataclass(slots=True, kw_only=True)
class Pacing:
    """The pace of one bot. Times are seconds of a clock that only moves forward.

    `per_second` over all, `per_chat_per_second` to one private chat (with a burst of 3),
    `per_group_per_minute` to one group; 0 lifts a limit. A reaction counts against a pace of
    its own in its chat, a toast against none.
    """

    per_second: float = 25
    per_chat_per_second: float = 1
    per_group_per_minute: float = 18
    _all: _Bucket = field(init=False)
    _chats: dict[tuple[int, bool], _Bucket] = field(init=False, default_factory=dict)
    _paused: dict[int, float] = field(init=False, default_factory=dict)
    _second: _Second = field(init=False)
    _fresh: list[_Bucket] = field(init=False, default_factory=list)  # spent from, not gone yet
    _complaints: dict[int, float] = field(init=False, default_factory=dict)
    _all_until: float = field(init=False, default=0.0)
    _forget_at: int = field(init=False, default=_FEW)  # chats; twice as many as were kept last

    def __post_init__(self) -> None:
        # Deep enough that a process which wakes late loses nothing of the pace; what that would
        # let out at once is cut where it counts: 25 a second never make 30 within any second.
        depth = max(self.per_second / 4, _RESERVE + 2)
        self._all = _Bucket(self.per_second, depth, depth, 0.0)
        self._second = _Second(self.per_second + _RESERVE)

    def wait_all(self, now: float, *, urgent: bool, messages: int = 1) -> float:
        """Return seconds until anything may leave; what is not urgent leaves a reserve."""
        paused = self._all_until - now
        steady = self._all.wait(now, 0 if urgent else _RESERVE)
        return max(paused, steady, self._second.wait(now, messages), 0.0)

    def wait_chat(self, chat_id: int, now: float, *, reaction: bool = False) -> float:
        """Return seconds until something may leave for this chat."""
        paused = self._paused.get(chat_id, 0.0) - now
        return max(paused, self._bucket(chat_id, now, reaction=reaction).wait(now), 0.0)

    def spend(self, chat_id: int, now: float, *, reaction: bool = False, messages: int = 1) -> None:
        """Count something that leaves for this chat: one message, or an album of several.

        An album may leave when one message might, and what follows waits until it is paid off.
        """
        self._all.take(messages)
        if self.per_second > 0:
            self._second.count(now, messages)
        bucket = self._bucket(chat_id, now, reaction=reaction)
        bucket.take(messages)
        self._fresh.append(bucket)

    def gone(self, now: float) -> None:
        """Say that what was spent last leaves only now, so that a slow commit makes no rush."""
        self._second.gone(now)
        for bucket in self._fresh:
            bucket.gone(now)
        self._fresh.clear()

    def pause(self, chat_id: int, seconds: float, now: float) -> bool:
        """Leave a chat alone, as Telegram asked; True if now everything is to rest.

        One chat's limit is that chat's; when several chats complain at once, it is the bot's.
        """
        self._paused[chat_id] = max(self._paused.get(chat_id, 0.0), now + seconds)
        self._complaints[chat_id] = now
        recent = sum(1 for at in self._complaints.values() if now - at < _PROMPT)
        if recent > 1:
            self._all_until = max(self._all_until, now + seconds)
        return recent > 1

    def pause_all(self, seconds: float, now: float) -> None:
        """Leave everybody alone for a while."""
        self._all_until = max(self._all_until, now + seconds)

    def _bucket(self, chat_id: int, now: float, *, reaction: bool) -> _Bucket:
        bucket = self._chats.get((chat_id, reaction))
        if bucket is None:
            if len(self._chats) >= self._forget_at:
                self._forget(now)
            bucket = self._new(chat_id, now, reaction=reaction)
            if bucket.rate > 0:
                self._chats[chat_id, reaction] = bucket
        return bucket

    def _new(self, chat_id: int, now: float, *, reaction: bool) -> _Bucket:
        if chat_id > 0 or reaction:
            return _Bucket(self.per_chat_per_second * _EVEN, _BURST, _BURST, now)
        most = self.per_group_per_minute
        depth = max(min(_GROUP_BURST, most / 6), 1)
        # What may leave at once is part of the minute: with it and what comes back no more than
        # `most` leave in any minute, also where one of them was held up.
        rate = max(most - depth, most / 2) / 60
        return _Bucket(rate, depth, depth, now)

    def _forget(self, now: float) -> None:
        """Drop the chats that have been quiet for long enough: their buckets are full again."""
        self._chats = {key: one for key, one in self._chats.items() if not one.is_full(now)}
        self._forget_at = max(2 * len(self._chats), _FEW)
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._complaints = {c: at for c, at in self._complaints.items() if now - at < _PROMPT}
