"""The buttons of invitations and replies."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show
from models.activities.notices import Shown
from models.leaves.rules import LeaveState
from models.replies import notices as n
from models.replies.rules import ReplyState


class Reply(Button):
    """I come, or I do not know yet."""

    code: ClassVar[str] = "ry"
    group_id: int
    activity_id: int
    state: str


class AskLeave(Button):
    """I ask to be excused; the reason is asked next."""

    code: ClassVar[str] = "rl"
    group_id: int
    activity_id: int


class StayAway(Button):
    """I am on leave on the new day, too."""

    code: ClassVar[str] = "rst"
    group_id: int
    activity_id: int


class ShowInvitation(Button):
    """Show me the card of an activity."""

    code: ClassVar[str] = "ri"
    group_id: int
    activity_id: int


class ShowAnswers(Button):
    """Show the staff a page of the answers by name."""

    code: ClassVar[str] = "ra"
    group_id: int
    activity_id: int
    page: int


class ShowLeave(Button):
    """Show the staff a request."""

    code: ClassVar[str] = "ls"
    group_id: int
    leave_id: int


def ways(one: Shown, answer: ReplyState | None) -> list[Row]:
    """Return the answers somebody can give, without the one they have given."""
    about = {"group_id": one.group_id, "activity_id": one.activity_id}
    rows: list[Row] = []
    if answer is not ReplyState.GOING:
        rows.append(Press(Reply(**about, state="going"), "replies.b_going"))
    if answer is not ReplyState.LEAVE:
        rows.append(Press(AskLeave(**about), "replies.b_leave"))
    if answer is not ReplyState.UNSURE:
        rows.append(Press(Reply(**about, state="unsure"), "replies.b_unsure"))
    return rows


@under(n.Invitation)
def invitation(notice: n.Invitation) -> Keyboard:
    """Offer the answers while they can still be given."""
    # Here, not above: these screens lead back to this one.
    from handlers.screens.plans import GetIcs  # noqa: PLC0415

    if not notice.can_answer:
        return []
    one = notice.activity
    ics = GetIcs(group_id=one.group_id, activity_id=one.activity_id)
    return [*ways(one, notice.answer), Press(ics, "plans.b_ics")]


@under(n.Answers)
def answers(notice: n.Answers) -> Keyboard:
    """Offer the requests that wait, the pages, and the way back."""
    one = notice.activity
    waiting: list[Row | list[Row]] = [
        Choice(ShowLeave(group_id=one.group_id, leave_id=line.leave_id), f"📄 {line.name}")
        for line in notice.lines
        if line.leave_id is not None and line.leave_state is LeaveState.ASKED
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(one, notice.page - 1, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(one, notice.page + 1, "activities.b_page_after"))
    back = Show(group_id=one.group_id, activity_id=one.activity_id)
    return [*waiting, *([turn] if turn else []), Press(back, "activities.b_back")]


def _page(one: Shown, page: int, label: str) -> Press:
    button = ShowAnswers(group_id=one.group_id, activity_id=one.activity_id, page=page)
    return Press(button, label)
