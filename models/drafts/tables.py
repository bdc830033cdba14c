"""What somebody is in the middle of telling the bot: it survives a restart."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.people.columns import SealedJson


class Draft(Base):
    """One account's open form: which one, at which question, with what was answered so far."""

    __tablename__ = "drafts"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    form: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(40))  # the question asked, or "review"
    data: Mapped[dict[str, Any]] = mapped_column(SealedJson("drafts.data"))
    version: Mapped[int]  # one more with every answer: an old button is told from a new one
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
