"""`python -m benchmarks.broadcast`: a broadcast at Telegram's pace, beside answers to check-ins.

The sandbox enforces Telegram's limits (30 a second, one a second to a chat). The same messages
then go through python-telegram-bot's AIORateLimiter, which needs `pip install aiolimiter`.
"""

import argparse
import asyncio
import math
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import telegram
from sqlalchemy import update
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, Application

from benchmarks.figures import Figure, write
from bot.app import opened
from bot.config import Config, DatabaseSection, Http, PacingSection, Privacy, Telegram
from models import clock
from models.activities.tables import Activity
from models.materials import actions, composing
from models.materials.composing import Content
from models.people import keys
from models.people.rules import OPERATOR
from sandbox.world import World
from sandbox.world.world import Call
from tests.faults.driver import KEYS, TOKEN
from tests.faults.place import Place, a_place

MARK = "新代表法要点"
ALLOWED = 25.0  # messages a second over all: what both are told to keep to
PACED = ("sendMessage", "editMessageText")  # the group's card is edited meanwhile, at the same pace


@dataclass(slots=True)
class Watch:
    """Every call the sandbox was asked, with the moment it was asked."""

    world: World
    calls: list[Call] = field(default_factory=list)
    seen: int = 0

    async def run(self) -> None:
        """Collect calls until cancelled: the world itself keeps only the last ones."""
        while True:
            self.look()
            await asyncio.sleep(0.2)

    def look(self) -> None:
        """Take over what is new."""
        new = [one for one in self.world.calls if one.seq > self.seen]
        self.calls += new
        self.seen = new[-1].seq if new else self.seen

    def copies(self) -> list[Call]:
        """Return the accepted calls that carried the broadcast."""
        self.look()
        return [
            one
            for one in self.calls
            if one.status == 200 and MARK in str(one.params.get("text", ""))
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one of the two came to."""

    name: str
    seconds: float
    share: float  # of the allowed rate, answers included
    refused: int  # 429
    lost: int
    doubled: int
    p95: float | None  # seconds from a check-in to its answer

    def line(self) -> str:
        """Return a line of the table."""
        p95 = "–" if self.p95 is None else f"{self.p95:.2f} s"
        return (
            f"| {self.name} | {self.seconds:.1f} s | {self.share:.1%} | {self.refused} "
            f"| {self.lost} | {self.doubled} | {p95} |"
        )

    def figures(self, people: int) -> list[Figure]:
        """Return the same for the one table of everything."""
        found = [("share of 25/s", self.share * 100, "%"), ("429", float(self.refused), "answers")]
        found += [("lost", float(self.lost), ""), ("doubled", float(self.doubled), "")]
        if self.p95 is not None:
            found.append(("answer to a check-in, p95", self.p95, "s"))
        at = f"{self.name}, {people:,} recipients"
        return [Figure(of="broadcast", what=a, at=at, value=b, unit=c) for a, b, c in found]


def count(name: str, watch: Watch, people: list[int], waits: list[float]) -> Row:
    """Sum up what the sandbox has seen."""
    copies = watch.copies()
    times = sorted(one.at for one in copies)
    seconds = times[-1] - times[0]
    within = [
        one
        for one in watch.calls
        if times[0] <= one.at <= times[-1] and one.status == 200 and one.method in PACED
    ]
    got = Counter(int(one.params["chat_id"]) for one in copies)
    p95 = statistics.quantiles(waits, n=20)[18] if len(waits) > 1 else None
    return Row(
        name=name,
        seconds=seconds,
        share=(len(within) - 1) / seconds / ALLOWED,
        refused=sum(one.status == 429 for one in watch.calls),
        lost=sum(not got[each] for each in people),
        doubled=sum(times > 1 for times in got.values()),
        p95=p95,
    )


@asynccontextmanager
async def watched(place: Place) -> AsyncIterator[Watch]:
    """Let the limits hold, and watch what is asked."""
    place.world.limits.enabled = True
    watch = Watch(place.world, seen=place.world.call_count)
    watching = asyncio.create_task(watch.run())  # noqa: TID251  (cancelled four lines below)
    try:
        yield watch
    finally:
        watching.cancel()


async def check_ins(place: Place, watch: Watch, number: int, over: float) -> list[float]:
    """Let deputies check in one after the other; return how long each waited for its answer."""
    asked: dict[int, float] = {}
    for account in place.deputies[:: max(1, len(place.deputies) // number)][:number]:
        asked[account] = place.world.clock.timestamp()
        place.acts.write(account, account, "签到")
        await asyncio.sleep(over / number)
    await asyncio.sleep(3)
    watch.look()
    answered: dict[int, float] = {}
    for one in watch.calls:
        chat = int(one.params.get("chat_id") or 0)
        if chat in asked and one.at >= asked[chat] and "签到成功" in str(one.params.get("text")):
            answered.setdefault(chat, one.at + one.duration)
    return [answered.get(chat, math.inf) - at for chat, at in asked.items()]


async def ours(folder: Path, people: int, number: int) -> Row:
    """Send through the outbox while deputies check in."""
    url = f"sqlite+aiosqlite:///{folder}/broadcast.db"
    async with a_place(url, deputies=people) as place, watched(place) as watch:
        await _begin(place)
        config = Config(
            telegram=Telegram.model_validate({"token": TOKEN, "api_url": place.api}),
            database=DatabaseSection.model_validate({"url": url}),
            pacing=PacingSection(),
            http=Http(listen=""),
            privacy=Privacy(keys_file=KEYS),
        )
        async with opened(config) as app:
            running = asyncio.create_task(app.run())  # noqa: TID251  (cancelled below)
            await asyncio.sleep(2)
            await _confirm(place)
            while not watch.copies():  # noqa: ASYNC110  (nothing rings)
                await asyncio.sleep(0.1)
            waits = await check_ins(place, watch, number, people / ALLOWED * 0.9)
            while len(watch.copies()) < people:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            await asyncio.sleep(2)
            running.cancel()
            await asyncio.wait([running])
        return count("Huiyin", watch, place.deputies, waits)


async def _begin(place: Place) -> None:
    """Let the activity have begun: nobody is invited any more, all are still in time."""
    async with place.db.transaction() as tx:
        await tx.execute(update(Activity).values(starts_at=clock.now() - timedelta(minutes=1)))


async def _confirm(place: Place) -> None:
    now = clock.now()
    async with place.db.transaction() as tx:
        one = await composing.compose(
            tx,
            group_id=place.group_id,
            content=Content(title=MARK, text="代表法修改了哪些？"),
            by=OPERATOR,
            now=now,
        )
        await actions.confirm(tx, group_id=place.group_id, material_id=one.id, by=OPERATOR, now=now)
        one.due_at = now  # without the half minute in which it can be taken back


async def theirs(folder: Path, people: int) -> Row:
    """Send the same through AIORateLimiter, told the same rate, as its documents show."""
    url = f"sqlite+aiosqlite:///{folder}/theirs.db"
    async with a_place(url, deputies=people) as place, watched(place) as watch:
        limiter = AIORateLimiter(overall_max_rate=ALLOWED, overall_time_period=1, max_retries=3)
        application = (
            Application.builder()
            .token(TOKEN)
            .base_url(f"{place.api}/bot")
            .rate_limiter(limiter)
            .build()
        )
        async with application:
            await asyncio.gather(*(_send(application.bot, each) for each in place.deputies))
        return count("AIORateLimiter", watch, place.deputies, [])


async def _send(bot: telegram.Bot, chat_id: int) -> None:
    try:
        await bot.send_message(chat_id, f"{MARK}\n代表法修改了哪些？")
    except RetryAfter:
        return  # given up: counted as lost


async def main() -> None:
    """Measure both, one after the other, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broadcast", description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--check-ins", type=int, default=200)
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="huiyin-broadcast-") as folder:
        keys.use(Path(folder) / "huiyin.keys")
        rows = [
            await ours(Path(folder), asked.people, asked.check_ins),
            await theirs(Path(folder), asked.people),
        ]
    head = "| | took | share of 25/s | 429 | lost | doubled | answer to a check-in, p95 |"
    print(f"{asked.people} recipients, {asked.check_ins} check-ins beside them\n")
    print("\n".join([head, "|---|---|---|---|---|---|---|", *(row.line() for row in rows)]))
    print(f"\n{time.monotonic() - began:.0f} s in all")
    write(asked.json, [one for row in rows for one in row.figures(asked.people)])


if __name__ == "__main__":
    asyncio.run(main())
