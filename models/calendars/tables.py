"""Addresses that calendars ask."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CalendarFeed(Base):
    """A member's address for their own calendar; only the hash of its token is kept."""

    __tablename__ = "calendar_feeds"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("uq_calendar_feeds_token_hash", "token_hash", unique=True),
    )
