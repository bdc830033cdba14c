"""Telling the voter, hearing whether it is solved, and closing: nothing closes untold."""

from datetime import datetime, timedelta

from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues import telling
from models.issues import voter_notices as v
from models.issues.deciding import tell_deputy
from models.issues.history import write
from models.issues.moving import move, party_of, the_issue
from models.issues.reports import clean
from models.issues.rules import NOT_ITS_VOTER, Move, may_close, rated_to
from models.issues.states import EntryKind, IssueState, Satisfaction, Solved, Way
from models.issues.tables import Issue
from models.issues.timing import settings_of, start_clock
from models.issues.triage import hold
from models.messages.notices import Notice
from models.people.rules import Actor, ActorKind, require_staff
from models.people.tables import Role
from models.privacy.scanning import masked

RATING_AFTER = timedelta(days=3)  # then the one reminder to rate


async def report_back(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    way: Way,
    said: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Tell the voter the answer here, or note down how they were told: who, when, what was said.

    Whoever joined or was merged in hears it here too. A try that reached nobody counts as tried
    if it is noted. Refusal: no account to tell it to; a phone call without a word on it.
    """
    if by.role is not Role.DEPUTY:
        await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if way is Way.TELEGRAM and one.account_id is None:
        raise Refusal(n.CannotAsk(number=one.number))
    if way in (Way.PHONE, Way.IN_PERSON, Way.LETTER) and not clean(said):
        raise Refusal(n.SayWhat())
    await move(
        tx, Move.REPORT_BACK, group_id=group_id, issue_id=issue_id, by=by, now=now, way=way.value
    )
    one.told_at, one.told_way = now, way
    one.rating_due_at = now + RATING_AFTER
    entry = write(tx, one, EntryKind.REPORT_BACK, clean(said), by=by, now=now, way=way)
    notice = v.Answered(
        group_id=group_id,
        issue_id=issue_id,
        number=one.number,
        words=masked(one.own_words)[:80],
        answer=one.answer or "",
        outcome=one.outcome,
    )
    await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    await tell_deputy(tx, one, bot_id=bot_id, now=now)
    return one


async def rate(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    solved: Solved,
    satisfaction: Satisfaction | None,
    by: Actor,
    now: datetime,
    is_proven: bool = False,
) -> Issue:
    """Keep what the voter says. "No" takes the issue up again, once; then the director has it.

    Refusal (rated already) for one that is closed and rated.
    """
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if one.state is IssueState.CLOSED and one.solved is not None:
        raise Refusal(n.RatedAlready(number=one.number))
    target = rated_to(one.state, solved, reopened=one.reopened)
    await move(
        tx,
        Move.RATE,
        group_id=group_id,
        issue_id=issue_id,
        by=by,
        now=now,
        to=target,
        is_proven=is_proven,
        solved=solved.value,
    )
    one.solved, one.satisfaction, one.rated_at = solved, satisfaction, now
    actor = Actor(kind=ActorKind.ACCOUNT) if one.is_anonymous and by.member_id is None else by
    write(tx, one, EntryKind.RATING, "", by=actor, now=now)
    if target in (IssueState.REOPENED, IssueState.ESCALATED):
        await _again(tx, one, bot_id=bot_id, now=now)
    return one


async def _again(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> None:
    """Tell those who can act that the voter says it is not solved."""
    one.reopened += 1
    notice = d.NotSolved(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        is_for_director=one.state is IssueState.ESCALATED,
        words=masked(one.own_words)[:120],
        answer=(one.answer or "")[:300],
    )
    about = f"issue-unsolved:{one.id}:{one.reopened}"
    if one.state is IssueState.ESCALATED and await to_director(
        tx, one, notice, about=about, bot_id=bot_id, now=now
    ):
        return
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)


async def to_director(
    tx: Transaction, one: Issue, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> bool:
    """Say something to the group's director; False if it has none that can be reached."""
    settings = await settings_of(tx, one.group_id)
    director = settings.director_id if settings else None
    return await telling.to_member(tx, one, director, notice, about=about, bot_id=bot_id, now=now)


async def add_satisfaction(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    satisfaction: Satisfaction,
    by: Actor,
    is_proven: bool = False,
) -> Issue:
    """Keep the second tap of a rating; it moves nothing. Refusal (gone) before the first."""
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    party = await party_of(tx, one, by, is_proven=is_proven)
    if party in NOT_ITS_VOTER or one.solved is None:
        raise Refusal(Gone())
    one.satisfaction = satisfaction
    await telling.touch(tx, one)
    return one


async def close(
    tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime
) -> Issue:
    """Close an issue, and what was merged into it stays with it.

    Refusal (untold) without an answer that the voter was told, or that it was tried to tell.
    """
    require_staff(by, group_id=group_id)
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    is_answered = bool(one.answer) and one.outcome is not None
    if not may_close(is_answered=is_answered, told_at=one.told_at):
        raise Refusal(n.Untold(number=one.number))
    return await move(tx, Move.CLOSE, group_id=group_id, issue_id=issue_id, by=by, now=now)


async def reopen(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    by: Actor,
    now: datetime,
) -> Issue:
    """Take an issue up again that was answered, closed or declined too soon."""
    await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    one = await move(tx, Move.REOPEN, group_id=group_id, issue_id=issue_id, by=by, now=now)
    one.declined = None
    await start_clock(tx, one, now=now)
    return one
