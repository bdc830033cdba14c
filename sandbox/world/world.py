"""The world: everything that exists in the sandbox, and how to put it there silently."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.poster import Poster, post
from sandbox.world.bell import Bell
from sandbox.world.chats import Chat, Member
from sandbox.world.events import Events
from sandbox.world.files import Files
from sandbox.world.inbox import Inbox
from sandbox.world.messages import Message, Poll
from sandbox.world.people import Bot, User
from sandbox.world.shapes import Json
from sandbox.world.voting import close_if_due

CALLS_KEPT = 2_000
FIRST_USER = 5_000_000_001
FIRST_GROUP = 4_000_000_001
FIRST_CHANNEL = 1_002_000_000_001
SUPERGROUPS = 1_001_000_000_001


class NobodyThereError(LookupError):
    """A person, bot or chat was asked for that does not exist; its words say which."""


@dataclass(slots=True)
class Call:
    """One call of a Bot API method and how it ended."""

    seq: int
    method: str
    params: Json
    status: int
    at: float
    duration: float
    description: str | None = None


@dataclass(slots=True, eq=False)
class Query:
    """A press of a button, waiting for its answer."""

    id: str
    bot: Bot
    user: User
    data: str
    at: float
    answered: bool = False


class World:
    """Holds all there is. `strict` counts lengths in UTF-16 units, the smaller of two readings."""

    def __init__(self, clock: Clock | None = None, *, strict: bool = True, seed: int = 1) -> None:
        self.clock = clock or Clock()
        self.strict = strict
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret # nosec B311
        self.faults = Faults(self.random)
        self.limits = Limits(self.clock)
        self.events = Events()
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.call_count = 0
        self.bots: dict[int, Bot] = {}
        self.bots_by_token: dict[str, Bot] = {}
        self.on_reset: list[Callable[[], Awaitable[None] | None]] = []
        self.layout: Json = {"title": None, "personas": []}
        self.closing = False
        self.webhooks_changed = asyncio.Event()
        self.travelled = Bell()
        # Who carries updates to webhooks; a test may put an application in its place.
        self.poster: Poster = post
        self._forget()
        self.clock.on_shift.append(self._time_travelled)

    def _forget(self) -> None:
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.privates: dict[tuple[int, int], Chat] = {}
        self.by_username: dict[str, User | Chat] = {}
        self.links: dict[str, Chat] = {}
        self.files = Files()
        self.uploads: dict[str, tuple[str, bytes]] = {}
        self.polls: dict[str, tuple[Poll, Message]] = {}
        self.queries: dict[str, Query] = {}
        self.web_app_queries: dict[str, tuple[Bot, Chat]] = {}
        self.answers: dict[int, list[Json]] = {}
        self.albums: dict[tuple[int, int, str], str] = {}
        self.next_number = 1

    def number(self) -> int:
        """Give a number nobody has had before."""
        self.next_number += 1
        return self.next_number

    def date(self) -> int:
        """Give the world's time in whole seconds."""
        return int(self.clock.timestamp())

    # Who there is

    def add_bot(self, token: str, name: str, username: str, *, privacy: bool = True) -> Bot:
        """Register a bot; its id is the number before the colon of the token."""
        inbox = Inbox(timestamp=self.clock.timestamp, mischief=self.faults.mischief)
        bot_id = int(token.partition(":")[0])
        bot = Bot(
            id=bot_id, name=name, username=username, token=token, privacy=privacy, inbox=inbox
        )
        self.bots[bot_id] = self.bots_by_token[token] = bot
        self.by_username[username.lower()] = bot
        return bot

    def add_user(
        self,
        name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        phone: str | None = None,
        *,
        user_id: int | None = None,
        big_font: bool = False,
    ) -> User:
        """Let a person in; nobody is told."""
        user = User(
            id=user_id or FIRST_USER + len(self.users),
            name=name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=phone,
            big_font=big_font,
        )
        self.users[user.id] = user
        if username:
            self.by_username[username.lower()] = user
        self.events.add("user", user_id=user.id)
        return user

    def add_group(
        self,
        title: str,
        kind: str = "supergroup",
        *,
        forum: bool = False,
        creator: int,
        members: Iterable[int] = (),
        username: str | None = None,
    ) -> Chat:
        """Make a group as it stands after everybody has joined; nobody is told."""
        first = -SUPERGROUPS if kind == "supergroup" else -FIRST_GROUP
        chat = Chat(id=first - self.number(), type=kind, title=title, username=username)
        if forum:
            chat.open_forum()
        return self._settle(chat, creator, members)

    def add_channel(
        self, title: str, creator: int, members: Iterable[int] = (), username: str | None = None
    ) -> Chat:
        """Make a channel; nobody is told."""
        chat = Chat(
            id=-FIRST_CHANNEL - self.number(), type="channel", title=title, username=username
        )
        return self._settle(chat, creator, members)

    def _settle(self, chat: Chat, creator: int, members: Iterable[int]) -> Chat:
        self.chats[chat.id] = chat
        if chat.username:
            self.by_username[chat.username.lower()] = chat
        chat.put(Member(user=self.account(creator), status="creator"))
        for user_id in members:
            if user_id != creator:
                chat.put(Member(user=self.account(user_id), status="member"))
        self.events.add("chat", chat_id=chat.id)
        return chat

    # Finding

    def account(self, user_id: int) -> User:
        """Find a person or a bot."""
        found = self.users.get(user_id) or self.bots.get(user_id)
        if found is None:
            raise NobodyThereError(f"there is no user {user_id}")
        return found

    def person(self, user_id: int) -> User:
        """Find a person."""
        if user_id not in self.users:
            raise NobodyThereError(f"there is no person {user_id}")
        return self.users[user_id]

    def private(self, user_id: int, bot_id: int) -> Chat:
        """Find the private chat of a person and a bot, begun or not."""
        chat = self.privates.get((user_id, bot_id))
        if chat is None:
            person, bot = self.person(user_id), self.bots[bot_id]
            chat = Chat(id=user_id, type="private", person=person, bot=bot)
            self.privates[user_id, bot_id] = chat
        return chat

    def chat(self, chat_id: int, viewer: int | None = None) -> Chat:
        """Find a chat as its viewer names it.

        A person's own id means the private chat with the first bot, a bot's id the one with it.
        """
        if chat_id in self.chats:
            return self.chats[chat_id]
        if viewer is not None and chat_id in self.bots:
            return self.private(viewer, chat_id)
        if chat_id in self.users and self.bots:
            begun = (bot for bot in self.bots if (chat_id, bot) in self.privates)
            return self.private(chat_id, next(begun, next(iter(self.bots))))
        raise NobodyThereError(f"there is no chat {chat_id}")

    # Looking

    def history(
        self, chat_id: int, viewer: int | None = None, *, after: int = 0, limit: int | None = None
    ) -> list[Json]:
        """Give a chat's messages, oldest first, with reply keyboards and reactions."""
        chat = self.chat(chat_id, viewer)
        if viewer is not None and not chat.has(viewer):
            return []
        ids = range(max(after + 1, 1), chat.next_message_id)
        found = (chat.messages.get(message_id) for message_id in ids)
        seen = [message for message in found if message is not None and not message.deleted]
        return [message.shape(for_page=True) for message in seen[-limit if limit else 0 :]]

    def toasts(self, user_id: int) -> list[Json]:
        """Give the answers to a person's presses, oldest first."""
        return self.answers.get(user_id, [])

    def file(self, file_id: str) -> bytes:
        """Give a file's content."""
        if file_id not in self.files.by_id:
            raise NobodyThereError(f"there is no file {file_id}")
        return self.files.by_id[file_id].content

    # Turning points

    def clear(self) -> None:
        """Forget people, chats, messages and pending updates; bots and their settings stay."""
        self._forget()
        for bot in self.bots.values():
            bot.inbox.forget()
            bot.chat_ids.clear()
            self.by_username[(bot.username or "").lower()] = bot
        self.events.add("chat")

    def close(self) -> None:
        """Release everybody who waits, so that a server can stop."""
        self.closing = True
        self.events.bell.ring()
        for bot in self.bots.values():
            bot.inbox.wake("closing")

    def _time_travelled(self, seconds: float) -> None:
        self.events.add("clock", shift=seconds, offset=self.clock.offset)
        for poll, message in self.polls.values():
            close_if_due(self, poll, message)
        self.travelled.ring()
