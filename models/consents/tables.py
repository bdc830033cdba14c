"""Who agreed to which notice, and when."""

from datetime import datetime

from sqlalchemy import SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base


class Consent(Base):
    """An account has read a version of the notice and agreed; perhaps taken that back."""

    __tablename__ = "consents"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    agreed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (CLUSTERED,)
