"""Study materials: what was sent, to whom, and who has read it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.materials.rules import Category, MaterialState, ReadBy, Target

#: What is about to leave, in the words of the partial index: SQLite uses it for no others.
LEAVING = sql("materials.state in ('scheduled', 'sending')")


class Material(Base):
    """Something to read: words, a link, files that lie with Telegram."""

    __tablename__ = "materials"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(100))
    category: Mapped[Category] = mapped_column(words(Category))
    text: Mapped[str] = mapped_column(String(4000))
    marks: Mapped[list[Any] | None]  # of the text: kind, at, length, url
    url: Mapped[str | None] = mapped_column(String(500))
    files: Mapped[list[Any]]  # media, file_id, name
    searched: Mapped[str] = mapped_column(String(6000))  # title, text, file names, folded
    minutes: Mapped[int | None]
    deadline: Mapped[datetime | None]
    protected: Mapped[bool] = mapped_column(default=False)
    target: Mapped[Target] = mapped_column(words(Target))
    audience: Mapped[dict[str, Any]]  # kind, and what it needs
    state: Mapped[MaterialState] = mapped_column(words(MaterialState))
    due_at: Mapped[datetime | None]  # when it leaves
    sent_at: Mapped[datetime | None]  # when it began to leave
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    course_id: Mapped[int | None]
    series_id: Mapped[int | None]
    place: Mapped[int] = mapped_column(default=0)  # in its course or series
    activity_id: Mapped[int | None]

    __table_args__ = (
        Index(
            "ix_materials_due",
            "due_at",
            sqlite_where=sql("state in ('scheduled', 'sending')"),
            postgresql_where=sql("state in ('scheduled', 'sending')"),
        ),
        Index("ix_materials_sent_at", "group_id", "sent_at"),
        Index("ix_materials_series", "group_id", "series_id", "place"),
        Index("ix_materials_course", "group_id", "course_id", "place"),
        Index("ix_materials_activity", "group_id", "activity_id"),
    )


class Recipient(Base):
    """One deputy who is to read one material: when it was handed over, when it was read."""

    __tablename__ = "material_recipients"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None]  # where it went; None: bound to no account then
    due_at: Mapped[datetime | None]  # when it is to be handed to the outbox; None: it was
    posted_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    read_by: Mapped[ReadBy | None] = mapped_column(words(ReadBy))
    remind_at: Mapped[datetime | None]  # the next reminder; None: no more
    reminded: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "material_id"], ["materials.group_id", "materials.id"]),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index(
            "ix_material_recipients_due",
            "group_id",
            "material_id",
            "due_at",
            sqlite_where=sql("due_at is not null"),
            postgresql_where=sql("due_at is not null"),
        ),
        Index(
            "ix_material_recipients_remind",
            "remind_at",
            sqlite_where=sql("remind_at is not null and read_at is null"),
            postgresql_where=sql("remind_at is not null and read_at is null"),
        ),
        Index("ix_material_recipients_member", "group_id", "member_id", "posted_at"),
    )


#: Who is to be reminded some time, in the words of the partial index.
TO_REMIND = sql("material_recipients.remind_at is not null and material_recipients.read_at is null")


class Digest(Base):
    """One digest of unread materials that somebody got: at most one a day."""

    __tablename__ = "material_digests"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
    )


class Series(Base):
    """A reading list that sends itself: every week or month the next of its queue."""

    __tablename__ = "material_series"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(100))
    is_monthly: Mapped[bool]
    day: Mapped[int]  # of the month, or of the week with Monday 1
    next_at: Mapped[datetime | None]  # None: stopped
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "ix_material_series_next",
            "next_at",
            sqlite_where=sql("next_at is not null"),
            postgresql_where=sql("next_at is not null"),
        ),
    )


class Course(Base):
    """Materials that belong together, in an order."""

    __tablename__ = "material_courses"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
