"""The buttons under the notice before the first question."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.consents import notices as n


class Agree(Button):
    """Agree to the notice that was read, and go on with what was begun."""

    code: ClassVar[str] = "ca"
    version: int
    then: str
    about: int


class Decline(Button):
    """Do not agree."""

    code: ClassVar[str] = "cn"


@under(n.Ask)
def ask(notice: n.Ask) -> Keyboard:
    """Offer to agree, or not to."""
    agree = Agree(version=notice.version, then=notice.then, about=notice.about)
    return [Press(agree, "consents.b_agree"), Press(Decline(), "consents.b_decline")]
