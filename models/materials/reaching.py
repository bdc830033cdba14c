"""Who has read a material, who has not, who cannot be reached: by name, for the staff only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from models.database import Transaction
from models.materials import notices as n
from models.materials.outbox import about
from models.materials.queries import questions_of
from models.materials.rules import ReadBy
from models.materials.tables import Material, Recipient
from models.messages.tables import Message, MessageState
from models.people.tables import Account, Member, Reach

SHOWN = 40  # names of one kind on a card; the printed list has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recipient: exactly what became of their copy, and whether they read it."""

    member_id: int
    name: str
    account_id: int | None
    reach: Reach | None
    since: datetime | None  # when the account changed how it is reached
    message: MessageState | None  # None: not handed to the outbox
    has_arrived: bool
    posted_at: datetime | None
    read_at: datetime | None
    read_by: ReadBy | None
    reminded: int
    is_private: bool

    @property
    def state(self) -> str:
        """Return the state in one word: read, or what became of the copy."""
        if self.read_at is not None:
            return "read"
        if self.account_id is None:
            return "unbound"
        if self.message is None:
            return "waiting" if self.is_private else "sent"
        return "sent" if self.has_arrived else self.message.value

    @property
    def is_unreachable(self) -> bool:
        """Tell whether the copy cannot arrive: nothing was read, and nobody would see it."""
        return self.state in {"unbound", "unreachable", "failed"}


async def lines(tx: Transaction, one: Material) -> Sequence[Line]:
    """Return every recipient of a material by name, read or not; one statement."""
    rows = await tx.execute(
        select(Recipient, Member.name, Account, Message)
        .join(
            Member,
            and_(Member.group_id == Recipient.group_id, Member.id == Recipient.member_id),
        )
        .outerjoin(Account, Account.id == Recipient.account_id)
        .outerjoin(
            Message,
            and_(
                Message.group_id == Recipient.group_id,
                Message.about == about(one.id),
                Message.chat_id == Recipient.account_id,
            ),
        )
        .where(Recipient.group_id == one.group_id, Recipient.material_id == one.id)
        .order_by(Member.name, Member.id)
    )
    return [_line(one, row[0], row[1], row[2], row[3]) for row in rows]


def _line(
    one: Material, row: Recipient, name: str, account: Account | None, message: Message | None
) -> Line:
    here = (MessageState.SENT, MessageState.MAYBE)
    return Line(
        member_id=row.member_id,
        name=name,
        account_id=row.account_id,
        reach=account.reach if account else None,
        since=account.reach_changed_at if account else None,
        message=message.state if message else None,
        has_arrived=message is not None
        and (message.message_id is not None or message.state in here),
        posted_at=row.posted_at,
        read_at=row.read_at,
        read_by=row.read_by,
        reminded=row.reminded,
        is_private=one.target.is_private,
    )


async def reach(tx: Transaction, one: Material) -> n.Reach:
    """Return who has read a material, who has not, and since when who cannot be reached."""
    found = await lines(tx, one)
    read = [line.name for line in found if line.state == "read"]
    lost = [line for line in found if line.is_unreachable]
    unread = [line.name for line in found if line.state != "read" and not line.is_unreachable]
    return n.Reach(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        read=tuple(read[:SHOWN]),
        unread=tuple(unread[:SHOWN]),
        unreachable=tuple(
            n.Person(name=line.name, state=line.state, since=line.since) for line in lost[:SHOWN]
        ),
        more=sum(max(0, len(names) - SHOWN) for names in (read, unread, lost)),
    )


async def manage_card(tx: Transaction, one: Material) -> n.Manage:
    """Return how a material stands, in numbers."""
    found = await lines(tx, one)
    states = [line.state for line in found]
    return n.Manage(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        category=one.category,
        state=one.state,
        due_at=one.due_at,
        sent_at=one.sent_at,
        deadline=one.deadline,
        asked=len(found),
        read=states.count("read"),
        arrived=sum(line.has_arrived for line in found),
        on_the_way=sum(each in {"waiting", "sending"} for each in states),
        unreachable=sum(line.is_unreachable for line in found),
        questions=await questions_of(tx, one.group_id, one.id),
    )
