"""An issue as staff and voters see it now."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from models.database import Transaction
from models.issues import notices as n
from models.issues.contacts import masked
from models.issues.history import history
from models.issues.states import EntryKind
from models.issues.tables import Issue, IssueEntry, IssueFile, IssueFollower
from models.messages.tables import Message, MessageState
from models.people.tables import Member
from models.privacy import scanning
from models.units.tables import Unit

_WORDS, _TURN, _TURNS = 700, 200, 8  # characters and lines that a card has room for


def card_about(issue_id: int) -> str:
    """Return what the staff's card of an issue is about, in the outbox."""
    return f"issue:{issue_id}"


def said_about(entry_id: int) -> str:
    """Return what a word of the staff to the voter is about, in the outbox."""
    return f"issue-said:{entry_id}"


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, with a sign that more follows."""
    return text if len(text) <= most else f"{text[:most]}…"


async def staff_card(tx: Transaction, one: Issue) -> n.StaffCard:
    """Return an issue as the staff see it: contact data masked, and numbers in free text too."""
    contact = masked(one)
    return n.StaffCard(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        state=one.state,
        category=one.category,
        urgency=one.urgency,
        mode=one.mode,
        place=scanning.masked(one.place),
        has_pin=one.latitude is not None,
        words=cut(scanning.masked(one.own_words), _WORDS),
        is_cut=len(one.own_words) > _WORDS,
        wish=scanning.masked(one.wish) if one.wish else None,
        files=await count_of(tx, one, IssueFile),
        reported_at=one.reported_at,
        reporter=contact.name,
        is_anonymous=one.is_anonymous,
        has_account=one.account_id is not None,
        has_phone=one.phone_sealed is not None,
        recorder=await name_of(tx, one.group_id, one.recorder_id),
        handler=await name_of(tx, one.group_id, one.claimed_by),
        claimed_until=one.claimed_until,
        route=one.route,
        unit=await unit_name(tx, one),
        external_number=one.external_number,
        due_at=one.due_at,
        light=int(one.light),
        is_paused=one.paused_at is not None,
        turns=await turns(tx, one),
        answer=cut(scanning.masked(one.answer), _TURN) if one.answer else None,
        outcome=one.outcome,
        told_at=one.told_at,
        solved=one.solved,
        satisfaction=one.satisfaction,
        also=await joined_to(tx, one),
        merged_into=await number_of(tx, one.group_id, one.merged_into),
        reopened=one.reopened,
        reason=one.reason,
        parked_until=one.parked_until,
    )


async def name_of(tx: Transaction, group_id: int, member_id: int | None) -> str | None:
    """Return a member's name."""
    member = await tx.get(Member, (group_id, member_id)) if member_id else None
    return member.name if member else None


async def number_of(tx: Transaction, group_id: int, issue_id: int | None) -> str | None:
    """Return the number of another issue."""
    other = await tx.get(Issue, (group_id, issue_id)) if issue_id else None
    return other.number if other else None


async def unit_name(tx: Transaction, one: Issue) -> str | None:
    """Return the name of the unit that has an issue."""
    unit = await tx.get(Unit, (one.group_id, one.unit_id)) if one.unit_id else None
    return unit.name if unit else None


async def count_of(
    tx: Transaction, one: Issue, table: type[IssueFile] | type[IssueFollower]
) -> int:
    """Return how many files or followers an issue has."""
    found = await tx.scalars(
        select(func.count())
        .select_from(table)
        .where(table.group_id == one.group_id, table.issue_id == one.id)
    )
    return int(found.one())


async def joined_to(tx: Transaction, one: Issue) -> int:
    """Return how many more an issue concerns: who said "me too", and what was merged in."""
    followers = await count_of(tx, one, IssueFollower)
    found = await tx.scalars(
        select(func.count())
        .select_from(Issue)
        .where(Issue.group_id == one.group_id, Issue.merged_into == one.id)
    )
    return followers + int(found.one())


def _tells(line: IssueEntry) -> bool:
    """Tell whether a line says what stands nowhere else on a card."""
    match line.kind:
        case EntryKind.WORDS:
            return line.version > 1
        case EntryKind.ANSWER | EntryKind.RATING:
            return False
        case EntryKind.UNIT:
            return bool(line.text)
        case _:
            return True


async def turns(tx: Transaction, one: Issue) -> tuple[n.Turn, ...]:
    """Return the last lines of the history, and of those to the voter whether they arrived."""
    lines = [line for line in await history(tx, one) if _tells(line)][-_TURNS:]
    arrived = await deliveries(tx, one, [line.id for line in lines])
    return tuple(
        [
            n.Turn(
                kind=line.kind,
                at=line.at,
                who=await name_of(tx, line.group_id, line.member_id),
                text=cut(scanning.masked(line.text), _TURN),
                delivery=arrived.get(line.id),
            )
            for line in lines
        ]
    )


async def deliveries(
    tx: Transaction, one: Issue, entry_ids: Collection[int]
) -> Mapping[int, MessageState]:
    """Return what became of messages to the voter, by the line of the history they stand for."""
    if one.account_id is None:
        return {}
    abouts = {said_about(each): each for each in entry_ids}
    rows = await tx.execute(
        select(Message.about, Message.state).where(
            Message.group_id == one.group_id,
            Message.about.in_(abouts),
            Message.chat_id == one.account_id,
        )
    )
    return {abouts[row[0]]: row[1] for row in rows}
