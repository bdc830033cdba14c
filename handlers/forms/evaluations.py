"""The one question about an evaluation: whose work was evaluated."""

from dataclasses import dataclass
from typing import Annotated, Any

from handlers import evaluations as doors
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.reading import Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.evaluations import AddBodies
from models.errors import Done, Gone, Refusal
from models.evaluations import actions, rules
from models.people.tables import Role

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class BodyNames(Reader):
    """Names of bodies, parted by commas or on lines of their own."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take what names were understood in."""
        if len(said.text) > _LONGEST or rules.read(said.text) is None:
            return Problem(Phrase(key="evaluations.p_names"))
        return Taken(value=said.text.strip())

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the names as they were understood, one a line."""
        return Phrase(key="forms.v_text", text="\n".join(rules.read(str(value)) or []))


@form("evaluated bodies", title="evaluations.f_bodies", may="staff")
class BodiesForm(Form):
    """Whose work was evaluated; at which activity is known already."""

    activity_id: int
    names: Annotated[
        str,
        Ask(
            "evaluations.q_names",
            "evaluations.l_names",
            BodyNames(),
            hint="evaluations.h_names",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Note them down and show them."""
        found = rules.read(self.names)
        if found is None:
            raise Refusal(Gone())
        await actions.note(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            names=found,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await doors.show(visit, self.group_id, self.activity_id)


async def add(visit: Visit) -> None:
    """Staff want to note bodies down."""
    button = visit.pressed(AddBodies)
    about = {"group_id": button.group_id, "activity_id": button.activity_id}
    await open_form(visit, "evaluated bodies", **about)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(AddBodies, add, may="staff"),)
