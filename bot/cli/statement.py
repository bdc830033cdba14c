"""huiyin statement: the papers of a quarter, as files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.export import GroupOption
from bot.cli.room import Room, refuse, say, work
from models.groups import queries as groups
from models.points.quarters import read_quarter
from models.points.statement_notices import Statement
from models.points.statements import run_of, statements
from reports.sheets.writing import write_table
from reports.statements import HEADERS, document, filenames, rows_of


def statement(
    context: typer.Context,
    group: GroupOption,
    quarter: Annotated[str, typer.Option("--quarter", help="Such as 2026Q1")],
    output: Annotated[Path, typer.Option("--output", help="Folder to write into")],
) -> None:
    """Write a .docx for each deputy and an .xlsx of all of them; nothing is sent."""
    wanted = read_quarter(quarter)
    if wanted is None:
        refuse(n.NoQuarter(text=quarter))

    async def do(room: Room) -> list[Statement]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            run = await run_of(tx, the.id, wanted)
            until = run.appeal_until if run else None
            return list(await statements(tx, the, wanted, appeal_until=until))

    made = work(context, do)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, one in zip(filenames(made), made, strict=True):
            (output / name).write_bytes(document(one))
        table = output / f"statement-{wanted}.xlsx"
        table.write_bytes(write_table(HEADERS, rows_of(made), "xlsx"))
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(output), problem=problem.strerror or ""))
    say(n.StatementsWritten(path=str(output), papers=len(made)))
