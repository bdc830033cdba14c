"""What came of a year's activities, and what the press published."""

from models.database import Transaction
from models.records.queries import of_year
from models.years.figures import Found, Part, Row, Span, counted


async def records(tx: Transaction, span: Span) -> Found:
    """Count outcomes and press items, each by its own day."""
    kept = await of_year(tx, span.group, year=span.year)
    outcomes = [
        Row(what=one.what, on=one.happened_on, mark=one.kind.value, proof=one.number or "")
        for one in kept.outcomes
    ]
    press = [
        Row(what=one.title, on=one.published_on, where=one.outlet, proof=one.link or "")
        for one in kept.press
    ]
    return Found(
        figures=(
            counted("outcomes", Part.DUTIES, outcomes),
            counted("press", Part.WHOLE, press),
        )
    )
