"""What a group may be called. Pure."""

import re
import zoneinfo

from models.errors import Refusal
from models.groups import notices as n

LONGEST_NAME = 64
_CODE = re.compile(r"[A-Z0-9]{2,16}")


def code_of(text: str) -> str:
    """Return a code as it is stored (XJP); Refusal if it cannot be one."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise Refusal(n.BadCode(code=text))
    return code


def name_of(text: str) -> str:
    """Return a group's name without spare spaces; Refusal if it is empty or too long."""
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal(n.BadName())
    return name


def timezone_of(name: str) -> str:
    """Return the name of a time zone; Refusal if there is none of this name."""
    if name not in zoneinfo.available_timezones():
        raise Refusal(n.BadTimezone(timezone=name))
    return name
