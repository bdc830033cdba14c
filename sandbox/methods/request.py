"""One call of a method: who calls, and what the parameters say however they were sent."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.methods.errors import bad_request
from sandbox.world import World
from sandbox.world.people import Bot
from sandbox.world.shapes import Json

TRUE = frozenset({"true", "yes", "1"})


@dataclass(slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes


@dataclass(slots=True)
class Request:
    """Parameters read as the server reads them: missing or unreadable means the default."""

    world: World
    bot: Bot
    method: str
    params: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Read a string."""
        value = self.params.get(name)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def maybe_text(self, name: str) -> str | None:
        """Read a string that may be absent."""
        return self.text(name) or None

    def integer(self, name: str, default: int = 0) -> int:
        """Read a whole number."""
        value = self.params.get(name)
        try:
            return default if value is None or value == "" else int(value)
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float:
        """Read a number that must be there."""
        try:
            return float(self.params[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is empty") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read yes or no."""
        value = self.params.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() in TRUE

    def value(self, name: str, problem: str | None = None) -> Any:  # noqa: ANN401 - any JSON
        """Read a JSON value; `problem` are the words for one that is not JSON."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(problem or f"can't parse {name} JSON object") from None

    def record(self, name: str, problem: str | None = None) -> Json:
        """Read a JSON object; absent means empty."""
        value = self.value(name, problem)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(problem or f"can't parse {name} JSON object")
        return value

    def items(self, name: str, problem: str | None = None) -> list[Any]:
        """Read a JSON array; absent means empty."""
        value = self.value(name, problem)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(problem or f"can't parse {name} JSON object")
        return value


Handler = Callable[[Request], Any | Awaitable[Any]]
METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Register a function under the names of the methods it answers."""

    def register(handler: Handler) -> Handler:
        for name in names:
            METHODS[name.lower()] = handler
        return handler

    return register
