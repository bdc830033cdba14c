"""What is kept of a voter: gathered for them, and deleted when they say so (PIPL 44 to 50)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from models.audit import actions as audit
from models.consents.tables import Consent
from models.database import Transaction
from models.drafts.tables import Draft
from models.groups.queries import groups
from models.issues.contacts import unseal
from models.issues.history import history
from models.issues.queries import files_of
from models.issues.states import VOTERS_OWN
from models.issues.tables import Issue, IssueFollower
from models.limits import actions as limits
from models.people.rules import Actor, ActorKind
from models.people.tables import Account
from models.privacy import retention
from models.privacy.holding import held


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How much is kept of somebody as a voter."""

    reports: int
    agreed_at: datetime | None
    agreed_version: int | None


async def summary(tx: Transaction, account_id: int) -> Summary:
    """Return how much is kept of an account as a voter."""
    counted = await tx.scalars(
        select(func.count()).select_from(Issue).where(Issue.account_id == account_id)
    )
    rows = await tx.scalars(
        select(Consent)
        .where(Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.version.desc())
        .limit(1)
    )
    last = rows.first()
    return Summary(
        reports=int(counted.one()),
        agreed_at=last.agreed_at if last else None,
        agreed_version=last.version if last else None,
    )


async def reports_of(tx: Transaction, account_id: int) -> Sequence[Issue]:
    """Return every report of an account, in every group, oldest first."""
    rows = await tx.scalars(
        select(Issue)
        .where(Issue.account_id == account_id)
        .order_by(Issue.reported_at, Issue.group_id, Issue.id)
    )
    return rows.all()


async def gathered(tx: Transaction, account_id: int) -> dict[str, Any]:
    """Return everything kept of an account as a voter, in clear: it is theirs. Ready for JSON."""
    account = await tx.get(Account, account_id)
    consents = await tx.scalars(select(Consent).where(Consent.account_id == account_id))
    followed = await tx.execute(
        select(Issue.number, IssueFollower.at)
        .join(
            Issue,
            (Issue.group_id == IssueFollower.group_id) & (Issue.id == IssueFollower.issue_id),
        )
        .where(IssueFollower.account_id == account_id)
    )
    return {
        "account": {
            "telegram_id": account_id,
            "first_seen_at": account.first_seen_at.isoformat() if account else None,
            "language": account.locale if account else None,
        },
        "consents": [
            {
                "version": one.version,
                "agreed_at": one.agreed_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in consents
        ],
        "reports": [await _report(tx, one) for one in await reports_of(tx, account_id)],
        "draft": await _draft(tx, account_id),
        "followed": [{"number": row[0], "since": row[1].isoformat()} for row in followed],
    }


async def _draft(tx: Transaction, account_id: int) -> dict[str, Any] | None:
    """Return what somebody has begun to report and not sent: when, and in which words."""
    draft = await tx.get(Draft, account_id)
    if draft is None or draft.form != "report":
        return None
    parts = draft.data["answers"].get("what") or ()
    words = [one.get("text") or (one.get("file") or {}).get("caption") or "" for one in parts]
    return {
        "started_at": draft.started_at.isoformat(),
        "words": "\n".join(one for one in words if one),
        "files": sum(bool(one.get("file")) for one in parts),
    }


async def _report(tx: Transaction, one: Issue) -> dict[str, Any]:
    group = await tx.load(groups, one.group_id)
    contact = unseal(one)
    return {
        "number": one.number,
        "group": group.name if group else None,
        "reported_at": one.reported_at.isoformat(),
        "state": one.state.value,
        "category": one.category.value,
        "words": one.own_words,
        "place": one.place,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "wish": one.wish,
        "may_publish": one.may_publish,
        "contact": {"name": contact.name, "phone": contact.phone, "address": contact.address},
        "answer": one.answer,
        "files": [
            {"kind": file.kind.value, "name": file.name, "at": file.at.isoformat()}
            for file in await files_of(tx, one)
        ],
        "history": [
            {"at": line.at.isoformat(), "kind": line.kind.value, "text": line.text}
            for line in await history(tx, one)
            if line.kind in VOTERS_OWN
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What a deletion has done: reports severed from the person, and those a hold keeps."""

    severed: tuple[str, ...]
    kept: tuple[str, ...]


async def erase(tx: Transaction, *, account_id: int, now: datetime) -> Erased:
    """Delete what is kept of an account as a voter.

    Its reports lose contact data, account and files; their matter is still handled, but nobody
    is told any more. What is held stays, and is named. A place on a roster is not touched.
    """
    by = Actor(kind=ActorKind.ACCOUNT)  # who it was is what is to be forgotten
    severed, kept = [], []
    for one in await reports_of(tx, account_id):
        if await held(tx, group_id=one.group_id, noun=retention.NOUN, subject_ids=[one.id]):
            kept.append(one.number)
            continue
        await retention.erase_contact(tx, one, by=by, now=now)
        one.may_publish = False  # nobody could take that back any more
        await retention.erase_files(tx, one, by=by, now=now)
        severed.append(one.number)
    await limits.forget_person(tx, account_id=account_id)
    for table in (IssueFollower, Consent, Draft):
        await tx.execute(
            delete(table)
            .where(table.account_id == account_id)
            .execution_options(synchronize_session=False)
        )
    audit.write(tx, "privacy.erase", by=by, now=now, group_id=0, reports=len(severed))
    return Erased(severed=tuple(severed), kept=tuple(kept))
