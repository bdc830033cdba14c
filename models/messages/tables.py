"""The outbox: what goes out, one row per recipient."""

import enum
import functools
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.people.columns import SealedJson


class Lane(enum.IntEnum):
    """Who goes first: an answer never waits behind a notice, a notice never behind a broadcast."""

    ANSWER = 0
    NOTICE = 1
    BROADCAST = 2


class Method(enum.StrEnum):
    """How a message reaches its chat."""

    SEND = "send"  # a new message
    EDIT = "edit"  # the words and buttons of an earlier one
    REACT = "react"  # one emoji on somebody's message
    TOAST = "toast"  # the answer to a pressed button
    DOCUMENT = "document"  # a file made when it leaves
    PHOTO = "photo"  # a picture made when it leaves
    MEDIA = "media"  # files that Telegram keeps, by their number: one, or an album
    COPY = "copy"  # messages of another chat, as they are
    DELETE = "delete"  # takes an earlier message away
    TOPIC = "topic"  # a topic of its own in a chat that has topics; a later edit renames it
    TOPIC_CLOSE = "topic_close"  # nobody but those who run the chat writes in it any more
    TOPIC_REOPEN = "topic_reopen"
    VENUE = "venue"  # a place on the map, with its name and address


_SEVERAL = (Method.MEDIA, Method.COPY)  # may make more than one message in the chat
#: What makes a message of its own: a repetition would be a second one.
NEW = (
    Method.SEND,
    Method.DOCUMENT,
    Method.PHOTO,
    Method.MEDIA,
    Method.TOPIC,
    Method.COPY,
    Method.VENUE,
)


class MessageState(enum.StrEnum):
    """Where a message is (design §3). All but the first two are final."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    MAYBE = "maybe"  # the request left, no answer came: a new message is not repeated
    UNREACHABLE = "unreachable"  # blocked, never started, left
    FAILED = "failed"  # Telegram refused it, in its own words
    CANCELLED = "cancelled"  # nobody needs it any more


class Message(Base):
    """One message to one chat, written in the transaction that gives the reason for it.

    `about` says what it is about, unique per chat, so that nothing is said twice. A live
    message (the roll of an activity) is edited whenever `wanted` is ahead of `shown`.
    """

    __tablename__ = "messages"

    group_id: Mapped[int] = mapped_column(primary_key=True)  # 0: of no group
    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int]
    about: Mapped[str] = mapped_column(String(80))
    chat_id: Mapped[int]
    thread_id: Mapped[int | None]
    lane: Mapped[Lane] = mapped_column(SmallInteger)
    method: Mapped[Method] = mapped_column(words(Method))
    kind: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(SealedJson("messages.body"))
    locale: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(40))
    message_id: Mapped[int | None]  # what is edited or reacted to; after SEND what came of it
    callback_id: Mapped[str | None] = mapped_column(String(64))
    silent: Mapped[bool] = mapped_column(default=False)
    live: Mapped[bool] = mapped_column(default=False)
    wanted: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)
    #: Of a live message: what its chat shows, as a keyed hash; NULL while that is not certain.
    face: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[MessageState] = mapped_column(words(MessageState))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    owner: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(300))
    echoes: Mapped[str | None] = mapped_column(String(80))  # the live card that shows its state
    #: Of an album, or of several copies: the numbers after the first.
    further_ids: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    #: The day, where the recipient lives, on which it is one of the notices to them.
    told_on: Mapped[date | None] = mapped_column(Date)

    @functools.cached_property
    def key(self) -> tuple[int, int]:
        """Return what it is known by: its group and number, which never change."""
        return self.group_id, self.id

    @property
    def call(self) -> Method:
        """Return what is to be done now: a live message that is there already is edited."""
        return Method.EDIT if self.live and self.message_id is not None else self.method

    @property
    def is_new(self) -> bool:
        """Tell whether a repetition would be a second message in the chat."""
        return self.call in NEW

    @property
    def size(self) -> int:
        """Return how many messages in the chat the next call makes or touches: at least one."""
        if self.method not in _SEVERAL or self.call is Method.EDIT:
            return 1
        return max(len(self.body.get("files", ())), len(self.body.get("message_ids", ())), 1)

    __table_args__ = (
        # Not by group first: PostgreSQL, before it knows the table, would take this index to
        # look for a message by its key, and read through all of the group's.
        UniqueConstraint("about", "group_id", "chat_id"),
        Index(
            "ix_messages_waiting",
            "bot_id",
            "owner",
            "not_before",
            sqlite_where=text("state in ('waiting', 'sending')"),
            postgresql_where=text("state in ('waiting', 'sending')"),
        ),
        Index(  # as they are claimed; what is written by the process that delivers never gets in
            "ix_messages_left",
            "bot_id",
            "lane",
            "id",
            "not_before",
            sqlite_where=text("state = 'waiting' and owner is null"),
            postgresql_where=text("state = 'waiting' and owner is null"),
        ),
        Index(
            "ix_messages_stale",
            "bot_id",
            "not_before",
            sqlite_where=text("live and wanted > shown"),
            postgresql_where=text("live and wanted > shown"),
        ),
        Index("ix_messages_created_at", "created_at"),
        Index(
            "ix_messages_told_on",
            "chat_id",
            "told_on",
            sqlite_where=text("told_on is not null"),
            postgresql_where=text("told_on is not null"),
        ),
    )


#: The error of a message that no key of this process opens: it waits for the right keys file.
SEALED_AWAY = "sealed with a key that is not in the keys file"

#: The conditions of the partial indexes, for whoever asks what they hold: SQLite uses such an
#: index for these very words alone, never for a value that is sent beside the statement.
IS_OPEN = text("messages.state in ('waiting', 'sending')")
IS_LEFT = text("messages.state = 'waiting' and messages.owner is null")
IS_STALE = text("messages.live and messages.wanted > messages.shown")
IS_COUNTED = text("messages.told_on is not null")


class Pause(Base):
    """Until when a chat, or with chat 0 everything, is to be left alone: Telegram said so."""

    __tablename__ = "pauses"

    bot_id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime]
