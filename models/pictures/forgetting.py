"""Pictures of reports that were never sent: forgotten after two days."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select

from models.database import Transaction
from models.issues.tables import IssueFile
from models.pictures.actions import PREFIX, forget
from models.pictures.tables import StoredPicture

_KEPT = timedelta(days=2)  # longer than a draft
_LOOKED_AT = timedelta(days=30)


async def forget_unsent(tx: Transaction, *, now: datetime) -> int:
    """Delete pictures that no report holds two days after they came; return how many."""
    rows = await tx.execute(
        select(StoredPicture.group_id, StoredPicture.id).where(
            StoredPicture.made_at < now - _KEPT, StoredPicture.made_at > now - _LOOKED_AT
        )
    )
    by_group: dict[int, set[int]] = defaultdict(set)
    for group_id, picture_id in rows:
        by_group[group_id].add(picture_id)
    count = 0
    for group_id, numbers in by_group.items():
        named = {f"{PREFIX}{group_id}:{number}": number for number in numbers}
        held = await tx.scalars(
            select(IssueFile.file_id).where(
                IssueFile.group_id == group_id, IssueFile.file_id.in_(named)
            )
        )
        lost = numbers - {named[one] for one in held}
        if lost:
            count += await forget(tx, group_id=group_id, picture_ids=lost)
    return count
