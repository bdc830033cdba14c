"""What the staff tell about an activity: a new one, and why an entry of the roll is corrected."""

from datetime import datetime
from typing import Annotated

from handlers import activities
from handlers.forms.invited import Invited
from handlers.kit.entries import Entry, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import Until, When
from handlers.kit.visit import Visit
from handlers.screens.activities import SetState
from models.activities import actions, correcting
from models.activities.reinviting import meant
from models.activities.rules import ActivityKind, AttendanceState, Scope
from models.activities.whom import Wanted
from models.activities.words import kind_of, scope_of
from models.errors import Done, Gone, Refusal
from models.people.tables import Role


@form("activity", title="activities.f_activity", may="staff")
class ActivityForm(Form):
    """A new activity."""

    title: Annotated[
        str,
        Ask(
            "activities.q_title",
            "activities.l_title",
            Text(longest=100),
            hint="activities.h_title",
        ),
    ]
    kind: Annotated[
        ActivityKind,
        Ask(
            "activities.q_kind",
            "activities.l_kind",
            OneOf(ActivityKind, "activities.v_kind", also=kind_of),
        ),
    ]
    scope: Annotated[
        Scope,
        Ask(
            "activities.q_scope",
            "activities.l_scope",
            OneOf(Scope, "activities.v_scope", also=scope_of),
        ),
    ]
    starts_at: Annotated[
        datetime,
        Ask(
            "activities.q_starts_at",
            "activities.l_starts_at",
            When(ends="ends_at"),
            hint="activities.h_starts_at",
        ),
    ]
    ends_at: Annotated[
        datetime,
        Ask(
            "activities.q_ends_at",
            "activities.l_ends_at",
            Until(start="starts_at"),
            hint="activities.h_ends_at",
            after=("starts_at",),
        ),
    ]
    place: Annotated[
        str,
        Ask(
            "activities.q_place",
            "activities.l_place",
            Text(longest=100),
            hint="activities.h_place",
        ),
    ]
    whom: Annotated[
        Wanted,
        Ask("activities.q_whom", "activities.l_whom", Invited(), hint="activities.h_whom"),
    ]

    async def done(self, visit: Visit) -> None:
        """Put the activity into the plan and show it to whoever entered it."""
        whom = await meant(visit.tx, group_id=self.group_id, wanted=self.whom)
        one = await actions.create(
            visit.tx,
            group_id=self.group_id,
            title=self.title,
            kind=self.kind,
            scope=self.scope,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            levels=whom.levels,
            members=whom.members,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, one.id)


@form("reason", title="activities.f_reason", may="staff")
class ReasonForm(Form):
    """Why an entry of the roll is corrected; what is corrected is known already."""

    activity_id: int
    member_id: int
    state: AttendanceState
    reason: Annotated[
        str,
        Ask(
            "activities.q_reason",
            "activities.l_reason",
            Text(shortest=2, longest=200),
            hint="activities.h_reason",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Correct the entry and show the activity again."""
        await correcting.correct(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            activity_id=self.activity_id,
            member_id=self.member_id,
            state=self.state,
            reason=self.reason,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, self.activity_id)


async def new(visit: Visit) -> None:
    """Staff want to enter a new activity."""
    staff = await visit.staff()
    await open_form(visit, "activity", group_id=staff.group_id)


async def correct(visit: Visit) -> None:
    """Staff press the state an entry is to be corrected to: the reason is asked."""
    button = visit.pressed(SetState)
    if button.state not in set(AttendanceState):
        raise Refusal(Gone())
    await open_form(
        visit,
        "reason",
        group_id=button.group_id,
        activity_id=button.activity_id,
        member_id=button.member_id,
        state=button.state,
    )
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("activities.w_new", new, may="staff"),
    pressed(SetState, correct, may="staff"),
)
