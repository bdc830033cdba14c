"""Whom a line of a roster means (domain §1). Pure: two people are never merged silently."""

import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.people.rules import NOBODY
from models.people.sealed import Sealed
from models.people.tables import Level, Member, Role
from models.terms.tables import Came

_FACTS = ("level", "delegation", "constituency", "post", "term")
_TELLING = ("delegation", "constituency", "post")  # what two namesakes differ in
_OWN = ("constituency", "post")  # what hardly two namesakes share


class RosterLine(BaseModel):
    """One person as a roster has them; an empty cell says nothing and changes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int  # in the sheet
    name: str = Field(min_length=1, max_length=64)
    role: Role = Role.DEPUTY
    phone: Sealed | None = None  # +8619900000001
    level: Level | None = None
    delegation: str | None = Field(default=None, max_length=128)
    constituency: str | None = Field(default=None, max_length=128)
    post: str | None = Field(default=None, max_length=128)
    term: str | None = Field(default=None, max_length=128)
    telegram_id: int | None = None
    came: Came | None = None  # how they came into office, and when
    elected_on: date | None = None

    @field_validator("telegram_id")
    @classmethod
    def somebody(cls, number: int | None) -> int | None:
        """Refuse the accounts behind which nobody can be known."""
        if number in NOBODY:
            raise ValueError("nobody can be known behind this account")
        return number


class Verdict(enum.StrEnum):
    """What a line comes to."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    RETURN = "return"  # somebody who had left is back


