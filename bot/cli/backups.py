"""huiyin backup, restore: everything in one encrypted file, and back again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as cli
from bot.cli.room import Room, configured, refuse, say, work
from models import clock
from models.backups import dumping, loading, sealing
from models.backups import notices as n
from models.backups.rules import made_at, name_of, superfluous
from models.errors import Refusal
from models.people import keys

FolderArgument = Annotated[
    Path | None,
    typer.Argument(help="Where backups are kept [default: [backups] folder]", show_default=False),
]
FileArgument = Annotated[Path, typer.Argument(help="The backup")]


def backup(
    context: typer.Context,
    folder: FolderArgument = None,
    *,
    days: Annotated[int, typer.Option(min=0, help="Days to keep one of")] = 7,
    weeks: Annotated[int, typer.Option(min=0, help="Weeks to keep one of")] = 4,
    months: Annotated[int, typer.Option(min=0, help="Months to keep one of")] = 12,
) -> None:
    """Write an encrypted backup while the bot works, read it back, and remove what is too old."""
    now = clock.now()
    where = folder or configured(context).backups.folder

    async def do(room: Room) -> tuple[Path, int]:
        path = where / name_of(now)
        with _whole(path) as draft, os.fdopen(_made_for_its_owner(draft), "wb") as file:
            await sealing.write(dumping.dump(room.db, now=now), file, keys.current())
            file.flush()
            os.fsync(file.fileno())
            rows = _rows_of(draft)
        return path, rows

    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        path, rows = work(context, do)
        old = superfluous(_made(where), days=days, weeks=weeks, months=months)
        for one in old:
            (where / name_of(one)).unlink()
    except OSError as problem:
        refuse(cli.FileUnreadable(path=str(where), problem=type(problem).__name__))
    say(n.Made(path=str(path), rows=rows, removed=len(old)))


def _made_for_its_owner(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def restore(
    context: typer.Context,
    file: FileArgument,
    *,
    check: Annotated[bool, typer.Option("--check", help="Read it through, change nothing")] = False,
) -> None:
    """Put a backup into an empty database: all of it, or nothing. SQLite or PostgreSQL, either."""
    config = configured(context)
    if not config.privacy.keys_file.exists():
        refuse(n.KeysMissing(path=str(config.privacy.keys_file)))
    try:
        if check:
            say(n.Whole(path=str(file), rows=_rows_of(file)))
            return

        async def do(room: Room) -> int:
            with file.open("rb") as opened:
                lines = sealing.read(opened, keys.current())
                return sum((await loading.restore(room.db, lines)).values())

        say(n.Restored(path=str(file), rows=work(context, do, any_schema=True)))
    except Refusal as refusal:
        refuse(refusal.notice)
    except OSError as problem:
        refuse(cli.FileUnreadable(path=str(file), problem=type(problem).__name__))


def _rows_of(path: Path) -> int:
    """Read a backup to its end, and count."""
    with path.open("rb") as file:
        return sum(loading.check(sealing.read(file, keys.current())).values())


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give another name to write under; the file has its own only when it is whole."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _made(folder: Path) -> list[datetime]:
    """Return when the backups in a folder were made; what is called otherwise is none of ours."""
    return [at for path in folder.glob("huiyin-*.backup") if (at := made_at(path.name))]
