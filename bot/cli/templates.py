"""huiyin templates: the papers' letterhead and wording, to be edited by the office."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli import paper_notices as p
from bot.cli.room import complain, configured, refuse, say
from reports.templates import folder

app = typer.Typer(help="The papers' letterhead and wording.", no_args_is_help=True)


@app.callback()
def templates() -> None:
    """Templates of papers."""


@app.command()
def export(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Argument(help="Folder; without it, the one of the configuration")
    ] = None,
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Write over what is there")] = False,
) -> None:
    """Write the templates of the house as .docx, to be edited in the office's own program."""
    where = output or configured(context).templates.folder
    try:
        written = folder.export(where, anew=anew)
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(where), problem=problem.strerror or ""))
    say(p.TemplatesExported(path=str(where), written=tuple(path.name for path in written)))


@app.command()
def check(context: typer.Context) -> None:
    """Name each field in the office's templates that no paper has, and each that is missing."""
    where = configured(context).templates.folder
    problems = folder.problems()
    for path, one in problems.items():
        complain(
            p.TemplateWrong(
                path=str(path),
                unknown=tuple(one.unknown),
                missing=tuple(one.missing),
                broken=one.broken,
            )
        )
    if problems:
        raise typer.Exit(1)
    say(p.TemplateWell(path=str(where), checked=len(folder.kept())))
