"""Suggestions with all that a row of a report holds, read in a few statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.database import Transaction
from models.people.tables import Member
from models.suggestions.listing import last_answers, names
from models.suggestions.rules import STANDS, SignerRole
from models.suggestions.tables import Answer, Assistant, Signer, Source, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A suggestion as a report shows it."""

    one: Suggestion
    lead: str
    cosigners: tuple[str, ...]
    assisting: tuple[str, ...]
    answer: Answer | None
    voices: int


async def rows_of(tx: Transaction, found: Sequence[Suggestion]) -> Sequence[Row]:
    """Return suggestions of one group as rows, in their order."""
    if not found:
        return []
    group_id, numbers = found[0].group_id, [one.id for one in found]
    leads = await names(tx, group_id=group_id, member_ids={one.lead_id for one in found})
    answers = await last_answers(tx, group_id=group_id, suggestion_ids=numbers)
    cosigners = await _cosigners(tx, group_id, numbers)
    assisting = await _assisting(tx, group_id, numbers)
    voices = await _voices(tx, group_id, numbers)
    return [
        Row(
            one=one,
            lead=leads.get(one.lead_id, ""),
            cosigners=tuple(cosigners[one.id]),
            assisting=tuple(assisting[one.id]),
            answer=answers.get(one.id),
            voices=voices.get(one.id, 0),
        )
        for one in found
    ]


async def _cosigners(
    tx: Transaction, group_id: int, numbers: Sequence[int]
) -> dict[int, list[str]]:
    rows = await tx.execute(
        select(Signer.suggestion_id, Member.name)
        .join(Member, (Member.group_id == Signer.group_id) & (Member.id == Signer.member_id))
        .where(
            Signer.group_id == group_id,
            Signer.suggestion_id.in_(numbers),
            Signer.role == SignerRole.COSIGNER,
            Signer.state.in_(STANDS),
        )
        .order_by(Signer.suggestion_id, Member.name)
    )
    return _listed([(row[0], row[1]) for row in rows])


async def _assisting(
    tx: Transaction, group_id: int, numbers: Sequence[int]
) -> dict[int, list[str]]:
    rows = await tx.execute(
        select(Assistant.suggestion_id, Assistant.unit)
        .where(Assistant.group_id == group_id, Assistant.suggestion_id.in_(numbers))
        .order_by(Assistant.id)
    )
    return _listed([(row[0], row[1]) for row in rows])


def _listed(rows: Sequence[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in rows:
        found[key].append(name)
    return found


async def _voices(tx: Transaction, group_id: int, numbers: Sequence[int]) -> dict[int, int]:
    rows = await tx.execute(
        select(Source.suggestion_id, func.count())
        .where(
            Source.group_id == group_id, Source.suggestion_id.in_(numbers), Source.kind == "issue"
        )
        .group_by(Source.suggestion_id)
    )
    return {row[0]: row[1] for row in rows}
