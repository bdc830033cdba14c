"""What a station's link carries, and which places on the map can be. Pure."""

import re
import secrets
from enum import StrEnum

PREFIX = "st-"  # of what a link or QR code of a station carries
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_HOURS = 64, 200, 200
_TOKEN = re.compile(r"[A-Za-z0-9_-]{12}")
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.\d{1,12})?")
_BOX = ((3.0, 54.0), (73.0, 136.0))  # China from south to north, from west to east
_TWO = 2


class StationState(StrEnum):
    """Whether a station receives voters."""

    OPEN = "open"
    CLOSED = "closed"


def new_token() -> str:
    """Return what names a station in a link: it tells nothing and cannot be counted up."""
    return secrets.token_urlsafe(9)


def payload_of(token: str) -> str:
    """Return what a station's link carries, at most 64 characters."""
    return PREFIX + token


def read_payload(payload: str) -> str | None:
    """Return the token of a station's link, None if it is no such link."""
    token = payload.removeprefix(PREFIX)
    return token if payload.startswith(PREFIX) and _TOKEN.fullmatch(token) else None


def place_of(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Return a place in China as latitude, longitude; None for one that lies elsewhere.

    Offices often write the two the other way round: the ranges do not overlap, so that is seen.
    """
    for north, east in ((latitude, longitude), (longitude, latitude)):
        if _BOX[0][0] <= north <= _BOX[0][1] and _BOX[1][0] <= east <= _BOX[1][1]:
            return round(north, 6), round(east, 6)
    return None


def place_in(text: str) -> tuple[float, float] | None:
    """Return the place that a line with two numbers names, None if there is none."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != _TWO:
        return None
    return place_of(float(numbers[0]), float(numbers[1]))
