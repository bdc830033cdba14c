"""The one question about a place: where it is on the map."""

from dataclasses import dataclass
from typing import Annotated, Any

from handlers import codes
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.reading import Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.codes import SetPin
from models.activities import ways
from models.activities.places import Spot
from models.errors import Done
from models.people.tables import Role


@dataclass(frozen=True, slots=True)
class OnTheMap(Reader):
    """A place sent from Telegram's map."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a location or a place."""
        if said.spot is None:
            return Problem(Phrase(key="activities.p_pin"))
        return Taken(value=list(said.spot))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return it in degrees."""
        return Phrase(key="activities.v_pin", text=f"{value[0]:.5f}, {value[1]:.5f}")


@form("pin", title="activities.f_pin", may="staff")
class PinForm(Form):
    """Where an activity takes place; which one is known already."""

    activity_id: int
    spot: Annotated[
        tuple[float, float],
        Ask("activities.q_pin", "activities.l_pin", OnTheMap(), hint="activities.h_pin"),
    ]

    async def done(self, visit: Visit) -> None:
        """Put the pin down and show the ways to check in."""
        await ways.pin(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            spot=Spot(*self.spot),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await codes.show_ways(visit, self.group_id, self.activity_id)


async def ask(visit: Visit) -> None:
    """Staff want to say where the place is."""
    button = visit.pressed(SetPin)
    await open_form(visit, "pin", group_id=button.group_id, activity_id=button.activity_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(SetPin, ask, may="staff"),)
