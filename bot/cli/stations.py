"""huiyin stations: where deputies receive voters, from a sheet; and the posters."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.people import username_of
from bot.cli.qr_codes import safe
from bot.cli.room import Room, complain, refuse, say, words, work
from handlers.kit.texts import DEFAULT
from handlers.stations import poster_of
from models import clock
from models.groups import queries as groups
from models.people.rules import OPERATOR
from models.stations import actions, queries
from models.stations.notices import Imported, Posters
from reports.stations import StationsRead, read

app = typer.Typer(help="The stations of a group.", no_args_is_help=True)

Group = Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")]


@app.callback()
def stations() -> None:
    """Stations of groups."""


@app.command("import")
def import_stations(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=".xlsx or .csv: 名称 地址 电话 纬度 经度 联系人 开放时间 选区")
    ],
    group: Group,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used")
    ] = False,
) -> None:
    """Bring a group's stations to what a sheet says: all of it or nothing."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))

    async def do(room: Room) -> Imported:
        found = read(content, file.name)
        _agree(found, yes=yes, skip_bad=skip_bad)
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            return await actions.import_stations(
                tx, group_id=the.id, lines=found.lines, by=OPERATOR, now=clock.now()
            )

    say(work(context, do))


def _agree(found: StationsRead, *, yes: bool, skip_bad: bool) -> None:
    """Show what a sheet holds and what is wrong with it; stop where it cannot be used as it is."""
    for problem in (*found.problems, *found.notes):
        complain(problem)
    if found.problems and not skip_bad:
        refuse(n.RowsUnusable(rows=len({one.row for one in found.problems})))
    if not found.lines:
        refuse(n.NothingDone())
    for line in found.lines:
        typer.echo(f"{line.name}\t{line.address or ''}\t{line.hours or ''}")
    if not yes and not typer.confirm(words(n.SureToImport())):
        refuse(n.NothingDone())


@app.command()
def posters(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder for one .docx a station")],
    group: Group,
) -> None:
    """Write the poster of every open station, with its QR code."""

    async def do(room: Room) -> Posters:
        username = await username_of(room.config)
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            rows = await queries.stations_of(tx, group_id=the.id, only_open=True)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for one in rows:
                content = poster_of(one, the, bot_username=username, locale=the.locale or DEFAULT)
                (folder / f"{safe(one.name)}.docx").write_bytes(content)
        except OSError as problem:
            refuse(n.FileUnreadable(path=str(folder), problem=problem.strerror or ""))
        return Posters(path=str(folder), count=len(rows))

    say(work(context, do))
