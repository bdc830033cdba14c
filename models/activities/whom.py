"""Whom an activity is for: everybody, levels, a delegation, names (domain §2). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from models.activities.choosing import is_invited
from models.activities.tables import Activity
from models.people.tables import Level, Member


class Wanted(BaseModel):
    """Who is meant, in words: levels, delegations and names as they were written; none: all."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    levels: tuple[Level, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Tell whether nobody is left out."""
        return not self.levels and not self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is invited, as an activity keeps it: every level (None) or some, or deputies by number.

    Whoever joins later is invited by their level; by name nobody is added later.
    """

    levels: tuple[Level, ...] | None = None
    members: tuple[int, ...] | None = None

    def among(self, deputies: Iterable[Member]) -> list[Member]:
        """Return those of some deputies who are meant."""
        then = Activity(
            levels=None if self.levels is None else [each.value for each in self.levels],
            members=None if self.members is None else list(self.members),
        )
        return among(deputies, then)


EVERYBODY = Whom()


class WhyNobody(StrEnum):
    """Why a written name means nobody; the words are in sheets.j2."""

    UNKNOWN = "nobody_called"
    SEVERAL = "namesakes"
    EMPTY = "nobody_meant"  # a level that no deputy has


@dataclass(frozen=True, slots=True)
class Unfound:
    """A written name that is neither one deputy nor a delegation."""

    name: str
    why: WhyNobody


def resolve(deputies: Sequence[Member], wanted: Wanted) -> tuple[Whom, tuple[Unfound, ...]]:
    """Return whom words mean among a group's deputies, and the names that mean nobody.

    A delegation is all its deputies of today; levels beside names are taken together. Namesakes
    are told apart by what stands in brackets: 王伟（三选区）.
    """
    if not wanted.names:
        return Whom(levels=wanted.levels or None), ()
    of_level = Whom(levels=wanted.levels).among(deputies) if wanted.levels else ()
    ids = {one.id for one in of_level}
    unfound = []
    for name in wanted.names:
        found = _called(deputies, name)
        if isinstance(found, WhyNobody):
            unfound.append(Unfound(name, found))
        else:
            ids |= found
    return Whom(members=tuple(one.id for one in deputies if one.id in ids)), tuple(unfound)


def _called(deputies: Sequence[Member], words: str) -> set[int] | WhyNobody:
    """Return the deputies of a delegation, or the one of a name."""
    together = {one.id for one in deputies if one.delegation == words}
    if together:
        return together
    name, _, note = words.replace("(", "（").rstrip(")）").partition("（")
    alike = [one for one in deputies if one.name == name.strip()]
    if len(alike) > 1:
        alike = [one for one in alike if note and _fits(one, note)]
        return {alike[0].id} if len(alike) == 1 else WhyNobody.SEVERAL
    return {one.id for one in alike} or WhyNobody.UNKNOWN


def _fits(one: Member, note: str) -> bool:
    return any(note in (part or "") for part in (one.constituency, one.post, one.delegation))


def whom_of(one: Activity) -> Whom:
    """Return whom an activity is for."""
    return Whom(
        levels=None if one.levels is None else tuple(Level(each) for each in one.levels),
        members=None if one.members is None else tuple(one.members),
    )


def among(deputies: Iterable[Member], one: Activity) -> list[Member]:
    """Return those of some deputies whom an activity is for."""
    return [each for each in deputies if is_invited(one, each.level, each.id)]
