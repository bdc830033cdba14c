"""What the staff see of the bodies that were evaluated."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.evaluations.tables import BodyKind
from models.messages.notices import Notice


class BodyShown(BaseModel):
    """One body, as it is listed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    body_id: int
    name: str
    body: BodyKind


class Bodies(Notice):
    """The bodies evaluated at an activity, for the staff."""

    kind: ClassVar[str] = "evaluations.bodies"
    group_id: int
    activity_id: int
    title: str
    starts_at: datetime
    bodies: tuple[BodyShown, ...]


class NoEvaluation(Notice):
    """Bodies are noted with an activity of the kind 监督评议."""

    kind: ClassVar[str] = "evaluations.no_evaluation"
    title: str


class TooMany(Notice):
    """An evaluation has at most so many bodies."""

    kind: ClassVar[str] = "evaluations.too_many"
    most: int
