"""The buttons of the rules of points, as staff read, try out and adopt them."""

from datetime import date
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.points import Deputies, Points
from models.points import rule_notices as n


class ShowRules(Button):
    """Show the rules in force."""

    code: ClassVar[str] = "lxs"
    group_id: int


class GiveRules(Button):
    """Give the rules in force as a workbook to be edited."""

    code: ClassVar[str] = "lxg"
    group_id: int


class SwitchDeductions(Button):
    """Try out the same rules with what takes points away on (1) or off (0)."""

    code: ClassVar[str] = "lxd"
    group_id: int
    on: int


class RulesFor(Button):
    """Say whose rules a file holds."""

    code: ClassVar[str] = "lxf"
    group_id: int
    version: int


class TryRules(Button):
    """Show what rules that wait would bring from a day on (20260601); a page of the deputies."""

    code: ClassVar[str] = "lxt"
    group_id: int
    version: int
    since: int
    page: int


class OtherDay(Button):
    """Try them out from another day, which is asked for."""

    code: ClassVar[str] = "lxo"
    group_id: int
    version: int


class GiveWhatIf(Button):
    """Give what they would bring every deputy as a workbook."""

    code: ClassVar[str] = "lxw"
    group_id: int
    version: int
    since: int


class AskToAdopt(Button):
    """Adopt them from a day on; asked once more."""

    code: ClassVar[str] = "lxa"
    group_id: int
    version: int
    since: int


class AdoptRules(Button):
    """Adopt them, yes."""

    code: ClassVar[str] = "lxy"
    group_id: int
    version: int
    since: int


class DropRules(Button):
    """Forget the rules that wait; those in force stay."""

    code: ClassVar[str] = "lxn"
    group_id: int


class TellRules(Button):
    """Tell the deputies, once and privately, what a version has otherwise."""

    code: ClassVar[str] = "lxm"
    group_id: int
    version: int


def number_of(day: date) -> int:
    """Return a day as buttons carry it."""
    return day.year * 10000 + day.month * 100 + day.day


def day_of(number: int) -> date | None:
    """Return the day a button carries, None if it is none."""
    try:
        return date(number // 10000, number // 100 % 100, number % 100)
    except ValueError:
        return None


def days_offered(today: date) -> tuple[date, ...]:
    """Return the days rules are usually adopted from: the year's first, today, the next first."""
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return tuple(sorted({date(today.year, 1, 1), today, following, date(today.year + 1, 1, 1)}))


@under(n.RulesShown)
def shown(notice: n.RulesShown) -> Keyboard:
    """Offer the table, the switch of the deductions, and the way back."""
    rows: list[Row] = [Press(GiveRules(group_id=notice.group_id), "rules.b_table")]
    if notice.deductions:
        switch = SwitchDeductions(group_id=notice.group_id, on=int(not notice.deductions_on))
        label = "rules.b_deductions_off" if notice.deductions_on else "rules.b_deductions_on"
        rows.append(Press(switch, label))
    return [*rows, Press(Deputies(group_id=notice.group_id, page=0), "rules.b_back")]


@under(n.WhichRules)
def which(notice: n.WhichRules) -> Keyboard:
    """Offer the groups."""
    return [
        Choice(RulesFor(group_id=group_id, version=notice.version), name)
        for group_id, name in notice.groups
    ]


@under(n.RulesUnusable)
def unusable(notice: n.RulesUnusable) -> Keyboard:
    """Offer the table anew, and the way back to what holds."""
    return [
        Press(GiveRules(group_id=notice.group_id), "rules.b_table"),
        Press(ShowRules(group_id=notice.group_id), "rules.b_to_rules"),
    ]


@under(n.WhatIf)
def what_if(notice: n.WhatIf) -> Keyboard:
    """Offer the pages, to adopt it from this day, other days, the workbook, the way out."""
    facts = {"group_id": notice.group_id, "version": notice.version}
    since = number_of(notice.since)
    adopt = Press(AskToAdopt(**facts, since=since), "rules.b_adopt", (("day", notice.since),))
    others: list[Row] = [
        Press(
            TryRules(**facts, since=number_of(day), page=0),
            "rules.b_try_today" if day == notice.today else "rules.b_try",
            (("day", day),),
        )
        for day in days_offered(notice.today)
        if day != notice.since
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "ledger.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "ledger.b_page_after"))
    return [
        *([turn] if turn else []),
        adopt,
        *others,
        Press(OtherDay(**facts), "rules.b_other_day"),
        Press(GiveWhatIf(**facts, since=since), "rules.b_what_if"),
        Press(DropRules(group_id=notice.group_id), "rules.b_drop"),
    ]


def _page(notice: n.WhatIf, page: int, label: str) -> Press:
    button = TryRules(
        group_id=notice.group_id,
        version=notice.version,
        since=number_of(notice.since),
        page=page,
    )
    return Press(button, label)


@under(n.SureToAdopt)
def sure(notice: n.SureToAdopt) -> Keyboard:
    """Offer to do it, or to look once more."""
    facts = {
        "group_id": notice.group_id,
        "version": notice.version,
        "since": number_of(notice.since),
    }
    return [
        Press(AdoptRules(**facts), "rules.b_yes"),
        Press(TryRules(**facts, page=0), "rules.b_look_again"),
        Press(DropRules(group_id=notice.group_id), "rules.b_drop"),
    ]


@under(n.Adopted)
def adopted(notice: n.Adopted) -> Keyboard:
    """Offer to tell the deputies, and the rules as they are now."""
    tell = TellRules(group_id=notice.group_id, version=notice.version)
    return [
        Press(tell, "rules.b_tell"),
        Press(ShowRules(group_id=notice.group_id), "rules.b_to_rules"),
    ]


@under(n.Dropped)
def dropped(notice: n.Dropped) -> Keyboard:
    """Lead back to the rules in force."""
    return [Press(ShowRules(group_id=notice.group_id), "rules.b_to_rules")]


@under(n.RulesChanged)
def changed(notice: n.RulesChanged) -> Keyboard:
    """Lead a deputy to their points."""
    points = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(points, "points.b_my_points")]
