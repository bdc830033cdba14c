"""An upgraded database for a test: made once per process, then copied."""

import functools
import shutil
import tempfile
from pathlib import Path

from models import schema
from models.database import Database

_SQLITE = "sqlite+aiosqlite:///"


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="huiyin-tests-")


async def upgraded(url: str) -> None:
    """Bring an empty database up to date; on SQLite by copying one that was, which is faster."""
    if not url.startswith(_SQLITE):
        await _upgrade(url)
        return
    made = Path(_folder().name) / "made.db"
    if not made.exists():
        making = made.with_suffix(".new")
        await _upgrade(f"{_SQLITE}{making}")
        making.rename(made)
    shutil.copyfile(made, url.removeprefix(_SQLITE))


async def _upgrade(url: str) -> None:
    async with Database(url) as db:
        await schema.upgrade(db)
