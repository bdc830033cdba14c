"""What is being done just now, by name: the log says it with every line."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_now: ContextVar[str] = ContextVar("request", default="-")


def current() -> str:
    """Return the name of what is being done: "-" where nothing was named."""
    return _now.get()


@contextmanager
def named(name: str) -> Iterator[None]:
    """Name what is done inside: `u<number>` for an update, and for the messages it leaves."""
    before = _now.set(name)
    try:
        yield
    finally:
        _now.reset(before)


def of_update(update_id: int) -> str:
    """Return the name of an update."""
    return f"u{update_id}"


def of_message(about: str, message_id: int) -> str:
    """Return the name of a message: that of the update it answers, or its own."""
    kind, _, rest = about.partition(":")
    number = rest.partition(":")[0]
    return f"u{number}" if kind in _FROM_UPDATES and number.isdigit() else f"m{message_id}"


_FROM_UPDATES = ("update", "alarm", "apology")
