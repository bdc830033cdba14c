"""What staff tell about points: what they enter, and why they take something back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from handlers.kit import saying
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Text
from handlers.kit.forms.reading import Option, Phrase, Problem, Read, Reader, Seen, Taken
from handlers.kit.forms.reading import Said as Words
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.ledger import Pick
from handlers.screens.points import TakeBack
from models.errors import Done
from models.people.tables import Role
from models.points import explaining
from models.points.entering import Deed, enter, take_back, the_deputy

_BACK = {"昨天": 1, "前天": 2, "yesterday": 1}


class PastDay(Reader):
    """A day that has been: today, yesterday, 3月5日 (the last one), 2026-03-05."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer today and yesterday."""
        today = seen.now.astimezone(seen.zone).date()
        before = today - timedelta(days=1)
        return [
            Option(Phrase(key="ledger.o_today"), today.isoformat()),
            Option(Phrase(key="ledger.o_yesterday"), before.isoformat()),
        ]

    def read(self, said: Words, seen: Seen, /) -> Read:
        """Take a day from the beginning of last year until today."""
        today = seen.now.astimezone(seen.zone).date()
        day = past_day(said.text, today)
        if day is None or not date(today.year - 1, 1, 1) <= day <= today:
            return Problem(Phrase(key="ledger.p_day"))
        return Taken(value=day.isoformat())

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the day in full; noon in UTC is that day in every zone of China."""
        noon = datetime.fromisoformat(f"{value}T04:00:00+00:00")
        return Phrase(key="ledger.v_day", at=noon)


def past_day(text: str, today: date) -> date | None:
    """Return the day somebody means who speaks of the past; None if it is none."""
    line = saying.folded(text).strip("。. ")
    if line in _BACK:
        return today - timedelta(days=_BACK[line])
    read = saying.read(text)
    if read is None or read[1].strip("。. "):
        return None
    said = read[0]
    if said.ahead is not None:
        return today + timedelta(days=said.ahead)
    if said.month is None or said.day is None:
        return None
    try:
        day = date(said.year or today.year, said.month, said.day)
        return day if said.year or day <= today else day.replace(year=today.year - 1)
    except ValueError:
        return None


@form("points entry", title="ledger.f_entry", may="staff")
class EntryForm(Form):
    """Something that no roll shows; whose and which item is known already."""

    member_id: int
    rule_id: str
    number: int
    on: Annotated[date, Ask("ledger.q_on", "ledger.l_on", PastDay(), hint="ledger.h_on")]
    evidence: Annotated[
        str,
        Ask(
            "ledger.q_evidence",
            "ledger.l_evidence",
            Text(shortest=2, longest=200),
            hint="ledger.h_evidence",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Write the line and show the deputy's points."""
        await enter(
            visit.tx,
            Deed(
                group_id=self.group_id,
                member_id=self.member_id,
                rule_id=self.rule_id,
                number=self.number,
                evidence=self.evidence,
                on=self.on,
            ),
            bot_id=visit.bot.id,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_points(visit, self.group_id, self.member_id, self.on.year)


async def show_points(visit: Visit, group_id: int, member_id: int, year: int) -> None:
    """Show a deputy's points of a year to the staff."""
    group, member = await the_deputy(visit.tx, group_id, member_id)
    shown = await explaining.my_points(
        visit.tx, member, group, year=year, now=visit.now, for_staff=True
    )
    await visit.change(shown)


@form("points back", title="ledger.f_take_back", may="staff")
class TakeBackForm(Form):
    """Why a line is taken back; which line is known already."""

    line_id: int
    reason: Annotated[str, Ask("ledger.q_why", "ledger.l_why", Text(shortest=2, longest=200))]

    async def done(self, visit: Visit) -> None:
        """Take the line back and show the deputy's points."""
        line = await take_back(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            line_id=self.line_id,
            reason=self.reason,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_points(visit, self.group_id, line.member_id, line.year)


async def pick(visit: Visit) -> None:
    """Staff choose the item: day and evidence are asked."""
    button = visit.pressed(Pick)
    await open_form(
        visit,
        "points entry",
        group_id=button.group_id,
        member_id=button.member_id,
        rule_id=button.rule_id,
        number=button.number,
    )
    await visit.toast(Done())


async def ask_why(visit: Visit) -> None:
    """Staff want to take a line back: the reason is asked."""
    button = visit.pressed(TakeBack)
    await open_form(visit, "points back", group_id=button.group_id, line_id=button.line_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(Pick, pick, may="staff"),
    pressed(TakeBack, ask_why, may="staff"),
)
