"""Reports of the same thing become one; everybody behind them hears the outcome."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import notices as n
from models.issues import telling
from models.issues import voter_notices as v
from models.issues.history import write
from models.issues.moving import move, the_issue
from models.issues.rules import Move
from models.issues.states import EntryKind, IssueState
from models.issues.tables import Issue
from models.issues.triage import hold
from models.people.rules import Actor
from models.units import orders

_FAR = 20  # so many joinings one after the other would be a ring


async def root_of(tx: Transaction, one: Issue) -> Issue:
    """Return the issue that this one was merged into in the end: itself if it was not."""
    for _ in range(_FAR):
        if one.merged_into is None:
            return one
        one = await the_issue(tx, group_id=one.group_id, issue_id=one.merged_into)
    raise Refusal(Gone())


async def merge(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_ids: Sequence[int],
    into_id: int,
    by: Actor,
    now: datetime,
) -> Issue:
    """Merge one or many issues into another; their voters hear of it, and later the outcome.

    Refusal: into itself; into one that is declined, withdrawn or closed; nothing is merged then.
    """
    target = await root_of(tx, await the_issue(tx, group_id=group_id, issue_id=into_id))
    if target.id in issue_ids:
        raise Refusal(n.IntoItself(number=target.number))
    if target.state in (IssueState.DECLINED, IssueState.WITHDRAWN, IssueState.CLOSED):
        raise Refusal(n.Settled(number=target.number, state=target.state))
    for issue_id in dict.fromkeys(issue_ids):
        await _merge_one(tx, issue_id, target, bot_id=bot_id, by=by, now=now)
    await telling.touch(tx, target)
    return target


async def _merge_one(
    tx: Transaction, issue_id: int, target: Issue, *, bot_id: int, by: Actor, now: datetime
) -> None:
    group_id = target.group_id
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await move(
        tx, Move.MERGE, group_id=group_id, issue_id=issue_id, by=by, now=now, into=target.number
    )
    await orders.cancel(tx, one, now=now)
    entry = write(tx, one, EntryKind.TOLD, target.number, by=by, now=now)
    await tx.flush()
    notice = v.Merged(number=one.number, into=target.number)
    await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    one.merged_into = target.id
    await tx.execute(
        update(Issue)
        .where(Issue.group_id == group_id, Issue.merged_into == one.id)
        .values(merged_into=target.id)
        .execution_options(synchronize_session=False)
    )
    await tx.flush()
