"""The buttons of one's own data, and of contact data that staff ask to see."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.screens import Keyboard, under
from models.database import Transaction
from models.people import notices as people
from models.privacy import notices as n
from models.privacy import own_data
from reports import own_data as readable

REASONS = ("call", "visit", "urgent", "handover")


class Own(Button):
    """Do something with one's own data: export, ask, erase, withdraw."""

    code: ClassVar[str] = "pv"
    act: str


class Look(Button):
    """See a voter's contact data for a reason."""

    code: ClassVar[str] = "rv"
    group_id: int
    issue_id: int
    why: str


@under(people.Privacy)
def privacy(notice: people.Privacy) -> Keyboard:
    """Offer to export, to delete, and to take an agreement back, where there is something."""
    rows = []
    if notice.reports or notice.agreed_at is not None:
        rows.append(Press(Own(act="export"), "privacy.b_export"))
        rows.append(Press(Own(act="ask"), "privacy.b_erase"))
    if notice.agreed_at is not None:
        rows.append(Press(Own(act="withdraw"), "privacy.b_withdraw"))
    return rows


@under(n.SureToErase)
def sure(_notice: n.SureToErase) -> Keyboard:
    """Offer to delete, or to keep everything."""
    return [
        Press(Own(act="erase"), "privacy.b_yes_erase"),
        Press(Own(act="keep"), "privacy.b_keep"),
    ]


@under(n.WhichReason)
def which_reason(notice: n.WhichReason) -> Keyboard:
    """Offer the usual reasons, one a row."""
    return [
        Press(
            Look(group_id=notice.group_id, issue_id=notice.issue_id, why=why),
            "privacy.v_reason",
            (("why", why),),
        )
        for why in REASONS
    ]


@paper(n.OwnData)
async def own_paper(tx: Transaction, notice: n.OwnData, spoken: Spoken) -> Paper:
    """Make the file of one's own data when it leaves: no row ever holds it."""
    found = await own_data.gathered(tx, notice.account_id)
    if notice.form == "json":
        return Paper(filename="huiyin.json", content=readable.as_json(found), notice=notice)
    content = readable.as_text(found, zone=spoken.zone)
    return Paper(filename="huiyin.txt", content=content, notice=notice)
