"""huiyin points: the rules of a group as a file, tried over a year, adopted."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli.export import FormatOption, GroupOption, OutputOption, YearOption, write
from bot.cli.room import Room, complain, refuse, say, words, work
from models import clock
from models.groups import queries as groups
from models.people.rules import OPERATOR
from models.points.adopting import adopt as adopt_rules
from models.points.adopting import adopt_standard
from models.points.notices import RulesAdopted
from models.points.queries import rules_on
from models.points.replaying import Replayed, replay
from models.points.rules import RuleSet
from reports import rules as tables

app = typer.Typer(help="The rules of points.", no_args_is_help=True)


@app.callback()
def points() -> None:
    """Rules of points."""


@app.command("export-rules")
def export_rules(
    context: typer.Context,
    group: GroupOption,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The rules of this day; today without it"),
    ] = None,
    format: FormatOption = "xlsx",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Write the group's rules as a table that a clerk can edit."""

    async def do(room: Room) -> RuleSet:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            today = clock.now().astimezone(ZoneInfo(the.timezone)).date()
            return await rules_on(tx, group_id=the.id, day=on.date() if on else today)

    write(tables.HEADERS, tables.rows_of(work(context, do)), format=format, output=output)


@app.command()
def adopt(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Rules as export-rules writes them, edited")],
    group: GroupOption,
    since: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The day they hold from")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Adopt rules as a new version from a day on; earlier versions stay as they are."""
    content = _content(file)

    async def do(room: Room) -> RuleSet | None:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            base = await rules_on(tx, group_id=the.id, day=since.date())
        rules = _readable(content, file, base)
        if not yes and not typer.confirm(words(n.SureToAdopt(rules=len(rules.rules)))):
            return None
        async with room.db.transaction() as tx:
            return await adopt_rules(
                tx,
                group_id=the.id,
                rules=rules,
                from_date=since.date(),
                by=OPERATOR,
                now=clock.now(),
            )

    adopted = work(context, do)
    if adopted is None:
        say(n.NothingDone())
        return
    say(
        RulesAdopted(version=adopted.version, from_date=adopted.from_date, rules=len(adopted.rules))
    )


@app.command("adopt-standard")
def adopt_standard_rules(context: typer.Context, group: GroupOption) -> None:
    """Adopt the standard rules of this version of the program, from today on."""

    async def do(room: Room) -> RuleSet:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            return await adopt_standard(tx, group_id=the.id, by=OPERATOR, now=clock.now())

    adopted = work(context, do)
    say(
        RulesAdopted(version=adopted.version, from_date=adopted.from_date, rules=len(adopted.rules))
    )


@app.command("replay")
def replay_year(
    context: typer.Context,
    group: GroupOption,
    rules: Annotated[Path, typer.Option("--rules", help="Rules as export-rules writes them")],
    year: YearOption = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--from",
            formats=["%Y-%m-%d"],
            help="As if they were adopted from this day on; without it, as if they had always held",
        ),
    ] = None,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Say what a year would come to under other rules, a row a deputy; nothing is written."""
    content = _content(rules)

    async def do(room: Room) -> tuple[list[Replayed], RuleSet]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            the_year = year or clock.now().astimezone(ZoneInfo(the.timezone)).year
            base = await rules_on(tx, group_id=the.id, day=date(the_year, 12, 31))
            other = _readable(content, rules, base)
            found = await replay(
                tx,
                the,
                year=the_year,
                rules=other,
                since=since.date() if since else None,
                now=clock.now(),
            )
            return list(found), other

    found, other = work(context, do)
    rows = tables.replay_rows(found, other)
    write(tables.REPLAY_HEADERS, rows, format=format, output=output)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))


def _readable(content: bytes, file: Path, base: RuleSet) -> RuleSet:
    """Return the rules in a file; say what is wrong with it row by row, and stop."""
    found = tables.read(content, file.name, base=base)
    for problem in found.problems:
        complain(problem)
    if found.rules is None:
        refuse(n.RulesUnusable(rows=len({one.row for one in found.problems})))
    return found.rules
