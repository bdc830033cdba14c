"""更多: everything a person can do that has no big key of its own, one line a feature."""

from dataclasses import dataclass

from handlers import (
    archives,
    attendance,
    ballots,
    issue_figures,
    ledger,
    people,
    plans,
    privacy,
    records,
    reminders,
    stations,
    studies,
    suggestions,
    waiting_leaves,
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
    """One line of the card: its short name, its group, who sees it, what it does.

    `may` is "deputy", "staff", "bound" (either) or "anyone"; the handler asks for rights again.
    Its label stands in `handlers.screens.more.LABELS`.
    """

    what: str
    group: str  # one of `handlers.screens.more.GROUPS`
    may: str
    handle: Handle


OFFERS: tuple[Offer, ...] = (
    Offer("suggestions", "duties", "deputy", suggestions.mine),
    Offer("suggestions_staff", "congress", "staff", suggestions.of_group),
    Offer("ballots", "congress", "staff", ballots.ballots),
    Offer("plan", "activities", "bound", plans.year),
    Offer("month", "activities", "bound", plans.month),
    Offer("ledger", "papers", "staff", ledger.deputies),
    Offer("leaves", "activities", "staff", waiting_leaves.asked),
    Offer("records", "activities", "staff", records.year),
    Offer("analysis", "activities", "staff", attendance.analysis),
    Offer("year", "papers", "staff", years.this_year),
    Offer("archive", "duties", "deputy", archives.my_archive),
    Offer("archives", "papers", "staff", archives.group),
    Offer("ranking", "duties", "bound", ledger.rank),
    Offer("receptions", "voters", "staff", receptions.asked),
    Offer("duties", "duties", "deputy", duties.my_duties),
    Offer("stations", "voters", "anyone", stations.asked),
    Offer("self-study", "duties", "bound", studies.own),
    Offer("settings", "own", "bound", reminders.settings),
    Offer("issue_figures", "voters", "staff", issue_figures.asked),
    Offer("who_looked", "voters", "staff", privacy.log),
    Offer("privacy", "own", "anyone", people.privacy),
    Offer("language", "own", "anyone", people.which_language),
    Offer("help", "own", "anyone", people.help_),
)
_FEW = 7  # as many lines as an older reader takes in at once
_BY_NAME = {one.what: one for one in OFFERS}


async def _seen_by(visit: Visit) -> frozenset[str]:
    """Return which lines of the card are for this person."""
    roles = {one.role for one in await visit.members() if one.left_at is None}
    names = {Role.DEPUTY: "deputy", Role.STAFF: "staff"}
    bound = {"bound"} if roles else set[str]()
    return frozenset({"anyone", *bound, *(names[role] for role in roles)})


def _card(seen: frozenset[str], group: str) -> b.More:
    """Return the lines for whoever sees these; of many only the groups, until one is named."""
    offers = [one for one in OFFERS if one.may in seen]
    chosen = [one.what for one in offers if one.group == group]
    if chosen:
        return b.More(group=group, groups=(), offers=tuple(chosen))
    if len(offers) <= _FEW:
        return b.More(group="", groups=(), offers=tuple(one.what for one in offers))
    groups = tuple(each for each in b.GROUPS if any(one.group == each for one in offers))
    return b.More(group="", groups=groups, offers=())


async def more(visit: Visit) -> None:
    """Somebody asks what else there is."""
    await visit.tell(_card(await _seen_by(visit), ""))


async def turn(visit: Visit) -> None:
    """Somebody presses a group of lines, or goes back to the groups."""
    group = visit.pressed(b.Turn).group
    await visit.change(_card(await _seen_by(visit), group))
    await visit.toast(Done())


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
    pressed(b.Turn, turn, may="anyone"),
    pressed(b.Open, open_, may="anyone"),
)
