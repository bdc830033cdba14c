"""Reads of suggestions."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from models.database import Transaction
from models.people.tables import Level, Member
from models.suggestions.rules import (
    STANDS,
    SignerRole,
    SuggestionState,
)
from models.suggestions.tables import (
    Answer,
    Assistant,
    Signer,
    Source,
    Step,
    Suggestion,
    SuggestionFile,
    Talk,
)


async def suggestion(tx: Transaction, *, group_id: int, suggestion_id: int) -> Suggestion | None:
    """Return a suggestion, or None."""
    return await tx.get(Suggestion, (group_id, suggestion_id))


async def held(tx: Transaction, *, group_id: int, suggestion_id: int) -> Suggestion | None:
    """Return a suggestion as it is now, held until the end of the transaction."""
    rows = await tx.scalars(
        select(Suggestion)
        .where(Suggestion.group_id == group_id, Suggestion.id == suggestion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.first()


async def by_number(
    tx: Transaction, *, group_id: int, level: Level, year: int, number: str
) -> Suggestion | None:
    """Return the suggestion of a congress and year with this number, or None."""
    rows = await tx.scalars(
        select(Suggestion).where(
            Suggestion.group_id == group_id,
            Suggestion.level == level,
            Suggestion.year == year,
            Suggestion.number == number,
        )
    )
    return rows.first()


async def signers(tx: Transaction, one: Suggestion) -> Sequence[tuple[Signer, Member]]:
    """Return who signs a suggestion, the lead first."""
    rows = await tx.execute(
        select(Signer, Member)
        .join(Member, (Member.group_id == Signer.group_id) & (Member.id == Signer.member_id))
        .where(Signer.group_id == one.group_id, Signer.suggestion_id == one.id)
        .order_by(Signer.role != SignerRole.LEAD, Signer.asked_at, Signer.member_id)
    )
    return [(row[0], row[1]) for row in rows]


async def standing_signers(tx: Transaction, one: Suggestion) -> Sequence[tuple[Signer, Member]]:
    """Return those who have signed."""
    return [found for found in await signers(tx, one) if found[0].state in STANDS]


async def assistants(tx: Transaction, one: Suggestion) -> Sequence[Assistant]:
    """Return the units that assist."""
    rows = await tx.scalars(
        select(Assistant)
        .where(Assistant.group_id == one.group_id, Assistant.suggestion_id == one.id)
        .order_by(Assistant.id)
    )
    return rows.all()


async def talks(tx: Transaction, one: Suggestion) -> Sequence[Talk]:
    """Return the talks with the deputy, oldest first."""
    rows = await tx.scalars(
        select(Talk)
        .where(Talk.group_id == one.group_id, Talk.suggestion_id == one.id)
        .order_by(Talk.on, Talk.id)
    )
    return rows.all()


async def answers(tx: Transaction, one: Suggestion) -> Sequence[Answer]:
    """Return the answers, round by round."""
    rows = await tx.scalars(
        select(Answer)
        .where(Answer.group_id == one.group_id, Answer.suggestion_id == one.id)
        .order_by(Answer.round)
    )
    return rows.all()


async def last_answer(tx: Transaction, one: Suggestion) -> Answer | None:
    """Return the answer of the last round, or None."""
    return await tx.get(Answer, (one.group_id, one.id, one.round))


async def files(tx: Transaction, one: Suggestion) -> Sequence[SuggestionFile]:
    """Return what was handed in with answers and as proof, oldest first."""
    rows = await tx.scalars(
        select(SuggestionFile)
        .where(SuggestionFile.group_id == one.group_id, SuggestionFile.suggestion_id == one.id)
        .order_by(SuggestionFile.id)
    )
    return rows.all()


async def steps(tx: Transaction, one: Suggestion) -> Sequence[Step]:
    """Return all that happened, oldest first."""
    rows = await tx.scalars(
        select(Step)
        .where(Step.group_id == one.group_id, Step.suggestion_id == one.id)
        .order_by(Step.id)
    )
    return rows.all()


async def sources(tx: Transaction, one: Suggestion, kind: str) -> Sequence[int]:
    """Return the numbers of the issues or activities a suggestion grew out of."""
    rows = await tx.scalars(
        select(Source.subject_id)
        .where(Source.group_id == one.group_id, Source.suggestion_id == one.id, Source.kind == kind)
        .order_by(Source.subject_id)
    )
    return rows.all()


async def grown_from(
    tx: Transaction, *, group_id: int, kind: str, subject_id: int
) -> Sequence[Suggestion]:
    """Return the suggestions that grew out of an issue or an activity."""
    rows = await tx.scalars(
        select(Suggestion)
        .join(
            Source,
            (Source.group_id == Suggestion.group_id) & (Source.suggestion_id == Suggestion.id),
        )
        .where(Source.group_id == group_id, Source.kind == kind, Source.subject_id == subject_id)
        .order_by(Suggestion.id)
    )
    return rows.all()


async def to_rate(tx: Transaction, *, group_id: int, member_id: int) -> Sequence[Suggestion]:
    """Return what a deputy leads and has not rated yet."""
    rows = await tx.scalars(
        select(Suggestion)
        .where(
            Suggestion.group_id == group_id,
            Suggestion.lead_id == member_id,
            Suggestion.state == SuggestionState.ANSWERED,
        )
        .order_by(Suggestion.answered_on)
    )
    return rows.all()


async def count_signed(tx: Transaction, one: Suggestion) -> int:
    """Return how many have signed."""
    found = await tx.scalars(
        select(func.count())
        .select_from(Signer)
        .where(
            Signer.group_id == one.group_id,
            Signer.suggestion_id == one.id,
            or_(*(Signer.state == state for state in STANDS)),
        )
    )
    return int(found.one())
