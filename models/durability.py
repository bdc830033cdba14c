"""Whether a database keeps what it has confirmed: its own words about its settings."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from models.database import Transaction

_SQLITE = {"synchronous": ("2", "3"), "foreign_keys": ("1",)}
_POSTGRES = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "server_encoding": ("UTF8",),
}


async def unsafe_settings(tx: Transaction) -> list[str]:
    """Return the settings with which a power cut, or a word in Chinese, would be lost."""
    ask, wanted = ("PRAGMA", _SQLITE) if tx.is_sqlite else ("SHOW", _POSTGRES)
    found = []
    for name, good in wanted.items():
        value = str((await tx.execute(text(f"{ask} {name}"))).scalar_one())
        found += [] if value in good else [f"{name}={value}"]
    return found


def file_of(url: str) -> Path | None:
    """Return where an SQLite database lies; None for a server, or in memory."""
    read = make_url(url)
    is_file = read.get_backend_name() == "sqlite" and read.database
    return Path(read.database) if is_file and read.database else None
