"""huiyin run, demo, doctor: the program itself."""

import asyncio
import contextlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import log, running
from bot.cli import notices as n
from bot.cli.paper_notices import TemplateWrong
from bot.cli.room import configured, refuse, said
from reports.templates import folder as templates

_PORT = 8765  # of the demo's page


def run(
    context: typer.Context,
    *,
    worker: Annotated[
        bool, typer.Option("--worker", help="Beside another one: handle, and serve no address")
    ] = False,
) -> None:
    """Run the bot until it is told to stop."""
    config = configured(context)
    log.begin(config)
    if not config.telegram.token.get_secret_value():
        refuse(n.TokenMissing())
    _require_templates()
    with said():
        _loop(running.run(config, worker=worker))


def _require_templates() -> None:
    """Stop at a template that no paper could be made of, and name its fields."""
    for path, one in templates.problems().items():
        wrong = TemplateWrong(
            path=str(path),
            unknown=tuple(one.unknown),
            missing=tuple(one.missing),
            broken=one.broken,
        )
        refuse(wrong)


def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page")] = _PORT,
    *,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser")] = True,
) -> None:
    """Try the bot in a browser: no token, no server, nothing to set up."""
    from bot.demo import show  # noqa: PLC0415  (the sandbox is not to slow down `run`)

    log.begin_quietly()
    _loop(show.show(port=port, browser=browser))


def doctor(context: typer.Context) -> None:
    """Say in plain words what is wrong, and what to do about it."""
    from bot import doctor as doctors  # noqa: PLC0415  (as above)

    named: Path | None = context.find_root().obj
    with said():
        findings = asyncio.run(doctors.examine(configured(context), named))
    for one in findings:
        typer.echo(f"{one.verdict.value} {one.zh}\n  {one.en}")
    if not all(one.ok for one in findings):
        raise typer.Exit(1)


def _loop(work: Coroutine[Any, Any, None]) -> None:
    """Run on the faster loop where there is one."""
    with contextlib.suppress(KeyboardInterrupt):
        try:
            import uvloop  # noqa: PLC0415  (not there on every system)
        except ImportError:
            asyncio.run(work)
        else:
            uvloop.run(work)
