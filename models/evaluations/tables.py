"""The bodies whose work was evaluated at an activity."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CLUSTERED, Base, words


class BodyKind(enum.StrEnum):
    """What an evaluated body is."""

    STREET_OFFICE = "street_office"
    DEPARTMENT = "department"  # of the district, stationed in the street; or another unit


class EvaluatedBody(Base):
    """A body whose work was evaluated at an activity: once, however often it is noted."""

    __tablename__ = "evaluated_bodies"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[BodyKind] = mapped_column(words(BodyKind))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "activity_id"], ["activities.group_id", "activities.id"]),
        UniqueConstraint("group_id", "activity_id", "name"),
        CLUSTERED,
    )
