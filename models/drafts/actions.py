"""Verbs on drafts: open, keep, want, cancel, take, expire.

A draft is nobody's business but its owner's, so none of these leaves an audit entry; the act
that a finished form leads to does.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from models.base import new_id
from models.database import Transaction
from models.drafts import rules
from models.drafts.queries import draft_of, progress_of
from models.drafts.rules import LIFETIME, Progress, Question
from models.drafts.tables import Draft
from models.errors import Gone, Refusal


async def open_draft(
    tx: Transaction,
    *,
    account_id: int,
    form: str,
    questions: tuple[Question, ...],
    given: Mapping[str, Any],
    now: datetime,
) -> Draft:
    """Open a form in place of whatever the account had open.

    `given` is what the form knows without asking; a group_id in it is kept as the draft's own.
    The first version is a number that no draft had before.
    """
    await _forget(tx, account_id)
    begun = rules.begin(questions, version=new_id())
    draft = Draft(
        account_id=account_id,
        form=form,
        group_id=int(given.get("group_id", 0)),
        step=begun.step,
        data={"answers": {}, "half": None, "given": dict(given), "wanted": None},
        version=begun.version,
        started_at=now,
        updated_at=now,
    )
    tx.add(draft)
    await tx.flush()
    return draft


async def keep(
    tx: Transaction, *, account_id: int, was: int, progress: Progress, now: datetime
) -> Draft:
    """Keep a step somebody made from version `was`; Refusal (gone) if the draft is elsewhere."""
    draft = await _the(tx, account_id, was, now)
    draft.step, draft.version, draft.updated_at = progress.step, progress.version, now
    answers, half = dict(progress.answers), progress.half and dict(progress.half)
    draft.data = {**draft.data, "answers": answers, "half": half}
    await tx.flush()
    return draft


async def want(
    tx: Transaction, *, account_id: int, form: str, given: Mapping[str, Any], now: datetime
) -> int:
    """Note which other form is wanted while one is open, until its owner has chosen.

    Returns the number of the wish: only the last one made can be granted. Refusal (gone) if
    nothing is open.
    """
    draft = await draft_of(tx, account_id=account_id, now=now)
    if draft is None:
        raise Refusal(Gone())
    number = new_id()
    wanted = {"number": number, "form": form, "given": dict(given)}
    draft.data = {**draft.data, "wanted": wanted}
    await tx.flush()
    return number


async def cancel(tx: Transaction, *, account_id: int, now: datetime) -> Draft | None:
    """Throw away the open form and return it; None if nothing was open."""
    draft = await draft_of(tx, account_id=account_id, now=now)
    await _forget(tx, account_id)
    return draft


async def take(tx: Transaction, *, account_id: int, was: int, now: datetime) -> Progress:
    """Take a finished draft out, for the act it leads to in the same transaction.

    A second press finds nothing. Refusal (gone) if the draft has moved on or is unfinished.
    """
    draft = await _the(tx, account_id, was, now)
    progress = progress_of(draft)
    if not progress.is_review:
        raise Refusal(Gone())
    await _forget(tx, account_id)
    return progress


async def expire(tx: Transaction, *, now: datetime) -> int:
    """Throw away what nobody touched for LIFETIME; return how many drafts that were."""
    gone = await tx.scalars(
        delete(Draft)
        .where(Draft.updated_at <= now - LIFETIME)
        .returning(Draft.account_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def _the(tx: Transaction, account_id: int, was: int, now: datetime) -> Draft:
    draft = await draft_of(tx, account_id=account_id, now=now)
    if draft is None or draft.version != was:
        raise Refusal(Gone())
    return draft


async def _forget(tx: Transaction, account_id: int) -> None:
    await tx.execute(delete(Draft).where(Draft.account_id == account_id))
