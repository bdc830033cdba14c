"""The urn: votes sealed together, sorted, without anything that tells whose one is."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from models.people import keys

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
_RECEIPT = 8


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in an urn, each sorted by itself and none beside another.

    `ballots` says of each that came back of which kind it was, `slips` holds its marks apart
    from it and from each other.
    """

    ballots: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()

    def with_one(self, ballot: str, slips: Sequence[str], receipt: str) -> "Content":
        """Return the urn with one more ballot in it, wherever the order puts its parts."""
        return Content(
            tuple(sorted((*self.ballots, ballot))),
            tuple(sorted((*self.slips, *slips))),
            tuple(sorted((*self.receipts, receipt))),
        )


def sealed(content: Content, *, ballot_id: int) -> str:
    """Return an urn as it is stored."""
    text = json.dumps(
        {"ballots": content.ballots, "slips": content.slips, "receipts": content.receipts}
    )
    return keys.current().seal(text, bound_to=f"urn:{ballot_id}")


def opened(text: str, *, ballot_id: int) -> Content:
    """Return what lies in a stored urn; one from before holds whole ballots, and is taken apart."""
    found = json.loads(keys.current().unseal(text, bound_to=f"urn:{ballot_id}"))
    if "slips" not in found:
        whole = found["ballots"]
        slips = [f"{one[0]}{n:02d}{mark}" for one in whole for n, mark in enumerate(one[1:])]
        found = {**found, "ballots": sorted(one[0] for one in whole), "slips": sorted(slips)}
    return Content(tuple(found["ballots"]), tuple(found["slips"]), tuple(found["receipts"]))


def new_receipt() -> str:
    """Return a code that says nothing."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_RECEIPT))


def seal_marks(marks: str, places: int, *, elector_id: int) -> str:
    """Return what somebody has marked so far, sealed; its length does not tell how much it is."""
    return keys.current().seal(marks.ljust(places, "-"), bound_to=f"booth:{elector_id}")


def open_marks(text: str, *, elector_id: int) -> str:
    """Return what somebody has marked so far."""
    return keys.current().unseal(text, bound_to=f"booth:{elector_id}").rstrip("-")


def token(*, group_id: int, elector_id: int, issue: int) -> str:
    """Return the single-use token of an elector: 128 bits that only the keys file can make."""
    return keys.current().find(f"ballot:{group_id}:{elector_id}:{issue}")[:32]
