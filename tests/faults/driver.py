"""Runs the bot as it is run by an operator, in a process that a test may kill.

    python -m tests.faults.driver DATABASE_URL API_URL [--hasty] [--paced] [--worker]

`--hasty` takes a silent process for gone after three seconds, so that a test need not wait for
fifteen. `--paced` keeps to Telegram's pace; without it everything leaves at once. A `--worker`
works beside another one.
"""

import asyncio
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import uvloop

from bot import log, running
from bot.config import Config, DatabaseSection, Http, PacingSection, Telegram
from jobs import timetable
from models.instances import queries

TOKEN = "1000001:TEST"
#: The key file of a test and of the bots it starts.
KEYS = Path(tempfile.gettempdir()) / f"huiyin-faults-{os.getpid()}.keys"


NO_PACE = PacingSection(per_second=0, per_chat_per_second=0, per_group_per_minute=0)


def config(url: str, api: str, *, paced: bool) -> Config:
    """Return the configuration of a load test, without HTTP of its own."""
    return Config(
        telegram=Telegram.model_validate({"token": TOKEN, "api_url": api}),
        database=DatabaseSection.model_validate({"url": url}),
        pacing=PacingSection() if paced else NO_PACE,
        http=Http(listen=""),
    )


def main() -> None:
    """Run until killed or told to stop."""
    url, api, *flags = sys.argv[1:]
    if "--hasty" in flags:
        vars(queries)["GONE_AFTER"] = timedelta(seconds=3)
        timetable.TABLE["beat"] = (1, timetable.TABLE["beat"][1])
    settings = config(url, api, paced="--paced" in flags)
    log.begin(settings)
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(running.run(settings, worker="--worker" in flags))


if __name__ == "__main__":
    main()
