"""A suggestion as it is shown to those who may see it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.queries import groups
from models.suggestions import notices as n
from models.suggestions import queries as q
from models.suggestions.alarms import days_left
from models.suggestions.listing import lines
from models.suggestions.rules import OWED
from models.suggestions.tables import Answer, Suggestion
from models.suggestions.voices import count

PAGE = 8
_SHOWN = 700  # characters of a long text on a card; the whole stands in the files
_TALKS = 3


def cut(text: str, most: int = _SHOWN) -> str:
    """Return a text that fits a card."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


async def card(tx: Transaction, one: Suggestion, *, reader: str, now: datetime) -> n.Card:
    """Return a suggestion as it stands, for a lead, a cosigner, somebody asked, or the staff."""
    group = await tx.load(groups, one.group_id)
    zone = ZoneInfo(group.timezone if group else "UTC")
    is_owed = one.state in OWED and one.answer_by is not None
    answer = await q.last_answer(tx, one) if one.round else None
    return n.Card(
        group_id=one.group_id,
        suggestion_id=one.id,
        level=one.level,
        year=one.year,
        number=one.number,
        title=one.title,
        problem=cut(one.problem),
        proposal=cut(one.proposal),
        state=one.state,
        origin=one.origin,
        signers=await _signers(tx, one),
        unit=one.unit,
        unit_id=one.unit_id,
        n_files=len(await q.files(tx, one)),
        assisting=await _assisting(tx, one),
        talks=await talked(tx, one),
        assigned_on=one.assigned_on,
        accept_by=one.accept_by,
        answer_by=one.answer_by,
        extended_months=one.extended_months,
        answer=answered(answer) if answer else None,
        is_key=one.is_key,
        is_excellent=one.is_excellent,
        voices=await count(tx, one),
        days_left=days_left(one.answer_by, now, zone) if is_owed and one.answer_by else None,
        reader=reader,
    )


async def _signers(tx: Transaction, one: Suggestion) -> tuple[n.Named, ...]:
    return tuple(
        n.Named(member_id=member.id, name=member.name, role=row.role, state=row.state)
        for row, member in await q.signers(tx, one)
    )


async def _assisting(tx: Transaction, one: Suggestion) -> tuple[n.Assisting, ...]:
    return tuple(
        n.Assisting(
            assistant_id=row.id,
            unit=row.unit,
            unit_id=row.unit_id,
            due_on=row.due_on,
            opinion=cut(row.opinion, 100) if row.opinion else None,
            said_on=row.said_on,
        )
        for row in await q.assistants(tx, one)
    )


async def talked(tx: Transaction, one: Suggestion) -> tuple[n.Talked, ...]:
    """Return the last talks of the unit with the deputy."""
    rows = await q.talks(tx, one)
    return tuple(
        n.Talked(on=row.on, way=row.way, note=cut(row.note, 100)) for row in rows[-_TALKS:]
    )


def answered(row: Answer) -> n.Answered:
    """Return an answer as it stands on a card."""
    return n.Answered(
        round=row.round,
        answer_class=row.answer_class,
        words=cut(row.wording),
        answered_on=row.answered_on,
        promised_for=row.promised_for,
        proof=cut(row.proof, 200) if row.proof else None,
        claimed_on=row.claimed_on,
        proven_on=row.proven_on,
        satisfaction=row.satisfaction,
        remark=cut(row.remark, 200) if row.remark else None,
    )


async def page(
    tx: Transaction,
    rows: Sequence[Suggestion],
    *,
    group_id: int,
    year: int,
    number: int,
    is_staff: bool,
) -> n.Page:
    """Return a page of a list."""
    pages = max(-(-len(rows) // PAGE), 1)
    number = min(max(number, 0), pages - 1)
    here = rows[number * PAGE : (number + 1) * PAGE]
    return n.Page(
        group_id=group_id,
        year=year,
        lines=tuple(await lines(tx, here)),
        page=number,
        pages=pages,
        is_staff=is_staff,
        total=len(rows),
        open_count=sum(one.state in OWED for one in rows),
    )


async def history(tx: Transaction, one: Suggestion) -> n.History:
    """Return the last steps of a suggestion."""
    rows = await q.steps(tx, one)
    return n.History(
        group_id=one.group_id,
        suggestion_id=one.id,
        title=one.title,
        steps=tuple((row.on, row.move, cut(row.note, 80)) for row in rows[-20:]),
    )
