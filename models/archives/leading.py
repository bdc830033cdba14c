"""Where the group's chat speaks of what stands in archives: the same addresses as in the year."""

from collections.abc import Mapping, Sequence

from models.archives.entries import Entry, Part
from models.database import Transaction
from models.messages.addresses import addresses

Parts = Mapping[Part, Sequence[Entry]]


async def led(tx: Transaction, group_id: int, parts: Mapping[int, Parts]) -> Mapping[int, Parts]:
    """Return the parts of deputies, by number; entries lead to their message, where there is one.

    Deputies were at the same activities: each is looked for once.
    """
    every = (entry for own in parts.values() for entries in own.values() for entry in entries)
    links = await addresses(tx, group_id=group_id, abouts={one.about for one in every if one.about})
    if not links:
        return parts

    def to(one: Entry) -> Entry:
        return one._replace(link=links[one.about]) if one.about in links else one

    return {
        key: {part: [to(one) for one in entries] for part, entries in own.items()}
        for key, own in parts.items()
    }
