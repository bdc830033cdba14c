"""The buttons of reminders, changes and wishes."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, ShowRoll
from handlers.screens.replies import Reply, ShowInvitation, StayAway, ways
from models.activities.rules import ActivityState
from models.reminders import notices as n
from models.reminders.rules import ReminderKind


class Known(Button):
    """I have seen the reminder."""

    code: ClassVar[str] = "rk"
    group_id: int
    activity_id: int
    which: str


class WantThanks(Button):
    """Tell me my points after activities (1), or do not (0)."""

    code: ClassVar[str] = "rt"
    wants: int


class ShowChanges(Button):
    """Show the staff what can be changed."""

    code: ClassVar[str] = "ac"
    group_id: int
    activity_id: int


class Change(Button):
    """Change something, or copy: time, place, whom, title, kind, copy."""

    code: ClassVar[str] = "am"
    group_id: int
    activity_id: int
    what: str


@under(n.Ahead)
def ahead(notice: n.Ahead) -> Keyboard:
    """Offer to say that it was seen, or to answer."""
    one = notice.activity
    known: list[Row] = []
    if not notice.is_known:
        button = Known(group_id=one.group_id, activity_id=one.activity_id, which=notice.which.value)
        known = [Press(button, "reminders.b_known")]
    return [*known, *ways(one, notice.answer)]


@under(n.Moved)
def moved(notice: n.Moved) -> Keyboard:
    """Offer the answers anew; to who is on leave first to come, then to stay away."""
    one = notice.activity
    if notice.leave_state is None:
        return ways(one, notice.answer)
    about = {"group_id": one.group_id, "activity_id": one.activity_id}
    return [
        Press(Reply(**about, state="going"), "replies.b_going"),
        Press(StayAway(**about), "replies.b_stay_away"),
    ]


@under(n.Opening)
def opening(notice: n.Opening) -> Keyboard:
    """Lead to the roll."""
    one = notice.activity
    button = ShowRoll(group_id=one.group_id, activity_id=one.activity_id, page=0)
    return [Press(button, "reminders.b_to_roll")]


@under(n.Digest)
def digest(notice: n.Digest) -> Keyboard:
    """Lead to each activity that lies ahead, once."""
    ahead_of = {
        line.activity.activity_id: line.activity
        for line in notice.lines
        if line.which is not ReminderKind.THANKS
    }
    return [
        Choice(
            ShowInvitation(group_id=one.group_id, activity_id=one.activity_id), f"👉 {one.title}"
        )
        for one in list(ahead_of.values())[:20]
    ]


@under(n.Settings)
def settings(notice: n.Settings) -> Keyboard:
    """Offer the other choice."""
    if notice.wants_thanks:
        return [Press(WantThanks(wants=0), "reminders.b_thanks_off")]
    return [Press(WantThanks(wants=1), "reminders.b_thanks_on")]


@under(n.ChangeWhat)
def change_what(notice: n.ChangeWhat) -> Keyboard:
    """Offer what can be changed in this state."""
    one = notice.activity
    about = {"group_id": one.group_id, "activity_id": one.activity_id}
    rows: list[Row] = []
    if one.state in (ActivityState.DRAFT, ActivityState.ANNOUNCED):
        rows = [
            Press(Change(**about, what="time"), "reminders.b_move_time"),
            Press(Change(**about, what="place"), "reminders.b_move_place"),
            Press(Change(**about, what="whom"), "reminders.b_invite_others"),
        ]
    if one.state is not ActivityState.CANCELLED:
        rows += [
            Press(Change(**about, what="title"), "reminders.b_rename"),
            Press(Change(**about, what="kind"), "reminders.b_kind"),
        ]
    copy = Press(Change(**about, what="copy"), "reminders.b_copy")
    return [*rows, copy, Press(Show(**about), "activities.b_back")]
