"""What is kept of an activity that is over, and what was published."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.messages.carried import Media
from models.records.rules import (
    LONGEST_LINK,
    LONGEST_NUMBER,
    LONGEST_OUTLET,
    LONGEST_TITLE,
    LONGEST_WHAT,
    OutcomeKind,
)


class ActivityRecord(Base):
    """The summary of an activity that is over: what was seen and said, by staff."""

    __tablename__ = "activity_records"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    summary: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]  # when it was first written
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]  # the member of staff who wrote it last

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
    )


class Picture(Base):
    """A picture of an activity. It lies with Telegram; here is its number there."""

    __tablename__ = "record_pictures"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    kind: Mapped[Media] = mapped_column(words(Media))
    file_id: Mapped[str] = mapped_column(String(255))
    file_unique_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    caption: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        UniqueConstraint("group_id", "activity_id", "file_unique_id"),
    )


class Outcome(Base):
    """What came of it: a suggestion, an issue taken up, help given. Of an activity or of none."""

    __tablename__ = "record_outcomes"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int | None]
    kind: Mapped[OutcomeKind] = mapped_column(words(OutcomeKind))
    what: Mapped[str] = mapped_column(String(LONGEST_WHAT))
    number: Mapped[str | None] = mapped_column(String(LONGEST_NUMBER))  # of the suggestion or issue
    happened_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_record_outcomes_activity_id", "group_id", "activity_id"),
        Index("ix_record_outcomes_happened_on", "group_id", "happened_on"),
    )


class PressItem(Base):
    """A report in the press, of an activity or of the group's work as such."""

    __tablename__ = "press_items"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    outlet: Mapped[str] = mapped_column(String(LONGEST_OUTLET))
    published_on: Mapped[date]
    link: Mapped[str | None] = mapped_column(String(LONGEST_LINK))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        Index("ix_press_items_activity_id", "group_id", "activity_id"),
        Index("ix_press_items_published_on", "group_id", "published_on"),
    )
