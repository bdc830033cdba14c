"""Accounts, members of groups, invitations."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words


class Role(enum.StrEnum):
    """What somebody is in a group. A person may be several, in several groups."""

    DEPUTY = "deputy"
    STAFF = "staff"


class Level(enum.StrEnum):
    """The congress a deputy sits in."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"


class Reach(enum.StrEnum):
    """Whether the bot can write to an account: bots cannot write first."""

    UNKNOWN = "unknown"
    OPEN = "open"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


class Account(Base):
    """A Telegram account that the bot has met. Its number is Telegram's own, never a name."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    locale: Mapped[str | None] = mapped_column(String(8))  # None: as the account's own language
    reach: Mapped[Reach] = mapped_column(words(Reach))
    first_seen_at: Mapped[datetime]
    reach_changed_at: Mapped[datetime]
    wants_thanks: Mapped[bool] = mapped_column(default=False)  # a word of thanks after activities


class Member(Base):
    """A place on a group's roster: a deputy or one of the staff, bound to an account or not yet.

    The phone is kept encrypted (`phone_sealed`) and found by a keyed hash (`phone_index`).
    """

    __tablename__ = "members"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[Role] = mapped_column(words(Role))
    name: Mapped[str] = mapped_column(String(64))
    phone_sealed: Mapped[str | None] = mapped_column(String(200))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[Level | None] = mapped_column(words(Level))
    delegation: Mapped[str | None] = mapped_column(String(128))
    constituency: Mapped[str | None] = mapped_column(String(128))
    post: Mapped[str | None] = mapped_column(String(128))
    term: Mapped[str | None] = mapped_column(String(128))
    account_id: Mapped[int | None]
    bound_at: Mapped[datetime | None]
    catch_up_at: Mapped[datetime | None]  # when they are offered what was sent before; then None
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        # The account first: a plan made before PostgreSQL knows the table would take an index that
        # begins with the group for a look by (group_id, id), and read the whole group each time.
        UniqueConstraint("account_id", "group_id", "role"),
        Index("ix_members_phone_index", "phone_index"),
        Index("ix_members_bound_at", "bound_at"),  # who was bound lately is invited late
        Index(
            "ix_members_catch_up_at",
            "catch_up_at",
            sqlite_where=text("catch_up_at is not null"),
            postgresql_where=text("catch_up_at is not null"),
        ),
    )


#: Who was bound and has not been offered what was sent before, in the words of the index.
TO_CATCH_UP = text("members.catch_up_at is not null")


class Invitation(Base):
    """A personal link that binds a member to the account that opens it: once, for some days.

    Only the hash of its token is kept.
    """

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    group_id: Mapped[int]
    member_id: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_invitations_member_id", "group_id", "member_id"),
    )


class WrongToken(Base):
    """A try at an invitation that does not exist, kept to stop guessing."""

    __tablename__ = "wrong_tokens"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class RosterFile(Base):
    """A roster that somebody of the staff has sent and not confirmed yet; phones sealed in it."""

    __tablename__ = "roster_files"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]  # a button under an older preview does nothing
    filename: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
