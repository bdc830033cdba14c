"""Who is invited to an activity that is in the plan already changes; who is concerned hears."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.activities.checking import card_about
from models.activities.notices import HereAlready, NobodyInvited, NotNow, UnknownDeputies
from models.activities.queries import deputies_of, entries, invited
from models.activities.rules import HERE, ActivityState
from models.activities.standing import in_state, require_own
from models.activities.tables import Activity
from models.activities.telling import tell_uninvited
from models.activities.whom import Wanted, Whom, WhyNobody, resolve, whom_of
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.messages import actions as messages
from models.people.rules import Actor, require_staff
from models.people.tables import Member
from models.reminders.inviting import invite_again, invite_these
from models.reminders.planning import retime
from models.reminders.rules import ReminderKind
from models.reminders.tables import Reminder
from models.replies.cards import invitation_about

_OPEN = (ActivityState.DRAFT, ActivityState.ANNOUNCED)


async def meant(tx: Transaction, *, group_id: int, wanted: Wanted) -> Whom:
    """Return whom words mean in a group.

    Refusal (unknown deputies) with the names that nobody bears, and those that several do;
    (nobody) if none of its deputies is among them.
    """
    deputies = await deputies_of(tx, group_id=group_id)
    whom, unfound = resolve(deputies, wanted)
    if unfound:
        unknown = [one.name for one in unfound if one.why is WhyNobody.UNKNOWN]
        several = [one.name for one in unfound if one.why is WhyNobody.SEVERAL]
        raise Refusal(UnknownDeputies(unknown=tuple(unknown[:10]), several=tuple(several[:10])))
    if deputies and not whom.among(deputies):
        raise Refusal(NobodyInvited())
    return whom


async def invite_others(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    activity_id: int,
    whom: Whom,
    by: Actor,
    now: datetime,
) -> Activity:
    """Change whom an activity is for; reminders and cards follow.

    Who is new gets a card; who is not meant any more hears that once, and what they had answered
    or asked for is off. What is as it was changes nothing and tells nobody. Refusal (not now)
    once it is over, (nobody) without a deputy, (here already) for those who have checked in.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_OPEN)
    require_own(one)
    if one.state is ActivityState.ANNOUNCED and now >= one.ends_at:
        raise Refusal(NotNow(title=one.title, state=one.state))
    if whom == whom_of(one):
        return one
    before = await invited(tx, one)
    after = await _checked(tx, one, whom, before)
    await _write(tx, one, whom, people=len(after), by=by, now=now)
    if one.state is ActivityState.ANNOUNCED:
        await _tell(tx, one, before, after, bot_id=bot_id, now=now)
    return one


async def _checked(
    tx: Transaction, one: Activity, whom: Whom, before: Sequence[Member]
) -> Sequence[Member]:
    """Return who is invited then; Refusal if it is nobody, or without some who are there."""
    after = whom.among(await deputies_of(tx, group_id=one.group_id))
    if not after:
        raise Refusal(NobodyInvited())
    gone = _without(before, after)
    there = await entries(tx, [(one.group_id, one.id, each.id) for each in gone]) if gone else {}
    here = {key[2] for key, entry in there.items() if entry.state in HERE}
    if here:
        raise Refusal(HereAlready(names=tuple(each.name for each in gone if each.id in here)))
    return after


async def _write(
    tx: Transaction, one: Activity, whom: Whom, *, people: int, by: Actor, now: datetime
) -> None:
    one.levels = None if whom.levels is None else [each.value for each in whom.levels]
    one.members = None if whom.members is None else list(whom.members)
    one.sequence += 1
    await tx.flush()
    audit.write(
        tx,
        "activities.invite",
        by=by,
        now=now,
        group_id=one.group_id,
        subject_id=one.id,
        people=people,
    )


def _without(some: Sequence[Member], others: Sequence[Member]) -> list[Member]:
    known = {each.id for each in others}
    return [each for each in some if each.id not in known]


async def _tell(
    tx: Transaction,
    one: Activity,
    before: Sequence[Member],
    after: Sequence[Member],
    *,
    bot_id: int,
    now: datetime,
) -> None:
    await retime(tx, one, now=now)
    new, gone = _without(after, before), _without(before, after)
    bound = [each.id for each in new if each.account_id is not None]
    again = await _had_a_card(tx, one, bound)
    await invite_these(tx, one, bound, bot_id=bot_id, now=now)
    for member in (each for each in new if each.id in again):
        await invite_again(tx, one, member, bot_id=bot_id, now=now)
    await tell_uninvited(tx, one, gone, bot_id=bot_id, now=now)
    for member in (*new, *gone):
        about = invitation_about(one.id, member.id)
        await messages.touch(tx, group_id=one.group_id, about=about)
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))


async def _had_a_card(tx: Transaction, one: Activity, member_ids: Sequence[int]) -> set[int]:
    """Return who was invited before: they have a card of then, and would not see it change."""
    rows = await tx.scalars(
        select(Reminder.member_id).where(
            Reminder.group_id == one.group_id,
            Reminder.activity_id == one.id,
            Reminder.kind == ReminderKind.INVITATION,
            Reminder.member_id.in_(member_ids),
        )
    )
    return set(rows.all())
