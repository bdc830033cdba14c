"""The buttons of duties and swaps, for deputies."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.receptions import duty_notices as d
from models.receptions.rules import SessionState, SwapState


class ShowDuty(Button):
    """Show me my duty."""

    code: ClassVar[str] = "rxd"
    group_id: int
    session_id: int


class DutyAct(Button):
    """About my duty: known, why, pin, ask_swap, swap, stay, table."""

    code: ClassVar[str] = "rxe"
    group_id: int
    session_id: int
    act: str


class Take(Button):
    """I can take this duty: how is asked."""

    code: ClassVar[str] = "rxt"
    group_id: int
    swap_id: int


class TakeWith(Button):
    """I take it, against this duty of mine, or just so (0)."""

    code: ClassVar[str] = "rxw"
    group_id: int
    swap_id: int
    give: int


class Agree(Button):
    """I agree that they take my duty (1), or not (0)."""

    code: ClassVar[str] = "rxg"
    group_id: int
    swap_id: int
    agrees: int


@under(d.DutyCard)
def duty_card(notice: d.DutyCard) -> Keyboard:
    """Offer to say that it is known, to swap, and to look."""
    if not notice.is_mine or notice.state is not SessionState.PUBLISHED:
        return []
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    rows: list[Row] = []
    if not notice.is_confirmed:
        rows.append(Press(DutyAct(**about, act="known"), "receptions.b_known"))
    if notice.swap is not None:
        rows.append(Press(DutyAct(**about, act="stay"), "receptions.b_stay"))
    elif not notice.is_backup:
        rows.append(Press(DutyAct(**about, act="ask_swap"), "receptions.b_swap"))
    if notice.has_pin:
        rows.append(Press(DutyAct(**about, act="pin"), "receptions.b_pin"))
    rows.append(Press(DutyAct(**about, act="why"), "receptions.b_why"))
    rows.append(Press(DutyAct(**about, act="table"), "receptions.b_table"))
    return rows


@under(d.DutyMoved)
def duty_moved(notice: d.DutyMoved) -> Keyboard:
    """Offer the card of the duty, with 知道了 and the map; who stands by has nothing to do."""
    if notice.is_backup:
        return []
    show = ShowDuty(group_id=notice.group_id, session_id=notice.session_id)
    return [Press(show, "receptions.b_show_duty")]


@under(d.MyDuties)
def my_duties(notice: d.MyDuties) -> Keyboard:
    """Offer each duty."""
    return [
        Choice(ShowDuty(group_id=one.group_id, session_id=one.session_id), f"🪑 {one.station}")
        for one in notice.lines
    ]


@under(d.SureToSwap)
def sure_to_swap(notice: d.SureToSwap) -> Keyboard:
    """Offer to ask the others, or to go back."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    back = Press(ShowDuty(**about), "receptions.b_no_swap")
    if not notice.people:
        return [back]
    return [Press(DutyAct(**about, act="swap"), "receptions.b_yes_swap"), back]


@under(d.SwapAsked)
def swap_asked(notice: d.SwapAsked) -> Keyboard:
    """Offer to come after all."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    return [Press(DutyAct(**about, act="stay"), "receptions.b_stay")]


@under(d.SwapWanted)
def swap_wanted(notice: d.SwapWanted) -> Keyboard:
    """Offer to take it, while nobody has."""
    if notice.state is not SwapState.ASKED:
        return []
    return [Press(Take(group_id=notice.group_id, swap_id=notice.swap_id), "receptions.b_take_it")]


@under(d.TakeHow)
def take_how(notice: d.TakeHow) -> Keyboard:
    """Offer to take it just so, or against one of one's own."""
    about = {"group_id": notice.group_id, "swap_id": notice.swap_id}
    rows: list[Row] = [Press(TakeWith(**about, give=0), "receptions.b_take_plain")]
    rows += [
        Press(
            TakeWith(**about, give=one.session_id),
            "receptions.b_take_with",
            (("day", one.starts_at.date()), ("station", one.station)),
        )
        for one in notice.mine
    ]
    return rows


@under(d.SwapOffered)
def swap_offered(notice: d.SwapOffered) -> Keyboard:
    """Offer to agree, or not."""
    about = {"group_id": notice.group_id, "swap_id": notice.swap_id}
    return [
        Press(Agree(**about, agrees=1), "receptions.b_agree"),
        Press(Agree(**about, agrees=0), "receptions.b_disagree"),
    ]
