"""What the staff tell about a station: a new one, or one fact anew."""

from typing import Annotated

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens import stations as b
from handlers.stations import show_kept
from models.errors import Done, Gone, Refusal
from models.people.tables import Role
from models.stations import actions
from models.stations.rules import LONGEST_ADDRESS, LONGEST_NAME

_LENGTHS = {"name": LONGEST_NAME, "contact": LONGEST_NAME, "constituency": 128}


@form("station", title="stations.f_new", may="staff")
class StationForm(Form):
    """A new station: what it is called and where it is; the rest can be added later."""

    name: Annotated[
        str,
        Ask(
            "stations.q_name",
            "stations.l_name",
            Text(longest=LONGEST_NAME),
            hint="stations.h_name",
        ),
    ]
    address: Annotated[
        str,
        Ask(
            "stations.q_address",
            "stations.l_address",
            Text(longest=LONGEST_ADDRESS),
            hint="stations.h_address",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Add the station and show it."""
        one = await actions.add(
            visit.tx,
            group_id=self.group_id,
            name=self.name,
            address=self.address,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_kept(visit, one.group_id, one.id)


class _Fact(Form):
    """One fact of a station, anew."""

    station_id: int
    what: str
    value: str

    async def done(self, visit: Visit) -> None:
        """Change the fact and show the station."""
        await actions.change(
            visit.tx,
            group_id=self.group_id,
            station_id=self.station_id,
            what=self.what,
            value=self.value,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_kept(visit, self.group_id, self.station_id)


def _form_of(what: str) -> None:
    ask = Ask(
        f"stations.q_{what}",
        f"stations.l_{what}",
        Text(longest=_LENGTHS.get(what, LONGEST_ADDRESS)),
        hint=f"stations.h_{what}",
    )

    @form(f"station {what}", title="stations.f_change", may="staff")
    class _One(_Fact):
        value: Annotated[str, ask]


for _what in b.FIELDS:
    _form_of(_what)


async def new(visit: Visit) -> None:
    """Staff want to add a station."""
    button = visit.pressed(b.NewStation)
    await open_form(visit, "station", group_id=button.group_id)
    await visit.toast(Done())


async def change(visit: Visit) -> None:
    """Staff press the fact that is to be changed: it is asked."""
    button = visit.pressed(b.ChangeStation)
    if button.what not in b.FIELDS:
        raise Refusal(Gone())
    await open_form(
        visit,
        f"station {button.what}",
        group_id=button.group_id,
        station_id=button.station_id,
        what=button.what,
    )
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.NewStation, new, may="staff"),
    pressed(b.ChangeStation, change, may="staff"),
)
