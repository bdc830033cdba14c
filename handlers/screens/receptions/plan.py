"""The buttons of the plan, for the staff."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.groups import DropChannel
from handlers.screens.receptions.rounds import ShowRound
from handlers.screens.receptions.sessions import ShowSession
from models.receptions import notices as n
from models.receptions import record_notices as r
from models.receptions.rules import Mode, RoundState, SessionState

PAGE_BACK, PAGE_ON = "people.b_before", "people.b_after"


class ShowYear(Button):
    """Show the rounds of a year."""

    code: ClassVar[str] = "rxy"
    group_id: int
    year: int


class YearAct(Button):
    """Do something with a year: ask_plan, plan, figures, sheet, settings."""

    code: ClassVar[str] = "rxa"
    group_id: int
    year: int
    act: str


class RoundAct(Button):
    """Do something with a round: ask_publish, publish."""

    code: ClassVar[str] = "rxb"
    group_id: int
    round_id: int
    act: str


class SendPlan(Button):
    """Take the plan that was sent back (1), or not (0)."""

    code: ClassVar[str] = "rxf"
    version: int
    takes: int


def _year(notice: n.YearCard | n.SureToPlan) -> dict[str, int]:
    return {"group_id": notice.group_id, "year": notice.year}


@under(n.YearCard)
def year_card(notice: n.YearCard) -> Keyboard:
    """Offer each round, and what is done with the year."""
    about = _year(notice)
    rows: list[Row | list[Row]] = [
        Press(
            ShowRound(group_id=one.group_id, round_id=one.round_id, page=0),
            "receptions.b_round",
            (("number", one.number), ("day", one.day), ("state", one.state.value)),
        )
        for one in notice.rounds
    ]
    label = "receptions.b_plan_anew" if notice.rounds else "receptions.b_plan"
    rows.append(Press(YearAct(**about, act="ask_plan"), label))
    if notice.rounds:
        rows.append(Press(YearAct(**about, act="sheet"), "receptions.b_sheet"))
        rows.append(Press(YearAct(**about, act="figures"), "receptions.b_figures"))
    rows.append(Press(YearAct(**about, act="settings"), "receptions.b_settings"))
    following = ShowYear(group_id=notice.group_id, year=notice.year + 1)
    before = ShowYear(group_id=notice.group_id, year=notice.year - 1)
    rows.append(
        [
            Press(before, "receptions.b_year", (("year", notice.year - 1),)),
            Press(following, "receptions.b_year", (("year", notice.year + 1),)),
        ]
    )
    return rows


@under(n.SureToPlan)
def sure_to_plan(notice: n.SureToPlan) -> Keyboard:
    """Offer to plan, or to go back."""
    about = _year(notice)
    return [
        Press(YearAct(**about, act="plan"), "receptions.b_yes_plan"),
        Press(ShowYear(**about), "receptions.b_back"),
    ]


@under(n.NothingToPlan)
def nothing_to_plan(_notice: n.NothingToPlan) -> Keyboard:
    """Nothing to press: the words say what is missing."""
    return []


@under(n.Settings)
def settings(notice: n.Settings) -> Keyboard:
    """Offer to change them, and to post in the channel no more."""
    about = {"group_id": notice.group_id, "year": 0}
    rows: list[Row] = [Press(YearAct(**about, act="change"), "receptions.b_change_settings")]
    if notice.has_channel:
        rows.append(Press(DropChannel(group_id=notice.group_id), "groups.b_drop_channel"))
    return rows


@under(n.RoundCard)
def round_card(notice: n.RoundCard) -> Keyboard:
    """Offer each session, the pages, and to publish."""
    rows: list[Row | list[Row]] = [
        Choice(
            ShowSession(group_id=one.group_id, session_id=one.session_id),
            f"{_mark(one)} {one.station}",
        )
        for one in notice.lines
    ]
    turn: list[Row] = []
    about = {"group_id": notice.group_id, "round_id": notice.round_id}
    if notice.page > 0:
        turn.append(Press(ShowRound(**about, page=notice.page - 1), PAGE_BACK))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ShowRound(**about, page=notice.page + 1), PAGE_ON))
    if turn:
        rows.append(turn)
    if notice.state is RoundState.DRAFT:
        rows.append(Press(RoundAct(**about, act="ask_publish"), "receptions.b_publish"))
    back = ShowYear(group_id=notice.group_id, year=notice.year)
    return [*rows, Press(back, "receptions.b_to_year")]


def _mark(one: n.Line) -> str:
    if one.state is SessionState.CANCELLED:
        return "🚫"
    if one.short:
        return "⚠️"
    return "🚪" if one.mode is Mode.HOUSE_CALL else "🏠"


@under(n.SureToPublish)
def sure_to_publish(notice: n.SureToPublish) -> Keyboard:
    """Offer to publish, or to go back."""
    about = {"group_id": notice.group_id, "round_id": notice.round_id}
    return [
        Press(RoundAct(**about, act="publish"), "receptions.b_yes_publish"),
        Press(ShowRound(**about, page=0), "receptions.b_back"),
    ]


@under(r.Unconfirmed)
def unconfirmed(notice: r.Unconfirmed) -> Keyboard:
    """Lead to the round."""
    button = ShowRound(group_id=notice.group_id, round_id=notice.round_id, page=0)
    return [Press(button, "receptions.b_to_round")]


@under(n.PlanPreview)
def plan_preview(notice: n.PlanPreview) -> Keyboard:
    """Offer to take it, if there is something to take; or to let it be."""
    no = Press(SendPlan(version=notice.version, takes=0), "receptions.b_drop")
    if not notice.count or notice.problems:
        return [no]
    return [Press(SendPlan(version=notice.version, takes=1), "receptions.b_take"), no]


@under(r.Figures)
def figures(notice: r.Figures) -> Keyboard:
    """Lead back to the year."""
    return [
        Press(ShowYear(group_id=notice.group_id, year=notice.year), "receptions.b_to_year"),
    ]
