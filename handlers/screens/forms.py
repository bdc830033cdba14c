"""The buttons of chat forms."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.forms import cards
from handlers.kit.screens import Big, Keyboard, under
from handlers.screens.people import WAY_IN, big


class Step(Button):
    """A step in a form: which owner, at which version, what, and which of several.

    Acts: pick, change, back, skip, enough, clear, yes, cancel.
    """

    code: ClassVar[str] = "fs"
    account_id: int
    version: int
    act: str
    number: int


class Which(Button):
    """Whether the open form is kept or another one is begun instead: keep, new."""

    code: ClassVar[str] = "fw"
    account_id: int
    number: int
    act: str


@under(cards.Asked)
def asked(notice: cards.Asked) -> Keyboard:
    """Offer the answers, then the ways around them."""
    rows = [
        Press(_step(notice, "pick", number), option.key, option.args())
        for number, option in enumerate(notice.options)
    ]
    if notice.is_enough:
        rows += [
            Press(_step(notice, "enough"), "forms.b_enough"),
            Press(_step(notice, "clear"), "forms.b_clear"),
        ]
    if notice.can_skip:
        rows.append(Press(_step(notice, "skip"), "forms.b_skip"))
    if notice.can_go_back:
        rows.append(Press(_step(notice, "back"), "forms.b_back"))
    return [*rows, Press(_step(notice, "cancel"), "forms.b_cancel")]


@under(cards.Review)
def review(notice: cards.Review) -> Keyboard:
    """Offer to confirm, to change each answer, to throw all away."""
    changes = [
        Press(_step(notice, "change", number), "forms.b_change", (("key", line.label),))
        for number, line in enumerate(notice.lines)
    ]
    confirm = Press(_step(notice, "yes"), "forms.b_confirm")
    return [confirm, *changes, Press(_step(notice, "cancel"), "forms.b_cancel")]


def _step(notice: cards.Asked | cards.Review, act: str, number: int = 0) -> Step:
    return Step(account_id=notice.account_id, version=notice.version, act=act, number=number)


@under(cards.OtherOpen)
def other_open(notice: cards.OtherOpen) -> Keyboard:
    """Offer both forms."""
    keep, new = (
        Which(account_id=notice.account_id, number=notice.number, act=act)
        for act in ("keep", "new")
    )
    return [Press(keep, "forms.b_keep"), Press(new, "forms.b_new")]


@under(cards.NumberPlease)
def number_please(_notice: cards.NumberPlease) -> Keyboard:
    """Offer to send one's own number, or not to."""
    rows = (("forms.b_no_number",),)
    return Big(rows=rows, contact="forms.b_send_number", contact_first=True)


@under(cards.KeysBack)
def keys_back(notice: cards.KeysBack) -> Keyboard:
    """Offer what somebody can do, as before."""
    if not notice.is_deputy and not notice.is_staff:
        return WAY_IN
    return big(is_deputy=notice.is_deputy, is_staff=notice.is_staff)
