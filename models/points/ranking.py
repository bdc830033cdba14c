"""The ranking of a group: off until its staff switch it on, as the audit records (domain §0)."""

from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.tables import Group
from models.people.queries import roster
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.points.notices import Ranking, RankingOff, Standing
from models.points.queries import as_line, hundredths, ledger, rules_of_year
from models.points.rules import score
from models.points.tables import PointsSetting


async def is_on(tx: Transaction, group_id: int) -> bool:
    """Tell whether a group shows its deputies a ranking."""
    setting = await tx.get(PointsSetting, group_id)
    return setting is not None and setting.ranking_on


async def switch(tx: Transaction, *, group_id: int, on: bool, by: Actor, now: datetime) -> None:
    """Switch the ranking of a group on or off; the audit keeps who did."""
    require_staff(by, group_id=group_id)
    setting = await tx.get(PointsSetting, group_id)
    if setting is None:
        setting = PointsSetting(group_id=group_id, ranking_on=False)
        tx.add(setting)
    if setting.ranking_on is not on:
        setting.ranking_on = on
        audit.write(tx, "points.rank", by=by, now=now, group_id=group_id, on=int(on))
    await tx.flush()


async def deputies_of(tx: Transaction, group_id: int) -> list[Member]:
    """Return the deputies on a group's roster, by name."""
    found = await roster(tx, group_id=group_id)
    return [one for one, _reach in found if one.role is Role.DEPUTY]


async def ranking(tx: Transaction, group: Group, *, year: int) -> Ranking:
    """Return the deputies by points; the same points share a place. Refusal while it is off."""
    if not await is_on(tx, group.id):
        raise Refusal(RankingOff())
    deputies = await deputies_of(tx, group.id)
    books = await ledger(tx, [(group.id, one.id, year) for one in deputies])
    rules = await rules_of_year(tx, group_id=group.id, year=year)
    totals = {
        one.id: score(map(as_line, books[group.id, one.id, year]), rules).total for one in deputies
    }
    ordered = sorted(deputies, key=lambda one: (-totals[one.id], one.name))
    standings = tuple(
        Standing(
            place=1 + sum(total > totals[one.id] for total in totals.values()),
            name=one.name,
            total=hundredths(totals[one.id]),
        )
        for one in ordered
    )
    return Ranking(group_name=group.name, year=year, standings=standings)
