"""The verbs on pictures: keep, read, forget."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from models.base import new_id
from models.database import Transaction
from models.people import keys
from models.pictures.tables import StoredPicture

#: What stands in place of Telegram's number of a file that lies here.
PREFIX = "picture:"
_PARTS = 2  # after it: the group and the number


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A picture as it was made anew."""

    kind: str
    content: bytes
    width: int
    height: int


def bound_to(group_id: int, picture_id: int) -> str:
    """Return what a picture's content is sealed for."""
    return f"picture:{group_id}:{picture_id}"


def keep(
    tx: Transaction, made: Made, *, group_id: int, account_id: int | None, now: datetime
) -> str:
    """Keep a picture, encrypted; return what stands for it where a file's number would."""
    picture_id = new_id()
    place = bound_to(group_id, picture_id)
    tx.add(
        StoredPicture(
            group_id=group_id,
            id=picture_id,
            account_id=account_id,
            kind=made.kind,
            width=made.width,
            height=made.height,
            size=len(made.content),
            made_at=now,
            content=keys.current().wrap_bytes(made.content, bound_to=place),
        )
    )
    return f"{PREFIX}{group_id}:{picture_id}"


def key_of(file_id: str) -> tuple[int, int] | None:
    """Return group and number of the picture a file's number stands for, None for Telegram's."""
    parts = file_id.removeprefix(PREFIX).split(":")
    if not file_id.startswith(PREFIX) or len(parts) != _PARTS:
        return None
    group, number = parts
    return (int(group), int(number)) if group.isdecimal() and number.isdecimal() else None


async def read(tx: Transaction, *, group_id: int, picture_id: int) -> Made | None:
    """Return a picture of a group, None if it is there no more."""
    row = await tx.get(StoredPicture, (group_id, picture_id))
    if row is None:
        return None
    await tx.session.refresh(row, ["content"])
    content = keys.current().unwrap_bytes(row.content, bound_to=bound_to(group_id, picture_id))
    return Made(kind=row.kind, content=content, width=row.width, height=row.height)


async def forget(tx: Transaction, *, group_id: int, picture_ids: Collection[int]) -> int:
    """Delete pictures of a group; return how many went."""
    gone = await tx.scalars(
        delete(StoredPicture)
        .where(StoredPicture.group_id == group_id, StoredPicture.id.in_(picture_ids))
        .returning(StoredPicture.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
