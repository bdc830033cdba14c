"""How a system files a report, once: the same call again finds the report of the first."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from models.database import Transaction
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.tables import Issue
from models.people.rules import Actor, ActorKind
from models.systems.tables import System, SystemRequest

_SAME = timedelta(days=1)  # in which the same content without a reference is the same report


def acting(system: System) -> Actor:
    """Return a system as an actor."""
    return Actor(kind=ActorKind.SYSTEM, group_id=system.group_id, system_id=system.id)


async def file(
    tx: Transaction,
    *,
    bot_id: int,
    system: System,
    report: Report,
    reference: str | None,
    now: datetime,
) -> str:
    """Take a report from a system and return its number; a call made again files nothing more.

    With the system's own reference that holds for ever, whatever the second call says. Without
    one the same content within a day is one report.
    """
    await _wait_for_others(tx, system)
    digest = hashlib.sha256(report.model_dump_json().encode()).hexdigest()
    before = await _before(tx, system, reference=reference, digest=digest, now=now)
    if before is not None:
        return before
    one, _code = await issues.register(
        tx, bot_id=bot_id, group_id=system.group_id, report=report, by=acting(system), now=now
    )
    tx.add(
        SystemRequest(
            group_id=system.group_id,
            issue_id=one.id,
            system_id=system.id,
            reference=reference,
            digest=digest,
            at=now,
        )
    )
    return one.number


async def _wait_for_others(tx: Transaction, system: System) -> None:
    """Let calls of one system file one after the other, so that equal ones see each other."""
    await tx.execute(
        select(System.id)
        .where(System.group_id == system.group_id, System.id == system.id)
        .with_for_update()
    )


async def _before(
    tx: Transaction, system: System, *, reference: str | None, digest: str, now: datetime
) -> str | None:
    if reference is not None:
        return await number_of(tx, system=system, reference=reference)
    return await _number(
        tx,
        system,
        SystemRequest.reference.is_(None),
        SystemRequest.digest == digest,
        SystemRequest.at > now - _SAME,
    )


async def number_of(tx: Transaction, *, system: System, reference: str) -> str | None:
    """Return the number of what a system filed under its own reference, None if it did not."""
    return await _number(tx, system, SystemRequest.reference == reference)


async def _number(tx: Transaction, system: System, *which: ColumnElement[bool]) -> str | None:
    rows = await tx.scalars(
        select(Issue.number)
        .join(
            SystemRequest,
            (Issue.group_id == SystemRequest.group_id) & (Issue.id == SystemRequest.issue_id),
        )
        .where(
            SystemRequest.group_id == system.group_id,
            SystemRequest.system_id == system.id,
            *which,
        )
        .limit(1)
    )
    found: str | None = rows.first()
    return found
