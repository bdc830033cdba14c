"""What a suggestion grows out of: reports of voters, inspections."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import select

from models.activities.rules import ActivityKind, ActivityState
from models.activities.tables import Activity
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues.states import IssueState, Route
from models.issues.tables import Issue
from models.people.rules import Actor
from models.suggestions import notices as n
from models.suggestions.moving import Doing, is_staff, opened
from models.suggestions.queries import sources
from models.suggestions.rules import Move, Origin
from models.suggestions.tables import Source, Suggestion

ISSUE, ACTIVITY = "issue", "activity"
_MOST = 30
_RECENT = timedelta(days=400)
_WORDS = 24


async def link(tx: Transaction, *, kind: str, subject_id: int, **doing: Unpack[Doing]) -> bool:
    """Tie a suggestion to a report or an activity, or untie it; say whether it is tied now."""
    turn = await opened(tx, Move.LINK, lead_too=True, **doing)
    one = turn.one
    if not await _is_there(tx, one, kind, subject_id, turn.by):
        raise Refusal(Gone())
    key = (one.group_id, one.id, kind, subject_id)
    row = await tx.get(Source, key)
    if row is not None:
        await tx.session.delete(row)
    else:
        tx.add(
            Source(group_id=one.group_id, suggestion_id=one.id, kind=kind, subject_id=subject_id)
        )
    await tx.flush()
    one.origin = await _origin(tx, one)
    audit.write(
        tx,
        "suggestions.link",
        by=turn.by,
        now=turn.now,
        group_id=one.group_id,
        subject_id=one.id,
        to=subject_id,
        kind=kind,
    )
    return row is None


async def _is_there(
    tx: Transaction, one: Suggestion, kind: str, subject_id: int, by: Actor
) -> bool:
    if kind == ACTIVITY:
        return await tx.get(Activity, (one.group_id, subject_id)) is not None
    found = await tx.get(Issue, (one.group_id, subject_id)) if kind == ISSUE else None
    return found is not None and (is_staff(by, one.group_id) or found.recorder_id == by.member_id)


async def _origin(tx: Transaction, one: Suggestion) -> Origin:
    if one.origin is Origin.LIST:
        return Origin.LIST
    if await sources(tx, one, ISSUE):
        return Origin.ISSUES
    return Origin.ACTIVITY if await sources(tx, one, ACTIVITY) else Origin.BLANK


async def choices(
    tx: Transaction, one: Suggestion, *, kind: str, by: Actor, now: datetime
) -> Sequence[n.Tie]:
    """Return what a suggestion may be tied to, what is tied first; deputies see their own."""
    tied = set(await sources(tx, one, kind))
    found = (
        await _issues(tx, one.group_id, by)
        if kind == ISSUE
        else await _activities(tx, one.group_id, now)
    )
    ties = [n.Tie(subject_id=key, words=words, is_tied=key in tied) for key, words in found]
    return sorted(ties, key=lambda tie: not tie.is_tied)


async def _issues(tx: Transaction, group_id: int, by: Actor) -> Sequence[tuple[int, str]]:
    wanted = [Issue.group_id == group_id, Issue.state != IssueState.DECLINED]
    if not is_staff(by, group_id):
        wanted.append(Issue.recorder_id == by.member_id)
    rows = await tx.scalars(
        select(Issue)
        .where(*wanted)
        .order_by(Issue.route != Route.SUGGESTION, Issue.reported_at.desc())
        .limit(_MOST)
    )
    return [(row.id, f"{row.number} {row.own_words[:_WORDS]}") for row in rows]


async def _activities(tx: Transaction, group_id: int, now: datetime) -> Sequence[tuple[int, str]]:
    rows = await tx.scalars(
        select(Activity)
        .where(
            Activity.group_id == group_id,
            Activity.kind == ActivityKind.INSPECTION,
            Activity.state.in_([ActivityState.CLOSED, ActivityState.RECORDED]),
            Activity.starts_at >= now - _RECENT,
        )
        .order_by(Activity.starts_at.desc())
        .limit(_MOST)
    )
    return [(row.id, row.title[:_WORDS]) for row in rows]
