"""What is kept of the activities in archives: read once, however many deputies were there."""

from collections.abc import Collection, Mapping

from models.archives.entries import Came, Printed, Record
from models.database import Transaction
from models.records.queries import Kept, kept


async def records(tx: Transaction, group_id: int, ids: Collection[int]) -> Mapping[int, Record]:
    """Return what is kept of activities, by number; those of which nothing is are missing.

    Four reads, however many there are.
    """
    found = await kept(tx, group_id, ids)
    told = {key: _record(key, one) for key, one in found.items()}
    return {key: one for key, one in told.items() if one.summary or one.outcomes or one.press}


def _record(activity_id: int, one: Kept) -> Record:
    return Record(
        activity_id=activity_id,
        summary=one.record.summary if one.record else "",
        outcomes=tuple(
            Came(row.kind, row.what, row.number or "", row.happened_on) for row in one.outcomes
        ),
        press=tuple(
            Printed(row.title, row.outlet, row.published_on, row.link or "") for row in one.press
        ),
        pictures=one.pictures,
    )
