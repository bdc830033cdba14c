"""How a voter changes by which number they are reached."""

from dataclasses import replace
from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import notices as n
from models.issues.contacts import seal, unseal
from models.issues.moving import party_of
from models.issues.queries import issue
from models.issues.rules import Party
from models.issues.states import SETTLED
from models.issues.tables import Issue
from models.people.rules import Actor


async def set_number(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    phone: str | None,
    by: Actor,
    now: datetime,
) -> Issue:
    """Keep another number of a report's voter, sealed, or none: their own word alone.

    Refusal (settled) once it is closed: nobody will call any more.
    """
    one = await issue(tx, group_id=group_id, issue_id=issue_id)
    if one is None or one.is_anonymous or await party_of(tx, one, by) is not Party.VOTER:
        raise Refusal(Gone())
    if one.state in SETTLED:
        raise Refusal(n.Settled(number=one.number, state=one.state))
    seal(one, replace(unseal(one), phone=phone))
    audit.write(
        tx,
        "issues.set_number",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        has=int(phone is not None),
    )
    return one
