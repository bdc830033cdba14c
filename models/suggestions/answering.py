"""What a unit does with a suggestion, as the staff write it down: talk, say, answer, prove."""

from datetime import date
from typing import Unpack

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.suggestions import alarms, voices
from models.suggestions import refusals as r
from models.suggestions.moving import Doing, closed, opened, the
from models.suggestions.queries import last_answer
from models.suggestions.rules import MOVES, AnswerClass, Move, SuggestionState, TalkWay, after_talk
from models.suggestions.tables import Answer, Assistant, Suggestion, Talk


async def talk(
    tx: Transaction,
    *,
    way: TalkWay,
    note: str,
    on: date | None = None,
    **doing: Unpack[Doing],
) -> Suggestion:
    """Log that the unit has talked with the deputy."""
    turn = await opened(tx, Move.TALK, **doing)
    one, was = turn.one, turn.one.state
    day = turn.day(on, after=one.assigned_on)
    tx.add(
        Talk(
            group_id=one.group_id,
            id=new_id(),
            suggestion_id=one.id,
            on=day,
            way=way,
            note=note[:500],
            noted_by=turn.by.member_id,
            noted_at=turn.now,
        )
    )
    await closed(tx, turn, on=day, note=note)
    one.state = after_talk(was)
    await tx.flush()
    return one


async def opine(
    tx: Transaction, *, assistant_id: int, opinion: str, **doing: Unpack[Doing]
) -> Assistant:
    """Note what an assisting unit has said to the one that leads."""
    turn = await opened(tx, Move.MARK, **doing)
    row = await tx.get(Assistant, (turn.one.group_id, assistant_id))
    if row is None or row.suggestion_id != turn.one.id:
        raise Refusal(Gone())
    row.opinion, row.said_on = opinion[:500], turn.today
    await tx.flush()
    audit.write(
        tx,
        "suggestions.opine",
        by=turn.by,
        now=turn.now,
        group_id=row.group_id,
        subject_id=turn.one.id,
        assistant=row.id,
    )
    await alarms.follow(tx, turn.one, zone=turn.zone, now=turn.now)
    return row


async def answer(
    tx: Transaction,
    *,
    answer_class: AnswerClass,
    words: str,
    on: date | None = None,
    promised_for: date | None = None,
    **doing: Unpack[Doing],
) -> Suggestion:
    """Write the unit's answer down; signers and the voters behind it hear.

    Refusal (not assigned yet) for what no unit was given on that day, (needs a day) for a
    promise without one.
    """
    await require_assigned(
        tx, group_id=doing["group_id"], suggestion_id=doing["suggestion_id"], on=on
    )
    turn = await opened(tx, Move.ANSWER, **doing)
    one = turn.one
    day = turn.day(on, after=one.assigned_on)
    is_promise = answer_class is AnswerClass.B
    if is_promise and (promised_for is None or promised_for < day):
        raise Refusal(r.PromiseNeedsDay())
    one.round, one.answered_on = one.round + 1, day
    row = Answer(
        group_id=one.group_id,
        suggestion_id=one.id,
        round=one.round,
        answer_class=answer_class,
        wording=words[:4000],
        answered_on=day,
        due_on=one.answer_by,
        promised_for=promised_for if is_promise else None,
    )
    tx.add(row)
    await tx.flush()
    await closed(tx, turn, on=day, note=words)
    await voices.tell(tx, one, row, is_done=False, bot_id=turn.bot_id, now=turn.now)
    return one


async def require_assigned(
    tx: Transaction, *, group_id: int, suggestion_id: int, on: date | None = None
) -> Suggestion:
    """Refuse an answer to what no unit had on that day, before it is typed."""
    one = await the(tx, group_id=group_id, suggestion_id=suggestion_id)
    early = on is not None and one.assigned_on is not None and on < one.assigned_on
    before = one.state not in MOVES[Move.ANSWER][0] and one.round == 0
    withdrawn = one.state is SuggestionState.WITHDRAWN
    if early or (before and not withdrawn):
        raise Refusal(
            r.NotAssignedYet(title=one.title, state=one.state, assigned_on=one.assigned_on)
        )
    return one


async def prove(tx: Transaction, *, proof: str, **doing: Unpack[Doing]) -> Suggestion:
    """Note what proves that a promise was kept; points follow, and what was rated is done."""
    turn = await opened(tx, Move.PROVE, **doing)
    row = await last_answer(tx, turn.one)
    if row is None or row.promised_for is None or row.proven_on is not None:
        raise Refusal(Gone())
    row.proof, row.proven_on = proof[:500], turn.today
    is_rated = turn.one.state is SuggestionState.RATED
    await tx.flush()
    await closed(tx, turn, on=turn.today, note=proof)
    if is_rated:
        await finish(tx, **doing)
    return turn.one


async def postpone(
    tx: Transaction, *, promised_for: date, reason: str, **doing: Unpack[Doing]
) -> Suggestion:
    """Move a promise to a later day, with a reason; it wakes up again then."""
    turn = await opened(tx, Move.PROVE, **doing)
    row = await last_answer(tx, turn.one)
    if row is None or row.promised_for is None or row.proven_on is not None:
        raise Refusal(Gone())
    if promised_for <= turn.today:
        raise Refusal(r.PromiseNeedsDay())
    row.promised_for = promised_for
    await tx.flush()
    return await closed(tx, turn, on=turn.today, note=f"{promised_for.isoformat()} {reason}")


async def finish(tx: Transaction, **doing: Unpack[Doing]) -> Suggestion:
    """Close a suggestion; the voters behind it hear."""
    turn = await opened(tx, Move.FINISH, lead_too=True, **doing)
    turn.one.done_on = turn.today
    await closed(tx, turn, on=turn.today, staff_too=True)
    row = await last_answer(tx, turn.one)
    if row is not None:
        await voices.tell(tx, turn.one, row, is_done=True, bot_id=turn.bot_id, now=turn.now)
    return turn.one
