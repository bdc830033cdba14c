"""huiyin activities: the plan of a year from a sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli.room import Room, complain, refuse, say, words, work
from models import clock
from models.activities import actions
from models.activities.notices import PlanImported
from models.activities.plan_notices import PlanLine
from models.activities.plans import enter_plan, nobody_meant
from models.groups import queries as groups
from models.groups.tables import Group
from models.people.rules import OPERATOR
from reports.activities import LEVELS
from reports.plans import PlanRead, read

app = typer.Typer(help="The activities of a group.", no_args_is_help=True)


@app.callback()
def activities() -> None:
    """Activities of groups."""


@app.command("import")
def import_plan(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=".xlsx or .csv: 标题 类型 范围 开始 结束 地点 参加范围")
    ],
    group: Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used")
    ] = False,
    announce: Annotated[
        bool, typer.Option("--announce", help="Announce each in the deputies' chat at once")
    ] = False,
) -> None:
    """Put a plan's activities into the group: all of them or none."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))

    async def do(room: Room) -> int:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
        today = clock.now().astimezone(ZoneInfo(the.timezone)).date()
        found = read(content, file.name, timezone=the.timezone, today=today)
        async with room.db.reading() as tx:
            nobody = await nobody_meant(tx, group_id=the.id, rows=found.lines)
        found = found.without(nobody)
        if not _agreed(found, yes=yes, skip_bad=skip_bad):
            return 0
        return await _enter(room, the, found.lines, announce=announce)

    say(PlanImported(count=work(context, do), announced=announce))


def _agreed(found: PlanRead, *, yes: bool, skip_bad: bool) -> bool:
    """Show what a plan holds and what is wrong with it; stop where it cannot be used as it is."""
    for problem in found.problems:
        complain(problem)
    if found.problems and not skip_bad:
        refuse(n.RowsUnusable(rows=len({one.row for one in found.problems})))
    if not found.rows:
        refuse(n.NothingToDo())
    for row in found.rows:
        whom = "、".join([*(LEVELS[each] for each in row.whom.levels), *row.whom.names])
        told = (f"{row.starts_at:%Y-%m-%d %H:%M}", row.title, row.place or "", whom)
        typer.echo("\t".join([str(row.row), *told]).rstrip())
    return yes or typer.confirm(words(n.SureToImport()))


async def _enter(room: Room, the: Group, lines: Sequence[PlanLine], *, announce: bool) -> int:
    now = clock.now()
    async with room.db.transaction() as tx:
        done = await enter_plan(tx, group_id=the.id, rows=lines, by=OPERATOR, now=now)
        for one in done.new if announce else ():
            await actions.announce(
                tx,
                bot_id=room.bot_id,
                group_id=the.id,
                activity_id=one.id,
                by=OPERATOR,
                now=now,
            )
    return len(done.new)
