"""huiyin export: tables for offices. Phone numbers leave masked."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli.room import Room, complain, refuse, work
from models import clock
from models.database import Transaction
from models.groups import queries as groups
from models.groups.tables import Group
from reports import activities as activity_tables
from reports import attendance as attendance_tables
from reports import deputies as deputy_tables
from reports import issues as issue_tables
from reports import ledger as ledger_tables
from reports import receptions as reception_tables
from reports import records as record_tables
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


YearOption = Annotated[int | None, typer.Option("--year", help="Year; without it, this one")]
Rows = Sequence[Sequence[Value]]
Read = Callable[[Transaction, Group, int], Awaitable[Rows]]


def _rows(context: typer.Context, group: str, year: int | None, read: Read) -> Rows:
    """Read a table of a group's year."""

    async def do(room: Room) -> Rows:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            here = clock.now().astimezone(ZoneInfo(the.timezone))
            return await read(tx, the, year or here.year)

    return work(context, do)


async def _deputies(tx: Transaction, group: Group, _year: int) -> Rows:
    return await deputy_tables.rows_of(tx, group)


@app.command()
def deputies(
    context: typer.Context,
    group: GroupOption,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Who is on the roster: deputies and staff, bound or not."""
    rows = _rows(context, group, None, _deputies)
    write(deputy_tables.HEADERS, rows, format=format, output=output)


@app.command()
def activities(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """The activities of a year, each with its counts."""
    rows = _rows(context, group, year, activity_tables.activity_rows)
    write(activity_tables.ACTIVITY_HEADERS, rows, format=format, output=output)


@app.command()
def attendance(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Who was where in a year, and in which state."""
    rows = _rows(context, group, year, activity_tables.attendance_rows)
    write(activity_tables.ATTENDANCE_HEADERS, rows, format=format, output=output)


@app.command()
def ledger(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Every line of a year's ledger, with what it was worth and why."""
    rows = _rows(context, group, year, ledger_tables.rows_of)
    write(ledger_tables.HEADERS, rows, format=format, output=output)


@app.command()
def analysis(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Attendance of a year by deputy, by kind and by month."""
    rows = _rows(context, group, year, attendance_tables.rows_of)
    write(attendance_tables.HEADERS, rows, format=format, output=output)


@app.command()
def records(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """What activities of a year came to: summaries, outcomes, press items."""
    rows = _rows(context, group, year, record_tables.rows_of)
    write(record_tables.HEADERS, rows, format=format, output=output)


@app.command()
def receptions(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """The sessions of a year's receptions: who, how many came, what was brought."""
    rows = _rows(context, group, year, reception_tables.rows_of)
    write(reception_tables.HEADERS, rows, format=format, output=output)


@app.command()
def issues(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """What voters reported in a year, a row each: no names, phones or addresses."""
    rows = _rows(context, group, year, issue_tables.issue_rows)
    write(issue_tables.HEADERS, rows, format=format, output=output)


@app.command()
def figures(
    context: typer.Context,
    group: GroupOption,
    year: YearOption = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """The figures of what voters reported: on time, solved, satisfied; by category and so on."""
    rows = _rows(context, group, year, issue_tables.year_figures)
    write(issue_tables.FIGURE_HEADERS, rows, format=format, output=output)
