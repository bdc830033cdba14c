"""All that a database holds, as bytes: whatever anybody with a copy of it could read."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.base import Base
from models.database import Database

_SQLITE = "sqlite+aiosqlite:///"


async def everything_in(url: str) -> bytes:
    """Return the bytes of a database: its files, and every value of every row as it lies there.

    The log of a PostgreSQL is not read: it is that of the whole server, and so of other tests.
    """
    async with Database(url) as db, db.engine.connect() as connection:
        rows = await _rows(connection)
        if url.startswith(_SQLITE):
            files = Path(url.removeprefix(_SQLITE) + "*")
        else:
            files = await _heaps(connection)
        return _read(files) + rows


def _read(files: Path) -> bytes:
    found = [path.read_bytes() for path in files.parent.glob(files.name)]
    assert found, "the database lies elsewhere"
    return b"".join(found)


async def _rows(connection: AsyncConnection) -> bytes:
    """Return every value: what is kept packed in a file is read here as it is."""
    found: list[bytes] = []
    for table in Base.metadata.sorted_tables:
        rows = await connection.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608
        found += [
            bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
            for row in rows
            for one in row
        ]
    return b"\n".join(found)


async def _heaps(connection: AsyncConnection) -> Path:
    """Return the files of a database on a PostgreSQL of this machine, once all is written."""
    await connection.execute(text("CHECKPOINT"))
    folder = await connection.execute(text("SHOW data_directory"))
    number = await connection.execute(
        text("SELECT oid FROM pg_database WHERE datname = current_database()")
    )
    return Path(folder.scalar_one(), "base", str(number.scalar_one()), "*")
