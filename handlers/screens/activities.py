"""The buttons of activities."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Link, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.points import PointsBeside
from models.activities import notices as n
from models.activities import roll_notices as on_roll
from models.activities.rules import ActivityState, AttendanceState, Way
from models.leaves.rules import LeaveState
from models.replies.rules import ReplyState


class CheckIn(Button):
    """I am here."""

    code: ClassVar[str] = "ci"
    group_id: int
    activity_id: int


class Show(Button):
    """Show an activity to the staff."""

    code: ClassVar[str] = "as"
    group_id: int
    activity_id: int


class List(Button):
    """Show the activities of a group to the staff."""

    code: ClassVar[str] = "al"
    group_id: int


class Ask(Button):
    """Ask before an act: announce, close, cancel."""

    code: ClassVar[str] = "aq"
    group_id: int
    activity_id: int
    act: str


class Do(Button):
    """Do an act: announce, open, close, cancel."""

    code: ClassVar[str] = "ad"
    group_id: int
    activity_id: int
    act: str


class ShowRoll(Button):
    """Show a page of the roll."""

    code: ClassVar[str] = "ar"
    group_id: int
    activity_id: int
    page: int


class RollEntry(Button):
    """Show one deputy's entry."""

    code: ClassVar[str] = "ae"
    group_id: int
    activity_id: int
    member_id: int


class SetState(Button):
    """Correct one deputy's entry to a state; the reason is asked next."""

    code: ClassVar[str] = "ax"
    group_id: int
    activity_id: int
    member_id: int
    state: str


class OfActivity(Button):
    """Show the session that an activity is the roll of."""

    code: ClassVar[str] = "rx9"
    group_id: int
    activity_id: int


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer the check-in while it can still come."""
    one = notice.activity
    if one.state is not ActivityState.ANNOUNCED or Way.BUTTON not in one.ways:
        return []
    return [
        Press(CheckIn(group_id=one.group_id, activity_id=one.activity_id), "activities.b_check_in")
    ]


@under(n.WhichOne)
def which_one(notice: n.WhichOne) -> Keyboard:
    """Offer each activity that takes check-ins."""
    return [
        Choice(CheckIn(group_id=one.group_id, activity_id=one.activity_id), one.title)
        for one in notice.activities
    ]


@under(n.CheckedIn)
def checked_in(notice: n.CheckedIn) -> Keyboard:
    """Lead from the answer to why."""
    points = PointsBeside(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(points, "points.b_my_points")]


@under(n.Stranger)
def stranger(notice: n.Stranger) -> Keyboard:
    """Lead from the group to the private chat."""
    if not notice.in_group:
        return []
    return [Link(f"https://t.me/{notice.bot_username}?start=hello", "activities.b_get_known")]


More = Callable[[n.Shown], Sequence[Row | list[Row]]]
_more: list[More] = []


def on_staff_card(build: More) -> More:
    """Add rows of another part of activities to the staff's card."""
    _more.append(build)
    return build


@under(n.StaffCard)
def staff_card(notice: n.StaffCard) -> Keyboard:
    """Offer what can be done with an activity in its state."""
    one = notice.activity
    rows: list[Row | list[Row]] = []
    match one.state:
        case ActivityState.DRAFT:
            rows = [] if one.is_session else [_ask(one, "announce"), _ask(one, "cancel")]
        case ActivityState.ANNOUNCED:
            rows = [_roll(one, "activities.b_roll")]
            if not one.is_open:
                rows.append(_do(one, "open"))
            rows += [] if one.is_session else [_ask(one, "close"), _ask(one, "cancel")]
        case ActivityState.CLOSED | ActivityState.RECORDED:
            rows = [_roll(one, "activities.b_roll")]
        case ActivityState.CANCELLED:
            rows = []
    rows += [] if one.is_session else _of_replies(one)
    for more in _more:
        rows += more(one)
    refresh = Show(group_id=one.group_id, activity_id=one.activity_id)
    return [*rows, Press(refresh, "activities.b_refresh"), _back(one)]


