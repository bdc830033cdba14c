"""Pressing buttons and opening links."""

from urllib.parse import parse_qs, urlsplit

from sandbox.acts.scene import DeedError
from sandbox.acts.sharing import Sharing
from sandbox.acts.writing import Writing
from sandbox.world.chats import Chat
from sandbox.world.inbox import CALLBACK_LIFE
from sandbox.world.messages import Message
from sandbox.world.people import Bot, User
from sandbox.world.shapes import Json
from sandbox.world.world import Query


class Pressing(Writing, Sharing):
    """What people tap."""

    def press(self, user_id: int, chat_id: int, message_id: int, data_or_label: str) -> str | None:
        """Press a button by its data or its label.

        Gives the id of the callback query; of a reply keyboard (which sends a message), None.
        """
        user, chat = self.place(user_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise DeedError(f"there is no message {message_id}")
        markup = message.markup or {}
        button = button_of(markup, data_or_label)
        if button is None:
            raise DeedError(f"message {message_id} has no button {data_or_label!r}")
        if "keyboard" in markup:
            self._press_reply_button(user, chat, button)
            return None
        if "callback_data" in button:
            return self._query(user, chat, message, str(button["callback_data"]))
        if "url" in button:
            self.open_link(user_id, str(button["url"]))
            return None
        raise DeedError("this button opens something the sandbox does not have")

    def press_raw(self, user_id: int, chat_id: int, message_id: int, data: str) -> str:
        """Press a button that is no longer (or never was) under a message, as a forger may."""
        user, chat = self.place(user_id, chat_id)
        return self._query(user, chat, chat.messages[message_id], data)

    def _query(self, user: User, chat: Chat, message: Message, data: str) -> str:
        bot = message.sender if isinstance(message.sender, Bot) else chat.bot
        if bot is None:
            raise DeedError("only a bot's message has buttons that answer")
        query_id = str((user.id << 28) + self.world.number())
        now = self.world.clock.timestamp()
        query = Query(id=query_id, bot=bot, user=user, data=data, at=now)
        self.world.queries[query_id] = query
        shown = message.shape()
        if message.deleted:
            shown = {"chat": chat.shape(), "message_id": message.id, "date": 0}
        update = {
            "id": query_id,
            "from": user.shape(),
            "message": shown,
            "chat_instance": str(-(abs(chat.id) * 31 + bot.id)),
            "data": data,
        }
        bot.inbox.push("callback_query", update, key=user.id, life=CALLBACK_LIFE)
        return query_id

    def _press_reply_button(self, user: User, chat: Chat, button: Json) -> None:
        if button.get("request_contact"):
            self.share_contact(user.id, chat_key(chat), of=user.id)
        elif button.get("request_location"):
            self.share_location(user.id, chat_key(chat))
        elif any(name in button for name in ("request_users", "request_chat", "request_poll")):
            raise DeedError("choose what to share, then use share_users or share_chat")
        else:
            self.write(user.id, chat_key(chat), str(button["text"]))

    def open_link(self, user_id: int, link: str) -> Json:
        """Open a t.me link: START with a payload, add to a group, or join by invitation."""
        if link in self.world.links:
            chat = self.world.links[link]
            return {"chat": chat.id, "outcome": self.join(user_id, chat.id, link=link)}
        parts = urlsplit(link if "://" in link else f"https://{link}")
        found = self.world.by_username.get(parts.path.strip("/").partition("/")[0].lower())
        if found is None:
            raise DeedError(f"nothing in the sandbox has the link {link}")
        query = parse_qs(parts.query, keep_blank_values=True)
        if isinstance(found, Bot) and "startgroup" in query:
            return {"bot": found.id, "startgroup": query["startgroup"][0], "outcome": "choose"}
        if isinstance(found, Bot):
            payload = query.get("start", [""])[0] or None
            message = self.start(user_id, found, payload)
            return {"chat": found.id, "message_id": message.id, "outcome": "started"}
        return {"chat": found.id, "outcome": "opened"}

    def start_in_group(
        self, user_id: int, chat_id: int, bot: int, payload: str | None = None
    ) -> Message:
        """Add a bot to a group through a startgroup link: it hears /start@bot there."""
        name = self.world.bots[bot].username
        self.add_to_group(user_id, chat_id, bot)
        words = f"/start@{name} {payload}" if payload else f"/start@{name}"
        return self.write(user_id, chat_id, words)


def button_of(markup: Json, data_or_label: str) -> Json | None:
    """Find a button by its data or its label."""
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    buttons: list[Json] = [button for row in rows for button in row]
    by_data = (button for button in buttons if button.get("callback_data") == data_or_label)
    by_label = (button for button in buttons if button.get("text") == data_or_label)
    return next(by_data, None) or next(by_label, None)


def chat_key(chat: Chat) -> int:
    """Give the id by which the person in it names a chat (a private one by its bot)."""
    return chat.bot.id if chat.bot is not None else chat.id
