"""The command line beside a town: its configuration as a file, and one call."""

import asyncio
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.town import TOKEN, Town


async def call(town: Town, folder: Path, *words: str, api: str = "") -> Result:
    """Run huiyin with these words against the town's database."""
    config = folder / "config.toml"
    config.write_text(
        f'[telegram]\ntoken = "{TOKEN}"\n'
        + (f'api_url = "{api}"\n' if api else "")
        + f'[database]\nurl = "{town.app.config.database.url.get_secret_value()}"\n'
        f'[privacy]\nkeys_file = "{folder}/huiyin.keys"\n',
        "utf-8",
    )
    line = ["--config", str(config), *words]
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, line))
