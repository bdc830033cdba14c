"""huiyin receptions: how they lie in the year, the plan, and its way through a sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.export import FormatOption, OutputOption, write
from bot.cli.room import Room, complain, refuse, say, words, work
from models import clock
from models.database import Transaction
from models.groups import actions as chats
from models.groups import queries as groups
from models.groups.tables import ChatRole
from models.people.rules import OPERATOR
from models.receptions import actions, round_trip
from models.receptions.figures import fairness_of, year_of
from models.receptions.notices import Planned, PlanTaken
from models.receptions.planning import Fairness, fairness
from models.receptions.queries import deputies_of
from models.receptions.settings import Wishes, set_settings
from models.stations.queries import stations_of
from reports import receptions as sheets
from reports.sheets.writing import Value

app = typer.Typer(help="The receptions of a group.", no_args_is_help=True)

Group = Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")]
Year = Annotated[int, typer.Option("--year", help="Year that is planned")]


@app.callback()
def receptions() -> None:
    """Receptions of groups."""


@app.command()
def settings(  # noqa: PLR0913  (each is an option)
    context: typer.Context,
    group: Group,
    *,
    start_month: Annotated[int | None, typer.Option(help="Month of the first round")] = None,
    rule: Annotated[
        str | None, typer.Option(help="Day: 'second Thursday', 第二个星期四, 15")
    ] = None,
    hour: Annotated[str | None, typer.Option(help="Beginning, such as 14:30")] = None,
    minutes: Annotated[int | None, typer.Option(help="Length of a session")] = None,
    stations: Annotated[int | None, typer.Option(help="Sessions a round; 0: as needed")] = None,
    deputies: Annotated[int | None, typer.Option(help="Deputies a session; 0: as needed")] = None,
    house_calls: Annotated[int | None, typer.Option(help="House calls a round")] = None,
    slots: Annotated[int | None, typer.Option(help="Places voters can book; 0: none")] = None,
    channel: Annotated[int | None, typer.Option(help="Public channel; 0: none")] = None,
) -> None:
    """Set how receptions lie in the year; what is not named stays."""
    wishes = Wishes(
        start_month=start_month,
        day_rule=rule,
        hour=hour,
        minutes=minutes,
        stations=stations,
        deputies=deputies,
        house_calls=house_calls,
        slots=slots,
    )

    async def do(room: Room) -> None:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            await set_settings(tx, group_id=the.id, wishes=wishes, by=OPERATOR, now=clock.now())
            if channel is not None:
                await _use_channel(tx, the.id, channel)

    work(context, do)


async def _use_channel(tx: Transaction, group_id: int, channel: int) -> None:
    """Post in this channel from now on, 0: in none; the chat itself offers it with its name."""
    now = clock.now()
    if not channel:
        await chats.drop_channel(tx, group_id=group_id, by=OPERATOR, now=now)
        return
    await chats.link_chat(
        tx,
        group_id=group_id,
        chat_id=channel,
        role=ChatRole.CHANNEL,
        title=str(channel),
        by=OPERATOR,
        now=now,
        replace=True,
    )


Result = tuple[Sequence[Sequence[Value]], Planned]


async def _draft(room: Room, group: str, year: int) -> Result:
    """Return the plan that would be written."""
    async with room.db.reading() as tx:
        the = await groups.the_group(tx, group)
        planned = await actions.draft(tx, group_id=the.id, year=year, now=clock.now())
        stations = await stations_of(tx, group_id=the.id, only_open=True)
        deputies = await deputies_of(tx, group_id=the.id)
        fair = fairness(
            planned.rounds,
            stations=[one.id for one in stations],
            deputies=[one.id for one in deputies],
        )
        rows = await sheets.draft_rows(tx, the, planned)
    return rows, _told(year, len(planned.rounds), fair)


async def _planned(room: Room, group: str, year: int) -> Result:
    """Write the plan and return the year as it stands."""
    async with room.db.transaction() as tx:
        the = await groups.the_group(tx, group)
        await actions.plan_year(tx, group_id=the.id, year=year, by=OPERATOR, now=clock.now())
        whole = await year_of(tx, group_id=the.id, year=year)
        fair = await fairness_of(tx, whole, group_id=the.id)
        rows = await sheets.plan_rows(tx, group_id=the.id, year=year)
    return rows, _told(year, len(whole.rounds), fair)


def _told(year: int, rounds: int, fair: Fairness) -> Planned:
    return Planned(
        year=year,
        rounds=rounds,
        fewest=fair.fewest,
        most=fair.most,
        skipped=fair.skipped,
        short=fair.short,
    )


@app.command()
def plan(
    context: typer.Context,
    group: Group,
    year: Year,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing")] = False,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Plan what is not published of a year, fairly; earlier drafts are replaced."""

    async def do(room: Room) -> Result:
        if dry_run:
            return await _draft(room, group, year)
        return await _planned(room, group, year)

    rows, told = work(context, do)
    write(sheets.PLAN_HEADERS, rows, format=format, output=output)
    complain(told)


@app.command("import")
def import_plan(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The plan as exported, with changes: .xlsx, .csv")],
    group: Group,
    year: Year,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Take a plan back that was changed in a sheet: all of its changes or none."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))

    async def do(room: Room) -> int:
        lines, problems = sheets.read_plan(content, file.name, year=year)
        now = clock.now()
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            found = await round_trip.compare(tx, group_id=the.id, year=year, lines=lines, now=now)
            wrong = (*problems, *found.problems)
            preview = round_trip.preview(the.id, 0, found.changes, wrong)
            complain(preview)
            if wrong:
                refuse(n.RowsUnusable(rows=len({row for row, _code, _value in wrong})))
            if not found.changes:
                refuse(n.NothingToDo())
            if not yes and not typer.confirm(words(n.SureToImport())):
                refuse(n.NothingDone())
            return await round_trip.apply(
                tx,
                bot_id=room.bot_id,
                group_id=the.id,
                changes=found.changes,
                by=OPERATOR,
                now=now,
            )

    say(PlanTaken(changed=work(context, do)))
