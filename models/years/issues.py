"""What the issues of a year come to: taken up, handed to the platform, answered, solved."""

from collections.abc import Sequence

from models.database import Transaction
from models.issues.queries import of_year
from models.issues.states import Category, IssueState, Route, Solved
from models.issues.tables import Issue
from models.years.figures import Found, Part, Row, Span, counted, rate

#: What was not taken up, or is counted where it was merged into.
_NOT_TAKEN = frozenset({IssueState.DECLINED, IssueState.MERGED, IssueState.WITHDRAWN})
_CATEGORIES = tuple(one.value for one in Category)


async def issues(tx: Transaction, span: Span) -> Found:
    """Count issues by what they are about; a row names number and place, never the voter."""
    found = await of_year(tx, group_id=span.group.id, year=span.year)
    taken = [one for one in found if one.state not in _NOT_TAKEN]
    platform = [one for one in taken if one.route is Route.PLATFORM]
    rated = [one for one in taken if one.solved is not None]
    return Found(
        figures=(
            counted("issues", Part.FOLLOW_UP, _rows(taken, span), order=_CATEGORIES),
            counted("issues_platform", Part.FOLLOW_UP, _rows(platform, span), order=_CATEGORIES),
            rate(
                "issues_answered",
                Part.FOLLOW_UP,
                [_row(one, span, counts=one.answered_at is not None) for one in taken],
            ),
            rate(
                "issues_solved",
                Part.FOLLOW_UP,
                [_row(one, span, counts=one.solved is Solved.YES) for one in rated],
            ),
        )
    )


def _rows(found: Sequence[Issue], span: Span) -> list[Row]:
    return [_row(one, span) for one in found]


def _row(one: Issue, span: Span, *, counts: bool = True) -> Row:
    return Row(
        what=one.number,
        on=span.day(one.reported_at),
        where=one.place,
        mark=one.category.value,
        proof=one.external_number or "",
        counts=counts,
    )
