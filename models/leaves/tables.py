"""Requests to be excused."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.leaves.rules import LeaveState


class Leave(Base):
    """One deputy's request to be excused from one activity, and what became of it."""

    __tablename__ = "leaves"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    member_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[LeaveState] = mapped_column(words(LeaveState))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]  # the member of staff
    answer: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_leaves_activity_id", "group_id", "activity_id", "member_id"),
        Index(
            "uq_leaves_open",
            "group_id",
            "activity_id",
            "member_id",
            unique=True,
            sqlite_where=text("state in ('asked', 'approved')"),
            postgresql_where=text("state in ('asked', 'approved')"),
        ),
    )
