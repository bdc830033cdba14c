"""What is said about invitations, leave and reminders has words and buttons in every language."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers import register
from handlers.kit import screens, texts
from models.activities.notices import Shown
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.leaves import notices as leaves
from models.leaves.rules import LeaveState
from models.messages.notices import Notice, notice_kinds
from models.reminders import notices as reminders
from models.reminders.rules import AHEAD, ReminderKind
from models.replies import notices as replies
from models.replies.rules import ReplyState

AT = datetime(2026, 11, 25, 6, tzinfo=UTC)
TITLE = "视察<老旧>小区"
ACTIVITY = Shown(
    group_id=1,
    activity_id=2,
    title=TITLE,
    kind=ActivityKind.INSPECTION,
    scope=Scope.DISTRICT,
    place="街道代表工作室",
    starts_at=AT,
    ends_at=AT + timedelta(hours=2),
    opens_at=AT,
    closes_at=AT,
    state=ActivityState.ANNOUNCED,
    is_open=False,
)
OFF = ACTIVITY.model_copy(update={"state": ActivityState.CANCELLED})
ABOUT = {"title": TITLE, "starts_at": AT}
CARD = {**ABOUT, "group_id": 1, "leave_id": 3, "name": "王桂兰", "place": "那里", "reason": "出差"}
SAID = leaves.Said(group_id=1, leave_id=3, title=TITLE, starts_at=AT)
WAITING = leaves.Waiting(leave_id=3, name="王桂兰", title=TITLE, starts_at=AT, reason="出差")
ANSWER = replies.Answer(
    member_id=4, name="李建国", state=None, leave_id=None, leave_state=None, is_bound=False
)
NOTICES: tuple[Notice, ...] = (
    *(
        replies.Invitation(
            activity=ACTIVITY, member_id=4, answer=answer, leave_state=state, can_answer=can
        )
        for answer in (None, *ReplyState)
        for state in (LeaveState.ASKED, LeaveState.APPROVED)
        for can in (True, False)
    ),
    replies.Invitation(activity=OFF, member_id=4),
    *(replies.Noted(answer=answer) for answer in ReplyState),
    replies.TooLateToAnswer.model_validate(ABOUT),
    replies.Answers(
        activity=ACTIVITY,
        lines=(
            ANSWER,
            *(ANSWER.model_copy(update={"state": state}) for state in ReplyState),
        ),
        going=1,
        leave=1,
        unsure=1,
        silent=1,
        page=1,
        pages=3,
    ),
    leaves.ReadBack(group_id=1, leave_id=3, **ABOUT, reason="出差"),
    *(
        leaves.WhichActivity(
            choices=(leaves.Said(group_id=1, leave_id=3, title=TITLE, starts_at=AT),),
            is_other=is_other,
        )
        for is_other in (True, False)
    ),
    leaves.WhyNot.model_validate(ABOUT),
    leaves.NothingToLeave(),
    leaves.Dropped(),
    leaves.Asked.model_validate({**ABOUT, "reason": "出差"}),
    *(
        leaves.AlreadyAsked.model_validate({**ABOUT, "state": state})
        for state in (LeaveState.ASKED, LeaveState.APPROVED)
    ),
    leaves.YouWereThere.model_validate(ABOUT),
    leaves.TooLateToAsk.model_validate(ABOUT),
    *(
        leaves.LeaveCard.model_validate(
            {**CARD, "state": state, "decider": "周敏", "answer": "要表决"}
        )
        for state in LeaveState
    ),
    *(
        leaves.DecidedAlready(state=state, decider=decider)
        for state in (LeaveState.APPROVED, LeaveState.DECLINED, LeaveState.WITHDRAWN)
        for decider in ("周敏", None)
    ),
    *(
        leaves.Decided.model_validate(
            {**ABOUT, "is_approved": yes, "answer": None, "is_corrected": yes}
        )
        for yes in (True, False)
    ),
    *(
        reminders.Ahead(activity=ACTIVITY, which=which, answer=answer, is_known=known)
        for which in AHEAD
        for answer in (None, *ReplyState)
        for known in (True, False)
    ),
    reminders.Opening(activity=ACTIVITY, invited=40),
    reminders.Thanks.model_validate({**ABOUT, "gained": 600, "total": 1250, "year": 2026}),
    reminders.Digest(
        lines=tuple(reminders.Line(which=kind, activity=ACTIVITY) for kind in ReminderKind)
    ),
    reminders.Missed(activities=(reminders.MissedFor(title=TITLE, starts_at=AT, people=3),)),
    *(
        reminders.Moved(activity=ACTIVITY, was_at=AT, was_place="原处", answer=answer)
        for answer in (None, *ReplyState)
    ),
    leaves.ReadBackAll(choices=(SAID, SAID), reason="出差"),
    leaves.AskedAll(choices=(SAID, SAID), reason="出差"),
    leaves.WhyNotAll(choices=(SAID, SAID)),
    *(
        leaves.TakeBack(**SAID.model_dump(), state=state)
        for state in (LeaveState.ASKED, LeaveState.APPROVED)
    ),
    *(leaves.TakeWhichBack(choices=(SAID, SAID), is_other=is_other) for is_other in (True, False)),
    leaves.NothingToTakeBack(),
    leaves.Kept(),
    *(
        leaves.AllWaiting(group_id=1, lines=lines, total=9, page=0, pages=2)
        for lines in ((), (WAITING,))
    ),
    reminders.NotNeeded.model_validate({**ABOUT, "place": "那里"}),
    *(
        reminders.Moved(
            activity=ACTIVITY,
            was_at=AT,
            was_place="那里",
            answer=ReplyState.LEAVE,
            leave_state=state,
        )
        for state in (LeaveState.ASKED, LeaveState.APPROVED)
    ),
    reminders.CalledOff.model_validate({**ABOUT, "place": "那里"}),
    *(reminders.Settings(wants_thanks=wants) for wants in (True, False)),
    *(reminders.ChangeWhat(activity=one) for one in (ACTIVITY, OFF)),
)


@pytest.mark.parametrize("locale", texts.LOCALES)
@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: one.kind)
def test_it_has_words_and_buttons(notice: Notice, locale: str) -> None:
    screen = screens.show(notice, locale=locale, zone="Asia/Shanghai")

    assert screen.text
    assert "None" not in screen.text
    assert "<老旧>" not in screen.text


def test_no_notice_is_left_out() -> None:
    nouns = ("replies.", "leaves.", "reminders.")

    kinds = {kind for kind in notice_kinds() if kind.startswith(nouns)}

    assert register.REGISTER
    assert kinds == {one.kind for one in NOTICES}
