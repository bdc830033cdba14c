"""The table of processes at work."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Instance(Base):
    """One process that handles updates and delivers messages, and when it last said so.

    What a process holds (`owner` on updates and messages) is free again when it has not been
    seen for `GONE_AFTER`. One row a process instead of a lease on every row.
    """

    __tablename__ = "instances"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
