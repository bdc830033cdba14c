"""What a deputy has held: one row a term at a level."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.people.tables import Level


class Came(enum.StrEnum):
    """How a deputy came into office."""

    ELECTED = "elected"  # in a general election
    BY_ELECTED = "by_elected"


class Ended(enum.StrEnum):
    """Why a term came to its end."""

    EXPIRED = "expired"  # the congress's own term was over
    RESIGNED = "resigned"
    MOVED = "moved"  # out of the constituency, or to work elsewhere
    LEVEL = "level"  # became a deputy of another level
    REMOVED = "removed"
    DIED = "died"
    OTHER = "other"


class Term(Base):
    """A deputy's time in office at one level. No `until`: it goes on. No `since`: not known."""

    __tablename__ = "terms"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    came: Mapped[Came] = mapped_column(words(Came))
    level: Mapped[Level | None] = mapped_column(words(Level))
    congress: Mapped[str | None] = mapped_column(String(128))  # which: 第十五届
    constituency: Mapped[str | None] = mapped_column(String(128))
    since: Mapped[date | None]
    until: Mapped[date | None]
    ended: Mapped[Ended | None] = mapped_column(words(Ended))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None]  # the member of staff; None: on the command line

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index(
            "uq_terms_one_goes_on",
            "group_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended is null"),
            postgresql_where=text("ended is null"),
        ),
        Index("ix_terms_member_id", "group_id", "member_id"),
        Index("ix_terms_since", "group_id", "since"),
        CLUSTERED,
    )
