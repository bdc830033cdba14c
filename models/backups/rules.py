"""Which backups are kept: close together of late, far apart of old."""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime

_NAME = "huiyin-%Y%m%dT%H%M%SZ.backup"


def name_of(at: datetime) -> str:
    """Return what a backup of this moment is called."""
    return at.astimezone(UTC).strftime(_NAME)


def made_at(name: str) -> datetime | None:
    """Return when a backup was made, by its name; None for what is none of ours."""
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def superfluous(
    made: Iterable[datetime], *, days: int = 7, weeks: int = 4, months: int = 12
) -> list[datetime]:
    """Return which backups may go, oldest first.

    Kept are the newest of each of the last `days` days that have one, and so for weeks and
    months; the newest of all in any case.
    """
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:1])
    generations: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (days, lambda at: at.date()),
        (weeks, lambda at: at.isocalendar()[:2]),
        (months, lambda at: (at.year, at.month)),
    )
    for count, period in generations:
        newest: dict[Hashable, datetime] = {}
        for at in newest_first:
            newest.setdefault(period(at), at)
        kept |= set(list(newest.values())[:count])
    return [at for at in reversed(newest_first) if at not in kept]
