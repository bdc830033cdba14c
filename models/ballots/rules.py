"""How a ballot is counted, and what of it may be published (domain §7). Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FEWEST = 5  # no group smaller than this is published, and no ballot is held among fewer
MOST_MARKS = 40  # subjects times items: a vote takes under a minute
_TENTH = Decimal("0.1")


class BallotKind(StrEnum):
    """What is voted on."""

    EVALUATION = "evaluation"  # 监督评议 of units
    REPORT = "report"  # 述职测评 of deputies


class BallotState(StrEnum):
    """Where a ballot is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ElectorKind(StrEnum):
    """What an elector is."""

    DEPUTY = "deputy"
    PARTY_DEPUTY = "party_deputy"
    CPPCC = "cppcc"
    UNIT = "unit"
    VOTER = "voter"


class Way(StrEnum):
    """How an elector was given a ballot."""

    NONE = "none"
    ONLINE = "online"
    PAPER = "paper"


class Opinion(StrEnum):
    """A mark on a ballot."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"
    ABSTAIN = "abstain"


class Quorum(StrEnum):
    """How many ballots have to come back."""

    HALF = "half"
    TWO_THIRDS = "two_thirds"
    NONE = "none"


_KIND_MARKS = {kind: mark for mark, kind in zip("dpcuv", ElectorKind, strict=True)}
_MARKS = {opinion: mark for mark, opinion in zip("1234", Opinion, strict=True)}
_KINDS_BY_MARK = {mark: kind for kind, mark in _KIND_MARKS.items()}
_BY_MARK = {mark: opinion for opinion, mark in _MARKS.items()}


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each opinion was marked for one item of one subject."""

    satisfied: int = 0
    basically: int = 0
    dissatisfied: int = 0
    abstained: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add two counts of the same thing."""
        return Counts(
            self.satisfied + other.satisfied,
            self.basically + other.basically,
            self.dissatisfied + other.dissatisfied,
            self.abstained + other.abstained,
        )

    @property
    def total(self) -> int:
        """Return how many ballots these are."""
        return self.satisfied + self.basically + self.dissatisfied + self.abstained

    @property
    def rate(self) -> Decimal | None:
        """Return (satisfied + basically) ÷ valid in percent, to a tenth; None without a ballot."""
        if not self.total:
            return None
        share = Decimal(100 * (self.satisfied + self.basically)) / self.total
        return share.quantize(_TENTH, ROUND_HALF_UP)


def written(kind: ElectorKind, marks: Mapping[int, Opinion]) -> tuple[str, ...]:
    """Return a ballot as slips, one a place, that nothing holds together any more.

    Somebody who leaves a place out (their own) cannot be found by the gap: no slip tells with
    which others it came.
    """
    return tuple(f"{_KIND_MARKS[kind]}{place:02d}{_MARKS[one]}" for place, one in marks.items())


def handed_in(kind: ElectorKind) -> str:
    """Return what says that one more ballot of a kind came back."""
    return _KIND_MARKS[kind]


def kind_of(mark: str) -> ElectorKind:
    """Return the kind of electors a ballot came from."""
    return _KINDS_BY_MARK[mark[0]]


def read(slip: str) -> tuple[ElectorKind, int, Opinion]:
    """Return what a slip says: of which kind, at which place, what."""
    return _KINDS_BY_MARK[slip[0]], int(slip[1:-1]), _BY_MARK[slip[-1]]


def marked(opinions: Sequence[Opinion]) -> str:
    """Return opinions as marks."""
    return "".join(_MARKS[one] for one in opinions)


def opinions_of(marks: str) -> tuple[Opinion, ...]:
    """Return the opinions that marks stand for."""
    return tuple(_BY_MARK[mark] for mark in marks)


def counted(slips: Iterable[tuple[int, Opinion]], places: int) -> tuple[Counts, ...]:
    """Return the counts of each place (subject and item); the order of the slips is no matter."""
    seen = [Counter[Opinion]() for _ in range(places)]
    for place, opinion in slips:
        seen[place][opinion] += 1
    return tuple(
        Counts(
            one[Opinion.SATISFIED],
            one[Opinion.BASICALLY],
            one[Opinion.DISSATISFIED],
            one[Opinion.ABSTAIN],
        )
        for one in seen
    )


def publishable(
    returned: Mapping[ElectorKind, int], on_paper: int = 0, fewest: int = FEWEST
) -> frozenset[ElectorKind]:
    """Return the kinds whose counts may be shown apart.

    None smaller than five; and if what is left over (paper ballots count there) were one to
    four, subtraction would show it, so the smallest kinds are kept back too. Where somebody
    leaves a place out, `fewest` is six: at that place there is one less.
    """
    shown = {kind for kind, count in returned.items() if count >= fewest}
    rest = on_paper + sum(returned[kind] for kind in returned.keys() - shown)
    for kind in sorted(shown, key=lambda one: (returned[one], one)):
        if not 0 < rest < fewest:
            break
        shown.discard(kind)
        rest += returned[kind]
    return frozenset(shown) if len(shown) > 1 or rest else frozenset()


def is_quorate(quorum: Quorum, *, eligible: int, returned: int) -> bool:
    """Tell whether enough ballots came back: more than half, two thirds, or any."""
    match quorum:
        case Quorum.HALF:
            return returned * 2 > eligible
        case Quorum.TWO_THIRDS:
            return returned * 3 >= eligible * 2
        case Quorum.NONE:
            return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """The paper ballots as one person has counted them: how many, how many spoilt, each place."""

    returned: int
    invalid: int
    places: tuple[Counts, ...]

    @property
    def adds_up(self) -> bool:
        """Tell whether every place holds exactly the valid ballots."""
        valid = self.returned - self.invalid
        return 0 <= self.invalid <= self.returned and all(one.total == valid for one in self.places)
