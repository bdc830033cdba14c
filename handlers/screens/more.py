"""The card of everything that has no big key of its own."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.messages.notices import Notice

#: short name → key of its label
LABELS = {
    "plan": "plans.w_year",
    "month": "plans.w_month",
    "ledger": "ledger.w_ledger",
    "records": "records.w_records",
    "analysis": "attendance.w_analysis",
    "year": "years.w_year",
    "archive": "archives.w_mine",
    "archives": "archives.w_group",
    "ranking": "ledger.w_ranking",
    "receptions": "receptions.w_receptions",
    "duties": "receptions.w_duties",
    "stations": "stations.w_stations",
    "settings": "more.b_settings",
    "issue_figures": "figures.w_figures",
    "who_looked": "privacy.w_log",
    "privacy": "more.b_privacy",
    "language": "more.b_language",
    "help": "people.w_help",
}


class Open(Button):
    """Do one thing of the card, by its short name."""

    code: ClassVar[str] = "mo"
    what: str


class More(Notice):
    """What else somebody can do here, by short names."""

    kind: ClassVar[str] = "more.card"
    offers: tuple[str, ...]


@under(More)
def more(notice: More) -> Keyboard:
    """Offer each, one a row."""
    return [Press(Open(what=what), LABELS[what]) for what in notice.offers if what in LABELS]
