"""huiyin roster, huiyin invite: who is in a group, and how they get in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli import notices as n
from bot.cli import qr_codes
from bot.cli.room import Room, complain, refuse, say, words, work
from bot.config import Config
from bot.connecting import OutOfReach, TokenRefused, connected
from models import clock
from models.errors import Refusal
from models.groups import queries as groups
from models.people import importing, inviting, queries
from models.people.inviting import Invited
from models.people.roster import Plan
from models.people.roster_notices import AlreadyBound, NobodyToInvite, RosterImported
from models.people.rules import OPERATOR
from models.people.tables import Member
from reports import rosters
from reports.rosters import RosterRead

roster = typer.Typer(help="The roster of a group.", no_args_is_help=True)

Group = Annotated[str, typer.Option("--group", help="Code of the group, such as XJP")]


@roster.callback()
def rosters_of_groups() -> None:
    """Rosters of groups."""


@roster.command("import")
def import_roster(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=".xlsx or .csv: 姓名 角色 手机 层级 代表团 选区 …")],
    group: Group,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used")
    ] = False,
) -> None:
    """Show what a file would change, ask, and change it: all of it or nothing."""
    content = _content(file)

    async def do(room: Room) -> RosterImported | None:
        found = rosters.read(content, file.name)
        if not await _agreed(room, group, file, found, yes=yes, skip_bad=skip_bad):
            return None
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            planned = await importing.import_roster(
                tx,
                group_id=the.id,
                lines=found.lines,
                by=OPERATOR,
                now=clock.now(),
                skip_doubtful=skip_bad,
            )
            left_out = len({one.row for one in rosters.all_problems(found, planned)})
            return rosters.imported(the, planned, left_out=left_out)

    done = work(context, do)
    say(done or n.NothingToDo())


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))


async def _agreed(
    room: Room, code: str, file: Path, found: RosterRead, *, yes: bool, skip_bad: bool
) -> bool:
    """Show what would change; False if nothing would. Stops at bad rows and at a no."""
    async with room.db.reading() as tx:
        group = await groups.the_group(tx, code)
        planned = await importing.preview(tx, group_id=group.id, lines=found.lines)
    _complain_of_rows(found, planned, skip_bad=skip_bad)
    if not planned.changes_something:
        return False
    say(rosters.shown(group, found, planned, filename=file.name, version=0))
    if not yes and not typer.confirm(words(n.SureToImport())):
        refuse(n.NothingDone())
    return True


def _complain_of_rows(found: RosterRead, planned: Plan, *, skip_bad: bool) -> None:
    problems = rosters.all_problems(found, planned)
    for one in problems:
        complain(one)
    if problems and not skip_bad:
        raise Refusal(n.RowsUnusable(rows=len({one.row for one in problems})))


def invite(
    context: typer.Context,
    group: Group,
    who: Annotated[str | None, typer.Option(help="姓名; without it, all not yet bound")] = None,
    qr: Annotated[Path | None, typer.Option(help="Folder for one QR code per person")] = None,
    qr_format: Annotated[Literal["png", "svg"], typer.Option(help="Kind of picture")] = "png",
) -> None:
    """Print a personal link per person who is not bound yet; earlier links end."""

    async def do(room: Room) -> tuple[str, Sequence[tuple[Member, Invited]]]:
        username = await username_of(room.config)  # first: without it the links would be lost
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            members = _chosen(
                [one for one, _reach in await queries.roster(tx, group_id=the.id)], who
            )
            made = [
                await inviting.invite(
                    tx, group_id=the.id, member_id=one.id, by=OPERATOR, now=clock.now()
                )
                for one in members
            ]
        return username, list(zip(members, made, strict=True))

    username, made = work(context, do)
    for member, invited in made:
        typer.echo(f"{_label(member, made)}\t{invited.url(username)}")
    if qr is not None:
        links = [(_label(member, made), invited.url(username)) for member, invited in made]
        qr_codes.write(qr, links, kind=qr_format)


def _chosen(members: Sequence[Member], who: str | None) -> Sequence[Member]:
    """Return those to be invited: everybody not bound, or whoever has this name."""
    if who is None:
        chosen = [one for one in members if one.account_id is None]
        if not chosen:
            raise Refusal(NobodyToInvite())
        return chosen
    named = [one for one in members if one.name == who.strip()]
    if not named:
        raise Refusal(n.NobodyCalled(name=who))
    unbound = [one for one in named if one.account_id is None]
    if not unbound:
        raise Refusal(AlreadyBound(name=who))
    return unbound


def _label(member: Member, made: Sequence[tuple[Member, Invited]]) -> str:
    """Return a name, with what tells two namesakes apart."""
    namesakes = sum(one.name == member.name for one, _invited in made)
    more = [one for one in (member.role.value, member.constituency, member.post) if one]
    return member.name if namesakes == 1 else f"{member.name}({' '.join(more)})"


async def username_of(config: Config) -> str:
    """Return the name of the bot, which Telegram knows; Refusal if it cannot be asked."""
    if not config.telegram.token.get_secret_value():
        raise Refusal(n.TokenMissing())
    try:
        async with connected(config) as bot:
            return bot.username
    except TokenRefused:
        raise Refusal(n.TokenMissing()) from None
    except OutOfReach as problem:
        raise Refusal(n.TelegramAway(problem=str(problem))) from None
