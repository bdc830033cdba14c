"""A material leaves: its recipients are noted, then handed to the outbox a hundred at a time.

So a broadcast to thousands never holds the database for long, and after a crash it goes on with
those who have not been handed over; the outbox sees to it that nobody gets it twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, insert, select

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole, Group
from models.materials import audiences, outbox, queries
from models.materials import notices as n
from models.materials.rules import MaterialState, remind_moments
from models.materials.tables import Material, Recipient
from models.messages import actions as messages
from models.messages.actions import Recipient as To
from models.messages.tables import Lane, Method
from models.people.queries import accounts
from models.people.tables import Member
from models.reminders.budget import spent
from models.reminders.rules import next_morning

Key = tuple[int, int]
BATCH = 100


async def starting(tx: Transaction, *, now: datetime) -> Sequence[Key]:
    """Return the materials whose time has come and that have not begun to leave."""
    rows = await tx.execute(
        select(Material.group_id, Material.id)
        .where(Material.state == MaterialState.SCHEDULED, Material.due_at <= now)
        .order_by(Material.due_at)
    )
    return [(row[0], row[1]) for row in rows]


async def start(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Note who is to get a material, and put it into the group; False if that is done already."""
    one = await _held(tx, key)
    if one is None or one.state is not MaterialState.SCHEDULED or (one.due_at or now) > now:
        return False
    group = await tx.load(groups, one.group_id)
    if group is None:
        return False
    one.state, one.sent_at, one.due_at = MaterialState.SENDING, now, now
    chosen = await audiences.members_for(
        tx, one.group_id, one.audience, activity_id=one.activity_id
    )
    await tx.flush()
    moments = remind_moments(now, one.deadline, ZoneInfo(group.timezone))
    rows = [_row(one, member, moments, now) for member, _reach in chosen]
    if rows:
        await tx.execute(insert(Recipient), rows)
    if one.target.is_public:
        await _into_group(tx, one, group, bot_id=bot_id, now=now)
    return True


def _row(
    one: Material, member: Member, moments: Sequence[datetime], now: datetime
) -> dict[str, object]:
    is_there = member.account_id is not None
    return {
        "group_id": one.group_id,
        "material_id": one.id,
        "member_id": member.id,
        "account_id": member.account_id,
        "due_at": now if one.target.is_private and is_there else None,
        "posted_at": None,
        "remind_at": moments[0] if moments and is_there else None,
        "reminded": 0,
    }


async def _held(tx: Transaction, key: Key) -> Material | None:
    rows = await tx.scalars(
        select(Material)
        .where(Material.group_id == key[0], Material.id == key[1])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found: Material | None = rows.first()
    return found


async def _into_group(
    tx: Transaction, one: Material, group: Group, *, bot_id: int, now: datetime
) -> None:
    chat = await chat_of(tx, group_id=one.group_id, role=ChatRole.DEPUTIES)
    if chat is None:
        return
    to = To(chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group.id)
    card = await queries.group_card(tx, one)
    _Hand(tx=tx, one=one, bot_id=bot_id, now=now, questions=0).files(to)
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=card,
        about=outbox.group_about(one.id),
        now=now,
        lane=Lane.BROADCAST,
        method=Method.MEDIA if card.files else Method.SEND,
        live=True,
    )


async def going(tx: Transaction, *, now: datetime) -> Sequence[Key]:
    """Return the materials that are leaving and have somebody to be handed to now, or nobody."""
    mine = and_(Recipient.group_id == Material.group_id, Recipient.material_id == Material.id)
    waits = exists().where(mine, Recipient.due_at <= now)
    none_left = ~exists().where(mine, Recipient.due_at.is_not(None))
    rows = await tx.execute(
        select(Material.group_id, Material.id)
        .where(Material.state == MaterialState.SENDING, waits | none_left)
        .order_by(Material.due_at)
    )
    return [(row[0], row[1]) for row in rows]


async def hand_over(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Hand a material to the next hundred; whoever was told enough today gets it tomorrow.

    True while there may be more for now: the sweep comes again at once.
    """
    one = await _held(tx, key)
    group = await tx.load(groups, key[0])
    if one is None or group is None or one.state is not MaterialState.SENDING:
        return False
    rows = await _next(tx, one, now)
    zone = ZoneInfo(group.timezone)
    full = await spent(tx, one.group_id, [row.member_id for row in rows], zone, now=now)
    for row in rows:
        row.due_at = next_morning(now, zone) if row.member_id in full else None
    ready = [row for row in rows if row.member_id not in full]
    await _post(tx, one, group, ready, bot_id=bot_id, now=now)
    if len(rows) < BATCH and not await _has_more(tx, one):
        one.state = MaterialState.SENT
    return len(rows) == BATCH


async def _next(tx: Transaction, one: Material, now: datetime) -> Sequence[Recipient]:
    rows = await tx.scalars(
        select(Recipient)
        .where(
            Recipient.group_id == one.group_id,
            Recipient.material_id == one.id,
            Recipient.due_at <= now,
        )
        .order_by(Recipient.due_at, Recipient.member_id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def _has_more(tx: Transaction, one: Material) -> bool:
    await tx.flush()
    rows = await tx.scalars(
        select(Recipient.member_id)
        .where(
            Recipient.group_id == one.group_id,
            Recipient.material_id == one.id,
            Recipient.due_at.is_not(None),
        )
        .limit(1)
    )
    return rows.first() is not None


async def _post(
    tx: Transaction,
    one: Material,
    group: Group,
    rows: Sequence[Recipient],
    *,
    bot_id: int,
    now: datetime,
) -> None:
    questions = await queries.questions_of(tx, one.group_id, one.id)
    known = await accounts(tx, [row.account_id for row in rows if row.account_id])
    hand = _Hand(tx=tx, one=one, bot_id=bot_id, now=now, questions=questions)
    for row in rows:
        if row.account_id is None:
            continue
        row.posted_at = now
        account = known.get(row.account_id)
        to = To(
            chat_id=row.account_id,
            locale=(account.locale if account else None) or group.locale,
            zone=group.timezone,
            group_id=group.id,
        )
        hand.files(to)
        hand.card(to, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hand:
    """Puts one material into the outbox for one after the other."""

    tx: Transaction
    one: Material
    bot_id: int
    now: datetime
    questions: int

    def files(self, to: To) -> None:
        for number, batch in enumerate(queries.batches_of(self.one)):
            messages.post(
                self.tx,
                bot_id=self.bot_id,
                to=to,
                notice=n.Enclosed(title=self.one.title, files=batch, protected=self.one.protected),
                about=outbox.files_about(self.one.id, number),
                now=self.now,
                lane=Lane.BROADCAST,
                method=Method.MEDIA,
            )

    def card(self, to: To, row: Recipient) -> None:
        card = queries.card_of(
            self.one,
            member_id=row.member_id,
            is_read=row.read_at is not None,
            questions=self.questions,
        )
        messages.post(
            self.tx,
            bot_id=self.bot_id,
            to=to,
            notice=card,
            about=outbox.about(self.one.id),
            now=self.now,
            lane=Lane.BROADCAST,
            method=Method.MEDIA if card.files else Method.SEND,
            live=True,
        )
