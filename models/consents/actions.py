"""The verbs on consents: agree, withdraw; and whether somebody has agreed."""

from datetime import datetime

from models.audit import actions as audit
from models.consents.rules import VERSION
from models.consents.tables import Consent
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, ActorKind


def voter(account_id: int) -> Actor:
    """Return whoever acts under an account, without any place on a roster."""
    return Actor(kind=ActorKind.ACCOUNT, account_id=account_id)


async def consent_of(tx: Transaction, account_id: int) -> Consent | None:
    """Return what somebody has agreed to and not taken back, of the notice that holds now."""
    row = await tx.get(Consent, (account_id, VERSION))
    return row if row is not None and row.withdrawn_at is None else None


async def agree(tx: Transaction, *, account_id: int, version: int, now: datetime) -> Consent:
    """Note that somebody has agreed; a second time changes nothing.

    Refusal (gone) if the notice they read is not the one that holds now.
    """
    if version != VERSION:
        raise Refusal(Gone())
    row = await tx.get(Consent, (account_id, version))
    if row is None:
        row = Consent(account_id=account_id, version=version, agreed_at=now, withdrawn_at=None)
        tx.add(row)
    elif row.withdrawn_at is not None:
        row.agreed_at, row.withdrawn_at = now, None
    else:
        return row
    by = voter(account_id)
    audit.write(tx, "consents.agree", by=by, now=now, group_id=0, version=version)
    return row


async def withdraw(tx: Transaction, *, account_id: int, now: datetime) -> Consent | None:
    """Take an agreement back: before the next report the notice comes again. None: there is none.

    As easily as it was given (PIPL Art. 15).
    """
    row = await consent_of(tx, account_id)
    if row is None:
        return None
    row.withdrawn_at = now
    by = voter(account_id)
    audit.write(tx, "consents.withdraw", by=by, now=now, group_id=0, version=row.version)
    return row
