"""Whether an error is the database's, and worth a repetition, or the fault of what was asked."""

import sys

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

#: PostgreSQL's classes of states: connection, rolled back (deadlock), no room, locked, stopped.
_OUTAGES = frozenset({"08", "40", "53", "55", "57", "58"})

_BUSY = frozenset({"55P03", "57014"})  # PostgreSQL's states: a lock, a statement took too long


def is_unavailable(problem: BaseException) -> bool:
    """Tell whether an error means that the database is away, full or locked: worth a repetition."""
    if isinstance(problem, DBAPIError):
        return _is_outage(problem)
    if isinstance(problem, OSError):
        return problem.filename is None  # else it is about some file, not about a connection
    if isinstance(problem, ValueError):  # asyncpg's word for an argument that no column takes
        return False
    return isinstance(problem, PoolTimeout) or _is_of_driver(problem)


def _is_of_driver(problem: BaseException) -> bool:
    """Tell whether an error is of PostgreSQL's driver, which is only loaded where it is used."""
    asyncpg = sys.modules.get("asyncpg")
    return asyncpg is not None and isinstance(
        problem, asyncpg.PostgresError | asyncpg.InterfaceError
    )


def is_busy(problem: BaseException) -> bool:
    """Tell whether an error means that others were at the database for too long, and no more."""
    original = getattr(problem, "orig", None)
    if getattr(original, "sqlstate", None) in _BUSY or isinstance(problem, PoolTimeout):
        return True
    return "locked" in str(original or "").lower()


def said_of(problem: BaseException) -> str:
    """Return in a few words what a database says: its own, if it says that it is full."""
    original = getattr(problem, "orig", None)
    words = str(original or "").lower()
    full = "is full" in words or getattr(original, "sqlstate", None) == "53100"
    return "the disk is full" if full else type(original or problem).__name__


def _is_outage(problem: DBAPIError) -> bool:
    if problem.connection_invalidated:
        return True
    state = getattr(problem.orig, "sqlstate", None)
    if state:
        return state[:2] in _OUTAGES
    cause = problem.orig.__cause__ if problem.orig else None
    return isinstance(problem, OperationalError | InterfaceError) and not isinstance(
        cause, ValueError
    )
