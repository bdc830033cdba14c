"""The table of who did what, when. Rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base


class AuditEntry(Base):
    """One act: who, when, which verb, on what, and what it changed, without personal data."""

    __tablename__ = "audit_entries"

    group_id: Mapped[int] = mapped_column(primary_key=True)  # 0: of no group
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(48))
    verb: Mapped[str] = mapped_column(String(48))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_audit_entries_subject_id", "group_id", "subject_id"),
        Index("ix_audit_entries_at", "at"),  # what is old enough to be forgotten
        CLUSTERED,
    )
