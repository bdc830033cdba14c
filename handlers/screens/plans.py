"""The buttons of the plan: lists, months, files for calendars."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under, with_file
from handlers.screens.activities import List, Show, on_staff_card
from handlers.screens.receptions.plan import ShowYear as Receptions
from handlers.screens.replies import ShowInvitation
from models.activities import plan_notices as n
from models.activities.notices import Shown, Upcoming
from models.activities.rules import ActivityState

_MARKS = {
    ActivityState.DRAFT: "📝",
    ActivityState.ANNOUNCED: "📣",
    ActivityState.CANCELLED: "🚫",
}
_DECEMBER = 12


class ShowYear(Button):
    """Show a page of a year's plan."""

    code: ClassVar[str] = "ply"
    group_id: int
    year: int
    page: int


class ShowMonth(Button):
    """Draw a month. Year 0: this one."""

    code: ClassVar[str] = "plm"
    group_id: int
    year: int
    month: int


class GetIcs(Button):
    """Give me the file of one activity for my calendar."""

    code: ClassVar[str] = "pli"
    group_id: int
    activity_id: int


class Subscribe(Button):
    """Give me (anew 1: in place of the one I have) an address for my calendar."""

    code: ClassVar[str] = "pls"
    group_id: int
    anew: int


class Unsubscribe(Button):
    """Make my address lead nowhere."""

    code: ClassVar[str] = "plu"
    group_id: int


class HowToSend(Button):
    """Tell me how a plan comes in by a file."""

    code: ClassVar[str] = "plf"
    group_id: int


class PlanFor(Button):
    """The plan is this group's."""

    code: ClassVar[str] = "plg"
    group_id: int
    version: int


class EnterPlan(Button):
    """Enter the plan that was shown."""

    code: ClassVar[str] = "ple"
    group_id: int
    version: int


class DropPlan(Button):
    """Do not enter it."""

    code: ClassVar[str] = "pld"
    version: int


def ways(group_id: int) -> list[Row]:
    """Return the ways to see more than what comes next."""
    return [
        Press(ShowMonth(group_id=group_id, year=0, month=0), "plans.b_month"),
        Press(ShowYear(group_id=group_id, year=0, page=-1), "plans.b_year_list"),
        Press(Subscribe(group_id=group_id, anew=0), "plans.b_subscribe"),
    ]


@on_staff_card
def rows(one: Shown) -> list[Row | list[Row]]:
    """Offer what takes place as a file for a calendar."""
    if one.state is not ActivityState.ANNOUNCED:
        return []
    return [Press(GetIcs(group_id=one.group_id, activity_id=one.activity_id), "plans.b_ics")]


@under(Upcoming)
def upcoming(notice: Upcoming) -> Keyboard:
    """Lead to the month, the year and the calendar of the phone."""
    return ways(notice.group_id) if notice.group_id else []


@under(n.YearPlan)
def year(notice: n.YearPlan) -> Keyboard:
    """Offer each activity of the page, the pages, the years, and the month."""
    lines: list[Row | list[Row]] = [
        Choice(_opened(one, is_staff=notice.is_staff), f"{mark(one)} {one.title}")
        for one in notice.activities
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_year(notice, notice.year, notice.page - 1, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_year(notice, notice.year, notice.page + 1, "activities.b_page_after"))
    years = [
        Press(
            ShowYear(group_id=notice.group_id, year=each, page=-1),
            "plans.b_year",
            (("year", each),),
        )
        for each in (notice.year - 1, notice.year + 1)
        if abs(each - notice.this_year) <= 1
    ]
    month = Press(ShowMonth(group_id=notice.group_id, year=0, month=0), "plans.b_month")
    back: list[Row] = []
    if notice.is_staff:
        receptions = Receptions(group_id=notice.group_id, year=notice.year)
        back = [
            Press(receptions, "plans.b_receptions"),
            Press(HowToSend(group_id=notice.group_id), "plans.b_import"),
            Press(List(group_id=notice.group_id), "activities.b_back_to_list"),
        ]
    return [*lines, *([turn] if turn else []), month, *([years] if years else []), *back]


def _opened(one: Shown, *, is_staff: bool) -> Button:
    opened = Show if is_staff else ShowInvitation
    return opened(group_id=one.group_id, activity_id=one.activity_id)


def mark(one: Shown) -> str:
    """Return the sign of an activity's state."""
    return "🟢" if one.is_open else _MARKS.get(one.state, "✅")


def _year(notice: n.YearPlan, year_: int, page: int, label: str) -> Press:
    return Press(ShowYear(group_id=notice.group_id, year=year_, page=page), label)


@with_file(n.MonthPlan)
def drawn(notice: n.MonthPlan) -> tuple[str, bytes]:
    """Draw the month."""
    from reports.months import picture  # noqa: PLC0415  (the drawing library loads slowly)

    return f"{notice.year}-{notice.month:02d}.png", picture(notice)


@under(n.MonthPlan)
def month(notice: n.MonthPlan) -> Keyboard:
    """Offer the months beside it, the list, and the calendar of the phone."""
    before = (notice.year, notice.month - 1) if notice.month > 1 else (notice.year - 1, _DECEMBER)
    last = notice.month == _DECEMBER
    after = (notice.year + 1, 1) if last else (notice.year, notice.month + 1)
    return [
        [_month(notice, before, "plans.b_before"), _month(notice, after, "plans.b_after")],
        Press(ShowYear(group_id=notice.group_id, year=notice.year, page=-1), "plans.b_year_list"),
        Press(Subscribe(group_id=notice.group_id, anew=0), "plans.b_subscribe"),
    ]


def _month(notice: n.MonthPlan, to: tuple[int, int], label: str) -> Press:
    button = ShowMonth(group_id=notice.group_id, year=to[0], month=to[1])
    return Press(button, label, (("month", to[1]),))


@under(n.Subscription)
def subscription(notice: n.Subscription) -> Keyboard:
    """Offer to take the address back."""
    return [Press(Unsubscribe(group_id=notice.group_id), "plans.b_unsubscribe")]


@under(n.Subscribed)
def subscribed(notice: n.Subscribed) -> Keyboard:
    """Offer a new address, or none."""
    return [
        Press(Subscribe(group_id=notice.group_id, anew=1), "plans.b_subscribe_anew"),
        Press(Unsubscribe(group_id=notice.group_id), "plans.b_unsubscribe"),
    ]


@under(n.WhichPlan)
def which(notice: n.WhichPlan) -> Keyboard:
    """Offer the groups."""
    return [
        Choice(PlanFor(group_id=group_id, version=notice.version), name)
        for group_id, name in notice.groups
    ]


@under(n.PlanPreview)
def preview(notice: n.PlanPreview) -> Keyboard:
    """Offer to enter it if every row can be used and one is new, and to drop it."""
    rows_: list[Row] = []
    new = notice.total - notice.known
    if not notice.n_problems and new:
        enter = EnterPlan(group_id=notice.group_id, version=notice.version)
        rows_ = [Press(enter, "plans.b_enter", (("number", new),))]
    return [*rows_, Press(DropPlan(version=notice.version), "plans.b_drop")]


@under(n.PlanEntered)
def entered(notice: n.PlanEntered) -> Keyboard:
    """Lead to the plan."""
    facts = {"group_id": notice.group_id, "year": notice.year}
    return [Press(ShowYear(**facts, page=0), "plans.b_year_list")]
