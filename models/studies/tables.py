"""What deputies read by themselves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.studies.rules import StudyState


class Study(Base):
    """One record of self-study: what, how long, what came of it; no points follow from it."""

    __tablename__ = "studies"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    on: Mapped[date]
    minutes: Mapped[int]
    thoughts: Mapped[str] = mapped_column(String(1000))
    files: Mapped[list[Any]]  # photos of notes, a voice
    state: Mapped[StudyState] = mapped_column(words(StudyState))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_studies_member", "group_id", "member_id", "on"),
        Index("ix_studies_state", "group_id", "state"),
    )
