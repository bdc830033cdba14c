"""What staff tell about a course or a series."""

import enum
from collections.abc import Sequence
from typing import Annotated, Any

from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.reading import Option, Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.shelves import file_into, the_series
from models.materials import series
from models.people.tables import Role


class Rhythm(enum.StrEnum):
    """How often a series sends."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Day(Reader):
    """The day of a series: of the week, or of the month."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer the working days of a week, or three days of a month."""
        is_weekly = seen.progress.answers.get("rhythm") == Rhythm.WEEKLY
        days = range(1, 6) if is_weekly else (1, 10, 20)
        key = "materials.o_weekday" if is_weekly else "materials.o_day"
        return [Option(Phrase(key=key, number=one), one) for one in days]

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take a number."""
        most = 7 if seen.progress.answers.get("rhythm") == Rhythm.WEEKLY else 31
        digits = "".join(one for one in said.text if one.isdecimal())[:3]
        if not digits or not 1 <= int(digits) <= most:
            return Problem(Phrase(key="materials.p_day", number=most))
        return Taken(value=int(digits))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the day's number."""
        return Phrase(key="materials.v_day", number=int(value))


@form("course", title="materials.f_course", may="staff")
class CourseForm(Form):
    """A new course, with its first material."""

    material_id: int
    title: Annotated[str, Ask("materials.q_course", "materials.l_course", Text(longest=100))]

    async def done(self, visit: Visit) -> None:
        """Begin the course and file the material into it."""
        row = await series.new_course(
            visit.tx,
            group_id=self.group_id,
            title=self.title,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await file_into(visit, self.group_id, self.material_id, row.id)


@form("series", title="materials.f_series", may="staff")
class SeriesForm(Form):
    """A new series."""

    title: Annotated[
        str,
        Ask(
            "materials.q_series", "materials.l_series", Text(longest=100), hint="materials.h_series"
        ),
    ]
    rhythm: Annotated[
        Rhythm,
        Ask("materials.q_rhythm", "materials.l_rhythm", OneOf(Rhythm, "materials.v_rhythm")),
    ]
    day: Annotated[
        int,
        Ask(
            "materials.q_day",
            "materials.l_day",
            Day(),
            hint="materials.h_day",
            after=("rhythm",),
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Begin it, and show all there are."""
        await series.begin(
            visit.tx,
            group_id=self.group_id,
            title=self.title,
            is_monthly=self.rhythm is Rhythm.MONTHLY,
            day=self.day,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await visit.change(await the_series(visit, self.group_id))
