"""huiyin open311 key: which other systems may file and follow reports."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli import voter_notices as v
from bot.cli.export import GroupOption
from bot.cli.room import Room, say, work
from bot.open311.routes import ROOT
from models import clock
from models.groups import queries as groups
from models.people.rules import OPERATOR
from models.systems import actions as systems
from models.systems.tables import System

app = typer.Typer(help="Other systems, by Open311 GeoReport v2.", no_args_is_help=True)
key = typer.Typer(help="The keys of other systems.", no_args_is_help=True)
app.add_typer(key, name="key")

Name = Annotated[str, typer.Argument(help="What the system is called")]


@app.callback()
def open311() -> None:
    """Other systems, by Open311 GeoReport v2."""


@key.command("add")
def add(context: typer.Context, name: Name, group: GroupOption) -> None:
    """Make a key for a system, and show it this once: only its hash is kept."""

    async def do(room: Room) -> v.KeyMade:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            made = await systems.add(tx, group_id=the.id, name=name, by=OPERATOR, now=clock.now())
        address = room.config.http.address
        return v.KeyMade(name=name, key=made, address=f"{address}{ROOT}/" if address else "")

    say(work(context, do))


@key.command("revoke")
def revoke(context: typer.Context, name: Name, group: GroupOption) -> None:
    """Take a system's key back."""

    async def do(room: Room) -> None:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            await systems.revoke(tx, group_id=the.id, name=name, by=OPERATOR, now=clock.now())

    work(context, do)
    say(v.KeyRevoked(name=name))


@key.command("list")
def list_(context: typer.Context, group: GroupOption) -> None:
    """Show which systems have a key, and when each was last here."""

    async def do(room: Room) -> Sequence[System]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            return await systems.systems(tx, group_id=the.id)

    for one in work(context, do):
        say(
            v.KeyLine(
                name=one.name,
                created_at=one.created_at,
                used_at=one.used_at,
                revoked_at=one.revoked_at,
            )
        )
