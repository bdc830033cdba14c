"""A burst: N deputies who check in at one moment, and when each of them was answered."""

import enum
import json
import time
from dataclasses import dataclass, field
from typing import Any

BOT = {
    "id": 1000001,
    "is_bot": True,
    "first_name": "回音",
    "username": "huiyin_bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
}
TOKEN = "1000001:benchmark"  # noqa: S105 - opens nothing but the load generator
GROUP_ID = -1001000000001
STAFF_CHAT_ID = -1001000000002
GROUP = {"id": GROUP_ID, "type": "supergroup", "title": "代表群"}
FIRST_DEPUTY = 6_000_000_001  # a Telegram id beyond 32 bits, as new accounts have
FIRST_MESSAGE = 1_000_000  # above the numbers of what the bot itself sends
FIRST_UPDATE = 500_000_001


class Way(enum.StrEnum):
    """How the deputies check in."""

    PRIVATE = "private"  # the word, in their private chat with the bot
    GROUP = "group"  # the word, in the deputies' group
    BUTTON = "button"  # the button under the card in the group


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The message with the check-in button, as the bot sent it."""

    message_id: int
    data: str


@dataclass(slots=True, kw_only=True)
class Burst:
    """Updates ready to be handed out, and the moments (monotonic seconds) of what came of them.

    The first answer to a deputy is the first of: a message to the private chat, a reaction on
    the message or a reply that quotes it, a toast to the button. A message counts only if
    `answer_has` is in its text. The same thing said twice to the same deputy counts as doubled.
    """

    way: Way
    n: int
    answer_has: str
    card: Card
    updates: list[tuple[int, bytes]] = field(default_factory=list)
    released: float = 0.0
    handed: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    doubled: int = 0
    _said: set[tuple[int, str, str]] = field(default_factory=set)

    def prepare(self) -> None:
        """Write every update beforehand, so that handing out costs nothing."""
        now = int(time.time())
        for i in range(self.n):
            body = {"update_id": FIRST_UPDATE + i, **_update(self, i, now)}
            text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
            self.updates.append((FIRST_UPDATE + i, text.encode()))

    def hand_out(self, update_ids: list[int], now: float) -> None:
        """Note what is on its way; a second time does not move the first."""
        for update_id in update_ids:
            self.handed.setdefault(update_id - FIRST_UPDATE, now)

    def answer(self, method: str, fields: dict[str, str], now: float) -> None:
        """Note a call of the bot, if it answers one of the deputies."""
        i = self._whom(method, fields)
        if not 0 <= i < self.n or i not in self.handed:
            return
        text = fields.get("text", "")
        if method == "sendMessage" and self.answer_has not in text:
            return
        said = (i, method, text)
        self.doubled += said in self._said
        self._said.add(said)
        self.answered.setdefault(i, now)

    @property
    def is_answered(self) -> bool:
        """Tell whether everybody has heard something."""
        return len(self.answered) == self.n

    def _whom(self, method: str, fields: dict[str, str]) -> int:
        if method == "answerCallbackQuery":
            return int(fields["callback_query_id"]) - FIRST_UPDATE
        chat_id = int(fields.get("chat_id", 0))
        if chat_id != GROUP_ID:
            return chat_id - FIRST_DEPUTY if method == "sendMessage" else -1
        if method == "setMessageReaction":
            return int(fields["message_id"]) - FIRST_MESSAGE
        if method == "sendMessage" and "reply_parameters" in fields:
            return int(json.loads(fields["reply_parameters"])["message_id"]) - FIRST_MESSAGE
        return -1


def _update(burst: Burst, i: int, now: int) -> dict[str, Any]:
    deputy = {
        "id": FIRST_DEPUTY + i,
        "is_bot": False,
        "first_name": f"代表{i + 1:05}",
        "language_code": "zh-hans",
    }
    if burst.way is Way.BUTTON:
        card = {
            "message_id": burst.card.message_id,
            "from": BOT,
            "chat": GROUP,
            "date": now,
            "text": "签到",
        }
        query = {"id": str(FIRST_UPDATE + i), "from": deputy, "chat_instance": "1"}
        return {"callback_query": query | {"message": card, "data": burst.card.data}}
    private = {"id": deputy["id"], "type": "private", "first_name": deputy["first_name"]}
    message = {"message_id": FIRST_MESSAGE + i, "from": deputy, "date": now, "text": "签到"}
    return {"message": message | {"chat": private if burst.way is Way.PRIVATE else GROUP}}
