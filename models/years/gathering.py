"""Asks every noun for its figures of a year, and puts them into the order of the report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from models.database import Transaction
from models.groups.tables import Group
from models.messages.addresses import addresses
from models.people.rules import Actor, require_staff
from models.years.activities import activities
from models.years.figures import Figure, Part, Row, Span, Year
from models.years.issues import issues
from models.years.learning import materials, self_study
from models.years.people import evaluated_bodies, reports_to_voters, terms_of_office
from models.years.receptions import receptions
from models.years.records import records
from models.years.suggestions import suggestions

#: Every figure there is, in the order of the report.
ORDER = (
    "stations",
    "study",
    "materials",
    "self_study",
    "inspections",
    "outcomes",
    "receptions",
    "reception_places",
    "evaluated",
    "suggestions",
    "suggestions_replied",
    "suggestions_satisfied",
    "issues",
    "issues_platform",
    "issues_answered",
    "issues_solved",
    "by_elected",
    "left_office",
    "voter_reports",
    "group_city",
    "group_district",
    "group_street",
    "press",
    "attendance",
)
_PARTS = tuple(Part)


async def year_of(tx: Transaction, group: Group, *, year: int, by: Actor, now: datetime) -> Year:
    """Return the figures of a year to the group's staff; everybody else is refused."""
    require_staff(by, group_id=group.id)
    return await figures_of(tx, group, year=year, now=now)


async def figures_of(tx: Transaction, group: Group, *, year: int, now: datetime) -> Year:
    """Return the figures of a year; what nothing proves is named as left out.

    The number of statements does not depend on how many deputies there are.
    """
    span = Span(group=group, year=year)
    found = [
        await activities(tx, span, now),
        await materials(tx, span),
        await self_study(tx, span),
        await terms_of_office(tx, span),
        await reports_to_voters(tx, span),
        await evaluated_bodies(tx, span),
        await receptions(tx, span),
        await suggestions(tx, span),
        await issues(tx, span),
        await records(tx, span),
    ]
    figures = [one for each in found for one in each.figures]
    every = sorted(
        await _linked(tx, group.id, figures),
        key=lambda one: (_PARTS.index(one.part), ORDER.index(one.key)),
    )
    return Year(
        group_name=group.name,
        year=year,
        figures=tuple(one for one in every if one.is_proven),
        left_out=tuple(one for one in every if not one.is_proven),
        doubts=tuple(one for each in found for one in each.doubts if one.rows),
    )


async def _linked(tx: Transaction, group_id: int, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Return figures whose rows lead to what the group's chat said of them, where it did."""
    abouts = {row.about for one in figures for row in one.rows if row.about}
    links = await addresses(tx, group_id=group_id, abouts=abouts)

    def led(row: Row) -> Row:
        return replace(row, link=links[row.about]) if row.about in links else row

    return [replace(one, rows=tuple(led(row) for row in one.rows)) for one in figures]
