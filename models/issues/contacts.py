"""How a voter is reached: sealed in the row of the issue, masked wherever it is shown."""

from dataclasses import dataclass

from models.issues.tables import Issue
from models.people import keys, phones


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A voter's name, phone and address: each may be missing."""

    name: str | None = None
    phone: str | None = None  # as `phones.normalised` leaves it, or as typed if it is none
    address: str | None = None


def _bound_to(issue: Issue, field: str) -> str:
    return f"issue:{issue.group_id}:{issue.id}:{field}"


def seal(issue: Issue, contact: Contact) -> None:
    """Write contact data into an issue, encrypted and bound to its row."""
    ring = keys.current()
    for field in ("name", "phone", "address"):
        value = getattr(contact, field)
        sealed = ring.seal(value, bound_to=_bound_to(issue, field)) if value else None
        setattr(issue, f"{field}_sealed", sealed)
    issue.phone_index = ring.find(contact.phone) if contact.phone else None


def unseal(issue: Issue) -> Contact:
    """Return contact data in clear. Whoever shows it logs that: never call it for a list."""
    ring = keys.current()
    found = {
        field: ring.unseal(sealed, bound_to=_bound_to(issue, field)) if sealed else None
        for field, sealed in (
            ("name", issue.name_sealed),
            ("phone", issue.phone_sealed),
            ("address", issue.address_sealed),
        )
    }
    return Contact(**found)


def masked(issue: Issue) -> Contact:
    """Return what may be shown in a list or a group: 张**, 199****0001, no address."""
    whole = unseal(issue)
    return Contact(
        name=f"{whole.name[0]}**" if whole.name else None,
        phone=phones.mask(whole.phone) if whole.phone else None,
    )
