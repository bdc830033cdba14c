"""The command line: everything an operator can do without a chat. One file per noun."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.verbs import Verbs

app = typer.Typer(
    name="huiyin",
    cls=Verbs,
    help="回音 Huiyin: a Telegram bot for groups of elected deputies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they would hold secrets
)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Configuration file [default: config.toml, if there is one]"),
    ] = None,
) -> None:
    """Keep what holds for every command."""
    context.obj = config


def main() -> None:
    """Run the command line."""
    # What a start makes stays: looking through it for garbage again and again only costs time.
    gc.set_threshold(50_000, 20, 20)
    app()
