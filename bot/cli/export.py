"""huiyin export: tables for offices. Phone numbers leave masked."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.room import Room, complain, refuse, work
from models.groups import queries as groups
from reports.deputies import HEADERS, rows_of
from reports.sheets.writing import Format, Value, write_table

app = typer.Typer(help="Tables out of the program.", no_args_is_help=True)

GroupOption = Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")]
FormatOption = Annotated[Format, typer.Option("--format", help="csv, xlsx or json")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", help="File to write; without it, standard output")
]


@app.callback()
def export() -> None:
    """Tables out of the program."""


def write(
    headers: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    format: Format,  # noqa: A002  (the word people use)
    output: Path | None,
) -> None:
    """Write a table to a file or to standard output; every export ends here."""
    content = write_table(headers, rows, format)
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(output), problem=problem.strerror or ""))
    complain(n.Written(path=str(output), rows=len(rows)))


@app.command()
def deputies(
    context: typer.Context,
    group: GroupOption,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Who is on the roster: deputies and staff, bound or not."""

    async def do(room: Room) -> Sequence[Sequence[Value]]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            return await rows_of(tx, the)

    write(HEADERS, work(context, do), format=format, output=output)
