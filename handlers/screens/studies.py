"""The buttons of self-study."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, under
from models.studies import notices as n
from models.studies.rules import StudyState


class Record(Button):
    """I read something by myself."""

    code: ClassVar[str] = "zu"
    group_id: int


class Look(Button):
    """Show a record to the staff."""

    code: ClassVar[str] = "zv"
    group_id: int
    study_id: int


class Attachments(Button):
    """Show what was attached to a record."""

    code: ClassVar[str] = "zp"
    group_id: int
    study_id: int


class Accept(Button):
    """It goes into the archive."""

    code: ClassVar[str] = "zy"
    group_id: int
    study_id: int


class Return(Button):
    """It goes back, with a word that is asked next."""

    code: ClassVar[str] = "zb"
    group_id: int
    study_id: int


@under(n.Own)
def own(notice: n.Own) -> Keyboard:
    """Offer to record something."""
    return [Press(Record(group_id=notice.group_id), "studies.b_record")]


@under(n.Decided)
def decided(notice: n.Decided) -> Keyboard:
    """Offer to record it again where it came back."""
    if notice.state is StudyState.ACCEPTED:
        return []
    return [Press(Record(group_id=notice.group_id), "studies.b_record")]


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer what was attached, and both answers while there is none."""
    about = {"group_id": notice.group_id, "study_id": notice.study_id}
    rows = []
    if notice.attached:
        rows.append(
            Press(Attachments(**about), "studies.b_attached", (("count", notice.attached),))
        )
    if notice.state is StudyState.ASKED:
        rows += [
            Press(Accept(**about), "studies.b_accept"),
            Press(Return(**about), "studies.b_return"),
        ]
    return rows


@under(n.Waiting)
def waiting(notice: n.Waiting) -> Keyboard:
    """Offer each record."""
    return [
        Choice(Look(group_id=notice.group_id, study_id=number), f"{name}: {title}")
        for number, name, title in notice.lines
    ]
