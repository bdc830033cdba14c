"""An upgraded database for a test: made once per process and engine, then copied."""

import functools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from models import schema
from models.database import Database

_SQLITE = "sqlite+aiosqlite:///"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="huiyin-tests-")


async def upgraded(url: str) -> None:
    """Bring an empty database up to date by copying one that was, which is faster."""
    if not url.startswith(_SQLITE):
        await _copied(url)
        return
    made = Path(_folder().name) / "made.db"
    if not made.exists():
        making = made.with_suffix(".new")
        await _upgrade(f"{_SQLITE}{making}")
        making.rename(made)
    shutil.copyfile(made, url.removeprefix(_SQLITE))


async def _copied(url: str) -> None:
    """Replace an empty database of a server by a copy of an upgraded one beside it."""
    async with _beside(url) as server:
        name, made = str(make_url(url).database), f"made_{os.getpid()}"
        found = await server.scalar(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": made}
        )
        if not found:
            await server.execute(text(f"CREATE DATABASE {made}"))
            await _upgrade(make_url(url).set(database=made).render_as_string(hide_password=False))
        await server.execute(text(f"DROP DATABASE {name}"))
        await server.execute(text(f"CREATE DATABASE {name} TEMPLATE {made}"))


@asynccontextmanager
async def _beside(url: str) -> AsyncIterator[AsyncConnection]:
    """Connect to the server's own database, for statements about databases."""
    engine = create_async_engine(
        make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def _upgrade(url: str) -> None:
    async with Database(url) as db:
        await schema.upgrade(db)
