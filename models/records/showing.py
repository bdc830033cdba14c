"""Records as the staff see them: cards of an activity and of a year, and lists."""

from collections.abc import Sequence
from datetime import datetime

from models.activities import queries as activities
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people.tables import Member
from models.records import queries
from models.records.linking import targets
from models.records.notices import (
    ItemLine,
    Items,
    OutcomeCard,
    OutcomeShown,
    PressCard,
    PressShown,
    RecordCard,
    Target,
    Unrecorded,
    YearCard,
)
from models.records.rules import ItemSort, OutcomeKind
from models.records.tables import Outcome, PressItem

PAGE = 8  # lines on a page
SHOWN = 6  # outcomes on the card of an activity


async def card(tx: Transaction, one: Activity, *, now: datetime) -> RecordCard:
    """Return the record of an activity as far as it is written."""
    row = await queries.record(tx, one)
    writer = (
        await tx.get(Member, (one.group_id, row.changed_by)) if row and row.changed_by else None
    )
    came = await outcomes(tx, one)
    return RecordCard(
        activity=activities.shown(one, now=now),
        counts=await activities.counts(tx, one),
        summary=row.summary if row else None,
        writer=writer.name if writer else None,
        changed_at=row.changed_at if row else None,
        pictures=len(await queries.pictures_of(tx, one)),
        outcomes=came,
        press=await press(tx, one),
        targets=await _targets(tx, one.group_id, came[:SHOWN]),
    )


async def _targets(
    tx: Transaction, group_id: int, came: Sequence[OutcomeShown]
) -> tuple[Target, ...]:
    """Return what the numbers of outcomes mean, each once, in their order."""
    found: dict[Target, None] = {}
    for one in came:
        found |= dict.fromkeys(
            await targets(tx, group_id=group_id, kind=one.outcome, number=one.number, on=one.on)
        )
    return tuple(found)


async def outcomes(tx: Transaction, one: Activity) -> tuple[OutcomeShown, ...]:
    """Return what came of an activity, in order of time."""
    return tuple(_outcome(each) for each in await queries.outcomes_of(tx, one))


async def press(tx: Transaction, one: Activity) -> tuple[PressShown, ...]:
    """Return what the press has published of an activity, in order of time."""
    return tuple(_press(each) for each in await queries.press_of(tx, one))


def _outcome(row: Outcome) -> OutcomeShown:
    return OutcomeShown(
        item_id=row.id, outcome=row.kind, what=row.what, number=row.number, on=row.happened_on
    )


def _press(row: PressItem) -> PressShown:
    return PressShown(
        item_id=row.id, title=row.title, outlet=row.outlet, on=row.published_on, link=row.link
    )


async def year_card(tx: Transaction, group: Group, *, year: int, this_year: int) -> YearCard:
    """Return how far a year's records are."""
    found = await queries.of_year(tx, group, year=year)
    kinds = {kind: len(found.outcomes_by(kind)) for kind in OutcomeKind}
    return YearCard(
        group_id=group.id,
        group_name=group.name,
        year=year,
        is_past=year < this_year,
        held=len(found.held),
        recorded=len(found.recorded),
        pictures=sum(one.kept.pictures for one in found.held),
        suggestions=kinds[OutcomeKind.SUGGESTION],
        issues=kinds[OutcomeKind.ISSUE],
        helps=kinds[OutcomeKind.HELP],
        others=kinds[OutcomeKind.OTHER],
        press=len(found.press),
        missing=tuple(
            Unrecorded(activity_id=one.id, title=one.title, starts_at=one.starts_at)
            for one in found.missing
        ),
    )


async def items(tx: Transaction, group: Group, *, activity_id: int, year: int, page: int) -> Items:
    """Return a page of outcomes and press items, of an activity or (0) of a year."""
    came, printed = await _listed(tx, group, activity_id, year)
    lines = [
        *(ItemLine(sort=ItemSort.OUTCOME, item_id=one.id, words=one.what) for one in came),
        *(ItemLine(sort=ItemSort.PRESS, item_id=one.id, words=one.title) for one in printed),
    ]
    pages = max(-(-len(lines) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return Items(
        group_id=group.id,
        activity_id=activity_id,
        year=year,
        items=tuple(lines[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        total=len(lines),
    )


async def _listed(
    tx: Transaction, group: Group, activity_id: int, year: int
) -> tuple[Sequence[Outcome], Sequence[PressItem]]:
    if not activity_id:
        found = await queries.of_year(tx, group, year=year)
        return found.outcomes, found.press
    one = await activities.activity(tx, group_id=group.id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    return await queries.outcomes_of(tx, one), await queries.press_of(tx, one)


async def item(
    tx: Transaction, *, group_id: int, sort: ItemSort, item_id: int
) -> OutcomeCard | PressCard:
    """Return one outcome or press item in full; Refusal (gone) if it was taken off."""
    table: type[Outcome | PressItem] = Outcome if sort is ItemSort.OUTCOME else PressItem
    row = await tx.get(table, (group_id, item_id))
    if row is None:
        raise Refusal(Gone())
    one = await tx.get(Activity, (group_id, row.activity_id)) if row.activity_id else None
    about = {
        "group_id": group_id,
        "activity_id": row.activity_id or 0,
        "title": one.title if one else None,
    }
    if isinstance(row, Outcome):
        shown = _outcome(row)
        found = await _targets(tx, group_id, [shown])
        return OutcomeCard.model_validate({**about, "outcome": shown, "targets": found})
    return PressCard.model_validate({**about, "press": _press(row)})
