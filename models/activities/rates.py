"""The analysis of attendance read line by line: deputy by deputy, kind by kind (staff only)."""

from collections.abc import Callable
from typing import TypedDict

from models.activities.analysing import Tally, analysed
from models.activities.analysis_notices import (
    ByDeputy,
    ByKind,
    NothingToAnalyse,
    Order,
    RateOfDeputy,
    RateOfKind,
)
from models.activities.rules import ActivityKind
from models.database import Transaction
from models.errors import Refusal
from models.groups.tables import Group

PAGE = 10  # deputies on a page

_BY: dict[Order, Callable[[RateOfDeputy], tuple[object, ...]]] = {
    Order.NAME: lambda one: (one.name,),
    Order.RATE: lambda one: (one.percent, -one.absent, one.name),
}


async def by_deputy(
    tx: Transaction, group: Group, *, year: int, order: Order, page: int
) -> ByDeputy:
    """Return a page of a year's attendance by deputy; one that is not there is the nearest.

    Refusal (nothing to analyse) while no roll of the year is closed.
    """
    found = await analysed(tx, group, year=year)
    if not found.by_deputy:
        raise Refusal(NothingToAnalyse(year=year))
    every = [
        RateOfDeputy(name=found.names[key], missed=found.missed.get(key, 0), **_counted(one))
        for key, one in found.by_deputy.items()
    ]
    every.sort(key=_BY[order])
    pages = -(-len(every) // PAGE)
    page = min(max(page, 0), pages - 1)
    return ByDeputy(
        group_id=group.id,
        group_name=group.name,
        year=year,
        rates=tuple(every[page * PAGE : (page + 1) * PAGE]),
        order=order,
        page=page,
        pages=pages,
        total=len(every),
    )


async def by_kind(tx: Transaction, group: Group, *, year: int) -> ByKind:
    """Return a year's attendance by kind of activity, in the order of the kinds.

    Refusal as above.
    """
    found = await analysed(tx, group, year=year)
    if not found.by_kind:
        raise Refusal(NothingToAnalyse(year=year))
    return ByKind(
        group_id=group.id,
        group_name=group.name,
        year=year,
        rates=tuple(
            RateOfKind(activity=kind, **_counted(found.by_kind[kind]))
            for kind in ActivityKind
            if kind in found.by_kind
        ),
    )


class _Counted(TypedDict):
    """The counts of a rate."""

    invited: int
    here: int
    late: int
    excused: int
    absent: int
    percent: int


def _counted(one: Tally) -> _Counted:
    return _Counted(
        invited=one.invited,
        here=one.here,
        late=one.late,
        excused=one.excused,
        absent=one.absent,
        percent=one.percent,
    )
