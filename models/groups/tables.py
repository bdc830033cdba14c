"""Deputies' groups and the Telegram chats that belong to them."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class ChatRole(enum.StrEnum):
    """What a chat is to its group."""

    DEPUTIES = "deputies"  # 代表群
    STAFF = "staff"  # 工作群
    CHANNEL = "channel"  # 公开频道: the notices of receptions, for everybody


class Group(Base):
    """The deputies of one sub-district. It owns everything that carries its number."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    timezone: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]


class Chat(Base):
    """A Telegram chat linked to a group; Telegram may change its number (`groups.migrate`)."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    role: Mapped[ChatRole] = mapped_column(words(ChatRole))
    title: Mapped[str] = mapped_column(String(255))
    is_forum: Mapped[bool | None]  # whether it has topics; None: not known yet
    topic_at: Mapped[datetime | None]  # when the next topic may be opened: never in a burst
    linked_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]
    moved_to: Mapped[int | None]  # the number it has now: what was written before comes with this

    __table_args__ = (
        Index(
            "uq_chats_one_of_a_role",
            "group_id",
            "role",
            unique=True,
            sqlite_where=text("unlinked_at is null"),
            postgresql_where=text("unlinked_at is null"),
        ),
    )