def _back(one: n.Shown) -> Press:
    """Lead back to the list, from a session of a reception to its own card."""
    if one.is_session:
        about = {"group_id": one.group_id, "activity_id": one.activity_id}
        return Press(OfActivity(**about), "receptions.b_back_to_session")
    return Press(List(group_id=one.group_id), "activities.b_back_to_list")


def _of_replies(one: n.Shown) -> list[Row]:
    """Lead to the answers, and to what can be changed."""
    # Here, not above: these screens lead back to this one.
    from handlers.screens.reminders import ShowChanges  # noqa: PLC0415
    from handlers.screens.replies import ShowAnswers  # noqa: PLC0415

    about = {"group_id": one.group_id, "activity_id": one.activity_id}
    changes = Press(ShowChanges(**about), "reminders.b_change")
    if one.state is not ActivityState.ANNOUNCED:
        return [changes]
    return [Press(ShowAnswers(**about, page=0), "replies.b_answers"), changes]


def _ask(one: n.Shown, act: str) -> Press:
    button = Ask(group_id=one.group_id, activity_id=one.activity_id, act=act)
    return Press(button, f"activities.b_{act}")


def _do(one: n.Shown, act: str) -> Press:
    button = Do(group_id=one.group_id, activity_id=one.activity_id, act=act)
    return Press(button, f"activities.b_{act}")


def _roll(one: n.Shown, label: str, page: int = 0) -> Press:
    return Press(ShowRoll(group_id=one.group_id, activity_id=one.activity_id, page=page), label)


@under(n.Sure)
def sure(notice: n.Sure) -> Keyboard:
    """Offer to do it, or to go back."""
    one = notice.activity
    do = Do(group_id=one.group_id, activity_id=one.activity_id, act=notice.act)
    back = Show(group_id=one.group_id, activity_id=one.activity_id)
    return [Press(do, f"activities.b_yes_{notice.act}"), Press(back, "activities.b_no")]


_MARKS = {
    AttendanceState.PRESENT: "✅",
    AttendanceState.LATE: "🕒",
    AttendanceState.EXCUSED: "📄",
    AttendanceState.ABSENT: "❌",
    None: "⬜",
}


_LEAVES = {LeaveState.APPROVED: "📄", LeaveState.ASKED: "⏳"}
_SAID = {ReplyState.GOING: "🙋", ReplyState.LEAVE: "🙏", ReplyState.UNSURE: "🤔"}


def _mark(entry: on_roll.RollEntry) -> str:
    """Return the sign of an entry; before there is one, of a leave, or of what was said."""
    if entry.state is None and entry.leave in _LEAVES:
        return _LEAVES[entry.leave]
    if entry.state is None and entry.reply is not None:
        return _SAID[entry.reply]
    return _MARKS[entry.state]


@under(on_roll.Roll)
def roll(notice: on_roll.Roll) -> Keyboard:
    """Offer each deputy of the page, the pages, and the way back."""
    one = notice.activity
    names: list[Row | list[Row]] = [
        Choice(
            RollEntry(
                group_id=one.group_id, activity_id=one.activity_id, member_id=entry.member_id
            ),
            f"{_mark(entry)} {entry.name}",
        )
        for entry in notice.entries
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_roll(one, "activities.b_page_before", notice.page - 1))
    if notice.page + 1 < notice.pages:
        turn.append(_roll(one, "activities.b_page_after", notice.page + 1))
    back = Show(group_id=one.group_id, activity_id=one.activity_id)
    return [*names, *([turn] if turn else []), Press(back, "activities.b_back")]


@under(on_roll.RollOf)
def roll_of(notice: on_roll.RollOf) -> Keyboard:
    """Offer the states the entry can be corrected to."""
    one, entry = notice.activity, notice.entry
    states = [
        Press(
            SetState(
                group_id=one.group_id,
                activity_id=one.activity_id,
                member_id=entry.member_id,
                state=state.value,
            ),
            f"activities.b_set_{state.value}",
        )
        for state in AttendanceState
        if state is not entry.state
    ]
    return [*states, _roll(one, "activities.b_back_to_roll")]


@under(n.PleaseClose)
def please_close(notice: n.PleaseClose) -> Keyboard:
    """Offer to close it at once, or to look first."""
    return [_ask(notice.activity, "close"), _roll(notice.activity, "activities.b_roll")]
