"""How far somebody is from the place of an activity: a class of it, never a track. Pure."""

import math
from dataclasses import dataclass
from enum import StrEnum

ACCEPTED = 300  # metres: a phone inside a building is often wrong by a hundred
_EARTH = 6_371_000.0  # metres
_POLE, _DATE_LINE = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees, as phones measure it (WGS 84)."""

    latitude: float
    longitude: float

    @property
    def is_possible(self) -> bool:
        """Tell whether there is such a place."""
        return abs(self.latitude) <= _POLE and abs(self.longitude) <= _DATE_LINE


class Distance(StrEnum):
    """How far, as it is kept with an attempt: nobody can be found by it."""

    WITHIN_100 = "within_100"
    WITHIN_300 = "within_300"
    WITHIN_1000 = "within_1000"
    FARTHER = "farther"


_UP_TO = ((100, Distance.WITHIN_100), (ACCEPTED, Distance.WITHIN_300), (1000, Distance.WITHIN_1000))


def metres(one: Spot, other: Spot) -> float:
    """Return the way over the ground between two places (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def distance_of(one: Spot, other: Spot) -> Distance:
    """Return the class of the way between two places; a bound belongs to the nearer class."""
    away = metres(one, other)
    return next((name for up_to, name in _UP_TO if away <= up_to), Distance.FARTHER)


def is_near(distance: Distance) -> bool:
    """Tell whether somebody so far away counts as there."""
    return distance in (Distance.WITHIN_100, Distance.WITHIN_300)
