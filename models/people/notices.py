"""What people are told about themselves, their roster and their invitations."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.people.tables import Level, Role


class Standing(BaseModel):
    """A place somebody has on a roster."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_name: str
    role: Role


class Home(Notice):
    """The words and big buttons that somebody known to the bot always finds again."""

    kind: ClassVar[str] = "people.home"
    name: str
    standings: tuple[Standing, ...]
    is_deputy: bool
    is_staff: bool


class Welcome(Notice):
    """Somebody has just been recognised: by an invitation or by their own number."""

    kind: ClassVar[str] = "people.welcome"
    name: str
    standings: tuple[Standing, ...]
    is_deputy: bool
    is_staff: bool


class Hello(Notice):
    """Somebody on no roster has come: who runs the bot, what it is for, what they can do."""

    kind: ClassVar[str] = "people.hello"
    group_name: str | None  # None: the bot serves several groups, or none yet


class Former(Notice):
    """Somebody who was on a roster once has come."""

    kind: ClassVar[str] = "people.former"
    name: str
    group_name: str


class Help(Notice):
    """What somebody can do here, by what they are."""

    kind: ClassVar[str] = "people.help"
    is_deputy: bool
    is_staff: bool


class WhichLanguage(Notice):
    """The question in which language the bot is to speak."""

    kind: ClassVar[str] = "people.which_language"


class LanguageSet(Notice):
    """The bot speaks another language from now on."""

    kind: ClassVar[str] = "people.language_set"


class Kept(BaseModel):
    """What is kept of somebody in one group."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_name: str
    role: Role
    name: str
    masked_phone: str | None
    level: Level | None
    delegation: str | None
    constituency: str | None
    post: str | None
    term: str | None
    bound_at: datetime | None


class Privacy(Notice):
    """What is stored about the person who asks, and who sees it."""

    kind: ClassVar[str] = "people.privacy"
    account_id: int
    first_seen_at: datetime
    kept: tuple[Kept, ...]
    reports: int = 0
    agreed_at: datetime | None = None
    agreed_version: int | None = None


class HiddenAdmin(Notice):
    """An administrator writes in the name of the group: nobody can tell who it is."""

    kind: ClassVar[str] = "people.hidden_admin"


# Refusals on the way in.


class LinkUnknown(Notice):
    """No such invitation."""

    kind: ClassVar[str] = "people.link_unknown"


class LinkUsed(Notice):
    """The invitation has already brought somebody in."""

    kind: ClassVar[str] = "people.link_used"


class LinkExpired(Notice):
    """The invitation has lasted its days."""

    kind: ClassVar[str] = "people.link_expired"
    expired_at: datetime


class LinkReplaced(Notice):
    """A newer invitation holds, or this one was taken back."""

    kind: ClassVar[str] = "people.link_replaced"


class TooManyTries(Notice):
    """Too many unknown invitations in a minute."""

    kind: ClassVar[str] = "people.too_many_tries"


class PlaceTaken(Notice):
    """The account already is somebody else on this roster."""

    kind: ClassVar[str] = "people.place_taken"
    name: str
    group_name: str


class NotYourContact(Notice):
    """Somebody shared another person's contact."""

    kind: ClassVar[str] = "people.not_your_contact"


class NumberUnknown(Notice):
    """The number is on no roster."""

    kind: ClassVar[str] = "people.number_unknown"


class NumberTaken(Notice):
    """The number is on a roster, but bound to another account."""

    kind: ClassVar[str] = "people.number_taken"


class Unbound(Notice):
    """The person hears that their account is no longer known as a member."""

    kind: ClassVar[str] = "people.unbound"
    group_name: str


class Left(Notice):
    """The person hears that they are no longer on the roster."""

    kind: ClassVar[str] = "people.left"
    group_name: str
