"""Who takes part, and what each needs before it can run. Adapt our own entrant here only."""

import csv
import importlib.metadata
import importlib.util
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.burst import FIRST_DEPUTY, GROUP_ID, STAFF_CHAT_ID, TOKEN, Way
from benchmarks.processes import run

HUIYIN = (sys.executable, "-c", "from bot.cli import main; main()", "--config", "config.toml")
WITHIN = 120.0  # seconds for each command that prepares


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What an entrant is given for one run."""

    folder: Path
    api: str
    database: str
    n: int
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One bot. `counts` are statements that must all give N when everybody has checked in."""

    name: str
    missing: Callable[[], str | None]  # why it cannot take part here
    prepare: Callable[[Field], Awaitable[list[str]]]  # returns the command that runs it
    table: str  # whose rows are the check-ins
    counts: Mapping[str, str]
    answer_has: str = "分"  # every answer names the points
    shows_card: bool = False  # sends a card with the button before the burst
    processes: int = 1  # beyond the first, workers: on PostgreSQL alone


def _counts(attendance: str, points: str) -> dict[str, str]:
    who = f"SELECT count(*) FROM (SELECT DISTINCT member_id FROM {attendance}) AS who"  # noqa: S608 - our own names
    return {
        "attendance rows": f"SELECT count(*) FROM {attendance}",  # noqa: S608 - our own names
        "deputies with one": who,
        "points rows": f"SELECT count(*) FROM {points}",  # noqa: S608 - our own names
    }


def _needs(package: str) -> Callable[[], str | None]:
    def missing() -> str | None:
        return None if importlib.util.find_spec(package) else "not installed"

    return missing


def _peer(module: str) -> Callable[[Field], Awaitable[list[str]]]:
    async def prepare(field: Field) -> list[str]:
        asked = ("--api", field.api, "--token", TOKEN, "--database", field.database)
        return [sys.executable, "-m", f"benchmarks.peers.{module}", *asked, "--way", field.way]

    return prepare


# ---------------------------------------------------------------------------------------- ours


def _is_written() -> str | None:
    return None if importlib.util.find_spec("bot.cli") else "not installed"


async def _prepare_ours(field: Field) -> list[str]:
    (field.folder / "config.toml").write_text(_config(field), encoding="utf-8")
    _write(field.folder / "roster.csv", ("姓名", "角色", "手机", "Telegram ID"), _roster(field.n))
    plan = ("标题", "类型", "范围", "开始", "结束", "地点")
    _write(field.folder / "plan.csv", plan, [_activity()])
    chats = ("--chat", str(GROUP_ID), "--staff-chat", str(STAFF_CHAT_ID))
    for verb in (
        ("db", "upgrade"),
        ("groups", "add", "代表群", "--code", "XJP", "--timezone", noon_zone(), *chats),
        ("roster", "import", "roster.csv", "--group", "XJP", "--yes"),
        ("activities", "import", "plan.csv", "--group", "XJP", "--yes", "--announce"),
    ):
        await run([*HUIYIN, *verb], folder=field.folder, within=WITHIN)
    return [*HUIYIN, "run"]


def _config(field: Field) -> str:
    return f"""\
[telegram]
token = "{TOKEN}"
api_url = "{field.api}"
mode = "polling"

[database]
url = "{field.database}"

[http]
listen = "127.0.0.1:{_free_port()}"

[pacing]
per_second = 0
per_chat_per_second = 0
per_group_per_minute = 0
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _roster(n: int) -> list[tuple[str, ...]]:
    return [(f"代表{i + 1:05}", "代表", "", str(FIRST_DEPUTY + i)) for i in range(n)]


def _hours_to_noon() -> int:
    return 12 - time.gmtime().tm_hour


def noon_zone() -> str:
    """Return a zone where it is about noon, so that no quiet hour holds the card back."""
    return f"Etc/GMT{-_hours_to_noon():+}"  # the sign of these names is turned round


def _activity() -> tuple[str, ...]:
    """Return an activity that has just begun: nobody is invited any more, all are still in time."""
    here = datetime.fromtimestamp(time.time(), UTC) + timedelta(hours=_hours_to_noon())
    start, end = here - timedelta(minutes=1), here + timedelta(hours=2)
    written = "%Y-%m-%d %H:%M"
    return "集中学习", "集中学习", "区", f"{start:{written}}", f"{end:{written}}", "街道会议室"


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


_OURS = Entrant(
    name="huiyin",
    missing=_is_written,
    prepare=_prepare_ours,
    table="attendances",
    counts=_counts("attendances", "ledger_lines"),
    shows_card=True,
)
ENTRANTS = {
    "ptb": Entrant(
        name="bare python-telegram-bot",
        missing=_needs("telegram"),
        prepare=_peer("bare_ptb"),
        table="attendance",
        counts=_counts("attendance", "points"),
    ),
    "aiogram": Entrant(
        name="bare aiogram",
        missing=_needs("aiogram"),
        prepare=_peer("bare_aiogram"),
        table="attendance",
        counts=_counts("attendance", "points"),
    ),
    "ours": _OURS,
    "pair": replace(_OURS, name="huiyin, two processes", processes=2),
}


def versions() -> str:
    """Return the versions of what decides the figures."""
    packages = ("python-telegram-bot", "aiogram", "SQLAlchemy", "aiosqlite", "asyncpg", "aiohttp")
    found = []
    for package in (*packages, "uvloop"):
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)
