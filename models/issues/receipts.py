"""Receipt codes: how an anonymous voter comes back to a report, from any account."""

import re
import secrets
import unicodedata

from models.people import keys

_MARKS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
_LENGTH = 16  # 79 bits
_GROUP = 4
_CODE = re.compile(f"[{_MARKS}]{{{_LENGTH}}}")


def made() -> str:
    """Return a new code: ABCD-EFGH-JKMN-PQRS."""
    code = "".join(secrets.choice(_MARKS) for _ in range(_LENGTH))
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read(text: str) -> str | None:
    """Return the code somebody typed, in any case and with any marks between; None if none."""
    folded = unicodedata.normalize("NFKC", text).upper()
    bare = re.sub(r"[\s\-–—_.]", "", folded)
    return bare if _CODE.fullmatch(bare) else None


def hashed(code: str) -> str:
    """Return what is kept of a code: a keyed hash."""
    bare = read(code)
    return keys.current().find(f"receipt:{bare}")


def proof(*, issue_id: int, account_id: int) -> str:
    """Return what a button carries for somebody who has typed the code: good for them alone.

    Nothing is stored, so nothing ties the account to the report.
    """
    return keys.current().find(f"receipt-shown:{issue_id}:{account_id}")[:12]
