"""What the staff are asked about a suggestion on its way: file, assign, talk, answer, prove."""

import enum
import re
from datetime import date
from typing import Annotated

from handlers.forms.suggestion_questions import (
    Assisting,
    Class,
    HandedIn,
    Note,
    On,
    Opinion,
    Promised,
    Reason,
    Way,
    Words,
    handed,
)
from handlers.forms.suggestions import About
from handlers.kit.forms.days import AheadDay
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, form
from handlers.kit.visit import Visit
from models.suggestions import answering, examining, promising
from models.units.actions import the_unit

_UNITS = re.compile(r"[、,，;；\n]+")


@form("suggestion file", title="suggestions.f_file", may="staff")
class FileForm(About):
    """The number under which it is on file."""

    number: Annotated[
        str,
        Ask(
            "suggestions.q_number",
            "suggestions.l_number",
            Text(longest=40),
            hint="suggestions.h_number",
        ),
    ]
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Put it on file."""
        await examining.file(visit.tx, number=self.number, on=self.on, **await self.doing(visit))
        await self.show(visit)


@form("suggestion assign", title="suggestions.f_assign", may="staff")
class AssignForm(About):
    """Who is to handle it."""

    unit: Annotated[
        str,
        Ask(
            "suggestions.q_unit", "suggestions.l_unit", Text(longest=60), hint="suggestions.h_unit"
        ),
    ]
    assisting: Assisting = None
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Assign it: the clocks start."""
        await examining.assign(
            visit.tx,
            unit=self.unit,
            assisting=_named(self.assisting),
            on=self.on,
            **await self.doing(visit),
        )
        await self.show(visit)


def _named(units: str | None) -> list[str]:
    return [one.strip() for one in _UNITS.split(units or "") if one.strip()]


@form("suggestion assign_to", title="suggestions.f_assign", may="staff")
class AssignToForm(About):
    """Who assists the unit that was chosen."""

    unit_id: int
    assisting: Assisting = None
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Assign it: the clocks start, and the unit's contacts get the card."""
        unit = await the_unit(visit.tx, group_id=self.group_id, unit_id=self.unit_id)
        await examining.assign(
            visit.tx,
            unit=unit.name,
            assisting=_named(self.assisting),
            on=self.on,
            **await self.doing(visit),
        )
        await self.show(visit)


@form("suggestion return", title="suggestions.f_return", may="staff")
class ReturnForm(About):
    """Why it is to be mended."""

    reason: Reason

    async def done(self, visit: Visit) -> None:
        """Note that it was returned."""
        await examining.give_back(visit.tx, reason=self.reason, **await self.doing(visit))
        await self.show(visit)


@form("suggestion send_back", title="suggestions.f_send_back", may="staff")
class SendBackForm(About):
    """Why a unit gives it back."""

    reason: Reason

    async def done(self, visit: Visit) -> None:
        """Note that the unit gave it back."""
        await examining.send_back(visit.tx, reason=self.reason, **await self.doing(visit))
        await self.show(visit)


@form("suggestion talk", title="suggestions.f_talk", may="staff")
class TalkForm(About):
    """A talk of the unit with the deputy."""

    way: Way
    note: Note
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Log it."""
        await answering.talk(
            visit.tx, way=self.way, note=self.note, on=self.on, **await self.doing(visit)
        )
        await self.show(visit)


class Months(enum.StrEnum):
    """How much longer."""

    ONE = "1"
    TWO = "2"
    THREE = "3"


@form("suggestion extend", title="suggestions.f_extend", may="staff")
class ExtendForm(About):
    """More time for the unit."""

    months: Annotated[
        Months,
        Ask("suggestions.q_months", "suggestions.l_months", OneOf(Months, "suggestions.v_months")),
    ]
    reason: Reason

    async def done(self, visit: Visit) -> None:
        """Extend the term."""
        await examining.extend(
            visit.tx, months=int(self.months), reason=self.reason, **await self.doing(visit)
        )
        await self.show(visit)


@form("suggestion answer", title="suggestions.f_answer", may="staff")
class AnswerForm(About):
    """The answer of the unit."""

    answer_class: Class
    words: Words
    promised_for: Promised = None
    files: HandedIn = ()
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Write the answer down; everybody concerned hears."""
        await answering.answer(
            visit.tx,
            answer_class=self.answer_class,
            words=self.words,
            on=self.on,
            promised_for=self.promised_for,
            handed=handed(self.files),
            **await self.doing(visit),
        )
        await self.show(visit)


@form("suggestion prove", title="suggestions.f_prove", may="staff")
class ProveForm(About):
    """What proves that a promise was kept."""

    proof: Annotated[
        str,
        Ask(
            "suggestions.q_proof",
            "suggestions.l_proof",
            Text(shortest=2, longest=400),
            hint="suggestions.h_proof",
        ),
    ]
    files: HandedIn = ()

    async def done(self, visit: Visit) -> None:
        """Note the proof."""
        doing = await self.doing(visit)
        await promising.prove(visit.tx, proof=self.proof, handed=handed(self.files), **doing)
        await self.show(visit)


@form("suggestion doubt", title="suggestions.f_doubt", may="staff")
class DoubtForm(About):
    """Why a promise is not kept, though the unit says so."""

    reason: Annotated[
        str, Ask("suggestions.q_doubt", "suggestions.l_reason", Text(shortest=2, longest=300))
    ]

    async def done(self, visit: Visit) -> None:
        """Tell the unit."""
        await promising.doubt(visit.tx, reason=self.reason, **await self.doing(visit))
        await self.show(visit)


@form("suggestion postpone", title="suggestions.f_postpone", may="staff")
class PostponeForm(About):
    """A later day for a promise."""

    promised_for: Annotated[
        date,
        Ask(
            "suggestions.q_promised_new",
            "suggestions.l_promised",
            AheadDay(),
            hint="suggestions.h_promised",
        ),
    ]
    reason: Reason

    async def done(self, visit: Visit) -> None:
        """Move the promise."""
        await promising.postpone(
            visit.tx,
            promised_for=self.promised_for,
            reason=self.reason,
            **await self.doing(visit),
        )
        await self.show(visit)


@form("suggestion opinion", title="suggestions.f_opinion", may="staff")
class OpinionForm(About):
    """What an assisting unit says."""

    assistant_id: int
    opinion: Opinion

    async def done(self, visit: Visit) -> None:
        """Note it down."""
        await answering.opine(
            visit.tx,
            assistant_id=self.assistant_id,
            opinion=self.opinion,
            **await self.doing(visit),
        )
        await self.show(visit)
