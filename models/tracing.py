"""What is being done just now, by name: the log says it with every line."""

from contextlib import AbstractContextManager
from contextvars import ContextVar, Token

_now: ContextVar[str] = ContextVar("request", default="-")


def current() -> str:
    """Return the name of what is being done: "-" where nothing was named."""
    return _now.get()


def named(name: str) -> AbstractContextManager[None]:
    """Name what is done inside: `u<number>` for an update, and for the messages it leaves."""
    return _Named(name)


class _Named(AbstractContextManager[None]):
    """A name while something is done: as a class in half of a generator's time."""

    __slots__ = ("_before", "_name")
    _before: Token[str]

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._before = _now.set(self._name)

    def __exit__(self, *_problem: object) -> None:
        _now.reset(self._before)


def of_update(update_id: int) -> str:
    """Return the name of an update."""
    return f"u{update_id}"


def of_message(about: str, message_id: int) -> str:
    """Return the name of a message: that of the update it answers, or its own."""
    kind, _, rest = about.partition(":")
    number = rest.partition(":")[0]
    return f"u{number}" if kind in _FROM_UPDATES and number.isdigit() else f"m{message_id}"


_FROM_UPDATES = ("update", "alarm", "apology")
