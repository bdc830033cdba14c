"""huiyin suggestions: the congress's own list of a year, from a sheet."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli.room import Room, complain, refuse, say, words, work
from models import clock
from models.groups import queries as groups
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.suggestions import importing
from models.suggestions.importing import Taken
from models.suggestions.progress_notices import ListTaken
from reports.suggestion_lists import ListRead, read

app = typer.Typer(help="The suggestions of a group.", no_args_is_help=True)


@app.callback()
def suggestions() -> None:
    """Suggestions of groups."""


@app.command("import")
def import_list(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=".xlsx or .csv: 编号 标题 领衔代表 附议代表 主办单位 交办日期 …")
    ],
    group: Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used")
    ] = False,
) -> None:
    """Take the congress's list over: all of it or nothing. What is there already stays."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))

    async def do(room: Room) -> ListTaken:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            today = clock.now().astimezone(ZoneInfo(the.timezone)).date()
            found = read(content, file.name, today=today)
            planned = await importing.preview(tx, group_id=the.id, rows=found.rows)
        bad = _complain(found, planned, skip_bad=skip_bad)
        if planned.new and not yes and not typer.confirm(words(n.SureToImport())):
            refuse(n.NothingDone())
        return await _take_over(room, the, found, left_out=bad)

    say(work(context, do))


def _complain(found: ListRead, planned: Taken, *, skip_bad: bool) -> int:
    """Say what is wrong, row by row; stop there unless bad rows are to be left out."""
    problems = sorted([*found.problems, *planned.problems], key=lambda one: one.row or 0)
    for one in problems:
        complain(one)
    bad = len({one.row for one in problems})
    if bad and not skip_bad:
        refuse(n.RowsUnusable(rows=bad))
    for row in planned.new:
        typer.echo(f"{row.row}\t{row.number}\t{row.title}\t{row.lead}")
    return bad


async def _take_over(room: Room, the: Group, found: ListRead, *, left_out: int) -> ListTaken:
    async with room.db.transaction() as tx:
        done = await importing.take_over(
            tx, group=the, rows=found.rows, by=OPERATOR, now=clock.now()
        )
    return ListTaken(added=len(done.new), known=done.known, left_out=left_out)
