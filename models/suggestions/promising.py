"""What became of a promise: the unit says it is kept, the staff look, and say so or not."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from models.database import Transaction
from models.errors import Gone, Refusal
from models.suggestions import files, voices
from models.suggestions import refusals as r
from models.suggestions.files import Handed
from models.suggestions.moving import Doing, Turn, closed, opened
from models.suggestions.queries import last_answer
from models.suggestions.rules import Move, SuggestionState
from models.suggestions.tables import Answer, Suggestion


async def require_promise(tx: Transaction, turn: Turn) -> Answer:
    """Return the answer whose promise is still to be proven; Refusal (gone) without one."""
    row = await last_answer(tx, turn.one)
    if row is None or row.promised_for is None or row.proven_on is not None:
        raise Refusal(Gone())
    return row


async def claim(
    tx: Transaction, *, proof: str, handed: Sequence[Handed] = (), **doing: Unpack[Doing]
) -> Suggestion:
    """Note that the unit reports a promise kept, with what proves it; the staff are to look.

    Nothing follows from it before they have: no points, and it is not done.
    """
    turn = await opened(tx, Move.CLAIM, unit_too=True, **doing)
    row = await require_promise(tx, turn)
    row.proof, row.claimed_on = proof[:500], turn.today
    await files.keep(tx, turn.one, handed, is_proof=True, now=turn.now)
    return await closed(tx, turn, on=turn.today, note=proof, staff_too=True)


async def doubt(tx: Transaction, *, reason: str, **doing: Unpack[Doing]) -> Suggestion:
    """Note that the staff looked, and the promise is not kept; the unit hears why.

    Refusal (gone) where no unit has reported it kept.
    """
    turn = await opened(tx, Move.DOUBT, **doing)
    row = await require_promise(tx, turn)
    if row.claimed_on is None:
        raise Refusal(Gone())
    row.claimed_on, row.proof = None, None
    return await closed(tx, turn, on=turn.today, note=reason)


async def prove(
    tx: Transaction,
    *,
    proof: str | None = None,
    handed: Sequence[Handed] = (),
    **doing: Unpack[Doing],
) -> Suggestion:
    """Note what proves that a promise was kept; points follow, and what was rated is done.

    Without words of their own the staff confirm what the unit has reported; Refusal (gone) where
    it has reported nothing.
    """
    turn = await opened(tx, Move.PROVE, **doing)
    row = await require_promise(tx, turn)
    if proof is None and row.claimed_on is None:
        raise Refusal(Gone())
    row.proof, row.proven_on = (proof or row.proof or "")[:500], turn.today
    is_rated = turn.one.state is SuggestionState.RATED
    await files.keep(tx, turn.one, handed, is_proof=True, now=turn.now)
    await closed(tx, turn, on=turn.today, note=row.proof)
    if is_rated:
        await finish(tx, **doing)
    return turn.one


async def postpone(
    tx: Transaction, *, promised_for: date, reason: str, **doing: Unpack[Doing]
) -> Suggestion:
    """Move a promise to a later day, with a reason; it wakes up again then."""
    turn = await opened(tx, Move.PROVE, **doing)
    row = await require_promise(tx, turn)
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
