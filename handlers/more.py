"""更多: everything a person can do that has no big key of its own, one line a feature."""

from dataclasses import dataclass

from handlers import (
    archives,
    attendance,
    issue_figures,
    ledger,
    people,
    plans,
    privacy,
    records,
    reminders,
    stations,
    years,
)
from handlers.kit.entries import Entry, Handle, pressed, word
from handlers.kit.visit import Visit
from handlers.receptions import duties
from handlers.receptions import plan as receptions
from handlers.screens import more as b
from models.errors import Done, Gone, NotAllowed, Refusal
from models.people.tables import Role


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the card: its short name, who sees it, what it does.

    `may` is "deputy", "staff", "bound" (either) or "anyone"; the handler asks for rights again.
    Its label stands in `handlers.screens.more.LABELS`.
    """

    what: str
    may: str
    handle: Handle


OFFERS: tuple[Offer, ...] = (
    Offer("plan", "bound", plans.year),
    Offer("month", "bound", plans.month),
    Offer("ledger", "staff", ledger.deputies),
    Offer("records", "staff", records.year),
    Offer("analysis", "staff", attendance.analysis),
    Offer("year", "staff", years.this_year),
    Offer("archive", "deputy", archives.my_archive),
    Offer("archives", "staff", archives.group),
    Offer("ranking", "bound", ledger.rank),
    Offer("receptions", "staff", receptions.asked),
    Offer("duties", "deputy", duties.my_duties),
    Offer("stations", "anyone", stations.asked),
    Offer("settings", "bound", reminders.settings),
    Offer("issue_figures", "staff", issue_figures.asked),
    Offer("who_looked", "staff", privacy.log),
    Offer("privacy", "anyone", people.privacy),
    Offer("language", "anyone", people.which_language),
    Offer("help", "anyone", people.help_),
)
_BY_NAME = {one.what: one for one in OFFERS}


async def _seen_by(visit: Visit) -> frozenset[str]:
    """Return which lines of the card are for this person."""
    roles = {one.role for one in await visit.members() if one.left_at is None}
    names = {Role.DEPUTY: "deputy", Role.STAFF: "staff"}
    bound = {"bound"} if roles else set[str]()
    return frozenset({"anyone", *bound, *(names[role] for role in roles)})


async def more(visit: Visit) -> None:
    """Somebody asks what else there is."""
    seen = await _seen_by(visit)
    offers = tuple(one.what for one in OFFERS if one.may in seen)
    await visit.tell(b.More(offers=offers))


async def open_(visit: Visit) -> None:
    """Somebody presses a line of the card."""
    offer = _BY_NAME.get(visit.pressed(b.Open).what)
    if offer is None:
        raise Refusal(Gone())
    if offer.may not in await _seen_by(visit):
        raise Refusal(NotAllowed())
    await visit.toast(Done())
    await offer.handle(visit)


ENTRIES: tuple[Entry, ...] = (
    word("more.w_more", more, "menu"),
    pressed(b.Open, open_, may="anyone"),
)
