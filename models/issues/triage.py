"""What staff do with an issue before it is answered: take, ask, note, sort, route, decline."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues import telling, topics
from models.issues import voter_notices as v
from models.issues.actions import add
from models.issues.clocks import Chased
from models.issues.history import write
from models.issues.moving import move, party_of, the_issue
from models.issues.reports import clean
from models.issues.rules import Move, Party
from models.issues.states import OPEN, SETTLED, Category, EntryKind, IssueState, Urgency
from models.issues.tables import Issue
from models.issues.timing import start_clock
from models.people.rules import Actor, ActorKind, require_staff
from models.people.tables import Member

LEASE = timedelta(hours=2)  # so long an issue is one person's; each act of theirs renews it


async def hold(tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime) -> Issue:
    """Take an issue into one's hands for a while; whoever acts on it does so.

    Refusal (claimed) while somebody else of the staff has it. The director and the operator may
    act all the same.
    """
    require_staff(by, group_id=group_id)
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if by.member_id is None:
        return one
    free = one.claimed_by in (None, by.member_id) or (one.claimed_until or now) <= now
    if not free and await party_of(tx, one, by) is not Party.DIRECTOR:
        other = await tx.get(Member, (group_id, one.claimed_by))
        name = other.name if other else ""
        raise Refusal(n.Claimed(number=one.number, handler=name, until=one.claimed_until or now))
    one.claimed_by, one.claimed_until = by.member_id, now + LEASE
    await tx.flush()
    return one


async def take(tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime) -> Issue:
    """Say "I handle this": the others see it, for two hours since the last act."""
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if one.state in SETTLED:
        raise Refusal(n.NotNow(number=one.number, state=one.state))
    if one.state in (IssueState.RECEIVED, IssueState.REOPENED):
        return await move(tx, Move.TAKE, group_id=group_id, issue_id=issue_id, by=by, now=now)
    audit.write(tx, "issues.claim", by=by, now=now, group_id=group_id, subject_id=issue_id)
    await telling.touch(tx, one)
    return one


async def let_go(
    tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime
) -> Issue:
    """Leave an issue to the others; one that is not one's own stays as it is."""
    require_staff(by, group_id=group_id)
    await tx.execute(
        update(Issue)
        .where(Issue.group_id == group_id, Issue.id == issue_id, Issue.claimed_by == by.member_id)
        .values(claimed_by=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    audit.write(tx, "issues.let_go", by=by, now=now, group_id=group_id, subject_id=issue_id)
    await telling.touch(tx, one)
    return one


async def ask(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    question: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Ask the voter back; the clock rests until they answer. Refusal (cannot ask) if nobody can.

    An anonymous voter finds the question with their receipt code.
    """
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if one.account_id is None and not one.is_anonymous:
        raise Refusal(n.CannotAsk(number=one.number))
    await move(tx, Move.ASK, group_id=group_id, issue_id=issue_id, by=by, now=now)
    entry = write(tx, one, EntryKind.ASKED, clean(question), by=by, now=now)
    notice = v.Question(
        group_id=group_id, issue_id=issue_id, number=one.number, question=entry.text
    )
    await telling.to_voters(
        tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now, only_reporter=True
    )
    return one


async def reply(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    words: str,
    by: Actor,
    now: datetime,
    message_id: int | None = None,
    is_proven: bool = False,
) -> Issue:
    """Answer what the staff asked; the card shows it and the clock goes on.

    An answer that comes after the staff have gone on is kept all the same, as an addition.
    """
    if not clean(words):
        raise Refusal(n.Empty())
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if one.state in OPEN and one.state is not IssueState.ASKED:
        about: dict[str, Any] = {"group_id": group_id, "issue_id": issue_id, "by": by, "now": now}
        one = await add(tx, words=words, message_id=message_id, is_proven=is_proven, **about)
        one.chased = Chased.NOT
        await _show_reply(tx, one, words, bot_id=bot_id, now=now)
        return one
    one = await move(
        tx, Move.REPLY, group_id=group_id, issue_id=issue_id, by=by, now=now, is_proven=is_proven
    )
    actor = Actor(kind=ActorKind.ACCOUNT) if one.is_anonymous and by.member_id is None else by
    write(tx, one, EntryKind.REPLY, clean(words), by=actor, now=now, message_id=message_id)
    await _show_reply(tx, one, words, bot_id=bot_id, now=now)
    return one


async def _show_reply(
    tx: Transaction, one: Issue, words: str, *, bot_id: int, now: datetime
) -> None:
    await telling.to_staff(
        tx,
        one,
        d.Replied(
            group_id=one.group_id, issue_id=one.id, number=one.number, words=clean(words)[:500]
        ),
        about=f"issue-replied:{one.id}:{now.timestamp():.0f}",
        bot_id=bot_id,
        now=now,
    )


async def resume(
    tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime
) -> Issue:
    """Go on without the voter's answer."""
    if by.kind is not ActorKind.CLOCK:
        await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    return await move(tx, Move.RESUME, group_id=group_id, issue_id=issue_id, by=by, now=now)


async def wake(tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime) -> Issue:
    """Take up something that was put off, before its review date."""
    await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    return await move(tx, Move.WAKE, group_id=group_id, issue_id=issue_id, by=by, now=now)


async def note(
    tx: Transaction, *, group_id: int, issue_id: int, words: str, by: Actor, now: datetime
) -> Issue:
    """Write something down for the staff alone: it never reaches the voter."""
    require_staff(by, group_id=group_id)
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if not clean(words):
        raise Refusal(n.Empty())
    write(tx, one, EntryKind.NOTE, clean(words), by=by, now=now)
    audit.write(tx, "issues.note", by=by, now=now, group_id=group_id, subject_id=issue_id)
    await telling.touch(tx, one)
    return one


async def tell(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    words: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Say something to the voter that is neither a question nor the answer."""
    require_staff(by, group_id=group_id)
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    if not clean(words):
        raise Refusal(n.Empty())
    if one.account_id is None and not one.is_anonymous:
        raise Refusal(n.CannotAsk(number=one.number))
    entry = write(tx, one, EntryKind.TOLD, clean(words), by=by, now=now)
    notice = v.Word(group_id=group_id, issue_id=issue_id, number=one.number, words=entry.text)
    await telling.to_voters(
        tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now, only_reporter=True
    )
    audit.write(tx, "issues.tell", by=by, now=now, group_id=group_id, subject_id=issue_id)
    await telling.touch(tx, one)
    return one


async def sort(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    by: Actor,
    now: datetime,
    category: Category | None = None,
    urgency: Urgency | None = None,
    is_complex: bool | None = None,
) -> Issue:
    """Put an issue right: what it is about, how urgent, how much work. Its clock follows."""
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if one.state in SETTLED:
        raise Refusal(n.NotNow(number=one.number, state=one.state))
    was, one.category = one.category, category or one.category
    one.urgency = urgency or one.urgency
    one.is_complex = one.is_complex if is_complex is None else is_complex
    if one.clock_from is not None and one.paused_at is None:
        await start_clock(tx, one, now=now, since=one.clock_from)
    audit.write(
        tx,
        "issues.sort",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=issue_id,
        category=one.category.value,
        urgency=one.urgency.value,
        is_complex=int(one.is_complex),
    )
    await tx.flush()
    await telling.touch(tx, one)
    if one.category is not was:
        await topics.follow(tx, one, now=now)
    return one
