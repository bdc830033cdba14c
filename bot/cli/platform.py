"""huiyin platform: reports to a platform that others run (民呼我应), and its answers back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli import voter_notices as v
from bot.cli.export import GroupOption
from bot.cli.room import Room, complain, refuse, say, words, work
from models import clock
from models.database import Transaction
from models.errors import Refusal
from models.groups import queries as groups
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.platforms import chasing
from models.platforms.actions import Taken, hand_over, take_back
from models.platforms.notices import Result
from models.privacy.scanning import masked
from reports import platforms as sheets
from reports.platforms import ResultFile, ResultRow
from reports.sheets.writing import Value, write_table

app = typer.Typer(help="Reports to a platform, and its answers.", no_args_is_help=True)


@app.callback()
def platform() -> None:
    """Reports to a platform, and its answers."""


@app.command("export")
def export_reports(
    context: typer.Context,
    group: GroupOption,
    output: Annotated[Path, typer.Argument(help="File to write: .xlsx")],
    reason: Annotated[
        str, typer.Option("--reason", help="Why, if a column holds contact data; it is logged")
    ] = "",
) -> None:
    """Write what is routed to the platform and was not handed over, in the platform's order."""

    async def do(room: Room) -> Sequence[Sequence[Value]]:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            handed = await hand_over(
                tx, group_id=the.id, reason=reason, by=OPERATOR, now=clock.now()
            )
            rows = sheets.rows_of(handed, ZoneInfo(the.timezone))
            if rows:  # inside: what could not be written was not handed over
                _write(output, rows)
            return rows

    rows = work(context, do)
    say(v.HandedOver(path=str(output), rows=len(rows)) if rows else v.NothingToHandOver())


def _write(output: Path, rows: Sequence[Sequence[Value]]) -> None:
    try:
        output.write_bytes(write_table(sheets.headers(), rows, "xlsx"))
    except OSError as problem:
        raise Refusal(n.FileUnreadable(path=str(output), problem=problem.strerror or "")) from None


@app.command("import")
def import_results(
    context: typer.Context,
    group: GroupOption,
    file: Annotated[Path, typer.Argument(help=".xlsx or .csv: 编号 平台编号 状态 办理结果")],
) -> None:
    """Take in the platform's numbers and results; each row by itself, wrong ones are named."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))

    async def do(room: Room) -> v.TakenBack:
        found = sheets.read_results(content, file.name)
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
        return await _take_all(room, the, found)

    say(work(context, do))


async def _take_all(room: Room, the: Group, found: ResultFile) -> v.TakenBack:
    for problem in found.problems:
        complain(problem)
    counts = dict.fromkeys(Taken, 0)
    refused, results = len({one.row for one in found.problems}), []
    for row in found.rows:
        try:
            async with room.db.transaction() as tx:
                taken, result = await _take(tx, the, row)
        except Refusal as refusal:
            refused += 1
            complain(v.RowRefused(row=row.row, why=words(refusal.notice).replace("\n", " · ")))
            continue
        counts[taken] += 1
        results += [result] if taken is Taken.RESULT else []
    async with room.db.transaction() as tx:
        await chasing.tell_results(tx, the.id, results, bot_id=room.bot_id, now=clock.now())
    return v.TakenBack(
        numbers=counts[Taken.NUMBER],
        results=counts[Taken.RESULT],
        same=counts[Taken.NOTHING],
        refused=refused,
    )


async def _take(tx: Transaction, the: Group, row: ResultRow) -> tuple[Taken, Result]:
    one, taken = await take_back(tx, row.back, group_id=the.id, by=OPERATOR, now=clock.now())
    result = Result(number=one.number, said=row.back.said, result=masked(row.back.result))
    return taken, result
