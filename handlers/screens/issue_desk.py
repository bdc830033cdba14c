"""The buttons of the staff: the card of an issue, what can be done with it, their lists."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues.rules import Move, Party, may
from models.issues.states import (
    OPEN,
    Category,
    Decline,
    IssueState,
    Outcome,
    Route,
    Urgency,
)

_S = IssueState


class Act(Button):
    """Do something with an issue, by a short word."""

    code: ClassVar[str] = "ia"
    group_id: int
    issue_id: int
    act: str


class Pick(Button):
    """Choose a value for an issue: of what, which."""

    code: ClassVar[str] = "ip"
    group_id: int
    issue_id: int
    what: str
    value: str


class Merge(Button):
    """Merge an issue into another."""

    code: ClassVar[str] = "im"
    group_id: int
    issue_id: int
    into_id: int


class Desk(Button):
    """Show a page of a list of the staff's."""

    code: ClassVar[str] = "id"
    group_id: int
    which: str
    page: int


class Settings(Button):
    """Show how a group handles issues."""

    code: ClassVar[str] = "isg"
    group_id: int


class Director(Button):
    """Make a member of staff the director; 0: nobody."""

    code: ClassVar[str] = "isd"
    group_id: int
    member_id: int


class Term(Button):
    """Give a step one day more or less."""

    code: ClassVar[str] = "isr"
    group_id: int
    step: str
    by: int


def act_on(notice: n.StaffCard | d.Choices | d.Due | d.NoReply | d.OfIssue, act: str) -> Press:
    """Return a press that does something with the issue of a notice."""
    button = Act(group_id=notice.group_id, issue_id=notice.issue_id, act=act)
    return Press(button, f"issues.a_{act}")


def _may(move: Move, state: IssueState) -> bool:
    return may(move, state, Party.STAFF)


#: What the card itself offers in a state: the likely steps; the rest stands under "more".
_MAIN: dict[IssueState, tuple[str, ...]] = {
    _S.RECEIVED: ("take", "ask", "route"),
    _S.REOPENED: ("take", "ask", "route"),
    _S.CHECKING: ("ask", "route", "on_the_spot"),
    _S.ESCALATED: ("ask", "route", "on_the_spot"),
    _S.ASKED: ("resume",),
    _S.ROUTED: ("answer", "route"),
    _S.ACCEPTED: ("answer", "route"),
    _S.WORKING: ("answer", "route"),
    _S.ANSWERED: ("back_phone", "back_in_person", "redo"),
    _S.REPORTED: ("close",),
    _S.RATED: ("close",),
    _S.PARKED: ("wake",),
}


def main_acts(notice: n.StaffCard) -> list[str]:
    """Return what the card itself offers."""
    acts = list(_MAIN.get(notice.state, ()))
    if notice.state is _S.ANSWERED and (notice.has_account or notice.is_anonymous):
        acts.insert(0, "back_here")
    return acts


@under(n.StaffCard)
def staff_card(notice: n.StaffCard) -> Keyboard:
    """Offer the likely steps, and the rest."""
    acts = main_acts(notice)
    if notice.handler is not None and notice.state in OPEN and "take" not in acts:
        acts.append("take")
    rows: list[Row] = [act_on(notice, one) for one in dict.fromkeys(acts)]
    return [*rows, act_on(notice, "more")]


def more_acts(state: IssueState) -> list[str]:
    """Return what "more" offers in a state."""
    acts = ["whole", "files", "note", "tell"]
    if state in OPEN:
        acts += ["category", "urgency", "complex", "let_go"]
    moves = (
        (Move.ASK, "ask"),
        (Move.MERGE, "merge"),
        (Move.DECLINE, "decline"),
        (Move.PARK, "park"),
        (Move.ACCEPT, "accept"),
        (Move.RETURN, "give_back"),
        (Move.ASSIST_ACCEPT, "assist"),
        (Move.REOPEN, "reopen"),
    )
    return acts + [act for move, act in moves if _may(move, state)]


@under(d.Choices)
def choices(notice: d.Choices) -> Keyboard:
    """Offer the values of what is chosen, and the way back to the card."""
    back = act_on(notice, "card")
    match notice.what:
        case "more":
            acts = more_acts(notice.state)
            if notice.is_unanswered:
                acts.append("lapse")
            if notice.units:
                acts.append("paper")
            if notice.is_for_platform:
                acts.append("ticket")
            return [*(act_on(notice, one) for one in acts), back]
        case "unit" | "community":
            rows: list[Row] = [
                Choice(_pick(notice, notice.what, str(number)), name)
                for number, name in notice.units
            ]
            return [*rows, back]
        case what:
            return [*_values(notice, what), back]


