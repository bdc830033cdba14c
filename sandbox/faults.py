"""Switches that make the server misbehave in the ways the real one does."""

import random
from dataclasses import dataclass, field
from typing import Any

KINDS = frozenset(
    {
        "flood",
        "server_error",
        "blocked",
        "lost_answer",
        "duplicate_update",
        "reorder_updates",
        "conflict",
        "unauthorized",
        "slow",
        "migrate",
    }
)
ON_UPDATES = frozenset({"duplicate_update", "reorder_updates"})


@dataclass(slots=True, kw_only=True)
class Fault:
    """One switch: what goes wrong, where, and how many times more (None: until removed)."""

    id: int
    kind: str
    method: str | None
    chat_id: int | None
    times: int | None
    probability: float
    params: dict[str, Any] = field(default_factory=dict)

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Say whether a call is one of those that go wrong."""
        named = self.method is None or self.method.lower() == method.lower()
        return named and self.chat_id in {None, chat_id}

    def shape(self) -> dict[str, Any]:
        """Give the switch as JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "method": self.method,
            "chat_id": self.chat_id,
            "times": self.times,
            "probability": self.probability,
            **self.params,
        }


@dataclass(slots=True)
class Faults:
    """The switches that are on, in the order in which they were set."""

    random: random.Random
    active: list[Fault] = field(default_factory=list)
    made: int = 0

    def add(
        self,
        kind: str,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        probability: float = 1.0,
        **params: object,
    ) -> Fault:
        """Switch a fault on: once, `times` times, or with None until it is removed."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(sorted(KINDS))}")
        self.made += 1
        fault = Fault(
            id=self.made,
            kind=kind,
            method=method,
            chat_id=chat_id,
            times=times,
            probability=probability,
            params=params,
        )
        self.active.append(fault)
        return fault

    def remove(self, fault_id: int) -> None:
        """Switch one fault off."""
        self.active = [fault for fault in self.active if fault.id != fault_id]

    def clear(self) -> None:
        """Switch all faults off."""
        self.active.clear()

    def strike(self, method: str, chat_id: int | None) -> list[Fault]:
        """Give the faults that hit this call, and count them."""
        if not self.active:
            return []
        return [
            fault
            for fault in list(self.active)
            if fault.kind not in ON_UPDATES
            and (fault.kind != "conflict" or method.lower() == "getupdates")
            and fault.concerns(method, chat_id)
            and self._happens(fault)
        ]

    def mischief(self, kind: str, chat_id: int | None) -> str | None:
        """Say what goes wrong with a new update, if anything."""
        for fault in list(self.active):
            wanted = fault.params.get("update") in {None, kind}
            concerned = fault.chat_id in {None, chat_id}
            if fault.kind in ON_UPDATES and wanted and concerned and self._happens(fault):
                return fault.kind
        return None

    def _happens(self, fault: Fault) -> bool:
        if self.random.random() >= fault.probability:
            return False
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.remove(fault.id)
        return True
