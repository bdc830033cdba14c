"""Runs the bot as it is run by an operator, in a process that a test may kill.

    python -m tests.faults.driver DATABASE_URL API_URL [--hasty] [--paced] [--debug]
                                  [--ahead SECONDS] [--http PORT] [--webhook PORT] [--worker]
                                  [--journal MODE]

`--hasty` takes a silent process for gone after three seconds, and looks every second what falls
due, so that a test need not wait for fifteen, or for half a minute. `--paced` keeps to Telegram's
pace; without it everything leaves at once. `--ahead` lets the process live so many seconds later
than the clock on the wall. What a test gives as `HUIYIN_…` in the environment holds. A `--worker`
works beside another one. `--journal` has SQLite write that way, whichever version is linked.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import uvloop

from bot import log, running
from bot.config import Config, ConfigProblem, DatabaseSection, Http, Log, PacingSection, Telegram
from jobs import timetable
from models import clock, engines
from models.instances import queries

TOKEN = "1000001:TEST"
SECRET = "a-canary-of-forty-characters-for-webhooks"
#: The key file of a test and of the bots it starts.
KEYS = Path(tempfile.gettempdir()) / f"huiyin-faults-{os.getpid()}.keys"


NO_PACE = PacingSection(per_second=0, per_chat_per_second=0, per_group_per_minute=0)


def flags() -> argparse.Namespace:
    """Return what a test asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("api")
    for name in ("--hasty", "--paced", "--debug", "--worker"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("--journal", choices=("TRUNCATE", "WAL"))
    parser.add_argument("--ahead", type=float, default=0.0)
    parser.add_argument("--http", type=int, default=0)
    parser.add_argument("--webhook", type=int, default=0)
    return parser.parse_args()


def config(asked: argparse.Namespace) -> Config:
    """Return the configuration of a load test."""
    telegram: dict[str, object] = {
        "token": TOKEN,
        "api_url": asked.api,
        "webhook_secret": SECRET,
    }
    if asked.webhook:
        telegram |= {
            "mode": "webhook",
            "webhook_url": f"http://127.0.0.1:{asked.webhook}/hook",
            "webhook_listen": f"127.0.0.1:{asked.webhook}",
        }
    return Config(
        telegram=Telegram.model_validate(telegram),
        database=DatabaseSection.model_validate({"url": asked.url}),
        pacing=PacingSection() if asked.paced else NO_PACE,
        http=Http(listen=f"127.0.0.1:{asked.http}" if asked.http else ""),
        log=Log(level="DEBUG" if asked.debug else "INFO"),
    )


def main() -> None:
    """Run until killed or told to stop."""
    asked = flags()
    if asked.hasty:
        vars(queries)["GONE_AFTER"] = timedelta(seconds=3)
        for name in ("beat", "reminders", "receptions"):
            timetable.TABLE[name] = (1, timetable.TABLE[name][1])
    if asked.journal:
        vars(engines)["journal_mode"] = lambda: asked.journal
    clock.move(timedelta(seconds=asked.ahead))
    settings = config(asked)
    log.begin(settings)
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    try:
        asyncio.run(running.run(settings, worker=asked.worker))
    except ConfigProblem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
