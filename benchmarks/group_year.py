"""`python -m benchmarks.group_year`: what a year of one group costs: rows, bytes, CPU.

The whole program lives through the year with a moved clock: 70 deputies, 30 activities announced,
reminded of, checked in to by 56 and closed, 24 study materials, and each deputy asking for points
and dates once a month. A voter's reports are not in it: `benchmarks.growth` weighs those.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.databases import KINDS
from benchmarks.figures import Figure, table, write
from benchmarks.generator import load_generator
from benchmarks.growth.weighing import rows, weights
from bot.app import App, opened
from bot.config import Config, DatabaseSection, Http, Privacy, Telegram
from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind, Scope
from models.materials import actions as materials
from models.materials import composing
from models.materials.composing import Content
from models.people.rules import OPERATOR
from tests.faults.driver import KEYS, NO_PACE, TOKEN
from tests.faults.place import Place, a_place

DEPUTIES, COME, ACTIVITIES, MATERIALS = 70, 56, 30, 24
KEPT = {"updates": 14, "messages": 84}  # days; the rest stays
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Year:
    """A year that goes by."""

    app: App
    place: Place
    number: int = 10_000_000  # of the next update

    async def go_on(self, by: timedelta) -> None:
        """Let time go by, and everything happen that falls due."""
        clock.move(by)
        await self.app.timetable.all_due()
        await self.app.settle()

    async def say(self, accounts: Sequence[int], words: str) -> None:
        """Let people write to the bot, a hundred updates a batch."""
        raws = [self._said(account, words) for account in accounts]
        for start in range(0, len(raws), 100):
            await self.app.intake.receive(raws[start : start + 100])
        await self.app.settle()

    def _said(self, account: int, words: str) -> dict[str, Any]:
        self.number += 1
        message = {
            "message_id": self.number,
            "date": int(clock.now().timestamp()),
            "chat": {"id": account, "type": "private", "first_name": "代表"},
            "from": {"id": account, "is_bot": False, "first_name": "代表"},
            "text": words,
        }
        return {"update_id": self.number, "message": message}

    async def activity(self) -> None:
        """Announce one for in two days, remind, check in, close."""
        starts_at = clock.now() + 2 * DAY
        group_id = self.place.group_id
        async with self.app.db.transaction() as tx:
            one = await activities.create(
                tx,
                group_id=group_id,
                title="视察老旧小区改造和加装电梯情况",
                kind=ActivityKind.INSPECTION,
                scope=Scope.DISTRICT,
                starts_at=starts_at,
                ends_at=starts_at + 2 * HOUR,
                place="街道会议室",
                by=OPERATOR,
                now=clock.now(),
            )
            await activities.announce(
                tx,
                bot_id=self.app.bot.id,
                group_id=group_id,
                activity_id=one.id,
                by=OPERATOR,
                now=clock.now(),
            )
        for step in (DAY, DAY - 2 * HOUR, 2 * HOUR - timedelta(minutes=5)):
            await self.go_on(step)
        await self.say(self.place.deputies[:COME], "签到")
        await self.go_on(2 * HOUR)
        async with self.app.db.transaction() as tx:
            await activities.close(
                tx, group_id=group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
            )
        await self.go_on(HOUR)

    async def material(self) -> None:
        """Send something to study to everybody."""
        async with self.app.db.transaction() as tx:
            one = await composing.compose(
                tx,
                group_id=self.place.group_id,
                content=Content(title="新代表法要点", text="代表法修改了哪些？" * 20),
                by=OPERATOR,
                now=clock.now(),
            )
            await materials.confirm(
                tx,
                group_id=self.place.group_id,
                material_id=one.id,
                by=OPERATOR,
                now=clock.now(),
            )
        await self.go_on(HOUR)


async def live(year: Year, months: int) -> None:
    """Live through some months of it."""
    for month in range(months):
        began = clock.now()
        await year.say(year.place.deputies, "我的积分")
        await year.say(year.place.deputies, "近期活动")
        for _ in range(ACTIVITIES * (month + 1) // 12 - ACTIVITIES * month // 12):
            await year.activity()
        for _ in range(MATERIALS * (month + 1) // 12 - MATERIALS * month // 12):
            await year.material()
        await year.go_on(began + timedelta(days=30.4) - clock.now())


async def measure(kind: str, months: int) -> list[Figure]:
    """Live through it; return what a whole year comes to."""
    async with KINDS[kind]() as fresh:
        with tempfile.TemporaryDirectory(prefix="huiyin-year-") as folder:
            look = await fresh("year", Path(folder))
            try:
                return await _lived(kind, look.url, months)
            finally:
                clock.reset()


async def _lived(kind: str, url: str, months: int) -> list[Figure]:
    async with a_place(url, deputies=DEPUTIES) as place, load_generator(0.0) as generator:
        config = Config(
            telegram=Telegram.model_validate({"token": TOKEN, "api_url": generator.api}),
            database=DatabaseSection.model_validate({"url": url}),
            pacing=NO_PACE,
            http=Http(listen=""),
            privacy=Privacy(keys_file=KEYS),
        )
        async with opened(config) as app:
            year = Year(app, place)
            await app.settle()
            clock.move(timedelta(hours=(26 - clock.now().hour) % 24))  # ten in Shanghai
            before, began = await rows(app.db), time.process_time()
            await live(year, months)
            cpu = time.process_time() - began
            after, heavy = await rows(app.db), await weights(app.db)
    return _figures(kind, months, cpu, (before, after), heavy)


def _figures(
    kind: str,
    months: int,
    cpu: float,
    seen: tuple[dict[str, int], dict[str, int]],
    heavy: dict[str, int],
) -> list[Figure]:
    def figure(what: str, value: float, unit: str) -> Figure:
        return Figure(of="group year", what=what, at=kind, value=value, unit=unit)

    before, after = seen
    each = {
        name: (after[name] - before[name]) * _times(name, months)
        for name in after
        if after[name] > before[name]
    }
    a_row = {name: heavy.get(name, 0) / after[name] for name in each}
    found = [
        figure("CPU of the program", cpu * 12 / months, "s"),
        figure("rows at its end", sum(each.values()), "rows"),
        figure("bytes at its end", sum(each[k] * a_row[k] for k in each) / 1e6, "MB"),
    ]
    for name in sorted(each, key=lambda name: -each[name] * a_row[name])[:10]:
        found.append(figure(f"{name}: rows", each[name], "rows"))
        found.append(figure(f"{name}: a row", a_row[name], "bytes"))
    return found


def _times(table_name: str, months: int) -> float:
    """Return by how much what some months leave behind is less than what a year leaves."""
    kept = KEPT.get(table_name)
    return 12 / months if kept is None else max(kept / (30.4 * months), 1.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.group_year", description=__doc__)
    parser.add_argument("--database", default="postgresql", choices=list(KINDS))
    parser.add_argument("--months", type=int, default=12, help="what fewer leave is multiplied")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    figures = asyncio.run(measure(asked.database, asked.months))
    print(f"{os.cpu_count()} cores\n\n{table(figures)}")
    write(asked.json, figures)


if __name__ == "__main__":
    main()
