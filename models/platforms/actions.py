"""The verbs on tickets: hand over, take in a number or a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import working_time
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.issues import telling
from models.issues.contacts import Contact, unseal
from models.issues.history import write
from models.issues.queries import by_number
from models.issues.states import SETTLED, EntryKind, Route
from models.issues.tables import Issue
from models.people.rules import Actor, require_staff
from models.platforms import notices as n
from models.platforms import settings
from models.platforms.settings import CONTACT
from models.platforms.tables import Carrier, Ticket
from models.privacy import revealing
from models.privacy.revealing import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A report as it goes to the platform; `contact` only where a column asks for it."""

    issue: Issue
    contact: Contact | None


async def hand_over(
    tx: Transaction,
    *,
    group_id: int,
    by: Actor,
    now: datetime,
    reason: str = "",
    carrier: Carrier = Carrier.SHEET,
) -> list[Handed]:
    """Hand over what is routed to the platform and was not yet, oldest first.

    From now on it is chased. Where the sheet has contact data, each report in it is a look that
    is logged, and Refusal without a reason.
    """
    require_staff(by, group_id=group_id)
    handed = []
    for one in await unhanded(tx, group_id=group_id):
        await open_ticket(tx, one, carrier=carrier, by=by, now=now)
        contact = await _contact(tx, one, reason, by, now)
        handed.append(Handed(issue=one, contact=contact))
    return handed


async def unhanded(tx: Transaction, *, group_id: int, limit: int = 1000) -> Sequence[Issue]:
    """Return what is routed to the platform and has no ticket there yet."""
    rows = await tx.scalars(
        select(Issue)
        .outerjoin(Ticket, (Ticket.group_id == Issue.group_id) & (Ticket.issue_id == Issue.id))
        .where(
            Issue.group_id == group_id,
            Issue.route == Route.PLATFORM,
            Issue.state.not_in(SETTLED),
            Issue.answered_at.is_(None),
            Ticket.issue_id.is_(None),
        )
        .order_by(Issue.reported_at, Issue.id)
        .limit(limit)
    )
    return rows.all()


async def open_ticket(
    tx: Transaction, one: Issue, *, carrier: Carrier, by: Actor, now: datetime
) -> Ticket:
    """Note that a report is with the platform, and when it is to be chased."""
    ticket = Ticket(
        group_id=one.group_id,
        issue_id=one.id,
        carrier=carrier,
        handed_at=now,
        number=one.external_number,
        chase_at=await chase_moment(tx, one.group_id, now),
        chased=0,
        failures=0,
        next_at=now if carrier is Carrier.OPEN311 else None,
    )
    tx.add(ticket)
    audit.write(
        tx,
        "platforms.hand_over",
        by=by,
        now=now,
        group_id=one.group_id,
        subject_id=one.id,
        carrier=carrier.value,
    )
    await tx.flush()
    return ticket


async def chase_moment(tx: Transaction, group_id: int, now: datetime) -> datetime:
    """Return when something handed over now is to be chased: so many working days later."""
    group = await tx.load(groups, group_id)
    zone = ZoneInfo(group.timezone if group else "UTC")
    return working_time.after(now, settings.current().chase_days * working_time.DAY, zone)


async def _contact(
    tx: Transaction, one: Issue, reason: str, by: Actor, now: datetime
) -> Contact | None:
    if not settings.current().shows_contact:
        return None
    columns = {field for _heading, field in settings.current().headings}
    fields = tuple(sorted(CONTACT & columns))
    look = Look(noun="issues", subject_id=one.id, fields=fields, reason=reason)
    await revealing.note(tx, look, group_id=one.group_id, by=by, now=now)
    return unseal(one)


class Taken(StrEnum):
    """What a row from the platform changed."""

    NUMBER = "number"
    RESULT = "result"
    NOTHING = "nothing"  # it was known


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What a platform says about one report, found by our number or by its own."""

    number: str | None = None
    external: str | None = None
    said: str = ""
    result: str = ""


async def take_back(
    tx: Transaction, back: Back, *, group_id: int, by: Actor, now: datetime
) -> tuple[Issue, Taken]:
    """Take in a number or a result from the platform; the staff's card shows it.

    The result is the platform's word to the staff: they answer the voter. Said again, nothing
    changes. Refusal (not there, number taken) leaves everything as it is.
    """
    require_staff(by, group_id=group_id)
    ticket = await _ticket(tx, back, group_id=group_id, by=by, now=now)
    one = await tx.get(Issue, (group_id, ticket.issue_id))
    if one is None:
        raise Refusal(n.NotThere(number=back.number or back.external or ""))
    changed = Taken.NOTHING
    if back.external and ticket.number != back.external:
        await _require_free(tx, back.external, one)
        ticket.number = one.external_number = back.external
        ticket.sent_at = None
        if ticket.carrier is Carrier.OPEN311:  # staff have found it there: it is followed again
            ticket.next_at, ticket.failures = now, 0
        changed = Taken.NUMBER
    ticket.said = back.said[:64] or ticket.said
    if back.result and ticket.result != back.result:
        ticket.result, ticket.result_at, ticket.chase_at = back.result, now, None
        ticket.next_at = None
        write(tx, one, EntryKind.UNIT, back.result, by=by, now=now)
        changed = Taken.RESULT
    if changed is not Taken.NOTHING:
        verb = f"platforms.{changed.value}"
        audit.write(tx, verb, by=by, now=now, group_id=group_id, subject_id=one.id)
        await telling.touch(tx, one)
    return one, changed


async def _ticket(
    tx: Transaction, back: Back, *, group_id: int, by: Actor, now: datetime
) -> Ticket:
    """Return the ticket a row is about; one that staff had typed in there by hand is opened."""
    if back.number:
        one = await by_number(tx, group_id=group_id, number=back.number)
        if one is None or one.route is not Route.PLATFORM:
            raise Refusal(n.NotThere(number=back.number))
        ticket = await tx.get(Ticket, (group_id, one.id))
        if ticket is not None:
            return ticket
        return await open_ticket(tx, one, carrier=Carrier.SHEET, by=by, now=now)
    found = await _by_external(tx, group_id, back.external or "")
    if found is None:
        raise Refusal(n.NotThere(number=back.external or ""))
    return found


async def _by_external(tx: Transaction, group_id: int, external: str) -> Ticket | None:
    rows = await tx.scalars(
        select(Ticket).where(Ticket.group_id == group_id, Ticket.number == external)
    )
    return rows.first()


async def _require_free(tx: Transaction, external: str, one: Issue) -> None:
    other = await _by_external(tx, one.group_id, external)
    if other is not None and other.issue_id != one.id:
        owner = await tx.get(Issue, (one.group_id, other.issue_id))
        raise Refusal(n.NumberTaken(external=external, number=owner.number if owner else ""))
