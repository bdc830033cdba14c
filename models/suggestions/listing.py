"""Suggestions as lists and in numbers: of a year, of deputies."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.database import Transaction
from models.people.tables import Level, Member
from models.suggestions.notices import Line
from models.suggestions.rules import (
    OWED,
    STANDS,
    AnswerClass,
    Satisfaction,
    SignerRole,
    SuggestionState,
)
from models.suggestions.tables import Answer, Signer, Suggestion


async def years(tx: Transaction, *, group_id: int) -> Sequence[int]:
    """Return the years with suggestions, the newest first."""
    rows = await tx.scalars(
        select(Suggestion.year)
        .where(Suggestion.group_id == group_id)
        .distinct()
        .order_by(Suggestion.year.desc())
    )
    return rows.all()


async def of_year(
    tx: Transaction, *, group_id: int, year: int, level: Level | None = None
) -> Sequence[Suggestion]:
    """Return a year's suggestions, drafts and withdrawn ones left out, in order of number."""
    wanted = [
        Suggestion.group_id == group_id,
        Suggestion.year == year,
        Suggestion.state.not_in(
            [SuggestionState.DRAFT, SuggestionState.SIGNED, SuggestionState.WITHDRAWN]
        ),
    ]
    if level is not None:
        wanted.append(Suggestion.level == level)
    rows = await tx.scalars(
        select(Suggestion)
        .where(*wanted)
        .order_by(Suggestion.level, Suggestion.number, Suggestion.id)
    )
    return rows.all()


async def all_of_year(tx: Transaction, *, group_id: int, year: int) -> Sequence[Suggestion]:
    """Return a year's suggestions, drafts too, what is open first."""
    rows = await tx.scalars(
        select(Suggestion)
        .where(Suggestion.group_id == group_id, Suggestion.year == year)
        .order_by(Suggestion.id.desc())
    )
    last = (SuggestionState.DONE, SuggestionState.WITHDRAWN)
    return sorted(rows.all(), key=lambda one: one.state in last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """A suggestion a deputy has a part in, and which."""

    one: Suggestion
    role: SignerRole
    answer: Answer | None


async def of_deputies(
    tx: Transaction,
    *,
    group_id: int,
    member_ids: Collection[int],
    year: int | None = None,
    only_signed: bool = True,
) -> Mapping[int, Sequence[Involved]]:
    """Return what deputies led and co-signed, by member, newest first; two statements in all.

    `only_signed` leaves out what they were only asked to sign.
    """
    wanted = [Signer.group_id == group_id, Signer.member_id.in_(member_ids)]
    if only_signed:
        wanted.append(Signer.state.in_(STANDS))
    if year is not None:
        wanted.append(Suggestion.year == year)
    rows = await tx.execute(
        select(Signer, Suggestion, Answer)
        .join(
            Suggestion,
            (Suggestion.group_id == Signer.group_id) & (Suggestion.id == Signer.suggestion_id),
        )
        .outerjoin(
            Answer,
            (Answer.group_id == Suggestion.group_id)
            & (Answer.suggestion_id == Suggestion.id)
            & (Answer.round == Suggestion.round),
        )
        .where(*wanted)
        .order_by(Suggestion.year.desc(), Suggestion.id.desc())
    )
    found: dict[int, list[Involved]] = defaultdict(list)
    for signer, one, answer in rows:
        found[signer.member_id].append(Involved(one=one, role=signer.role, answer=answer))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCounts:
    """The year's suggestions in numbers; rates are of these (domain §7)."""

    total: int
    filed: int
    assigned: int
    answered: int
    rated: int
    satisfied: int  # satisfied or basically satisfied
    done: int
    overdue: int
    by_class: Mapping[AnswerClass, int]
    key: int
    excellent: int


async def year_counts(
    tx: Transaction, *, group_id: int, year: int, today: date, level: Level | None = None
) -> YearCounts:
    """Count a year's suggestions that were submitted; every number opens into `of_year`."""
    rows = await of_year(tx, group_id=group_id, year=year, level=level)
    last = await last_answers(tx, group_id=group_id, suggestion_ids=[one.id for one in rows])
    counted = [one for one in rows if one.state is not SuggestionState.RETURNED]
    answers_ = [last[one.id] for one in counted if one.id in last]
    rated = [one for one in answers_ if one.satisfaction is not None]
    classes = [one.answer_class for one in answers_]
    return YearCounts(
        total=len(counted),
        filed=sum(one.filed_on is not None for one in counted),
        assigned=sum(one.assigned_on is not None for one in counted),
        answered=len(answers_),
        rated=len(rated),
        satisfied=sum(one.satisfaction is not Satisfaction.DISSATISFIED for one in rated),
        done=sum(one.state is SuggestionState.DONE for one in counted),
        overdue=sum(is_overdue(one, today) for one in counted),
        by_class={kind: classes.count(kind) for kind in AnswerClass},
        key=sum(one.is_key for one in counted),
        excellent=sum(one.is_excellent for one in counted),
    )


def is_overdue(one: Suggestion, today: date) -> bool:
    """Tell whether an answer is owed and its term has ended."""
    return one.state in OWED and one.answer_by is not None and one.answer_by < today


async def last_answers(
    tx: Transaction, *, group_id: int, suggestion_ids: Collection[int]
) -> Mapping[int, Answer]:
    """Return the last answer to each suggestion that has one."""
    rows = await tx.scalars(
        select(Answer)
        .where(Answer.group_id == group_id, Answer.suggestion_id.in_(suggestion_ids))
        .order_by(Answer.round)
    )
    return {one.suggestion_id: one for one in rows}


async def names(
    tx: Transaction, *, group_id: int, member_ids: Collection[int]
) -> Mapping[int, str]:
    """Return members' names."""
    rows = await tx.execute(
        select(Member.id, Member.name).where(Member.group_id == group_id, Member.id.in_(member_ids))
    )
    return {row[0]: row[1] for row in rows}


async def lines(tx: Transaction, rows: Sequence[Suggestion]) -> Sequence[Line]:
    """Return suggestions of one group as lines of a list."""
    if not rows:
        return []
    leads = await names(tx, group_id=rows[0].group_id, member_ids={one.lead_id for one in rows})
    return [
        Line(
            group_id=one.group_id,
            suggestion_id=one.id,
            number=one.number,
            title=one.title,
            state=one.state,
            lead=leads.get(one.lead_id, ""),
            answer_by=one.answer_by if one.state in OWED else None,
        )
        for one in rows
    ]
