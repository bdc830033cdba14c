"""The buttons of suggestions. Where they stand is in `suggestion_cards.py`."""

from typing import ClassVar

from handlers.kit.buttons import Button


class Show(Button):
    """Show a suggestion."""

    code: ClassVar[str] = "sgs"
    group_id: int
    suggestion_id: int


class Page(Button):
    """Show a page of a year's list; `staff` 1: the group's, 0: one's own."""

    code: ClassVar[str] = "sgl"
    group_id: int
    year: int
    page: int
    staff: int


class New(Button):
    """Write a new suggestion; staff say for whom."""

    code: ClassVar[str] = "sgn"
    group_id: int
    staff: int
    page: int


class ForDeputy(Button):
    """It is this deputy who leads it."""

    code: ClassVar[str] = "sgw"
    group_id: int
    member_id: int


class Cosigners(Button):
    """Show whom to ask to sign too."""

    code: ClassVar[str] = "sgc"
    group_id: int
    suggestion_id: int
    page: int


class AskToSign(Button):
    """Ask this deputy."""

    code: ClassVar[str] = "sga"
    group_id: int
    suggestion_id: int
    member_id: int
    page: int


class Sign(Button):
    """Sign (1) or decline (0)."""

    code: ClassVar[str] = "sgy"
    group_id: int
    suggestion_id: int
    yes: int


class Do(Button):
    """One act that needs no words."""

    code: ClassVar[str] = "sgd"
    group_id: int
    suggestion_id: int
    act: str


class Sure(Button):
    """Ask before an act that cannot be undone."""

    code: ClassVar[str] = "sgq"
    group_id: int
    suggestion_id: int
    act: str


class Fill(Button):
    """Open the form for an act that needs words."""

    code: ClassVar[str] = "sgf"
    group_id: int
    suggestion_id: int
    what: str


class Opine(Button):
    """Note what an assisting unit has said."""

    code: ClassVar[str] = "sgo"
    group_id: int
    suggestion_id: int
    assistant_id: int


class Rate(Button):
    """Say what an answer is worth."""

    code: ClassVar[str] = "sgr"
    group_id: int
    suggestion_id: int
    satisfaction: str


class ShowHistory(Button):
    """Show all that happened."""

    code: ClassVar[str] = "sgh"
    group_id: int
    suggestion_id: int


class Ties(Button):
    """Show what a suggestion may be tied to: issue or activity."""

    code: ClassVar[str] = "sgk"
    group_id: int
    suggestion_id: int
    kind: str


class TieTo(Button):
    """Tie or untie one."""

    code: ClassVar[str] = "sgt"
    group_id: int
    suggestion_id: int
    kind: str
    subject_id: int


class Report(Button):
    """Hand out the progress report of a year as docx or xlsx."""

    code: ClassVar[str] = "sgp"
    group_id: int
    year: int
    form: str


class AskTellGroup(Button):
    """Show what the group would be told."""

    code: ClassVar[str] = "sgg"
    group_id: int
    year: int


class TellGroup(Button):
    """Tell the group."""

    code: ClassVar[str] = "sgj"
    group_id: int
    year: int
