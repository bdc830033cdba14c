"""Four tables about as wide as those one check-in writes to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Numbers beyond 32 bits, moments with a zone, JSON for dicts."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name for it
        int: BigInteger,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSON,
    }


class Attendance(Base):
    """Eight columns."""

    __tablename__ = "part_attendances"

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    way: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    revision: Mapped[int]
    reason: Mapped[str | None]


class LedgerLine(Base):
    """Twelve columns, a wide unique key."""

    __tablename__ = "part_ledger_lines"

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int]
    year: Mapped[int]
    at: Mapped[datetime]
    rule_id: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    sign: Mapped[int]
    source_kind: Mapped[str] = mapped_column(String(24))
    source_id: Mapped[int]
    revision: Mapped[int]
    written_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint(
            "group_id", "member_id", "rule_id", "source_kind", "source_id", "revision", "sign"
        ),
    )


class AuditEntry(Base):
    """Seven columns, one of JSON."""

    __tablename__ = "part_audit_entries"

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(48))
    verb: Mapped[str] = mapped_column(String(48))
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]]


class Message(Base):
    """Twelve columns, a unique key of text; `id` is given by the program or by the database."""

    __tablename__ = "part_messages"

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(String(80))
    chat_id: Mapped[int]
    lane: Mapped[int]
    method: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]

    __table_args__ = (UniqueConstraint("group_id", "about", "chat_id"),)


TABLES: tuple[type[Base], ...] = (Attendance, LedgerLine, AuditEntry, Message)


def values(table: type[Base], i: int, now: datetime) -> dict[str, Any]:
    """Return the values of row number i of a table."""
    texts = {"about": f"check-in:{i}", "reason": None, "detail": {"points": 300}, "body": {"i": i}}
    found: dict[str, Any] = {}
    for column in table.__table__.columns:
        if column.name in texts:
            found[column.name] = texts[column.name]
        elif isinstance(column.type, DateTime):
            found[column.name] = now
        elif isinstance(column.type, String):
            found[column.name] = "checkin"
        else:
            found[column.name] = i
    return found
