"""What staff are shown of the rotating code as a picture in the chat."""

from datetime import datetime
from typing import ClassVar

from models.messages.notices import Notice


class VenuePhoto(Notice):
    """The present code as a picture that changes by itself. What is there now is filled in.

    No code: the picture has come to its end, and shows none.
    """

    kind: ClassVar[str] = "activities.venue_photo"
    group_id: int
    activity_id: int
    member_id: int  # of staff, who asked for it
    photo_id: int
    bot_username: str
    title: str
    is_open: bool = False  # whether the check-in goes on
    code: str | None = None
    until: datetime | None = None  # it changes by itself so long


class NewCode(Notice):
    """The picture shows the code of now, and goes on changing until a moment."""

    kind: ClassVar[str] = "activities.new_code"
    until: datetime


class NoCode(Notice):
    """No code counts at the moment: too early, too late, or codes are no way to check in here."""

    kind: ClassVar[str] = "activities.no_code"
    title: str
    opens_at: datetime
    early: bool
