"""The verbs on limits: require, use, forget. Each counts for one person, in every group."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.limits import settings
from models.limits.notices import TooMany
from models.limits.rules import Counted, allowed
from models.limits.tables import Use
from models.people import keys

_KEPT = timedelta(days=2)


def _person(account_id: int) -> str:
    return keys.current().find(f"uses:{account_id}")


async def require(
    tx: Transaction, what: Counted, *, account_id: int, now: datetime, more: int = 1
) -> None:
    """Refuse, before anything is asked for, what `use` would refuse."""
    most, within = allowed(what, settings.current())
    if not most:
        return
    rows = await tx.scalars(
        select(Use.at)
        .where(Use.what == what, Use.person == _person(account_id), Use.at > now - within)
        .order_by(Use.at.desc())
        .limit(most)
    )
    lately = rows.all()
    if len(lately) + more > most:
        since = min(lately, default=now)
        raise Refusal(TooMany(what=what, most=most, until=since + within))


async def use(
    tx: Transaction, what: Counted, *, account_id: int, now: datetime, count: int = 1
) -> None:
    """Count what somebody does; Refusal (too many) says from when on it goes again."""
    await require(tx, what, account_id=account_id, now=now, more=count)
    for _ in range(count):
        tx.append(Use(what=what, person=_person(account_id), id=new_id(), at=now))


async def forget(tx: Transaction, *, now: datetime) -> int:
    """Delete what no limit looks at any more; return how many rows went."""
    gone = await tx.scalars(delete(Use).where(Use.at < now - _KEPT).returning(Use.id))
    return len(gone.all())


async def forget_person(tx: Transaction, *, account_id: int) -> None:
    """Delete what was counted of one person."""
    await tx.execute(
        delete(Use)
        .where(Use.what.in_(list(Counted)), Use.person == _person(account_id))
        .execution_options(synchronize_session=False)
    )
