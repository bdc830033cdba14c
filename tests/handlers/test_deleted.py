"""What was deleted is not in the file of the database any more, not even where it lay free."""

import sqlite3
from pathlib import Path

from tests.handlers.test_privacy import press_last, voter
from tests.town import Town


def path_of(town: Town) -> Path:
    return Path(str(town.app.db.url.database))


def contact(town: Town) -> list[bytes]:
    """Return the contact data of every report as it is sealed in the database."""
    with sqlite3.connect(path_of(town)) as bare:
        columns = [
            row[1]
            for row in bare.execute("PRAGMA table_info(issues)")
            if row[1].endswith("_sealed")
        ]
        rows = bare.execute(f"SELECT {', '.join(columns)} FROM issues").fetchall()  # noqa: S608
    bare.close()
    return [value.encode() for row in rows for value in row if value is not None]


def everything(town: Town) -> bytes:
    """Return all that lies on the disk: the database, its journal, its log."""
    path = path_of(town)
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


async def test_deleted_contact_data_leaves_no_byte_behind(town: Town) -> None:
    await voter(town)
    sealed = contact(town)
    before = [one in everything(town) for one in sealed]

    await town.write("选民", "/privacy")
    await press_last(town, "选民", "删除我反映")
    await press_last(town, "选民", "对，全部删除")

    assert len(sealed) >= 2
    assert all(before)
    assert not set(contact(town)) & set(sealed)
    assert [one for one in sealed if one in everything(town)] == []
