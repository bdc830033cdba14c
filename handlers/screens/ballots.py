"""The buttons of ballots."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.ballots import notices as n
from models.ballots.rules import BallotState, Opinion, Way


class List(Button):
    """Show the group's ballots."""

    code: ClassVar[str] = "bal"
    group_id: int


class New(Button):
    """Plan a ballot."""

    code: ClassVar[str] = "ban"
    group_id: int


class Show(Button):
    """Show a ballot."""

    code: ClassVar[str] = "bas"
    group_id: int
    ballot_id: int


class Fill(Button):
    """Open the form for an act that needs words."""

    code: ClassVar[str] = "baf"
    group_id: int
    ballot_id: int
    what: str


class Do(Button):
    """One act that needs no words."""

    code: ClassVar[str] = "bad"
    group_id: int
    ballot_id: int
    act: str


class Ask(Button):
    """Ask before an act that cannot be undone."""

    code: ClassVar[str] = "baq"
    group_id: int
    ballot_id: int
    act: str


class ElectorsPage(Button):
    """Show a page of the list."""

    code: ClassVar[str] = "bap"
    group_id: int
    ballot_id: int
    page: int


class OfElector(Button):
    """Show one on the list."""

    code: ClassVar[str] = "bae"
    group_id: int
    elector_id: int


class ForElector(Button):
    """Do something for one on the list: link or paper."""

    code: ClassVar[str] = "bat"
    group_id: int
    elector_id: int
    act: str


class Enter(Button):
    """An elector of the group goes into the booth."""

    code: ClassVar[str] = "bve"
    group_id: int
    ballot_id: int


class Mark(Button):
    """Mark a place."""

    code: ClassVar[str] = "bvm"
    group_id: int
    ballot_id: int
    place: int
    opinion: str


class Booth(Button):
    """Go one mark back, cast, or leave."""

    code: ClassVar[str] = "bvb"
    group_id: int
    ballot_id: int
    act: str


