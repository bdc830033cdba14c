"""One person's turn: who came, what they said, and how they are answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast

import telegram

from handlers.kit import texts
from handlers.kit.buttons import Button
from handlers.kit.errands import LARGEST, Brought, Errand, FileTooLarge
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups import queries as groups
from models.groups.tables import Chat, Group
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.messages.tables import Lane, Method
from models.people.queries import members_of
from models.people.rules import Actor, ActorKind, acting, the_one
from models.people.tables import Account, Member, Role

B = TypeVar("B", bound=Button)
T = TypeVar("T")

ZONE = "Asia/Shanghai"  # for whoever is in no group yet


@dataclass(slots=True, kw_only=True)
class Visit:
    """What a handler gets: the person, what they said, and the transaction it happens in.

    Everything shown goes into the outbox in the same transaction, and leaves after the commit.
    """

    tx: Transaction
    bot: telegram.Bot
    update: telegram.Update
    user: telegram.User
    account: Account
    now: datetime
    sent_at: datetime  # when the person did it, by Telegram's clock
    button: Button | None = None
    payload: str = ""  # what a link carried, or what followed a command
    brought: Brought | None = None  # what an errand came back with
    _said: int = field(default=0, init=False)
    _places: Sequence[Member] | None = field(default=None, init=False)

    @property
    def chat_id(self) -> int:
        """Return the chat it happened in."""
        chat = self.update.effective_chat
        return chat.id if chat else self.user.id

    @property
    def is_private(self) -> bool:
        """Tell whether it happened in the person's own chat with the bot."""
        return self.chat_id == self.user.id

    @property
    def text(self) -> str:
        """Return the words written, "" if there are none."""
        message = self.update.effective_message
        return (message.text or "") if message else ""

    @property
    def locale(self) -> str:
        """Return the person's language: chosen, else their account's."""
        return self.account.locale or texts.fitting(self.user.language_code)

    def pressed(self, kind: type[B]) -> B:
        """Return the pressed button; Refusal (gone) if it is of an older version or forged."""
        if not isinstance(self.button, kind):
            raise Refusal(Gone())
        return self.button

    def bring(
        self, document: telegram.Document, then: Callable[[bytes], T], *, most: int = LARGEST
    ) -> T:
        """Return what `then` reads in a file somebody sent; Refusal if it cannot be had.

        Ask for rights before, and write after: the first time this leaves the handler, which
        is called again once the file is there. `then` runs in a thread and may refuse.
        """
        if (document.file_size or 0) > most:
            raise Refusal(FileTooLarge(megabytes=most >> 20))
        if self.brought is None:
            raise Errand(document.file_id, then, most)
        if self.brought.refusal is not None:
            raise Refusal(self.brought.refusal)
        return cast("T", self.brought.value)

    async def members(self) -> Sequence[Member]:
        """Return the person's places on rosters."""
        if self._places is not None:
            return self._places
        places = await self.tx.load(members_of, self.user.id) or ()
        if self.tx.shared:  # where nobody's places change
            self._places = places
        return places

    async def chat(self) -> Chat | None:
        """Return the linked chat it happened in, None in private or in a strange group."""
        return None if self.is_private else await self.tx.load(groups.chats, self.chat_id)

    async def group(self, group_id: int) -> Group:
        """Return a group; Refusal (gone) if there is none."""
        found = await groups.group_at_hand(self.tx, group_id)
        if found is None:
            raise Refusal(Gone())
        return found

    async def place(self, role: Role, group_id: int | None = None) -> Member | None:
        """Return the person's place in this role, in the group named or in any."""
        members = await self.members()
        if group_id is not None:
            members = [one for one in members if one.group_id == group_id]
        return the_one(members, role)

    async def staff(self, group_id: int | None = None) -> Member:
        """Return the person's place among the staff; Refusal if they have none."""
        place = await self.place(Role.STAFF, group_id)
        if place is None:
            raise Refusal(NotAllowed())
        return place

    async def actor(self, role: Role, group_id: int) -> Actor:
        """Return the person as an actor; whoever has no such place acts as a bare account."""
        place = await self.place(role, group_id)
        return acting(place) if place else self.stranger()

    def stranger(self) -> Actor:
        """Return the person as an actor with no place on any roster."""
        return Actor(kind=ActorKind.ACCOUNT, account_id=self.user.id)

    async def zone(self) -> str:
        """Return the time zone the person lives in: that of their first group."""
        members = await self.members()
        return (await self.group(members[0].group_id)).timezone if members else ZONE

    async def local(self, group_id: int) -> datetime:
        """Return the moment by the clock on the wall where a group lives."""
        return self.now.astimezone(texts.zone((await self.group(group_id)).timezone))

    async def _to(self, chat_id: int, group_id: int = 0) -> Recipient:
        return Recipient(
            chat_id=chat_id, locale=self.locale, zone=await self.zone(), group_id=group_id
        )

    def _about(self) -> str:
        self._said += 1
        return f"update:{self.update.update_id}:{self._said}"

    async def tell(self, notice: Notice, *, method: Method = Method.SEND) -> None:
        """Say something to the person privately."""
        messages.post(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.user.id),
            notice=notice,
            about=self._about(),
            now=self.now,
            method=method,
        )

    async def say(self, notice: Notice) -> None:
        """Say something in the chat it happened in."""
        messages.post(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.chat_id),
            notice=notice,
            about=self._about(),
            now=self.now,
        )

    async def hand(self, notice: Notice, *, as_document: bool = False) -> None:
        """Give the person a picture privately, or another file, with words under it."""
        await self.tell(notice, method=Method.DOCUMENT if as_document else Method.PHOTO)

    async def say_once(self, notice: Notice, *, about: str) -> None:
        """Say something in this chat unless it was already said there."""
        await messages.post_once(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.chat_id),
            notice=notice,
            about=about,
            now=self.now,
            lane=Lane.ANSWER,
        )

    async def toast(self, notice: Notice) -> None:
        """Answer a pressed button with a short line over the chat."""
        if self.update.callback_query is None:
            return
        messages.post(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.user.id),  # where it is said if the toast comes too late
            notice=notice,
            about=self._about(),
            now=self.now,
            method=Method.TOAST,
            callback_id=self.update.callback_query.id,
        )

    async def react(self, emoji: str) -> None:
        """Put an emoji on the person's message."""
        message = self.update.effective_message
        if message is None:
            return
        messages.post(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.chat_id),
            notice=Reaction(emoji=emoji),
            about=self._about(),
            now=self.now,
            method=Method.REACT,
            message_id=message.message_id,
        )

    async def change(self, notice: Notice) -> None:
        """Show something in place of the message whose button was pressed.

        Without a pressed button, or where the message is too old to be known, it is said anew.
        """
        query = self.update.callback_query
        if query is None or not isinstance(query.message, telegram.Message):
            await self.say(notice)
            return
        messages.post(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.chat_id),
            notice=notice,
            about=self._about(),
            now=self.now,
            method=Method.EDIT,
            message_id=query.message.message_id,
        )

    async def refuse(self, notice: Notice) -> None:
        """Say why something cannot be done: over the chat after a press, else in words.

        In a group nobody is told off before the others: the words go to the private chat.
        """
        if self.update.callback_query is not None:
            await self.toast(notice)
        else:
            await self.tell(notice)

    async def alarm(self, operators: Sequence[int]) -> None:
        """Tell those who run the program that an update has been set aside."""
        for account_id in operators:
            await messages.post_once(
                self.tx,
                bot_id=self.bot.id,
                to=Recipient(chat_id=account_id, locale=texts.DEFAULT, zone=ZONE),
                notice=SetAside(update_id=self.update.update_id),
                about=f"alarm:{self.update.update_id}",
                now=self.now,
            )

    async def apologise(self) -> None:
        """Say that something went wrong on our side, and that the operators know."""
        await messages.post_once(
            self.tx,
            bot_id=self.bot.id,
            to=await self._to(self.user.id),
            notice=Apology(),
            about=f"apology:{self.update.update_id}",
            now=self.now,
            lane=Lane.ANSWER,
        )


class SetAside(Notice):
    """Operators hear which update could not be handled; the log says why."""

    kind = "door.set_aside"
    update_id: int


class Apology(Notice):
    """Something went wrong here, not with the person."""

    kind = "door.apology"


class Reaction(Notice):
    """An emoji on a message."""

    kind = "door.reaction"
    emoji: str