class Doubt(enum.StrEnum):
    """Why it is not clear whom a line means."""

    ID_OF_OTHER = "id_of_other"  # the account belongs to somebody of another name
    PHONE_OF_OTHER = "phone_of_other"
    BOUND_TO_OTHER = "bound_to_other"  # the person is bound to another account
    NAMESAKES = "namesakes"  # several could be meant
    UNCLEAR_NAME = "unclear_name"  # the same name, and something contradicts
    TWICE = "twice"  # an earlier line means the same person


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line, whom it means (None: somebody new), and which facts it changes."""

    line: RosterLine
    verdict: Verdict
    member: Member | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A line that cannot be used as it stands; `name` is whom it might mean."""

    line: RosterLine
    doubt: Doubt
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do, line by line."""

    matches: tuple[Match, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()

    def of(self, verdict: Verdict) -> tuple[Match, ...]:
        """Return the lines that come to this."""
        return tuple(one for one in self.matches if one.verdict is verdict)

    @property
    def changes_something(self) -> bool:
        """Tell whether an import would do anything."""
        return any(one.verdict is not Verdict.SAME for one in self.matches)


class _Likeness(enum.Enum):
    SAME = enum.auto()
    OTHER = enum.auto()
    UNCLEAR = enum.auto()


IndexOf = Callable[[str], str]
_Found = Match | Doubtful | None


def plan(lines: Sequence[RosterLine], members: Iterable[Member], index_of: IndexOf) -> Plan:
    """Say whom each line means, among the members of one group, those who left included.

    By Telegram number, then by phone, then by name where nothing contradicts. What is certain
    is settled first, so that a namesake's line cannot take somebody else's place.
    """
    search = _Search(members, index_of)
    for find in (search.by_account, search.by_phone, search.by_name):
        for line in search.open(lines):
            search.settle(line, find(line))
    return Plan(
        matches=tuple(one for one in search.in_order(lines) if isinstance(one, Match)),
        doubtful=tuple(one for one in search.in_order(lines) if isinstance(one, Doubtful)),
    )


@dataclass(slots=True)
class _Search:
    members: Iterable[Member]
    index_of: IndexOf
    found: dict[int, Match | Doubtful] = field(default_factory=dict)  # by place in the file
    taken: set[int] = field(default_factory=set)  # members that a line already means
    new: set[tuple[Role, str | int]] = field(default_factory=set)  # what newcomers are known by

    def open(self, lines: Sequence[RosterLine]) -> Iterator[RosterLine]:
        """Yield the lines that are not settled yet."""
        return (line for line in lines if id(line) not in self.found)

    def in_order(self, lines: Sequence[RosterLine]) -> Iterator[Match | Doubtful]:
        """Yield what was found, in the order of the file."""
        return (self.found[id(line)] for line in lines)

    def settle(self, line: RosterLine, result: _Found) -> None:
        """Keep a result; a second line for the same person is doubtful."""
        if isinstance(result, Match) and self._is_second(line, result.member):
            result = Doubtful(line=line, doubt=Doubt.TWICE, name=line.name)
        if result is not None:
            self.found[id(line)] = result

    def _is_second(self, line: RosterLine, member: Member | None) -> bool:
        if member is not None:
            again = member.id in self.taken
            self.taken.add(member.id)
            return again
        known_by = {(line.role, one) for one in (line.phone, line.telegram_id) if one is not None}
        again = bool(known_by & self.new)
        self.new |= known_by
        return again

    def by_account(self, line: RosterLine) -> _Found:
        """Find by Telegram number; another name needs the same phone beside it."""
        if line.telegram_id is None:
            return None
        bound = [one for one in self._of(line) if one.account_id == line.telegram_id]
        here = next((one for one in bound if one.left_at is None), None)
        if here is not None:
            if here.name == line.name or self._same_phone(line, here):
                return self._match(line, here)
            return Doubtful(line=line, doubt=Doubt.ID_OF_OTHER, name=here.name)
        gone = next((one for one in bound if one.name == line.name), None)
        return self._match(line, gone) if gone else None

    def by_phone(self, line: RosterLine) -> _Found:
        """Find by phone and name; the same phone under another name is doubtful."""
        if line.phone is None:
            return None
        known = [one for one in self._of(line) if self._same_phone(line, one)]
        here = next((one for one in known if one.left_at is None), None)
        if here is not None and here.name != line.name:
            return Doubtful(line=line, doubt=Doubt.PHONE_OF_OTHER, name=here.name)
        meant = here or next((one for one in known if one.name == line.name), None)
        if meant is None:
            return None
        if _other_account(line, meant):
            return Doubtful(line=line, doubt=Doubt.BOUND_TO_OTHER, name=meant.name)
        return self._match(line, meant)

    def by_name(self, line: RosterLine) -> Match | Doubtful:
        """Find by name where nothing contradicts; else it is somebody new, or doubtful."""
        namesakes = [one for one in self._of(line) if one.name == line.name]
        here = [one for one in namesakes if one.left_at is None]
        like = {one.id: self._likeness(line, one) for one in namesakes}
        same = [one for one in here if like[one.id] is _Likeness.SAME]
        if len(same) > 1:
            return Doubtful(line=line, doubt=Doubt.NAMESAKES, name=line.name)
        if same:
            return self._match(line, same[0])
        if any(like[one.id] is _Likeness.UNCLEAR for one in here):
            return Doubtful(line=line, doubt=Doubt.UNCLEAR_NAME, name=line.name)
        back = [one for one in namesakes if one not in here and like[one.id] is _Likeness.SAME]
        if len(back) == 1:
            return self._match(line, back[0])
        return Match(line=line, verdict=Verdict.ADD)

    def _of(self, line: RosterLine) -> Iterator[Member]:
        return (one for one in self.members if one.role is line.role)

    def _same_phone(self, line: RosterLine, member: Member) -> bool:
        return line.phone is not None and member.phone_index == self.index_of(line.phone)

    def _likeness(self, line: RosterLine, member: Member) -> _Likeness:
        other_phone = line.phone is not None and member.phone_index is not None
        differs = any(_differ(line, member, name) for name in _TELLING)
        agrees = any(_agree(line, member, name) for name in _OWN)
        if _other_account(line, member):
            return _Likeness.OTHER if differs or other_phone else _Likeness.UNCLEAR
        if not other_phone and not differs:
            return _Likeness.SAME
        if agrees and not (other_phone and differs):
            return _Likeness.SAME  # one thing has changed, another holds
        if other_phone and differs and not agrees:
            return _Likeness.OTHER
        return _Likeness.UNCLEAR

    def _match(self, line: RosterLine, member: Member) -> Match:
        changes = [name for name in _FACTS if _differ(line, member, name, or_new=True)]
        if line.name != member.name:
            changes.append("name")
        if line.phone is not None and not self._same_phone(line, member):
            changes.append("phone")
        if line.telegram_id is not None and member.account_id != line.telegram_id:
            changes.append("account")
        verdict = Verdict.CHANGE if changes else Verdict.SAME
        if member.left_at is not None:
            verdict = Verdict.RETURN
        return Match(line=line, verdict=verdict, member=member, changes=tuple(changes))


def _other_account(line: RosterLine, member: Member) -> bool:
    bound = member.account_id if member.left_at is None else None
    return None not in {line.telegram_id, bound} and line.telegram_id != bound


def _differ(line: RosterLine, member: Member, name: str, *, or_new: bool = False) -> bool:
    stated, known = getattr(line, name), getattr(member, name)
    return stated is not None and stated != known and (or_new or known is not None)


def _agree(line: RosterLine, member: Member, name: str) -> bool:
    stated = getattr(line, name)
    return stated is not None and stated == getattr(member, name)
