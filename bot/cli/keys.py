"""huiyin keys: new keys for personal data, while the bot works."""

from pathlib import Path
from typing import ClassVar

import typer

from bot.cli.notices import KeysUnfit
from bot.cli.room import Room, configured, refuse, say, work
from models.messages.notices import Notice
from models.people import key_files, keys
from models.people.keys import KeysProblem
from models.resealing import actions as resealing

app = typer.Typer(
    help="The keys of personal data: a new one, everything sealed with it, the old ones out.",
    no_args_is_help=True,
)


class KeyAdded(Notice):
    """A next key is in the file."""

    kind: ClassVar[str] = "cli.key_added"
    path: str


class Resealed(Notice):
    """Everything is sealed with the newest key."""

    kind: ClassVar[str] = "cli.resealed"
    rows: int


class KeysJustChanged(Notice):
    """The file was changed a moment ago, and not every process may have read it."""

    kind: ClassVar[str] = "cli.keys_just_changed"
    path: str


class OldKeysDropped(Notice):
    """Only the newest key is left."""

    kind: ClassVar[str] = "cli.old_keys_dropped"
    dropped: int


def _file(context: typer.Context) -> Path:
    return configured(context).privacy.keys_file


@app.command()
def new(context: typer.Context) -> None:
    """Add a next key; it seals only after `keys reseal`. Copy the file to every machine first."""
    path = _file(context)
    try:
        key_files.add(path)
    except KeysProblem as problem:
        refuse(KeysUnfit(problem=str(problem)))
    say(KeyAdded(path=str(path)))


@app.command()
def reseal(context: typer.Context) -> None:
    """Seal everything with the newest key, while the bot works. May be stopped and begun again."""
    path = _file(context)

    async def do(room: Room) -> int:
        key_files.promote(path)
        return await resealing.reseal(room.db, keys.current())

    say(Resealed(rows=work(context, do)))


@app.command()
def drop_old(context: typer.Context) -> None:
    """Take the older keys out of the file, if nothing in the database needs them any more.

    Older backups need them: keep the file of their time as long as them.
    """
    path = _file(context)
    if not key_files.is_heard(path):
        refuse(KeysJustChanged(path=str(path)))

    async def do(room: Room) -> int:
        await resealing.require_sealed_with(room.db, keys.newest_alone(path))
        return key_files.drop_old(path)

    say(OldKeysDropped(dropped=work(context, do)))