#: What is chosen from an enum: which, and the macro that names a value.
_KINDS = {
    "category": (Category, "issues.v_category"),
    "urgency": (Urgency, "issues.v_urgency"),
    "route": (Route, "issues.v_route"),
    "decline": (Decline, "issues.v_decline"),
    "outcome": (Outcome, "issues.v_outcome"),
    "on_the_spot": (Outcome, "issues.v_outcome"),
}


def _values(notice: d.Choices, what: str) -> list[Row]:
    if what not in _KINDS:
        return []
    kind, label = _KINDS[what]
    return [
        Press(_pick(notice, what, one.value), label, (("text", one.value),))
        for one in kind
        if one is not Decline.NO_REPLY
    ]


def _pick(notice: d.Choices, what: str, value: str) -> Pick:
    return Pick(group_id=notice.group_id, issue_id=notice.issue_id, what=what, value=value)


@under(d.WhichToMerge)
def which_to_merge(notice: d.WhichToMerge) -> Keyboard:
    """Offer what is alike, a number to be typed, and the way back."""
    about = {"group_id": notice.group_id, "issue_id": notice.issue_id}
    rows: list[Row] = [
        Choice(Merge(**about, into_id=one.issue_id), f"{one.number} {one.words}")
        for one in notice.lines
    ]
    return [
        *rows,
        Press(Act(**about, act="merge_typed"), "issues.a_merge_typed"),
        Press(Act(**about, act="card"), "issues.a_card"),
    ]


def _card_of(one: n.Line) -> Choice:
    button = Act(group_id=one.group_id, issue_id=one.issue_id, act="card")
    return Choice(button, f"{one.number} {one.words}")


@under(d.Desk)
def desk(notice: d.Desk) -> Keyboard:
    """Offer the lists, or the issues of one, and the pages."""
    if not notice.which:
        lists: list[Row] = [
            Press(
                Desk(group_id=notice.group_id, which=name, page=0),
                "issues.b_list",
                (("text", name), ("number", count)),
            )
            for name, count in notice.counts
        ]
        return [
            *lists,
            Press(Settings(group_id=notice.group_id), "issues.b_settings"),
        ]
    rows: list[Row | list[Row]] = [
        Choice(
            Act(group_id=one.group_id, issue_id=one.issue_id, act="card"),
            f"{one.number} {one.words}",
        )
        for one in notice.lines
    ]
    turn: list[Row] = []
    for page, label in ((notice.page - 1, "people.b_before"), (notice.page + 1, "people.b_after")):
        if 0 <= page < notice.pages:
            turn.append(Press(Desk(group_id=notice.group_id, which=notice.which, page=page), label))
    back = Press(Desk(group_id=notice.group_id, which="-", page=0), "issues.b_lists")
    return [*rows, turn, back] if turn else [*rows, back]


@under(d.Morning)
def morning(notice: d.Morning) -> Keyboard:
    """Offer the cards of what is on it."""
    return [
        Choice(
            Act(group_id=one.group_id, issue_id=one.issue_id, act="card"),
            f"{one.number} {one.words}",
        )
        for one in notice.lines
    ]


@under(d.SettingsCard)
def settings_card(notice: d.SettingsCard) -> Keyboard:
    """Offer each member of staff as the director, and a day more or less for each step."""
    rows: list[Row | list[Row]] = [
        Press(
            Director(group_id=notice.group_id, member_id=member_id),
            "issues.b_director",
            (("text", name),),
        )
        for member_id, name in notice.staff
    ]
    rows += [_less_and_more(notice.group_id, step) for step in STEPS]
    return [*rows, Press(Desk(group_id=notice.group_id, which="-", page=0), "issues.b_lists")]


STEPS = ("triage", "accept", "simple", "complex", "report_back", "chase")


def _less_and_more(group_id: int, step: str) -> list[Row]:
    return [
        Press(Term(group_id=group_id, step=step, by=by), f"issues.b_term_{sign}", (("text", step),))
        for by, sign in ((-1, "less"), (1, "more"))
    ]
