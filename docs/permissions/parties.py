"""The words of the register, read as who may: one party a column.

`may` is clauses with commas between: "deputy: own, staff: of the group". Who stands in a clause
may; ": own" narrows it to what is theirs, ": of the group" to their own group, which holds of
every deputy and member of staff anyway.
"""

from collections.abc import Mapping

PARTIES = ("stranger", "voter", "unit", "deputy", "recorder", "staff", "director")
YES, OWN, NO = "✓", "own", "–"
_ON_ROSTER = ("deputy", "recorder", "staff", "director")

#: Who a word of the register stands for. Telegram's own reports and what hidden administrators say
#: come from nobody who could be asked for a right: they change what the chat itself shows.
STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    "anyone": PARTIES,
    "telegram": (),
    "hidden": (),
    "bound": _ON_ROSTER,
    "deputy": ("deputy", "recorder"),
    "crew": ("recorder",),
    "staff": ("staff", "director"),
    "unit": ("unit",),
    "voter": ("voter",),
}
NARROWED = ("own", "of the group")


def clauses(may: str) -> list[tuple[str, str]]:
    """Return who may, and what narrows it ("" for nothing); ValueError for an unknown word."""
    found = []
    for clause in may.split(","):
        who, _, narrowed = (part.strip() for part in clause.partition(":"))
        if who not in STANDS_FOR or (narrowed and narrowed not in NARROWED):
            raise ValueError(f"the matrix does not know {clause.strip()!r} of {may!r}")
        found.append((who, narrowed))
    return found


def cells(may: str) -> list[str]:
    """Return a row of the matrix, a cell a party."""
    row = dict.fromkeys(PARTIES, NO)
    for who, narrowed in clauses(may):
        for party in STANDS_FOR[who]:
            if row[party] != YES:
                row[party] = OWN if narrowed == "own" else YES
    return list(row.values())
