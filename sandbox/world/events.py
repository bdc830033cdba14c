"""What happened, for pages that watch: a numbered list with a bounded memory."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.world.bell import Bell
from sandbox.world.messages import Message
from sandbox.world.shapes import Json

MEMORY = 20_000


@dataclass(slots=True)
class Event:
    """One thing that happened; a message is shaped only when somebody looks."""

    seq: int
    type: str
    fields: Json
    message: Message | None = None

    def shape(self) -> Json:
        """Give the event as JSON."""
        shaped = {"seq": self.seq, "type": self.type, **self.fields}
        if self.message is not None:
            shaped["message"] = self.message.shape(for_page=True)
        return shaped


@dataclass(slots=True, eq=False)
class Events:
    """The newest events; the bell rings at each new one."""

    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=MEMORY))
    seq: int = 0
    bell: Bell = field(default_factory=Bell)

    def add(self, kind: str, message: Message | None = None, **fields: object) -> None:
        """Record something that happened."""
        self.seq += 1
        if message is not None:
            fields = {"chat_id": message.chat.id, "message_id": message.id, **fields}
            if message.chat.bot is not None:
                fields["bot_id"] = message.chat.bot.id
        self.recent.append(Event(self.seq, kind, fields, message))
        self.bell.ring()

    def since(self, seq: int) -> Iterator[Event]:
        """Give what happened after `seq`, oldest first, without walking over what came before."""
        new = min(self.seq - seq, len(self.recent))
        for place in range(len(self.recent) - max(new, 0), len(self.recent)):
            yield self.recent[place]
