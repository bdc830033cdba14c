"""The signed way to a material's link: it names a row, never an address, so it leads nowhere else.

`/m/<group>.<material>.<member>.<signature>`, the numbers in base 36.
"""

import hmac
from datetime import datetime

from models.database import Transaction
from models.materials.queries import materials
from models.materials.reading import read
from models.materials.rules import OPEN, ReadBy
from models.people.keys import current
from models.people.queries import members
from models.people.rules import acting
from models.people.tables import Role

PREFIX = "/m/"
_LENGTH = 24  # hexadecimal digits of the signature: 96 bits
_LONGEST = 120


def _written(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while True:
        number, rest = divmod(number, 36)
        out = digits[rest] + out
        if not number:
            return out


def _signature(numbers: str) -> str:
    return current().find(f"material link {numbers}")[:_LENGTH]


def path_of(group_id: int, material_id: int, member_id: int) -> str:
    """Return the path that notes one deputy's reading and leads to the material's link."""
    numbers = ".".join(_written(one) for one in (group_id, material_id, member_id))
    return f"{PREFIX}{numbers}.{_signature(numbers)}"


def read_token(token: str) -> tuple[int, int, int] | None:
    """Return the group, material and member of a token; None if it was not signed here."""
    numbers, _, signature = token.rpartition(".")
    if len(token) > _LONGEST or not token.isascii():
        return None
    if not hmac.compare_digest(signature, _signature(numbers)):
        return None
    group, material, member = (int(one, 36) for one in numbers.split("."))
    return group, material, member


async def open_link(tx: Transaction, *, token: str, now: datetime) -> str | None:
    """Note that a deputy opened a material's link, and return where it leads.

    None for what was not signed here, was withdrawn, or has no link any more. Somebody who has
    left since is led on, without being noted.
    """
    key = read_token(token)
    one = await tx.load(materials, key[:2]) if key else None
    if key is None or one is None or one.url is None or one.state not in OPEN:
        return None
    member = await tx.load(members, (key[0], key[2]))
    if member is not None and member.left_at is None and member.role is Role.DEPUTY:
        await read(
            tx,
            group_id=one.group_id,
            material_id=one.id,
            how=ReadBy.LINK,
            by=acting(member),
            now=now,
        )
    return one.url
