"""A question that stays unanswered: the voter is reminded once, then the staff have it again.

Nobody is waited for without end: when the staff are told, the pause is over and the clock goes on
with what was left of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.issues import desk_notices as d
from models.issues import telling
from models.issues import voter_notices as v
from models.issues.clocks import Chased
from models.issues.history import last_of
from models.issues.moving import move
from models.issues.rules import Move
from models.issues.states import EntryKind, IssueState
from models.issues.tables import Issue
from models.issues.timing import chase_after, zone_of
from models.people.rules import CLOCK
from models.privacy.scanning import masked
from models.reminders.budget import has_room
from models.reminders.rules import is_quiet, next_morning

Key = tuple[int, int]


async def due(tx: Transaction, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the issues whose question has waited long enough."""
    rows = await tx.execute(
        select(Issue.group_id, Issue.id)
        .where(Issue.chase_at <= now)
        .order_by(Issue.chase_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def chase(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Remind the voter once; the next time tell the staff and let the clock go on."""
    one = await tx.session.get(Issue, key, with_for_update=True, populate_existing=True)
    if one is None or one.chase_at is None or one.chase_at > now:
        return False
    if one.state is not IssueState.ASKED or one.paused_at is None:
        one.chase_at = None
        return False
    zone = await zone_of(tx, one.group_id)
    if is_quiet(now, zone):
        one.chase_at = next_morning(now, zone)
        return False
    question = await last_of(tx, one, EntryKind.ASKED)
    asked = question.text if question else ""
    if one.chased == Chased.NOT:
        return await _remind(tx, one, asked, bot_id=bot_id, now=now)
    await _give_up(tx, one, asked, bot_id=bot_id, now=now)
    return True


async def _remind(tx: Transaction, one: Issue, asked: str, *, bot_id: int, now: datetime) -> bool:
    """Ask the voter once more, kindly; who reports anonymously finds the question by the code."""
    first = await chase_after(tx, one, one.paused_at or now)
    if first > now:  # the term was longer when it was asked, or is longer now
        one.chase_at = first
        return False
    zone = await zone_of(tx, one.group_id)
    if one.account_id is not None and not await has_room(tx, one.account_id, zone, now=now):
        one.chase_at = next_morning(now, zone)
        return False
    one.chased, one.chase_at = Chased.REMINDED, await chase_after(tx, one, now)
    if one.account_id is None:
        return False
    notice = v.QuestionAgain(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        question=asked,
        until=one.chase_at,
    )
    about = f"issue-chase:{one.id}:{one.paused_at:%y%m%d%H%M%S}"
    await telling.to_account(tx, one, one.account_id, notice, about=about, bot_id=bot_id, now=now)
    await telling.touch(tx, one)
    return True


async def _give_up(tx: Transaction, one: Issue, asked: str, *, bot_id: int, now: datetime) -> None:
    """Wait no longer: the clock goes on, and the staff say whether to go on or to close."""
    since = one.paused_at or now
    await move(tx, Move.RESUME, group_id=one.group_id, issue_id=one.id, by=CLOCK, now=now)
    one.chased = Chased.OVER
    await tx.flush()
    notice = d.NoReply(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        words=masked(one.own_words)[:60],
        question=masked(asked)[:300],
        asked_at=since,
        due_at=one.due_at,
    )
    about = f"issue-no-reply:{one.id}:{since:%y%m%d%H%M%S}"
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)
