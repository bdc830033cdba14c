"""The one verb on the audit: write down."""

from datetime import datetime

from models.audit.tables import AuditEntry
from models.base import new_id
from models.database import Transaction
from models.people.rules import Actor


def write(
    tx: Transaction,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    group_id: int,
    subject_id: int | None = None,
    **detail: str | int | None,
) -> None:
    """Add one entry. `verb` is `<noun>.<verb>`; `detail` holds no phone, address or free text."""
    tx.append(
        AuditEntry(
            group_id=group_id,
            id=new_id(),
            at=now,
            actor=str(by),
            verb=verb,
            subject_id=subject_id,
            detail=detail,
        )
    )
