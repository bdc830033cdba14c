"""What the staff change about an activity that is in the plan: its time, its place, a copy."""

from datetime import datetime
from typing import Annotated

from handlers import activities
from handlers.forms.renaming import KindForm, KindOfRollForm, RenameForm
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import Until, When
from handlers.kit.visit import Visit
from handlers.screens.reminders import Change, ShowChanges
from models.activities import changing, queries, renaming
from models.activities.standing import require_own
from models.errors import Done, Gone, Refusal
from models.people.tables import Role
from models.reminders.notices import ChangeWhat

_FORMS = {
    "time": "move_time",
    "place": "move_place",
    "whom": "invite_others",
    "title": RenameForm.shape.name,
    "kind": KindForm.shape.name,
    "copy": "copy",
}

Ends = Annotated[
    datetime,
    Ask(
        "activities.q_ends_at",
        "activities.l_ends_at",
        Until(start="starts_at"),
        hint="activities.h_ends_at",
        after=("starts_at",),
    ),
]


@form("move_time", title="reminders.f_move_time", may="staff")
class MoveTimeForm(Form):
    """A new time for an activity."""

    activity_id: int
    starts_at: Annotated[
        datetime,
        Ask(
            "reminders.q_new_start",
            "activities.l_starts_at",
            When(ends="ends_at"),
            hint="activities.h_starts_at",
        ),
    ]
    ends_at: Ends

    async def done(self, visit: Visit) -> None:
        """Move the activity, tell those invited, and show it."""
        await changing.move(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            activity_id=self.activity_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, self.activity_id)


@form("move_place", title="reminders.f_move_place", may="staff")
class MovePlaceForm(Form):
    """A new place for an activity."""

    activity_id: int
    place: Annotated[
        str,
        Ask(
            "reminders.q_new_place",
            "activities.l_place",
            Text(longest=100),
            hint="activities.h_place",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Move the activity, tell those invited, and show it."""
        await changing.move(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            activity_id=self.activity_id,
            place=self.place,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, self.activity_id)


@form("copy", title="reminders.f_copy", may="staff")
class CopyForm(Form):
    """The same activity at another time."""

    activity_id: int
    starts_at: Annotated[
        datetime,
        Ask(
            "reminders.q_copy_start",
            "activities.l_starts_at",
            When(ends="ends_at"),
            hint="activities.h_starts_at",
        ),
    ]
    ends_at: Ends

    async def done(self, visit: Visit) -> None:
        """Put the copy into the plan, and show it."""
        one = await changing.copy(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, one.id)


async def show_changes(visit: Visit) -> None:
    """Staff want to change something about an activity."""
    button = visit.pressed(ShowChanges)
    await visit.staff(button.group_id)
    one = await queries.activity(visit.tx, group_id=button.group_id, activity_id=button.activity_id)
    if one is None:
        raise Refusal(Gone())
    require_own(one)
    await visit.change(ChangeWhat(activity=queries.shown(one, now=visit.now)))
    await visit.toast(Done())


async def change(visit: Visit) -> None:
    """Staff press what is to be changed: it is asked."""
    button = visit.pressed(Change)
    name = _FORMS.get(button.what)
    await visit.staff(button.group_id)
    one = await queries.activity(visit.tx, group_id=button.group_id, activity_id=button.activity_id)
    if name is None or one is None:
        raise Refusal(Gone())
    require_own(one)
    if name == "kind" and await renaming.has_roll(visit.tx, one):
        name = KindOfRollForm.shape.name
    await open_form(visit, name, group_id=button.group_id, activity_id=button.activity_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(ShowChanges, show_changes, may="staff"),
    pressed(Change, change, may="staff"),
)
