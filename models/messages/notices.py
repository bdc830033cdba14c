"""The base of everything the bot says: what a recipient is told, before words are put to it."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

_kinds: dict[str, type["Notice"]] = {}


class Notice(BaseModel):
    """What somebody is to be told. `kind` is `<noun>.<macro>`, the place of its words.

    A notice is stored in the outbox as kind and JSON; words are put to it when it leaves, in
    the recipient's language and the group's time zone.
    """

    # Built at first use: hundreds of classes would slow every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    kind: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Keep a table of kinds, so that a stored notice finds its class again."""
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.kind:
            return
        if cls.kind in _kinds and _kinds[cls.kind].__qualname__ != cls.__qualname__:
            raise TypeError(f"two notices are called {cls.kind}")
        _kinds[cls.kind] = cls


def notice_class(kind: str) -> type[Notice]:
    """Return the class of a stored notice; KeyError if no such kind is known."""
    return _kinds[kind]


def notice_kinds() -> tuple[str, ...]:
    """Return every kind there is, sorted: for the test that each has its words."""
    return tuple(sorted(_kinds))
