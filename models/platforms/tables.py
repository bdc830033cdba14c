"""What was handed to a platform, and what came back."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.people.columns import SealedText


class Carrier(enum.StrEnum):
    """How a report went to the platform."""

    SHEET = "sheet"  # typed or pasted there, or uploaded
    OPEN311 = "open311"


class Ticket(Base):
    """A report that a platform handles: its number there, what came back, when it is chased."""

    __tablename__ = "tickets"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    carrier: Mapped[Carrier] = mapped_column(words(Carrier))
    handed_at: Mapped[datetime]
    number: Mapped[str | None] = mapped_column(String(64))
    token: Mapped[str | None] = mapped_column(String(64))  # Open311: until there is a number
    said: Mapped[str | None] = mapped_column(String(64))  # its state in the platform's own word
    result: Mapped[str | None] = mapped_column(SealedText("tickets.result"))
    result_at: Mapped[datetime | None]
    chase_at: Mapped[datetime | None]  # when staff are told that nothing has come back
    chased: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_at: Mapped[datetime | None]  # Open311: when the server is asked again
    sent_at: Mapped[datetime | None]  # Open311: it left, and what became of it is not known yet
    failures: Mapped[int] = mapped_column(SmallInteger, default=0)

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "issue_id"], ["issues.group_id", "issues.id"]),
        Index(
            "uq_tickets_number",
            "group_id",
            "number",
            unique=True,
            sqlite_where=text("number is not null"),
            postgresql_where=text("number is not null"),
        ),
        Index(
            "ix_tickets_chase_at",
            "chase_at",
            sqlite_where=text("chase_at is not null"),
            postgresql_where=text("chase_at is not null"),
        ),
        Index(
            "ix_tickets_next_at",
            "next_at",
            sqlite_where=text("next_at is not null"),
            postgresql_where=text("next_at is not null"),
        ),
    )
