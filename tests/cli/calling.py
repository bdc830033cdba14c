"""The command line on a database of its own."""

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli import app

ROSTER = "名单\n姓名,角色,手机,选区\n王桂兰,代表,199 0000 0001,第一选区\n周敏,工作人员,,\n"


@dataclass(frozen=True, slots=True)
class Console:
    """An operator's folder: configuration, keys, database."""

    folder: Path
    api_url: str = "http://127.0.0.1:9"

    @property
    def config(self) -> Path:
        """Return the configuration, written anew."""
        path = self.folder / "config.toml"
        path.write_text(
            f'[telegram]\ntoken = "1000001:TEST"\napi_url = "{self.api_url}"\n'
            f'[database]\nurl = "sqlite+aiosqlite:///{self.folder}/huiyin.db"\n'
            f'[privacy]\nkeys_file = "{self.folder}/huiyin.keys"\n',
            encoding="utf-8",
        )
        return path

    def __call__(self, *words: str, typed: str | None = None) -> Result:
        """Run a command."""
        return CliRunner().invoke(app, ["--config", str(self.config), *words], input=typed)

    async def beside(self, *words: str) -> Result:
        """Run a command in a thread, beside a server of this one."""
        return await asyncio.to_thread(self, *words)

    def ready(self) -> "Console":
        """Upgrade the database and add a group."""
        assert self("db", "upgrade").exit_code == 0
        assert self("groups", "add", "徐家棚街代表组", "--code", "XJP").exit_code == 0
        return self

    def sheet(self, text: str = ROSTER) -> str:
        """Write a roster file and return its path."""
        path = self.folder / "名单.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def rows(self, query: str) -> list[Any]:
        """Return what a query finds."""
        with sqlite3.connect(self.folder / "huiyin.db") as connection:
            found = connection.execute(query).fetchall()
        connection.close()
        return found
