"""huiyin db: the schema."""

import typer

from bot.cli import notices as n
from bot.cli.room import Room, require_keys, require_newest, say, work
from models import schema
from models.people import keys

app = typer.Typer(help="The database: bring it up to date, check it.", no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database up to date, and make the keys file if there is none yet."""

    async def do(room: Room) -> str:
        await schema.upgrade(room.db)
        revision = await require_newest(room.db)
        async with room.db.reading() as tx:
            await require_keys(tx, room.config)
        keys.current()  # made with the database, by whoever may write there
        return revision

    say(n.Upgraded(revision=work(context, do, any_schema=True)))


@app.command()
def check(context: typer.Context) -> None:
    """Say whether the database is up to date and the keys fit it; change nothing."""

    async def do(room: Room) -> str:
        revision = await require_newest(room.db)
        async with room.db.reading() as tx:
            await require_keys(tx, room.config)
        return revision

    say(n.Sound(revision=work(context, do, any_schema=True)))
