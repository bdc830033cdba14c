"""The question about a day that lies ahead."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from handlers.kit import saying
from handlers.kit.forms.reading import Option, Phrase, Problem, Read, Reader, Said, Seen, Taken

_FAR = 5  # years
_ENDS = re.compile(r"[。. ]|前|以前|之前|before")
_OFFERED = (1, 3, 6)  # months


class AheadDay(Reader):
    """A day from tomorrow on: in some months, the end of the year, 12月31日, 2027-06-30."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer so many months from now, and the end of the year."""
        today = seen.now.astimezone(seen.zone).date()
        months = [
            Option(
                Phrase(key="forms.o_months", number=count),
                (today + timedelta(days=30 * count)).isoformat(),
            )
            for count in _OFFERED
        ]
        return [*months, Option(Phrase(key="forms.o_year_end"), f"{today.year}-12-31")]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take a day from tomorrow until some years from now."""
        today = seen.now.astimezone(seen.zone).date()
        day = ahead_day(said.text, today)
        if day is None or not today < day <= today.replace(year=today.year + _FAR, day=1):
            return Problem(Phrase(key="forms.p_ahead_day"))
        return Taken(value=day.isoformat())

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the day in full; noon in China is that day in every zone near it."""
        noon = datetime.fromisoformat(f"{value}T04:00:00+00:00")
        return Phrase(key="ledger.v_day", at=noon)


def ahead_day(text: str, today: date) -> date | None:
    """Return the day somebody means who speaks of what comes; None if it is none."""
    found = saying.read(text)
    if found is None or _ENDS.sub("", found[1]):
        return None
    said = found[0]
    if said.ahead is not None:
        return today + timedelta(days=said.ahead)
    if said.month is None or said.day is None:
        return None
    try:
        year = said.year or today.year + (said.years or 0)
        day = date(year, said.month, said.day)
        is_next = said.year is None and said.years is None and day <= today
        return day.replace(year=day.year + 1) if is_next else day
    except ValueError:
        return None
