"""The buttons of terms of office."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.people import OfMember, on_deputy_card
from models.people import roster_notices as r
from models.terms import notices as n


class ShowTerms(Button):
    """Show what a deputy has held."""

    code: ClassVar[str] = "tt"
    group_id: int
    member_id: int


class NoteTerm(Button):
    """Note an election, a change of level, an end (elect, level, end): the rest is asked next."""

    code: ClassVar[str] = "tn"
    group_id: int
    member_id: int
    what: str


ACTS = ("elect", "level", "end")


@on_deputy_card
def rows(notice: r.MemberCard) -> list[Row]:
    """Lead from a deputy's card to what they have held."""
    button = ShowTerms(group_id=notice.group_id, member_id=notice.member_id)
    return [Press(button, "terms.b_terms")]


@under(n.TermsOf)
def terms_of(notice: n.TermsOf) -> Keyboard:
    """Offer what can be noted, and the way back; for who has left only that."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id}
    back = Press(OfMember(**facts), "terms.b_back")
    if notice.has_left:
        return [back]
    return [*(Press(NoteTerm(**facts, what=one), f"terms.b_{one}") for one in ACTS), back]