@under(n.Page)
def page(notice: n.Page) -> Keyboard:
    """Offer each, and a new one."""
    rows: list[Row] = [
        Choice(Show(group_id=one.group_id, ballot_id=one.ballot_id), f"🗳 {one.title}")
        for one in notice.lines
    ]
    return [*rows, Press(New(group_id=notice.group_id), "ballots.b_new")]


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer what can be done now."""
    about = {"group_id": notice.group_id, "ballot_id": notice.ballot_id}
    people = Press(ElectorsPage(**about, page=0), "ballots.b_electors")
    back = Press(List(group_id=notice.group_id), "ballots.b_list")
    match notice.state:
        case BallotState.DRAFT:
            return [
                Press(Do(**about, act="deputies"), "ballots.b_deputies"),
                Press(Fill(**about, what="electors"), "ballots.b_add"),
                people,
                _self(notice, about),
                Press(Fill(**about, what="open"), "ballots.b_open"),
                Press(Ask(**about, act="cancel"), "ballots.b_cancel"),
                back,
            ]
        case BallotState.OPEN:
            paper = _paper(about) if notice.paper else []
            return [
                people,
                Press(Do(**about, act="slips"), "ballots.b_slips"),
                *paper,
                Press(Show(**about), "ballots.b_refresh"),
                Press(Ask(**about, act="close"), "ballots.b_close"),
                back,
            ]
        case _:
            return [*_after(notice, about), back]


def _self(notice: n.Card, about: dict[str, int]) -> Row:
    act = "self_off" if notice.skips_self else "self_on"
    return Press(Do(**about, act=act), f"ballots.b_{act}")


def _paper(about: dict[str, int]) -> list[Row]:
    return [
        Press(Do(**about, act="blank"), "ballots.b_blank"),
        Press(Do(**about, act="counting"), "ballots.b_counting"),
        Press(Fill(**about, what="paper"), "ballots.b_paper"),
    ]


def _after(notice: n.Card, about: dict[str, int]) -> list[Row]:
    if notice.result is None:
        return []
    rows: list[Row] = [Press(Do(**about, act="document"), "ballots.b_document")]
    if notice.result.is_published:
        rows.append(Press(Ask(**about, act="publish"), "ballots.b_publish"))
    return rows


@under(n.SureOfBallot)
def sure_to(notice: n.SureOfBallot) -> Keyboard:
    """Offer to do it, or to go back."""
    about = {"group_id": notice.group_id, "ballot_id": notice.ballot_id}
    return [
        Press(Do(**about, act=notice.act), f"ballots.b_yes_{notice.act}"),
        Press(Show(**about), "ballots.b_back"),
    ]


@under(n.Electors)
def electors(notice: n.Electors) -> Keyboard:
    """Offer each, the pages, and the way back."""
    about = {"group_id": notice.group_id, "ballot_id": notice.ballot_id}
    rows: list[Row | list[Row]] = [
        Choice(
            OfElector(group_id=notice.group_id, elector_id=one.elector_id),
            f"{_sign(one)} {one.name}",
        )
        for one in notice.people
    ]
    turn: list[Row] = []
    if notice.page:
        turn.append(Press(ElectorsPage(**about, page=notice.page - 1), "ballots.b_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ElectorsPage(**about, page=notice.page + 1), "ballots.b_next"))
    return [*rows, *([turn] if turn else []), Press(Show(**about), "ballots.b_back")]


def _sign(one: n.Someone) -> str:
    if one.has_voted:
        return "✅"
    return "📄" if one.way is Way.PAPER else "▫️"


@under(n.OneElector)
def one_elector(notice: n.OneElector) -> Keyboard:
    """Offer a link and a paper ballot while they have not voted."""
    about = {"group_id": notice.group_id, "elector_id": notice.person.elector_id}
    back = ElectorsPage(group_id=notice.group_id, ballot_id=notice.ballot_id, page=0)
    rows: list[Row] = []
    if notice.person.way is not Way.NONE and not notice.person.has_voted:
        rows = [
            Press(ForElector(**about, act="link"), "ballots.b_link"),
            Press(ForElector(**about, act="paper"), "ballots.b_to_paper"),
        ]
    return [*rows, Press(back, "ballots.b_back")]


@under(n.Listed)
def listed(notice: n.Listed) -> Keyboard:
    """Offer the ballot."""
    show = Show(group_id=notice.group_id, ballot_id=notice.ballot_id)
    return [Press(show, "ballots.b_back")]


@under(n.PaperEntered)
def paper_entered(notice: n.PaperEntered) -> Keyboard:
    """Offer the ballot."""
    show = Show(group_id=notice.group_id, ballot_id=notice.ballot_id)
    return [Press(show, "ballots.b_back")]


@under(n.ClosedByItself)
def closed_by_itself(notice: n.ClosedByItself) -> Keyboard:
    """Offer the ballot."""
    show = Show(group_id=notice.group_id, ballot_id=notice.ballot_id)
    return [Press(show, "ballots.b_look")]


@under(n.Invitation)
def invitation(notice: n.Invitation) -> Keyboard:
    """Offer the booth."""
    enter = Enter(group_id=notice.group_id, ballot_id=notice.ballot_id)
    return [Press(enter, "ballots.b_enter")]


@under(n.Question)
def question(notice: n.Question) -> Keyboard:
    """Offer the four opinions, and the way back."""
    about = {"group_id": notice.group_id, "ballot_id": notice.ballot_id}
    rows: list[Row] = [
        Press(Mark(**about, place=notice.place, opinion=one.value), f"ballots.b_mark_{one.value}")
        for one in Opinion
    ]
    last = "back" if notice.place else "leave"
    return [*rows, Press(Booth(**about, act=last), f"ballots.b_booth_{last}")]


@under(n.Review)
def review(notice: n.Review) -> Keyboard:
    """Offer to cast, to go back, and to leave."""
    about = {"group_id": notice.group_id, "ballot_id": notice.ballot_id}
    return [
        Press(Booth(**about, act=act), f"ballots.b_booth_{act}")
        for act in ("cast", "back", "leave")
    ]


@under(n.Left)
def left(notice: n.Left) -> Keyboard:
    """Offer to begin anew; whoever came by a link opens it again."""
    enter = Enter(group_id=notice.group_id, ballot_id=notice.ballot_id)
    return [Press(enter, "ballots.b_enter")]
