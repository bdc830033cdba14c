"""What the staff change about what an activity is: its name, and its kind, which brings points."""

from typing import Annotated

from handlers import activities
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from models.activities import renaming
from models.activities.rules import ActivityKind
from models.activities.words import kind_of
from models.people.tables import Role

Kind = Annotated[
    ActivityKind,
    Ask(
        "reminders.q_new_kind",
        "activities.l_kind",
        OneOf(ActivityKind, "activities.v_kind", also=kind_of),
    ),
]


@form("rename", title="reminders.f_rename", may="staff")
class RenameForm(Form):
    """Another name for an activity."""

    activity_id: int
    title: Annotated[
        str,
        Ask(
            "reminders.q_new_title",
            "activities.l_title",
            Text(longest=100),
            hint="activities.h_title",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Call it so, and show it."""
        await renaming.rename(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            title=self.title,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await activities.show_manage(visit, self.group_id, self.activity_id)


@form("kind", title="reminders.f_kind", may="staff")
class KindForm(Form):
    """Another kind for an activity that nobody has been at yet."""

    activity_id: int
    kind: Kind

    async def done(self, visit: Visit) -> None:
        """Change the kind, and show the activity."""
        await _change(visit, self.group_id, self.activity_id, self.kind, None)


@form("kind of what was", title="reminders.f_kind", may="staff")
class KindOfRollForm(Form):
    """Another kind for an activity that brought points already; why is asked, too."""

    activity_id: int
    kind: Kind
    reason: Annotated[
        str,
        Ask(
            "reminders.q_kind_reason",
            "activities.l_reason",
            Text(shortest=2, longest=200),
            hint="reminders.h_kind_reason",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Change the kind; points follow; show the activity."""
        await _change(visit, self.group_id, self.activity_id, self.kind, self.reason)


async def _change(
    visit: Visit, group_id: int, activity_id: int, kind: ActivityKind, reason: str | None
) -> None:
    await renaming.change_kind(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=group_id,
        activity_id=activity_id,
        kind=kind,
        reason=reason,
        by=await visit.actor(Role.STAFF, group_id),
        now=visit.now,
    )
    await activities.show_manage(visit, group_id, activity_id)
