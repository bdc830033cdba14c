"""The card of everything that has no big key of its own."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.messages.notices import Notice

#: short name → key of its label
LABELS = {
    "suggestions": "suggestions.w_mine",
    "suggestions_staff": "suggestions.w_group",
    "ballots": "ballots.w_ballots",
    "plan": "plans.w_year",
    "month": "plans.w_month",
    "ledger": "ledger.w_ledger",
    "leaves": "leaves.w_waiting",
    "records": "records.w_records",
    "analysis": "attendance.w_analysis",
    "year": "years.w_year",
    "archive": "archives.w_mine",
    "archives": "archives.w_group",
    "ranking": "ledger.w_ranking",
    "receptions": "receptions.w_receptions",
    "duties": "receptions.w_duties",
    "stations": "stations.w_stations",
    "self-study": "studies.w_own",
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


class Turn(Button):
    """Show one group of lines of the card; "" shows the groups."""

    code: ClassVar[str] = "mt"
    group: str


#: the groups of lines, in the order they stand in; each has a label `more.g_<name>`
GROUPS = ("activities", "duties", "papers", "voters", "congress", "own")


class More(Notice):
    """What else somebody can do here: groups of lines, or the lines of one group."""

    kind: ClassVar[str] = "more.card"
    group: str  # "": of all
    groups: tuple[str, ...]
    offers: tuple[str, ...]


@under(More)
def more(notice: More) -> Keyboard:
    """Offer each, one a row, and the way back."""
    groups = [Press(Turn(group=one), f"more.g_{one}") for one in notice.groups if one in GROUPS]
    lines = [Press(Open(what=what), LABELS[what]) for what in notice.offers if what in LABELS]
    back = [Press(Turn(group=""), "more.b_back")] if notice.group else []
    return [*groups, *lines, *back]
