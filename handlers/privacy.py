"""One's own data: seen, exported, deleted. And contact data that staff look at for a reason."""

import re

from handlers.kit import texts
from handlers.kit.entries import Entry, pressed, sentence, word
from handlers.kit.visit import Visit
from handlers.screens import privacy as b
from models.consents import actions as consents
from models.consents.notices import Withdrawn
from models.errors import Done, Gone, Refusal
from models.issues.contacts import unseal
from models.issues.queries import by_number, issue
from models.people.rules import acting
from models.people.tables import Member, Role
from models.platforms.notices import NotThere
from models.privacy import notices as n
from models.privacy import own_data, revealing

_ASKED = re.compile(r"\s*(?:联系方式|contact)\s*([A-Za-z]{2,16}-\d{4}-\d{4,9})\s*", re.IGNORECASE)
_SHOWN = 20
_LONGEST = 60


async def own(visit: Visit) -> None:
    """Somebody presses a button of their own data."""
    act = visit.pressed(b.Own).act
    match act:
        case "export":
            for form in ("txt", "json"):
                notice = n.OwnData(account_id=visit.user.id, form=form)
                await visit.hand(notice, as_document=True)
            await visit.toast(Done())
        case "ask":
            reports = (await own_data.summary(visit.tx, visit.user.id)).reports
            await visit.change(n.SureToErase(reports=reports))
            await visit.toast(Done())
        case "erase":
            done = await own_data.erase(visit.tx, account_id=visit.user.id, now=visit.now)
            await visit.change(n.Erased(severed=len(done.severed), kept=done.kept))
            await visit.toast(Done())
        case "keep":
            await visit.change(n.NothingErased())
            await visit.toast(Done())
        case "withdraw":
            await _withdraw(visit)
        case _:
            raise Refusal(Gone())


async def _withdraw(visit: Visit) -> None:
    row = await consents.withdraw(visit.tx, account_id=visit.user.id, now=visit.now)
    if row is None:
        raise Refusal(Gone())
    await visit.change(Withdrawn(agreed_at=row.agreed_at))
    await visit.toast(Done())


def asks_for_contact(text: str) -> bool:
    """Tell whether staff ask for the contact data of a report: 联系方式 XJP-2026-0042."""
    return len(text) <= _LONGEST and _ASKED.fullmatch(text) is not None


async def ask_contact(visit: Visit) -> None:
    """Staff ask for a voter's contact data, and are asked why."""
    found = _ASKED.fullmatch(visit.text)
    place = await visit.staff()
    number = found[1].upper() if found else ""
    one = await by_number(visit.tx, group_id=place.group_id, number=number)
    if one is None:
        raise Refusal(NotThere(number=number))
    await visit.tell(n.WhichReason(group_id=one.group_id, issue_id=one.id, number=one.number))


async def look(visit: Visit) -> None:
    """Staff see a voter's contact data privately; who, when and why is written down."""
    button = visit.pressed(b.Look)
    place = await visit.staff(button.group_id)
    one = await issue(visit.tx, group_id=place.group_id, issue_id=button.issue_id)
    if one is None or button.why not in b.REASONS:
        raise Refusal(Gone())
    reason = texts.label("privacy.v_reason", texts.DEFAULT, (("why", button.why),))
    wanted = revealing.Look(
        noun="issues", subject_id=one.id, fields=("name", "phone", "address"), reason=reason
    )
    await revealing.note(visit.tx, wanted, group_id=place.group_id, by=acting(place), now=visit.now)
    contact = unseal(one)
    await visit.tell(
        n.ContactShown(
            number=one.number, name=contact.name, phone=contact.phone, address=contact.address
        )
    )
    await visit.toast(n.LookNoted())


async def log(visit: Visit) -> None:
    """Staff ask who has looked at contact data; that they asked is written down too."""
    place = await visit.staff()
    rows = await revealing.read_log(
        visit.tx, group_id=place.group_id, by=acting(place), now=visit.now, limit=_SHOWN
    )
    lines = []
    for row in rows:
        one = await issue(visit.tx, group_id=place.group_id, issue_id=row.subject_id)
        lines.append(
            n.LogLine(
                at=row.at,
                who=await _name(visit, row.actor, place.group_id),
                number=one.number if one else None,
                reason=row.reason,
            )
        )
    await visit.tell(n.Log(lines=tuple(lines)))


async def _name(visit: Visit, actor: str, group_id: int) -> str:
    """Return the name of whoever an actor of the log is: staff have one, others their kind."""
    kind, _, number = actor.partition(":")
    if kind != Role.STAFF.value or not number.isdigit():
        return kind
    member = await visit.tx.get(Member, (group_id, int(number)))
    return member.name if member else kind


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Own, own, may="anyone: own"),
    pressed(b.Look, look, may="staff"),
    sentence("contact of", asks_for_contact, ask_contact, may="staff", private=True),
    word("privacy.w_log", log, may="staff"),
)
