"""What a unit is asked when it handles a suggestion by itself."""

from typing import Annotated

from handlers import suggestion_orders as door
from handlers.forms.suggestion_questions import (
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
from handlers.kit.forms.readers import Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from models.errors import Gone, Refusal
from models.suggestions import answering, examining, promising
from models.suggestions.moving import Doing


class OfOrder(Form):
    """A form about a suggestion that is with a unit."""

    suggestion_id: int
    unit_id: int

    async def doing(self, visit: Visit) -> Doing:
        """Return the contact as their unit; Refusal for everybody else."""
        one, _helping, by = await door.speaker(
            visit, self.group_id, self.suggestion_id, self.unit_id
        )
        return door.doing(visit, one, by)

    async def show(self, visit: Visit) -> None:
        """Show it as it is then."""
        await door.show(visit, self.group_id, self.suggestion_id, self.unit_id)


@form("suggestion_order send_back", title="suggestion_orders.f_send_back", who="unit")
class SendBackForm(OfOrder):
    """Why a suggestion is not this unit's."""

    reason: Reason

    async def done(self, visit: Visit) -> None:
        """Give it back to the staff."""
        await examining.send_back(visit.tx, reason=self.reason, **await self.doing(visit))
        await self.show(visit)


@form("suggestion_order talk", title="suggestion_orders.f_talk", who="unit")
class TalkForm(OfOrder):
    """A talk with the deputies."""

    way: Way
    note: Note
    on: On = None

    async def done(self, visit: Visit) -> None:
        """Log it."""
        doing = await self.doing(visit)
        await answering.talk(visit.tx, way=self.way, note=self.note, on=self.on, **doing)
        await self.show(visit)


@form("suggestion_order answer", title="suggestion_orders.f_answer", who="unit")
class AnswerForm(OfOrder):
    """The answer of the unit: its class, its words, a document."""

    answer_class: Class
    words: Words
    promised_for: Promised = None
    files: HandedIn = ()

    async def done(self, visit: Visit) -> None:
        """Answer; the deputies, the staff and the voters behind it hear."""
        await answering.answer(
            visit.tx,
            answer_class=self.answer_class,
            words=self.words,
            promised_for=self.promised_for,
            handed=handed(self.files),
            **await self.doing(visit),
        )
        await self.show(visit)


@form("suggestion_order claim", title="suggestion_orders.f_claim", who="unit")
class ClaimForm(OfOrder):
    """That a promise is kept, and what proves it."""

    proof: Annotated[
        str,
        Ask(
            "suggestion_orders.q_claim",
            "suggestions.l_proof",
            Text(shortest=2, longest=400),
            hint="suggestions.h_proof",
        ),
    ]
    files: HandedIn = ()

    async def done(self, visit: Visit) -> None:
        """Report it; the staff look."""
        doing = await self.doing(visit)
        await promising.claim(visit.tx, proof=self.proof, handed=handed(self.files), **doing)
        await self.show(visit)


@form("suggestion_order opinion", title="suggestion_orders.f_opinion", who="unit")
class OpinionForm(OfOrder):
    """What a unit that assists has to say."""

    opinion: Opinion

    async def done(self, visit: Visit) -> None:
        """Say it to the unit that leads."""
        one, helping, by = await door.speaker(
            visit, self.group_id, self.suggestion_id, self.unit_id
        )
        if helping is None:
            raise Refusal(Gone())
        await answering.opine(
            visit.tx,
            assistant_id=helping.id,
            opinion=self.opinion,
            **door.doing(visit, one, by),
        )
        await self.show(visit)
