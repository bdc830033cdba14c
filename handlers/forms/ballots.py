"""What staff tell about a ballot: what it is on, who may vote, until when, and paper counts."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from handlers import ballots as door
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.reading import Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import When
from handlers.kit.visit import Visit
from handlers.screens import ballots as b
from models.ballots import actions, counting, telling
from models.ballots import notices as n
from models.ballots.actions import Plan
from models.ballots.electors import named_in
from models.ballots.queries import places
from models.ballots.rules import BallotKind, Counts, PaperSheet, Quorum
from models.errors import Done, Gone, Refusal
from models.people.tables import Role

_PARTS = re.compile(r"[、,，;；\n]+")
_NUMBERS = re.compile(r"\d{1,5}")
_FOUR = 4


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in _PARTS.split(text) if one.strip()))


@form("ballot", title="ballots.f_ballot", may="staff")
class BallotForm(Form):
    """A new ballot."""

    kind: Annotated[
        BallotKind, Ask("ballots.q_kind", "ballots.l_kind", OneOf(BallotKind, "ballots.v_kind"))
    ]
    title: Annotated[
        str,
        Ask(
            "ballots.q_title",
            "ballots.l_title",
            Text(shortest=2, longest=80),
            hint="ballots.h_title",
        ),
    ]
    subjects: Annotated[
        str,
        Ask(
            "ballots.q_subjects",
            "ballots.l_subjects",
            Text(longest=800, lines=True),
            hint="ballots.h_subjects",
        ),
    ]
    items: Annotated[
        str,
        Ask(
            "ballots.q_items",
            "ballots.l_items",
            Text(longest=300, lines=True),
            hint="ballots.h_items",
        ),
    ]
    quorum: Annotated[
        Quorum, Ask("ballots.q_quorum", "ballots.l_quorum", OneOf(Quorum, "ballots.v_quorum"))
    ]

    async def done(self, visit: Visit) -> None:
        """Plan it and show it."""
        plan = Plan(
            group_id=self.group_id,
            kind=self.kind,
            title=self.title,
            subjects=_listed(self.subjects),
            items=_listed(self.items),
            quorum=self.quorum,
        )
        by = await visit.actor(Role.STAFF, self.group_id)
        one = await actions.create(visit.tx, plan, by=by, now=visit.now)
        await door.show_card(visit, one.group_id, one.id)


@form("ballot electors", title="ballots.f_electors", may="staff")
class ElectorsForm(Form):
    """People to be put on the list, in words; a sheet may be sent instead."""

    ballot_id: int
    people: Annotated[
        str,
        Ask(
            "ballots.q_people",
            "ballots.l_people",
            Text(shortest=2, longest=3000, lines=True),
            hint="ballots.h_people",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Put them on the list."""
        found = named_in(self.people)
        added = await actions.list_electors(
            visit.tx,
            group_id=self.group_id,
            ballot_id=self.ballot_id,
            named=found,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        one = await door.the(visit, self.group_id, self.ballot_id)
        await visit.change(
            n.Listed(group_id=self.group_id, ballot_id=self.ballot_id, title=one.title, added=added)
        )


@form("ballot open", title="ballots.f_open", may="staff")
class OpenForm(Form):
    """Until when can be voted."""

    ballot_id: int
    closes_at: Annotated[
        datetime,
        Ask("ballots.q_closes_at", "ballots.l_closes_at", When(), hint="ballots.h_closes_at"),
    ]

    async def done(self, visit: Visit) -> None:
        """Open it, ask the electors of the roster, and show it."""
        one = await actions.open_(
            visit.tx,
            group_id=self.group_id,
            ballot_id=self.ballot_id,
            closes_at=self.closes_at,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await telling.invite(visit.tx, one, bot_id=visit.bot.id, now=visit.now)
        await door.show_card(visit, self.group_id, self.ballot_id)


@dataclass(frozen=True, slots=True)
class Rows(Reader):
    """Four numbers a line: satisfied, basically, dissatisfied, abstained."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take lines of four numbers."""
        rows = [_NUMBERS.findall(line) for line in said.text.splitlines() if line.strip()]
        if not rows or any(len(row) != _FOUR for row in rows):
            return Problem(Phrase(key="ballots.p_rows"))
        return Taken(value="\n".join(" ".join(row) for row in rows))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return them as they were understood."""
        return Phrase(key="forms.v_text", text=str(value)[:300])


@dataclass(frozen=True, slots=True)
class Number(Reader):
    """A number from 0 on."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a number, whatever stands around it."""
        found = _NUMBERS.findall(said.text)
        if len(found) != 1:
            return Problem(Phrase(key="ballots.p_number"))
        return Taken(value=int(found[0]))


@form("ballot paper", title="ballots.f_paper", may="staff")
class PaperForm(Form):
    """The paper ballots as one person has counted them."""

    ballot_id: int
    returned: Annotated[int, Ask("ballots.q_returned", "ballots.l_returned", Number())]
    invalid: Annotated[int, Ask("ballots.q_invalid", "ballots.l_invalid", Number())]
    rows: Annotated[str, Ask("ballots.q_rows", "ballots.l_rows", Rows(), hint="ballots.h_rows")]

    async def done(self, visit: Visit) -> None:
        """Enter the count, and say whether the other one is equal."""
        counts = tuple(Counts(*(int(one) for one in row.split())) for row in self.rows.splitlines())
        is_agreed = await counting.enter_paper(
            visit.tx,
            group_id=self.group_id,
            ballot_id=self.ballot_id,
            sheet=PaperSheet(returned=self.returned, invalid=self.invalid, places=counts),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await visit.change(
            n.PaperEntered(group_id=self.group_id, ballot_id=self.ballot_id, is_agreed=is_agreed)
        )


async def fill(visit: Visit) -> None:
    """Staff want to do what needs words."""
    button = visit.pressed(b.Fill)
    one = await door.the(visit, button.group_id, button.ballot_id)
    if button.what not in ("electors", "open", "paper") or not await places(visit.tx, one):
        raise Refusal(Gone())
    await open_form(visit, f"ballot {button.what}", group_id=one.group_id, ballot_id=one.id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(b.Fill, fill, may="staff"),)
