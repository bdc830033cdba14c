"""The verbs of the command line, each loaded when it is asked for: `run` waits for no other."""

import functools
import importlib
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

#: verb → where it is: a Typer with verbs of its own, or a function
VERBS = {
    "run": "bot.cli.running:run",
    "demo": "bot.cli.running:demo",
    "doctor": "bot.cli.running:doctor",
    "db": "bot.cli.database:app",
    "groups": "bot.cli.groups:app",
    "roster": "bot.cli.people:roster",
    "invite": "bot.cli.people:invite",
    "activities": "bot.cli.activities:app",
    "export": "bot.cli.export:app",
    "materials": "bot.cli.materials:app",
    "points": "bot.cli.points:app",
    "receptions": "bot.cli.receptions:app",
    "stations": "bot.cli.stations:app",
    "units": "bot.cli.units:units",
    "director": "bot.cli.units:director",
    "backup": "bot.cli.backups:backup",
    "restore": "bot.cli.backups:restore",
    "keys": "bot.cli.keys:app",
    "suggestions": "bot.cli.suggestions:app",
    "platform": "bot.cli.platform:app",
    "open311": "bot.cli.open311:app",
    "retention": "bot.cli.retention:retention",
    "hold": "bot.cli.retention:hold",
    "statement": "bot.cli.statement:statement",
    "archive": "bot.cli.archive:archive",
    "report": "bot.cli.report:app",
    "templates": "bot.cli.templates:app",
}


class Verbs(TyperGroup):
    """A group of commands that imports one when it is called, and all of them for --help."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  (a context of typer's own click)
        """Return every verb, in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Return a verb, ready to be called; None if there is no such verb."""
        return _loaded(cmd_name) if cmd_name in VERBS else None


@functools.cache
def _loaded(name: str) -> Any:  # noqa: ANN401  (a command of the click that typer brings)
    module, _, attribute = VERBS[name].partition(":")
    found: Any = getattr(importlib.import_module(module), attribute)
    if isinstance(found, typer.Typer):
        command: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        command = get_command(alone)
    command.name = name
    return command
