"""What the suggestions of a year come to: filed, replied to, and what their deputies say."""

from collections.abc import Sequence

from sqlalchemy import and_, select

from models.database import Transaction
from models.people.tables import Member
from models.suggestions.rules import Satisfaction, SuggestionState
from models.suggestions.tables import Answer, Suggestion
from models.years.figures import Doubt, Found, Part, Row, Span, counted, rate

_GONE = (SuggestionState.WITHDRAWN,)
_CONTENT = frozenset({Satisfaction.SATISFIED, Satisfaction.BASICALLY})


_Filed = tuple[Suggestion, Member, Answer | None]


async def suggestions(tx: Transaction, span: Span) -> Found:
    """Count what the congresses put on file; a rate of satisfaction is taken of what was rated."""
    found = await _filed(tx, span)
    filed = [_row(one, member, mark=one.state.value) for one, member, _answer in found]
    replied = [
        _row(one, member, mark=_class(answer), counts=answer is not None)
        for one, member, answer in found
    ]
    rated = [
        _row(one, member, mark=answer.satisfaction.value, counts=answer.satisfaction in _CONTENT)
        for one, member, answer in found
        if answer is not None and answer.satisfaction is not None
    ]
    unrated = [
        _row(one, member)
        for one, member, answer in found
        if answer is not None and answer.satisfaction is None
    ]
    return Found(
        figures=(
            counted("suggestions", Part.FOLLOW_UP, filed),
            rate("suggestions_replied", Part.FOLLOW_UP, replied),
            rate("suggestions_satisfied", Part.FOLLOW_UP, rated),
        ),
        doubts=(Doubt(key="suggestions_unrated", rows=unrated),),
    )


async def _filed(tx: Transaction, span: Span) -> Sequence[_Filed]:
    """Return what was put on file, who leads it, and the last answer to it."""
    rows = await tx.execute(
        select(Suggestion, Member, Answer)
        .join(
            Member,
            and_(Member.group_id == Suggestion.group_id, Member.id == Suggestion.lead_id),
        )
        .outerjoin(
            Answer,
            and_(
                Answer.group_id == Suggestion.group_id,
                Answer.suggestion_id == Suggestion.id,
                Answer.round == Suggestion.round,
            ),
        )
        .where(
            Suggestion.group_id == span.group.id,
            Suggestion.year == span.year,
            Suggestion.filed_on.is_not(None),
            Suggestion.state.not_in(_GONE),
        )
        .order_by(Suggestion.number, Suggestion.id)
    )
    return [(one, member, answer) for one, member, answer in rows]


def _class(answer: Answer | None) -> str:
    return answer.answer_class.value if answer and answer.answer_class else ""


def _row(one: Suggestion, member: Member, *, mark: str = "", counts: bool = True) -> Row:
    return Row(
        what=one.title,
        on=one.filed_on,
        where=one.unit or "",
        who=member.name,
        mark=mark,
        proof=one.number or "",
        counts=counts,
    )
