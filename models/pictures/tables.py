"""The table of pictures that were made anew."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from models.base import Base


class StoredPicture(Base):
    """A picture without metadata, encrypted. Its content is loaded only when it is asked for."""

    __tablename__ = "pictures"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None]  # who sent it
    kind: Mapped[str] = mapped_column(String(8))  # jpeg, png
    width: Mapped[int] = mapped_column(SmallInteger)
    height: Mapped[int] = mapped_column(SmallInteger)
    size: Mapped[int]
    made_at: Mapped[datetime]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False), raiseload=False)

    __table_args__ = (Index("ix_pictures_made_at", "made_at"),)
