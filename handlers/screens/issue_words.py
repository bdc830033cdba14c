"""The buttons under what the staff hear about an issue: the way to its card, and what fits."""

from handlers.kit.screens import Keyboard, under
from handlers.screens.issue_desk import act_on
from models.issues import desk_notices as d


@under(d.Due)
def due(notice: d.Due) -> Keyboard:
    """Lead to the card."""
    return [act_on(notice, "card")]


@under(d.Replied)
def replied(notice: d.Replied) -> Keyboard:
    """Lead to the card."""
    return _to_card(notice)


@under(d.GivenBack)
def given_back(notice: d.GivenBack) -> Keyboard:
    """Lead to the card."""
    return _to_card(notice)


@under(d.UnitAnswered)
def unit_answered(notice: d.UnitAnswered) -> Keyboard:
    """Lead to the card."""
    return _to_card(notice)


@under(d.NotSolved)
def not_solved(notice: d.NotSolved) -> Keyboard:
    """Lead to the card."""
    return _to_card(notice)


@under(d.Woken)
def woken(notice: d.Woken) -> Keyboard:
    """Lead to the card."""
    return _to_card(notice)


def _to_card(notice: d.OfIssue) -> Keyboard:
    return [act_on(notice, "card")] if notice.issue_id else []


@under(d.NoReply)
def no_reply(notice: d.NoReply) -> Keyboard:
    """Offer to go on, to ask once more, or to close it."""
    return [act_on(notice, act) for act in ("card", "ask", "lapse")]
