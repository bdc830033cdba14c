"""What a bot has not fetched yet: its pending updates, in order, until confirmed or too old."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from sandbox.world.shapes import Json

UPDATE_KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    ]
)
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = UPDATE_KINDS - ONLY_ON_REQUEST
DAY = 24 * 3600.0
CALLBACK_LIFE = 150.0


@dataclass(slots=True)
class Update:
    """One update as it will be delivered; `key` is the queue whose order a webhook keeps."""

    id: int
    body: Json
    key: str
    expires: float


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where updates are pushed to instead of being fetched."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    certificate: bool = False
    ip_address: str | None = None
    failed_at: int | None = None
    failure: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Inbox:
    """Pending updates of one bot; what is not in `allowed` is never created."""

    timestamp: Callable[[], float]
    next_id: int = 500_000_001
    allowed: frozenset[str] = BY_DEFAULT
    pending: deque[Update] = field(default_factory=deque)
    webhook: Webhook | None = None
    webhook_set_at: float = float("-inf")
    last_conflict: float = float("-inf")
    # Updates on their way to the webhook, in order per key.
    lanes: dict[str, deque[Update]] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    held: asyncio.Future[str] | None = None
    # Faults that wait for the next update: how often it comes, whether it overtakes.
    mischief: Callable[[str, int | None], str | None] = field(default=lambda _kind, _chat: None)

    def push(self, kind: str, body: Json, *, key: int, life: float = DAY) -> None:
        """Create an update unless the bot does not want its kind."""
        if kind not in self.allowed:
            return
        expires = self.timestamp() + life
        trick = self.mischief(kind, key)
        update = Update(self._next(), {kind: body}, str(key), expires)
        self._append(update, trick)
        self.wake("news")

    def push_raw(self, body: Json) -> int:
        """Create an update of any content, well formed or not; returns its id."""
        number = body.get("update_id")
        update_id = number if isinstance(number, int) else self._next()
        rest = {name: value for name, value in body.items() if name != "update_id"}
        self.pending.append(Update(update_id, rest, "raw", self.timestamp() + DAY))
        self.wake("news")
        return update_id

    def _next(self) -> int:
        number = self.next_id
        self.next_id += 1
        return number

    def _append(self, update: Update, trick: str | None) -> None:
        if trick == "reorder_updates" and self.pending:
            last = self.pending[-1]
            last.body, update.body = update.body, last.body
            last.key, update.key = update.key, last.key
        self.pending.append(update)
        if trick == "duplicate_update":
            self.pending.append(update)

    @property
    def waiting(self) -> int:
        """Count what has not reached the bot."""
        return len(self.pending) + sum(map(len, self.lanes.values()))

    def forget(self) -> None:
        """Drop everything that has not reached the bot."""
        self.pending.clear()
        for lane in self.lanes.values():
            lane.clear()

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative offset keeps that many of the newest."""
        if offset < 0:
            for _ in range(len(self.pending) + offset):
                self.pending.popleft()
            return
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()

    def batch(self, limit: int) -> list[Update]:
        """Give the oldest pending updates that are not too old."""
        now = self.timestamp()
        found = list(islice(self.pending, limit))
        if any(update.expires <= now for update in found):
            self.pending = deque(update for update in self.pending if update.expires > now)
            found = list(islice(self.pending, limit))
        return found

    def wake(self, reason: str) -> None:
        """Release the held poll, if there is one, and the webhook's messenger."""
        self.news.set()
        if self.held is not None and not self.held.done():
            self.held.set_result(reason)
