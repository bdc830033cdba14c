"""What somebody is told who has done too much of something."""

from datetime import datetime
from typing import ClassVar

from models.limits.rules import Counted
from models.messages.notices import Notice


class TooMany(Notice):
    """So many are allowed in that time; from `until` on it goes again."""

    kind: ClassVar[str] = "limits.too_many"
    what: Counted
    most: int
    until: datetime


class TooFast(Notice):
    """More messages in a minute than can be heard; what came after was not."""

    kind: ClassVar[str] = "limits.too_fast"
    most: int
