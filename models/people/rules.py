"""Who acts, and who may (design §5: deny by default). Pure."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import NotAllowed, Refusal
from models.people.tables import Role

if TYPE_CHECKING:
    from models.people.tables import Member


class ActorKind(enum.StrEnum):
    """Where an act comes from."""

    MEMBER = "member"  # a bound deputy or staff member of a group
    UNIT = "unit"  # a contact of a unit that handles issues
    ACCOUNT = "account"  # somebody on no roster
    SYSTEM = "system"  # another program, by its key
    OPERATOR = "operator"  # the command line
    CLOCK = "clock"  # a job


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. A member acts in one group and in one role, a contact for one unit."""

    kind: ActorKind
    account_id: int | None = None
    group_id: int | None = None
    member_id: int | None = None
    role: Role | None = None
    unit_id: int | None = None
    system_id: int | None = None

    def __str__(self) -> str:
        """Return a short form for the audit, without a name."""
        number = self.member_id or self.account_id or self.system_id
        return f"{self.role or self.kind}:{number}" if number else str(self.kind)


OPERATOR = Actor(kind=ActorKind.OPERATOR)
CLOCK = Actor(kind=ActorKind.CLOCK)

#: Telegram's own accounts that stand for somebody hidden: never bound, credited or made staff.
NOBODY = frozenset({1087968824, 136817688, 777000})


def acting(member: "Member") -> Actor:
    """Return a bound member as an actor in their group."""
    return Actor(
        kind=ActorKind.MEMBER,
        account_id=member.account_id,
        group_id=member.group_id,
        member_id=member.id,
        role=member.role,
    )


def require_staff(by: Actor, *, group_id: int) -> None:
    """Refuse everybody but the group's own staff and the operator."""
    if by.kind is ActorKind.OPERATOR:
        return
    if by.role is Role.STAFF and by.group_id == group_id:
        return
    raise Refusal(NotAllowed())


def the_one(members: "Iterable[Member]", role: Role) -> "Member | None":
    """Return the first active member with a role, or None."""
    return next((one for one in members if one.role is role and one.left_at is None), None)
