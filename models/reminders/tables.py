"""What somebody is to be told at a moment."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.reminders.rules import ReminderKind, ReminderState


class Reminder(Base):
    """One thing one member is told about one activity, and when.

    `planned_at` follows from the activity; `due_at` is that moment, or a later one because the
    hour is quiet or enough was said that day (`is_held`: it leaves in a digest).
    """

    __tablename__ = "reminders"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[ReminderKind] = mapped_column(words(ReminderKind))
    activity_id: Mapped[int]
    member_id: Mapped[int]
    planned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[ReminderState] = mapped_column(words(ReminderState))
    is_held: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]  # for a missed one: when the staff were told
    seen_at: Mapped[datetime | None]  # when 知道了 was pressed

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        UniqueConstraint("group_id", "kind", "activity_id", "member_id"),
        Index(
            "ix_reminders_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_reminders_missed",
            "group_id",
            sqlite_where=text("state = 'missed' and sent_at is null"),
            postgresql_where=text("state = 'missed' and sent_at is null"),
        ),
        Index("ix_reminders_activity_id", "group_id", "activity_id"),
        Index("ix_reminders_sent_at", "group_id", "member_id", "sent_at"),
    )


#: The condition of the index, for whoever asks what it holds (see `models.messages.tables`).
IS_WAITING = text("reminders.state = 'waiting'")
IS_UNTOLD = text("reminders.state = 'missed' and reminders.sent_at is null")
