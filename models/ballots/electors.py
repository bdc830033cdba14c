"""Who may vote, out of what somebody writes: a kind, a colon, names."""

import re
from collections.abc import Sequence

from models.ballots.actions import Named
from models.ballots.refusals import NobodyNamed
from models.ballots.rules import ElectorKind
from models.errors import Refusal

_KINDS = {
    "人大代表": ElectorKind.DEPUTY,
    "代表": ElectorKind.DEPUTY,
    "deputy": ElectorKind.DEPUTY,
    "党代表": ElectorKind.PARTY_DEPUTY,
    "partydeputy": ElectorKind.PARTY_DEPUTY,
    "政协委员": ElectorKind.CPPCC,
    "委员": ElectorKind.CPPCC,
    "cppcc": ElectorKind.CPPCC,
    "承办单位": ElectorKind.UNIT,
    "单位": ElectorKind.UNIT,
    "单位代表": ElectorKind.UNIT,
    "unit": ElectorKind.UNIT,
    "选民代表": ElectorKind.VOTER,
    "选民": ElectorKind.VOTER,
    "群众代表": ElectorKind.VOTER,
    "voter": ElectorKind.VOTER,
}
_NAMES = re.compile(r"[、,，;；]+")
_NOTE = re.compile(r"^(.*?)[（(]([^（）()]*)[)）]$")


def kind_of(text: str) -> ElectorKind | None:
    """Return the kind of electors somebody means; None if it is none."""
    return _KINDS.get("".join(text.casefold().split()))


def named_in(text: str) -> Sequence[Named]:
    """Return who is named, a line a kind; Refusal (nobody named) with the line not understood."""
    found: list[Named] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        head, _, rest = line.replace("：", ":").partition(":")
        kind = kind_of(head)
        names = [one.strip() for one in _NAMES.split(rest) if one.strip()]
        if kind is None or not names:
            raise Refusal(NobodyNamed(line=line.strip()[:60]))
        found += [_named(kind, one) for one in names]
    return found


def _named(kind: ElectorKind, words: str) -> Named:
    noted = _NOTE.match(words)
    if noted is None:
        return Named(kind=kind, name=words[:64])
    return Named(kind=kind, name=noted[1].strip()[:64], note=noted[2].strip()[:64])
