"""The buttons of a session, for the staff."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show
from handlers.screens.receptions.rounds import ShowPlaces, ShowRound
from models.receptions import notices as n
from models.receptions import record_notices as r
from models.receptions.rules import DutyKind, Mode, SessionState

PAGE_BACK, PAGE_ON = "people.b_before", "people.b_after"


class ShowSession(Button):
    """Show a session to the staff."""

    code: ClassVar[str] = "rxs"
    group_id: int
    session_id: int


class SessionAct(Button):
    """Do something with a session: topics, route, move, ask_cancel, cancel."""

    code: ClassVar[str] = "rxc"
    group_id: int
    session_id: int
    act: str


class ShowCandidates(Button):
    """Show who could be on duty, instead of somebody or in a free place (0)."""

    code: ClassVar[str] = "rxk"
    group_id: int
    session_id: int
    instead: int
    page: int


class Put(Button):
    """Put somebody on duty (d) or to stand by (b), instead of somebody (or 0)."""

    code: ClassVar[str] = "rxp"
    group_id: int
    session_id: int
    member_id: int
    instead: int


class TakeOut(Button):
    """Take somebody out of a session."""

    code: ClassVar[str] = "rxo"
    group_id: int
    session_id: int
    member_id: int


@under(n.SessionCard)
def session_card(notice: n.SessionCard) -> Keyboard:
    """Offer everybody at it to be changed, free places, and the rest."""
    one = notice.sitting
    about = {"group_id": one.group_id, "session_id": one.session_id}
    rows: list[Row] = []
    if one.state in (SessionState.DRAFT, SessionState.PUBLISHED):
        rows = [
            Press(
                ShowCandidates(**about, instead=each.member_id, page=0),
                "receptions.b_replace",
                (("name", each.name), ("is_backup", each.kind is DutyKind.BACKUP)),
            )
            for each in one.people
        ]
        if one.short:
            free = ShowCandidates(**about, instead=0, page=0)
            rows.append(Press(free, "receptions.b_add"))
        rows.append(Press(SessionAct(**about, act="topics"), "receptions.b_topics"))
        if one.mode is Mode.HOUSE_CALL:
            rows.append(Press(SessionAct(**about, act="route"), "receptions.b_route"))
        rows.append(Press(SessionAct(**about, act="move"), "receptions.b_move"))
        rows.append(Press(ShowPlaces(**about, page=0), "receptions.b_places"))
        rows.append(Press(SessionAct(**about, act="ask_cancel"), "receptions.b_cancel"))
    if one.activity_id is not None and one.state is not SessionState.CANCELLED:
        rows.append(Press(SessionAct(**about, act="table"), "receptions.b_table"))
        roll = Show(group_id=one.group_id, activity_id=one.activity_id)
        rows.append(Press(roll, "receptions.b_roll"))
    back = ShowRound(group_id=one.group_id, round_id=one.round_id, page=0)
    return [*rows, Press(back, "receptions.b_to_round")]


@under(n.SureToCancel)
def sure_to_cancel(notice: n.SureToCancel) -> Keyboard:
    """Offer to call it off, or to go back."""
    one = notice.sitting
    about = {"group_id": one.group_id, "session_id": one.session_id}
    return [
        Press(SessionAct(**about, act="cancel"), "receptions.b_yes_cancel"),
        Press(ShowSession(**about), "receptions.b_back"),
    ]


@under(n.Candidates)
def candidates(notice: n.Candidates) -> Keyboard:
    """Offer each, in the order of fairness; and to leave the place free."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    rows: list[Row | list[Row]] = [
        Press(
            Put(**about, member_id=one.member_id, instead=notice.instead),
            "receptions.b_candidate",
            (("name", one.name), ("count", one.count), ("is_home", one.is_home)),
        )
        for one in notice.people
    ]
    turn: list[Row] = []
    for page, label, is_there in (
        (notice.page - 1, PAGE_BACK, notice.page > 0),
        (notice.page + 1, PAGE_ON, notice.page + 1 < notice.pages),
    ):
        if is_there:
            button = ShowCandidates(**about, instead=notice.instead, page=page)
            turn.append(Press(button, label))
    if turn:
        rows.append(turn)
    if notice.instead:
        out = TakeOut(**about, member_id=notice.instead)
        rows.append(Press(out, "receptions.b_take_out"))
    return [*rows, Press(ShowSession(**about), "receptions.b_back")]


@under(r.Unfilled)
def unfilled(notice: r.Unfilled) -> Keyboard:
    """Lead to each session that lacks a deputy."""
    return _sessions(notice.lines)


@under(r.PleaseRecord)
def please_record(notice: r.PleaseRecord) -> Keyboard:
    """Lead to each session without a record."""
    return _sessions(notice.lines)


def _sessions(lines: tuple[n.Line, ...]) -> Keyboard:
    return [
        Choice(ShowSession(group_id=one.group_id, session_id=one.session_id), f"👉 {one.station}")
        for one in lines[:20]
    ]


@under(r.Hole)
def hole(notice: r.Hole) -> Keyboard:
    """Lead to the session."""
    button = ShowSession(group_id=notice.group_id, session_id=notice.session_id)
    return [Press(button, "receptions.b_to_session")]
