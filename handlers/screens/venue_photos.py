"""The buttons of the picture of the rotating code."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.activities.photo_notices import VenuePhoto


class ShowPhoto(Button):
    """Send the code of now as a picture that changes by itself."""

    code: ClassVar[str] = "avp"
    group_id: int
    activity_id: int


class RenewPhoto(Button):
    """Have a picture show the code of now, and go on."""

    code: ClassVar[str] = "avn"
    group_id: int
    activity_id: int
    photo_id: int


@under(VenuePhoto)
def photo(notice: VenuePhoto) -> Keyboard:
    """Offer the next code while the check-in goes on."""
    if not notice.is_open:
        return []
    button = RenewPhoto(
        group_id=notice.group_id, activity_id=notice.activity_id, photo_id=notice.photo_id
    )
    return [Press(button, "activities.b_new_code")]
