"""The table of what people have done lately, where there is a limit to it."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words
from models.limits.rules import Counted


class Use(Base):
    """Somebody has done something once. Forgotten after two days.

    `person` is a keyed hash of the account, so that the database alone does not tell who it was
    that reported something anonymously at this moment.
    """

    __tablename__ = "uses"

    what: Mapped[Counted] = mapped_column(words(Counted), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (Index("ix_uses_at", "at"), CLUSTERED)
