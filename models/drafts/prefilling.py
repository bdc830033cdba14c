"""Drafts that know something already: filled in for their owner, or mended by an edited message."""

from datetime import datetime
from typing import Any

from models.database import Transaction
from models.drafts import rules
from models.drafts.queries import draft_of
from models.drafts.rules import Question
from models.drafts.tables import Draft
from models.errors import Gone, Refusal


async def _the(tx: Transaction, account_id: int, now: datetime) -> Draft:
    draft = await draft_of(tx, account_id=account_id, now=now)
    if draft is None:
        raise Refusal(Gone())
    return draft


async def fill(
    tx: Transaction,
    *,
    account_id: int,
    questions: tuple[Question, ...],
    answers: dict[str, Any],
    now: datetime,
    stay: bool = False,
) -> Draft:
    """Answer questions for the owner of a draft; with `stay` the one that is asked stays asked."""
    draft = await _the(tx, account_id, now)
    known = {**draft.data["answers"], **answers}
    draft.data = {**draft.data, "answers": known}
    if not stay:
        draft.step = rules.begin_with(questions, known)
    draft.version += 1
    draft.updated_at = now
    await tx.flush()
    return draft


async def give(tx: Transaction, *, account_id: int, now: datetime, **given: int) -> Draft:
    """Add to what a draft knows without asking."""
    draft = await _the(tx, account_id, now)
    draft.data = {**draft.data, "given": {**draft.data["given"], **given}}
    draft.group_id = int(draft.data["given"].get("group_id", 0))
    draft.updated_at = now
    await tx.flush()
    return draft


async def replace_part(
    tx: Transaction, *, account_id: int, message_id: int, text: str, now: datetime
) -> bool:
    """Put the new words of an edited message where its old ones are; False if they are nowhere.

    The parts of an answer that takes several messages each know the message they came from.
    """
    draft = await draft_of(tx, account_id=account_id, now=now)
    if draft is None:
        return False
    found, answers = False, dict(draft.data["answers"])
    for name, value in answers.items():
        if not isinstance(value, list):
            continue
        parts = [_mended(one, message_id, text) for one in value]
        found = found or parts != value
        answers[name] = parts
    if found:
        draft.data = {**draft.data, "answers": answers}
        draft.updated_at = now
        await tx.flush()
    return found


def _mended(part: Any, message_id: int, text: str) -> Any:  # noqa: ANN401  (JSON)
    """Return a part with its new words, under its picture if it is one."""
    if not isinstance(part, dict) or part.get("message_id") != message_id:
        return part
    if part.get("file"):
        return {**part, "file": {**part["file"], "caption": text}}
    return {**part, "text": text}
