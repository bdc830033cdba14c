"""huiyin report: the report of a year, each figure with the rows that prove it."""

import sys
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli import paper_notices as p
from bot.cli.export import GroupOption, OutputOption
from bot.cli.room import Room, complain, refuse, work
from models import clock
from models.groups import queries as groups
from models.people.rules import OPERATOR
from models.years.figures import Year
from models.years.gathering import year_of
from reports.years import papers, sheets

app = typer.Typer(help="Reports that the committee hands in.", no_args_is_help=True)

PaperFormat = Literal["json", "xlsx", "docx"]


@app.callback()
def report() -> None:
    """Reports that the committee hands in."""


@app.command("year")
def of_year(
    context: typer.Context,
    year: Annotated[int, typer.Argument(help="Such as 2026", min=2000, max=2100)],
    group: GroupOption,
    compare: Annotated[
        int | None, typer.Option("--compare", help="Another year to set beside it")
    ] = None,
    format: Annotated[PaperFormat, typer.Option("--format")] = "docx",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Write the figures of a year; what no row proves is left out and named."""

    async def do(room: Room) -> tuple[Year, Year | None, date]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            now = clock.now()
            one = await year_of(tx, the, year=year, by=OPERATOR, now=now)
            before = None
            if compare is not None:
                before = await year_of(tx, the, year=compare, by=OPERATOR, now=now)
            return one, before, now.astimezone(ZoneInfo(the.timezone)).date()

    one, before, today = work(context, do)
    content = _made(one, before, today, format)
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(output), problem=problem.strerror or ""))
    complain(p.YearWritten(path=str(output), figures=len(one.figures), left_out=len(one.left_out)))


def _made(one: Year, before: Year | None, today: date, kind: PaperFormat) -> bytes:
    match kind:
        case "json":
            return sheets.as_json(one, before=before)
        case "xlsx":
            return sheets.workbook(one, before=before)
        case "docx":
            return papers.document(one, before=before, today=today)
