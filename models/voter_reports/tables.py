"""Who reported to the voters, and how."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words


class ReportForm(enum.StrEnum):
    """How a deputy reported."""

    ORAL = "oral"
    WRITTEN = "written"


class VoterReport(Base):
    """One deputy's report to the voters at one meeting."""

    __tablename__ = "voter_reports"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    form: Mapped[ReportForm] = mapped_column(words(ReportForm))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
        Index("ix_voter_reports_member_id", "group_id", "member_id"),
        CLUSTERED,
    )
