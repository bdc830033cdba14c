"""The verb on how a group's receptions lie in the year: set."""

from dataclasses import dataclass, fields
from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.people.rules import Actor, require_staff
from models.receptions import notices as n
from models.receptions.queries import settings_of
from models.receptions.rules import day_rule, hour_of
from models.receptions.tables import ReceptionSettings

_RANGES = {
    "start_month": range(1, 13),
    "minutes": range(15, 8 * 60 + 1),
    "stations": range(n.MOST + 1),
    "deputies": range(n.MOST + 1),
    "house_calls": range(n.MOST + 1),
    "slots": range(n.MOST + 1),
}
_OPEN = ("stations", "deputies")  # 0: as many as needed, or none


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to be changed; None stays as it is, 0 means as needed or none."""

    start_month: int | None = None
    day_rule: str | None = None
    hour: str | None = None
    minutes: int | None = None
    stations: int | None = None
    deputies: int | None = None
    house_calls: int | None = None
    slots: int | None = None


async def set_settings(
    tx: Transaction, *, group_id: int, wishes: Wishes, by: Actor, now: datetime
) -> ReceptionSettings:
    """Change how receptions lie in the year; the next planning follows it.

    Refusal (bad setting) for a rule that names no day, an hour that is none, and the like.
    """
    require_staff(by, group_id=group_id)
    row = await settings_of(tx, group_id)
    for field in fields(wishes):
        value = getattr(wishes, field.name)
        if value is not None:
            setattr(row, field.name, _checked(field.name, value))
    tx.add(row)
    await tx.flush()
    audit.write(tx, "receptions.settings", by=by, now=now, group_id=group_id)
    return row


def _checked(what: str, value: int | str) -> int | str | None:
    """Return a setting as it is stored; Refusal if it makes no sense."""
    try:
        if what == "day_rule":
            day_rule(str(value))
            return str(value)[:40]
        if what == "hour":
            return hour_of(str(value)).isoformat("minutes")
    except ValueError:
        raise Refusal(n.BadSetting(what=what, value=str(value))) from None
    if what in _RANGES and value not in _RANGES[what]:
        raise Refusal(n.BadSetting(what=what, value=str(value)))
    return (value or None) if what in _OPEN else value
