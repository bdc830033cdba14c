"""huiyin units, huiyin director: who handles voters' reports, and who decides in the end."""

from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.export import FormatOption, GroupOption, OutputOption, write
from bot.cli.people import username_of
from bot.cli.room import Room, say, work
from models import clock
from models.database import Transaction
from models.errors import Refusal
from models.groups import queries as groups
from models.groups.tables import Group
from models.issues import setting_up
from models.issues.timing import settings_of
from models.people.queries import roster
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.units import actions, queries
from models.units.tables import Unit
from reports.sheets.writing import Value
from reports.units import HEADERS, unit_rows

units = typer.Typer(help="Units that handle voters' reports.", no_args_is_help=True)
director = typer.Typer(help="Who decides what others could not.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What the unit is called")]


@units.callback()
def units_of_groups() -> None:
    """Units of groups."""


@director.callback()
def director_of_group() -> None:
    """The director of a group."""


@units.command("list")
def list_(
    context: typer.Context,
    group: GroupOption,
    format: FormatOption = "csv",  # noqa: A002  (the word people use)
    output: OutputOption = None,
) -> None:
    """Show the units: their contacts, and what each leads and assists with now."""

    async def do(room: Room) -> list[list[Value]]:
        async with room.db.reading() as tx:
            rows = await unit_rows(tx, await groups.the_group(tx, group))
            return [list(row) for row in rows]

    write(HEADERS, work(context, do), format=format, output=output)


@units.command()
def add(
    context: typer.Context,
    name: Name,
    group: GroupOption,
    *,
    community: Annotated[
        bool, typer.Option("--community", help="It is a community (社区)")
    ] = False,
) -> None:
    """Add a unit; one that was retired is there again."""

    async def do(room: Room) -> n.UnitAdded:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            one = await actions.add(
                tx,
                group_id=the.id,
                name=name,
                is_community=community,
                by=OPERATOR,
                now=clock.now(),
            )
            return n.UnitAdded(name=one.name)

    say(work(context, do))


@units.command()
def invite(
    context: typer.Context,
    name: Name,
    group: GroupOption,
    who: Annotated[str, typer.Option(help="Name of the contact")],
) -> None:
    """Print a link that makes somebody a unit's contact, once."""

    async def do(room: Room) -> str:
        username = await username_of(room.config)  # first: without it the link would be lost
        async with room.db.transaction() as tx:
            one = await _the_unit(tx, await groups.the_group(tx, group), name)
            _row, token = await actions.invite(
                tx, group_id=one.group_id, unit_id=one.id, name=who, by=OPERATOR, now=clock.now()
            )
        return f"https://t.me/{username}?start={actions.PREFIX}{token}"

    typer.echo(f"{who}\t{work(context, do)}")


@units.command()
def retire(context: typer.Context, name: Name, group: GroupOption) -> None:
    """Take a unit off the list; its contacts lose their rights. Not while it has orders."""

    async def do(room: Room) -> n.UnitRetired:
        async with room.db.transaction() as tx:
            one = await _the_unit(tx, await groups.the_group(tx, group), name)
            await actions.take_off(
                tx, group_id=one.group_id, unit_id=one.id, by=OPERATOR, now=clock.now()
            )
            return n.UnitRetired(name=one.name)

    say(work(context, do))


async def _the_unit(tx: Transaction, group: Group, name: str) -> Unit:
    found = await queries.named(tx, group_id=group.id, name=name.strip())
    if found is None:
        raise Refusal(n.NoUnit(name=name))
    return found


@director.command()
def show(context: typer.Context, group: GroupOption) -> None:
    """Say who the director is."""

    async def do(room: Room) -> n.DirectorIs:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            settings = await settings_of(tx, the.id)
            number = settings.director_id if settings else None
            member = await tx.get(Member, (the.id, number)) if number else None
            return n.DirectorIs(name=member.name if member else None)

    say(work(context, do))


@director.command("set")
def set_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="姓名 of a member of the staff")],
    group: GroupOption,
) -> None:
    """Name the director, one of the staff: what is overdue or twice not solved goes to them."""

    async def do(room: Room) -> n.DirectorIs:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            named = [
                one
                for one, _reach in await roster(tx, group_id=the.id)
                if one.role is Role.STAFF and one.name == name.strip()
            ]
            if len(named) != 1:
                raise Refusal(n.NobodyCalled(name=name))
            await _name(tx, the, named[0].id)
            return n.DirectorIs(name=named[0].name)

    say(work(context, do))


@director.command()
def clear(context: typer.Context, group: GroupOption) -> None:
    """Name nobody: what the director would have heard goes to all of the staff."""

    async def do(room: Room) -> n.DirectorIs:
        async with room.db.transaction() as tx:
            await _name(tx, await groups.the_group(tx, group), None)
            return n.DirectorIs(name=None)

    say(work(context, do))


async def _name(tx: Transaction, group: Group, member_id: int | None) -> None:
    await setting_up.name_director(
        tx, group_id=group.id, member_id=member_id, by=OPERATOR, now=clock.now()
    )
