"""How a group handles issues: who its director is, and how long each step may take."""

from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues.morning import defaults
from models.issues.tables import IssueSettings
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role

_DAYS = ("triage", "accept", "simple", "complex", "report_back", "chase")


async def _row(tx: Transaction, group_id: int) -> IssueSettings:
    row = await tx.session.get(IssueSettings, group_id, with_for_update=True)
    if row is None:
        row = defaults(group_id)
        tx.add(row)
        await tx.flush()
    return row


async def name_director(
    tx: Transaction, *, group_id: int, member_id: int | None, by: Actor, now: datetime
) -> IssueSettings:
    """Say which member of staff decides what others could not; None: nobody in particular."""
    require_staff(by, group_id=group_id)
    if member_id is not None:
        member = await tx.get(Member, (group_id, member_id))
        if member is None or member.role is not Role.STAFF or member.left_at is not None:
            raise Refusal(Gone())
    row = await _row(tx, group_id)
    row.director_id = member_id
    audit.write(tx, "issues.director", by=by, now=now, group_id=group_id, subject_id=member_id)
    return row


async def set_terms(
    tx: Transaction, *, group_id: int, by: Actor, now: datetime, **days: int
) -> IssueSettings:
    """Say how many working days steps may take: those of `_DAYS`.

    Clocks that run keep their deadline; the next step has the new one.
    """
    require_staff(by, group_id=group_id)
    row = await _row(tx, group_id)
    for name in _DAYS:
        if name in days:
            setattr(row, f"{name}_days", min(max(days[name], 1), 60))
    if "very_urgent_hours" in days:
        row.very_urgent_hours = min(max(days["very_urgent_hours"], 1), 24)
    audit.write(tx, "issues.terms", by=by, now=now, group_id=group_id, **days)
    return row
