"""The one question about guests: who was there, and what they are."""

from dataclasses import dataclass
from typing import Annotated, Any

from handlers import guests as doors
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.reading import Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.guests import AddGuests
from models.activities import guests
from models.errors import Done, Gone, Refusal
from models.people.tables import Role

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Names(Reader):
    """Names of guests, with what they are before them."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take what names were understood in."""
        if len(said.text) > _LONGEST or guests.read(said.text) is None:
            return Problem(Phrase(key="activities.p_guests"))
        return Taken(value="\n".join(said.text.split("\n")).strip())

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the names as they were understood."""
        found = guests.read(str(value)) or []
        return Phrase(key="activities.v_guests", text="、".join(one.name for one in found))


@form("guests", title="activities.f_guests", may="staff")
class GuestsForm(Form):
    """Who else was there."""

    activity_id: int
    names: Annotated[
        str, Ask("activities.q_guests", "activities.l_guests", Names(), hint="activities.h_guests")
    ]

    async def done(self, visit: Visit) -> None:
        """Note them down and show the list."""
        found = guests.read(self.names)
        if found is None:
            raise Refusal(Gone())
        await guests.add(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            guests=found,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await doors.show(visit, self.group_id, self.activity_id)


async def add(visit: Visit) -> None:
    """Staff want to note guests down."""
    button = visit.pressed(AddGuests)
    await open_form(visit, "guests", group_id=button.group_id, activity_id=button.activity_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(AddGuests, add, may="staff"),)
