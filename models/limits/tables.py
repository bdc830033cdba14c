"""The table of what people have done lately, where there is a limit to it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.limits.rules import Counted


class Use(Base):
    """Somebody has done something once. Forgotten after two days."""

    __tablename__ = "uses"

    what: Mapped[Counted] = mapped_column(words(Counted), primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_uses_at", "at"), CLUSTERED)
