"""The morning list: what is late and what soon will be, once a working day, to the staff."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import func, or_, select

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole, Group
from models.issues import desk_notices as d
from models.issues.clocks import Light
from models.issues.states import OPEN, IssueState
from models.issues.tables import Issue, IssueSettings
from models.issues.telling import privately
from models.issues.timing import zone_of
from models.issues.views import counts, line_of
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.people.queries import staff_of
from models.working_days import is_working_day

AT = time(8, 30)
_MOST = 10


async def due(tx: Transaction, *, now: datetime) -> Sequence[int]:
    """Return the groups with open issues that have not had today's list."""
    rows = await tx.execute(
        select(Group.id, IssueSettings.listed_on)
        .outerjoin(IssueSettings, IssueSettings.group_id == Group.id)
        .where(select(Issue.id).where(Issue.group_id == Group.id, Issue.state.in_(OPEN)).exists())
    )
    found = []
    for group_id, listed_on in rows:
        zone = await zone_of(tx, group_id)
        local = now.astimezone(zone)
        today = listed_on is not None and listed_on.astimezone(zone).date() == local.date()
        if not today and local.time() >= AT and is_working_day(local.date()):
            found.append(group_id)
    return found


async def send(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Send a group's morning list; nothing is sent where nothing waits. Once a day."""
    group = await tx.load(groups, group_id)
    if group is None or group_id not in await due(tx, now=now):
        return False
    settings = await tx.session.get(IssueSettings, group_id, with_for_update=True)
    if settings is None:
        settings = defaults(group_id)
        tx.add(settings)
    settings.listed_on = now
    notice = await listed(tx, group_id)
    if not (notice.red or notice.yellow or notice.fresh or notice.to_report or notice.to_close):
        return True
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.STAFF)
    places = (
        [_in(group, chat.chat_id)]
        if chat is not None
        else await privately(tx, group, await staff_of(tx, group_id=group_id))
    )
    for to in places:
        about = f"issues-morning:{now:%y%m%d}"
        await messages.post_once(tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now)
    return True


def _in(group: Group, chat_id: int) -> Recipient:
    return Recipient(chat_id=chat_id, locale=group.locale, zone=group.timezone, group_id=group.id)


def defaults(group_id: int) -> IssueSettings:
    """Return the settings of a group that has changed nothing."""
    return IssueSettings(
        group_id=group_id,
        triage_days=1,
        accept_days=1,
        simple_days=5,
        complex_days=15,
        report_back_days=3,
        very_urgent_hours=2,
        chase_days=3,
    )


async def listed(tx: Transaction, group_id: int) -> d.Morning:
    """Return what waits in a group now: the reddest first."""
    running = (Issue.group_id == group_id, Issue.state.in_(OPEN), Issue.paused_at.is_(None))
    lights = await tx.execute(
        select(Issue.light, func.count()).where(*running).group_by(Issue.light)
    )
    by_light = {int(row[0]): int(row[1]) for row in lights}
    rows = await tx.scalars(
        select(Issue)
        .where(*running, or_(Issue.light >= Light.YELLOW, Issue.state == IssueState.RECEIVED))
        .order_by(Issue.light.desc(), Issue.due_at, Issue.id)
        .limit(_MOST)
    )
    lists = await counts(tx, group_id=group_id)
    rated = await tx.scalars(
        select(func.count())
        .select_from(Issue)
        .where(Issue.group_id == group_id, Issue.state == IssueState.RATED)
    )
    return d.Morning(
        red=by_light.get(int(Light.RED), 0),
        yellow=by_light.get(int(Light.YELLOW), 0),
        fresh=lists["fresh"],
        waiting=lists["asked"],
        to_report=lists["answered"],
        to_close=int(rated.one()),
        lines=tuple(line_of(one) for one in rows),
    )
