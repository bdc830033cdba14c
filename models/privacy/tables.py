"""Who looked at contact data, and what must not be deleted."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base


class Reveal(Base):
    """Somebody saw contact data in clear: who, when, of which record, which fields, and why.

    Rows are added, never changed; each holds the hash of the one before, so that a row taken
    out or altered shows. It holds no value. Its number in the group is its place in the chain.
    """

    __tablename__ = "reveals"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(48))
    noun: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    fields: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_reveals_subject_id", "group_id", "noun", "subject_id"),
        Index("ix_reveals_at", "at"),
        CLUSTERED,
    )


class Hold(Base):
    """A record that no retention deletes while a case, an audit or an appeal needs it."""

    __tablename__ = "holds"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    noun: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(48))
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_holds_open",
            "group_id",
            "noun",
            "subject_id",
            unique=True,
            sqlite_where=text("lifted_at is null"),
            postgresql_where=text("lifted_at is null"),
        ),
    )
