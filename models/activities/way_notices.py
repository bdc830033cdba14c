"""What people are told about ways to check in: codes, the screen in the room, their location."""

from datetime import datetime
from typing import ClassVar

from models.activities.notices import Shown
from models.activities.places import Distance
from models.activities.rules import Way
from models.messages.notices import Notice


class OtherWay(Notice):
    """The activity takes check-ins, but not in this way."""

    kind: ClassVar[str] = "activities.other_way"
    title: str
    ways: tuple[Way, ...]


class NotHere(Notice):
    """Somebody is too far from the place to be checked in by location."""

    kind: ClassVar[str] = "activities.not_here"
    title: str
    place: str
    distance: Distance


class WhereYouAre(Notice):
    """Only a location measured now counts: no place chosen on the map, no live location."""

    kind: ClassVar[str] = "activities.where_you_are"


class LocationForwarded(Notice):
    """A location that somebody passed on checks nobody in."""

    kind: ClassVar[str] = "activities.location_forwarded"


class NoPin(Notice):
    """Check-in by location needs to know where the place is."""

    kind: ClassVar[str] = "activities.no_pin"


class Ways(Notice):
    """How deputies may check in at an activity: staff choose."""

    kind: ClassVar[str] = "activities.ways"
    activity: Shown
    has_pin: bool = False


class WrongCode(Notice):
    """Not the code on the screen now; `left` more tries before a pause."""

    kind: ClassVar[str] = "activities.wrong_code"
    result: str  # wrong_code, old_code, other_activity
    left: int


class CodeLocked(Notice):
    """Too many wrong codes: until when none is heard."""

    kind: ClassVar[str] = "activities.code_locked"
    until: datetime


class CodeInGroup(Notice):
    """A code belongs into the private chat, not before everybody's eyes."""

    kind: ClassVar[str] = "activities.code_in_group"


class CodeForwarded(Notice):
    """A code that somebody passed on checks nobody in."""

    kind: ClassVar[str] = "activities.code_forwarded"


class CodeElsewhere(Notice):
    """The link on the screen is of an activity of a group the person is not in."""

    kind: ClassVar[str] = "activities.code_elsewhere"


class CodePlease(Notice):
    """Somebody scanned the QR code at the door: the digits on the screen are needed too."""

    kind: ClassVar[str] = "activities.code_please"
    title: str


class VenueCode(Notice):
    """For staff: how the code comes to the room. The address is filled in when it leaves."""

    kind: ClassVar[str] = "activities.venue_code"
    group_id: int
    activity_id: int
    title: str
    serial: str  # of the address of the page; the address itself is kept nowhere
    bot_username: str
    page: str = ""


class CodeNow(Notice):
    """The code of this half minute, for staff to read out."""

    kind: ClassVar[str] = "activities.code_now"
    code: str
    seconds: int


class LinksVoid(Notice):
    """The addresses of the page given out so far lead nowhere any more."""

    kind: ClassVar[str] = "activities.links_void"
    count: int
