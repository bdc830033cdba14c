"""What a unit does with a suggestion, itself or as the staff write it down: talk, say, answer."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.people.rules import Actor, ActorKind
from models.suggestions import alarms, files, orders, voices
from models.suggestions import refusals as r
from models.suggestions.files import Handed
from models.suggestions.moving import Doing, closed, is_staff, opened, the, turn_of
from models.suggestions.rules import (
    MOVES,
    OWED,
    AnswerClass,
    Move,
    SuggestionState,
    TalkWay,
    after_talk,
)
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
    turn = await opened(tx, Move.TALK, unit_too=True, **doing)
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
    """Note what an assisting unit has said to the one that leads; it may say so itself.

    Refusal (gone) for a unit that does not assist, or once it is answered.
    """
    one = await the(tx, group_id=doing["group_id"], suggestion_id=doing["suggestion_id"])
    row = await tx.get(Assistant, (one.group_id, assistant_id))
    if row is None or row.suggestion_id != one.id or one.state not in OWED:
        raise Refusal(Gone())
    if not (is_staff(doing["by"], one.group_id) or _assists(row, doing["by"])):
        raise Refusal(NotAllowed())
    turn = await turn_of(
        tx, one, Move.MARK, bot_id=doing["bot_id"], by=doing["by"], now=doing["now"]
    )
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
    await orders.touch(tx, turn.one)
    return row


def _assists(row: Assistant, by: Actor) -> bool:
    is_unit = by.kind is ActorKind.UNIT and by.unit_id is not None
    return is_unit and (row.group_id, row.unit_id) == (by.group_id, by.unit_id)


async def answer(
    tx: Transaction,
    *,
    answer_class: AnswerClass,
    words: str,
    on: date | None = None,
    promised_for: date | None = None,
    handed: Sequence[Handed] = (),
    **doing: Unpack[Doing],
) -> Suggestion:
    """Answer, as the unit or as the staff write it down; signers and voters behind it hear.

    Refusal (not assigned yet) for what no unit was given on that day, (needs a day) for a
    promise without one.
    """
    await require_assigned(
        tx, group_id=doing["group_id"], suggestion_id=doing["suggestion_id"], on=on
    )
    turn = await opened(tx, Move.ANSWER, unit_too=True, **doing)
    one = turn.one
    day = turn.day(on, after=one.assigned_on)
    is_promise = answer_class is AnswerClass.B
    if is_promise and (promised_for is None or promised_for < day):
        raise Refusal(r.PromiseNeedsDay())
    one.round, one.answered_on = one.round + 1, day
    row = _answer(one, answer_class, words, day)
    row.promised_for = promised_for if is_promise else None
    tx.add(row)
    await tx.flush()
    await files.keep(tx, one, handed, is_proof=False, now=turn.now)
    await closed(tx, turn, on=day, note=words)
    await voices.tell(tx, one, row, is_done=False, bot_id=turn.bot_id, now=turn.now)
    return one


def _answer(one: Suggestion, answer_class: AnswerClass, words: str, day: date) -> Answer:
    return Answer(
        group_id=one.group_id,
        suggestion_id=one.id,
        round=one.round,
        answer_class=answer_class,
        wording=words[:4000],
        answered_on=day,
        due_on=one.answer_by,
    )


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
