"""huiyin archive: everything a deputy did, as files."""

from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import notices as n
from bot.cli import paper_notices as p
from bot.cli.export import GroupOption
from bot.cli.room import Room, refuse, say, work
from models import clock
from models.archives.entries import Archive
from models.archives.reading import AT_ONCE, Years, archives, deputies_of
from models.errors import Refusal
from models.groups import queries as groups
from reports.archives import papers

_EARLIEST = 2000


def archive(
    context: typer.Context,
    group: GroupOption,
    output: Annotated[Path, typer.Option("--output", help="Folder to write into")],
    who: Annotated[str | None, typer.Option("--who", help="Name of one deputy")] = None,
    first: Annotated[int | None, typer.Option("--from", help="First year")] = None,
    last: Annotated[
        int | None, typer.Option("--to", help="Last year; without it, this one")
    ] = None,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="Everybody, those who left too")] = False,
) -> None:
    """Write a .docx and an .xlsx for each deputy: meetings, suggestions, receptions, points, ..."""
    if (who is None) is not everyone:
        refuse(p.WhoOrAll())

    async def do(room: Room) -> int:
        written: set[str] = set()
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
            today = clock.now().astimezone(ZoneInfo(the.timezone)).date()
            years = Years(group=the, first=first or _EARLIEST, last=last or today.year)
            people = await deputies_of(tx, group_id=the.id, name=who)
            if who is not None and not people:
                raise Refusal(p.NoDeputy(name=who))
            for start in range(0, len(people), AT_ONCE):
                found = await archives(tx, years, people[start : start + AT_ONCE])
                for one in found:
                    _write(output, one, written, today)
        return len(written)

    try:
        output.mkdir(parents=True, exist_ok=True)
        deputies = work(context, do)
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(output), problem=problem.strerror or ""))
    say(p.ArchivesWritten(path=str(output), deputies=deputies))


def _write(folder: Path, one: Archive, written: set[str], today: date) -> None:
    name = papers.filename(one.deputy.name, written)
    (folder / f"{name}.docx").write_bytes(papers.document(one, today=today))
    (folder / f"{name}.xlsx").write_bytes(papers.workbook(one))
