"""Reads of drafts."""

from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.drafts.rules import LIFETIME, Progress
from models.drafts.tables import Draft


async def draft_of(tx: Transaction, *, account_id: int, now: datetime) -> Draft | None:
    """Return the form an account has open, held until the end of the transaction.

    One that nobody touched for LIFETIME is no longer there.
    """
    rows = await tx.scalars(
        select(Draft)
        .where(Draft.account_id == account_id, Draft.updated_at > now - LIFETIME)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    draft: Draft | None = rows.first()
    return draft


def progress_of(draft: Draft) -> Progress:
    """Return how far a draft is."""
    return Progress(
        step=draft.step,
        version=draft.version,
        answers=draft.data["answers"],
        half=draft.data["half"],
    )
