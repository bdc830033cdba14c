"""The table of systems that have a key."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class System(Base):
    """Another program that may file reports with a group. Only the hash of its key is kept."""

    __tablename__ = "systems"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(64))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("group_id", "name"),)


class SystemRequest(Base):
    """A report that a system has filed, and what it was known by: its reference, its content."""

    __tablename__ = "system_requests"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    system_id: Mapped[int]
    reference: Mapped[str | None] = mapped_column(String(64))  # the system's own, if it gave one
    digest: Mapped[str] = mapped_column(String(64))  # of what was filed: the same again is the same
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        ForeignKeyConstraint(["group_id", "system_id"], ["systems.group_id", "systems.id"]),
        Index("ix_system_requests_digest", "group_id", "system_id", "digest"),
        Index(
            "uq_system_requests_reference",
            "group_id",
            "system_id",
            "reference",
            unique=True,
            sqlite_where=text("reference is not null"),
            postgresql_where=text("reference is not null"),
        ),
    )
