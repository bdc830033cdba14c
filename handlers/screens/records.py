"""The buttons of records, their pictures and their sheet."""

from collections.abc import Sequence
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from handlers.screens.issue_desk import Act
from handlers.screens.suggestions import Show as ShowSuggestion
from models.activities.notices import Shown
from models.activities.rules import OVER
from models.records import notices as n
from models.records.rules import ItemSort

_MARKS = {ItemSort.OUTCOME: "🌱", ItemSort.PRESS: "📰"}


class ShowRecord(Button):
    """Show the record of an activity."""

    code: ClassVar[str] = "recs"
    group_id: int
    activity_id: int


class WriteRecord(Button):
    """Add to a record: summary, pictures, outcome, press. Activity 0: to the year's."""

    code: ClassVar[str] = "recw"
    group_id: int
    activity_id: int
    what: str


class ShowPictures(Button):
    """Send the pictures of an activity."""

    code: ClassVar[str] = "recp"
    group_id: int
    activity_id: int


class PictureOff(Button):
    """Take a picture off the record."""

    code: ClassVar[str] = "recf"
    group_id: int
    activity_id: int
    picture_id: int


class ShowItems(Button):
    """Show a page of outcomes and press items, of an activity or (0) of a year."""

    code: ClassVar[str] = "reci"
    group_id: int
    activity_id: int
    year: int
    page: int


class ShowItem(Button):
    """Show one outcome or press item in full."""

    code: ClassVar[str] = "reco"
    group_id: int
    sort: str
    item_id: int


class ItemOff(Button):
    """Take an outcome or a press item off."""

    code: ClassVar[str] = "recx"
    group_id: int
    sort: str
    item_id: int


class ShowYear(Button):
    """Show how far a year's records are."""

    code: ClassVar[str] = "recy"
    group_id: int
    year: int


class HandYear(Button):
    """Hand over a year's records as a workbook."""

    code: ClassVar[str] = "rech"
    group_id: int
    year: int


@on_staff_card
def rows(one: Shown) -> list[Row | list[Row]]:
    """Offer the record of what is over."""
    if one.state not in OVER:
        return []
    return [
        Press(ShowRecord(group_id=one.group_id, activity_id=one.activity_id), "records.b_record")
    ]


@under(n.RecordCard)
def card(notice: n.RecordCard) -> Keyboard:
    """Offer what can be added, what is there, and the way back."""
    one = notice.activity
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    summary = "records.b_rewrite" if notice.summary else "records.b_write"
    keys: list[Row] = [
        Press(WriteRecord(**facts, what="summary"), summary),
        Press(WriteRecord(**facts, what="pictures"), "records.b_add_pictures"),
        Press(WriteRecord(**facts, what="outcome"), "records.b_add_outcome"),
        Press(WriteRecord(**facts, what="press"), "records.b_add_press"),
    ]
    if notice.pictures:
        number = (("number", notice.pictures),)
        keys.append(Press(ShowPictures(**facts), "records.b_pictures", number))
    if notice.outcomes or notice.press:
        keys.append(Press(ShowItems(**facts, year=0, page=0), "records.b_items"))
    keys += _open(one.group_id, notice.targets)
    return [*keys, Press(Show(**facts), "activities.b_back")]


def _open(group_id: int, targets: Sequence[n.Target]) -> list[Row]:
    """Offer to open what the numbers of outcomes mean."""
    return [
        Press(
            Act(group_id=group_id, issue_id=one.subject_id, act="card")
            if one.is_issue
            else ShowSuggestion(group_id=group_id, suggestion_id=one.subject_id),
            "records.b_open_issue" if one.is_issue else "records.b_open_suggestion",
            (("number", one.number),),
        )
        for one in targets
    ]


@under(n.PictureShown)
def under_picture(notice: n.PictureShown) -> Keyboard:
    """Offer to take it off."""
    off = PictureOff(
        group_id=notice.group_id, activity_id=notice.activity_id, picture_id=notice.picture_id
    )
    return [Press(off, "records.b_picture_off")]


@under(n.Items)
def items(notice: n.Items) -> Keyboard:
    """Offer each line, the pages, and the way back."""
    lines: list[Row | list[Row]] = [
        Choice(
            ShowItem(group_id=notice.group_id, sort=one.sort.value, item_id=one.item_id),
            f"{_MARKS[one.sort]} {one.words}",
        )
        for one in notice.items
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "activities.b_page_after"))
    return [*lines, *([turn] if turn else []), _back(notice)]


def _page(notice: n.Items, page: int, label: str) -> Press:
    button = ShowItems(
        group_id=notice.group_id, activity_id=notice.activity_id, year=notice.year, page=page
    )
    return Press(button, label)


def _back(notice: n.Items) -> Press:
    if notice.activity_id:
        back: Button = ShowRecord(group_id=notice.group_id, activity_id=notice.activity_id)
    else:
        back = ShowYear(group_id=notice.group_id, year=notice.year)
    return Press(back, "activities.b_back")


@under(n.OutcomeCard)
def outcome_card(notice: n.OutcomeCard) -> Keyboard:
    """Offer to open what its number means, to take it off, and the way back."""
    off = ItemOff(
        group_id=notice.group_id,
        sort=ItemSort.OUTCOME.value,
        item_id=notice.outcome.item_id,
    )
    return [
        *_open(notice.group_id, notice.targets),
        *_of_item(notice.group_id, notice.activity_id, notice.outcome.on.year, off),
    ]


@under(n.PressCard)
def press_card(notice: n.PressCard) -> Keyboard:
    """Offer to take it off, and the way back."""
    return _of_item(
        notice.group_id,
        notice.activity_id,
        notice.press.on.year,
        ItemOff(group_id=notice.group_id, sort=ItemSort.PRESS.value, item_id=notice.press.item_id),
    )


def _of_item(group_id: int, activity_id: int, year: int, off: ItemOff) -> list[Row]:
    back = ShowItems(
        group_id=group_id, activity_id=activity_id, year=0 if activity_id else year, page=0
    )
    return [Press(off, "records.b_item_off"), Press(back, "activities.b_back")]


@under(n.YearCard)
def year_card(notice: n.YearCard) -> Keyboard:
    """Offer what is missing first, then what can be added, the sheet, and other years."""
    group = {"group_id": notice.group_id}
    missing: list[Row] = [
        Choice(ShowRecord(**group, activity_id=one.activity_id), f"📝 {one.title}")
        for one in notice.missing[:8]
    ]
    keys: list[Row] = [
        Press(WriteRecord(**group, activity_id=0, what="press"), "records.b_add_press"),
        Press(WriteRecord(**group, activity_id=0, what="outcome"), "records.b_add_outcome"),
    ]
    if notice.press + notice.suggestions + notice.issues + notice.helps + notice.others:
        every = ShowItems(**group, activity_id=0, year=notice.year, page=0)
        keys.append(Press(every, "records.b_items"))
    if notice.held or notice.press:
        keys.append(Press(HandYear(**group, year=notice.year), "records.b_sheet"))
    years = [_year(notice, notice.year - 1)]
    if notice.is_past:
        years.append(_year(notice, notice.year + 1))
    return [*missing, *keys, *years]


def _year(notice: n.YearCard, year: int) -> Press:
    return Press(ShowYear(group_id=notice.group_id, year=year), "records.b_year", (("year", year),))
