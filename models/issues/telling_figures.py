"""The figures of a year as notices, and their post for everybody."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import chat_of
from models.groups.tables import ChatRole, Group
from models.issues import figure_notices as n
from models.issues.counting import cases_of
from models.issues.figures import Case, Figures, by_unit, figures, hot_spots
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Lane
from models.people.rules import Actor, require_staff
from models.privacy.scanning import masked

_UNITS, _SPOTS, _NUMBERS = 8, 6, 5


async def year_of(tx: Transaction, group: Group, *, year: int, by: Actor, now: datetime) -> n.Year:
    """Return the figures of a year for the staff, units by how much they had."""
    require_staff(by, group_id=group.id)
    cases = await cases_of(tx, group, year)
    units = [one for one in by_unit(cases, now=now) if one.name]
    return n.Year(
        group_id=group.id,
        group_name=group.name,
        year=year,
        all=_counts(figures("", cases, now=now)),
        units=tuple(_counts(one) for one in units[:_UNITS]),
        spots=_spots(cases),
    )


def _counts(one: Figures) -> n.Counts:
    return n.Counts(
        name=one.name,
        reported=one.reported,
        open=one.open,
        overdue=one.overdue,
        closed=one.closed,
        on_time=_percent(one.on_time_rate),
        solved=_percent(one.solved_rate),
        satisfied=_percent(one.satisfied_rate),
        hollow=one.hollow,
        assisted=one.assisted,
    )


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate, 1)


def _spots(cases: Sequence[Case]) -> tuple[n.Spot, ...]:
    return tuple(
        n.Spot(
            category=one.category,
            place=masked(one.place),
            count=len(one.numbers),
            numbers=" ".join(one.numbers[:_NUMBERS]),
        )
        for one in hot_spots(cases)[:_SPOTS]
    )


async def publish(
    tx: Transaction, group: Group, *, bot_id: int, year: int, by: Actor, now: datetime
) -> None:
    """Post the figures of a year in the deputies' chat: counts alone. Once a day.

    Refusal without such a chat.
    """
    require_staff(by, group_id=group.id)
    chat = await chat_of(tx, group_id=group.id, role=ChatRole.DEPUTIES)
    if chat is None:
        raise Refusal(n.NoChat())
    cases = await cases_of(tx, group, year)
    topics = Counter(one.category for one in cases).most_common()
    audit.write(tx, "issues.publish_figures", by=by, now=now, group_id=group.id, year=year)
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=Recipient(
            chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group.id
        ),
        notice=n.Public(
            group_name=group.name,
            year=year,
            all=_counts(figures("", cases, now=now)),
            topics=tuple(topics),
        ),
        about=f"figures:{year}:{now:%Y%m%d}",
        now=now,
        lane=Lane.BROADCAST,
    )
