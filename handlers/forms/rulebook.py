"""From which day rules of points are to be tried out."""

from datetime import date
from typing import Annotated

from handlers import rulebook as doors
from handlers.forms.ledger import PastDay, past_day
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.days import ahead_day
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.reading import Option, Phrase, Problem, Read, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.rulebook import OtherDay, days_offered
from models.errors import Done


class RulesDay(PastDay):
    """A day of this year or the next: 6月1日, 2026-06-01."""

    def options(self, seen: Seen, /) -> list[Option]:
        """Offer the days rules are usually adopted from."""
        today = seen.now.astimezone(seen.zone).date()
        return [Option(self.shown(day.isoformat()), day.isoformat()) for day in days_offered(today)]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take a day from the first of this year to the last of the next; no year: this one."""
        today = seen.now.astimezone(seen.zone).date()
        day = _this_year(past_day(said.text, today), today) or ahead_day(said.text, today)
        if day is None or not today.year <= day.year <= today.year + 1:
            return Problem(Phrase(key="rules.p_day"))
        return Taken(value=day.isoformat())


def _this_year(day: date | None, today: date) -> date | None:
    return day if day is not None and day.year >= today.year else None


@form("rules day", title="rules.f_day", may="staff")
class RulesDayForm(Form):
    """The day; which rules wait is known already."""

    version: int
    since: Annotated[date, Ask("rules.q_day", "rules.l_day", RulesDay(), hint="rules.h_day")]

    async def done(self, visit: Visit) -> None:
        """Show what the rules would bring from that day on."""
        await doors.show_tried(visit, self.group_id, self.version, self.since)


async def other_day(visit: Visit) -> None:
    """Staff want another day: it is asked."""
    button = visit.pressed(OtherDay)
    await open_form(visit, "rules day", group_id=button.group_id, version=button.version)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(OtherDay, other_day, may="staff"),)
