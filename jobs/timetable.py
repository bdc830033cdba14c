"""What is looked at, how often. The scheduler only ticks: rows know what is due."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs.archives import make
from jobs.daily import tell_daily
from jobs.retaining import retain
from jobs.sweeps import Find, sweep, sweep_together
from models import clock, tracing
from models.activities import falling_due, photos
from models.archives import running as archives
from models.ballots import telling as balloting
from models.database import Database, Transaction
from models.drafts import actions as drafts
from models.instances import actions as instances
from models.instances import presence
from models.issues import chasing as asking
from models.issues import falling_due as issues
from models.issues import morning, topics
from models.limits import actions as limits
from models.materials import catching_up, handing, offering, series
from models.materials import reminding as reading_reminders
from models.messages import actions as messages
from models.pictures.forgetting import forget_unsent
from models.platforms import chasing
from models.points import recounting, statements
from models.receptions import booking, holes
from models.receptions import falling_due as receptions
from models.receptions import missing as missed_calls
from models.reminders import falling_due as reminding
from models.reminders import inviting, missing
from models.suggestions import falling_due as suggesting
from models.units import falling_due as units
from models.updates import actions as updates

K = TypeVar("K")
log = logging.getLogger(__name__)

IssueWork = Callable[..., Awaitable[bool]]
Tick = Callable[["Timetable", datetime], Awaitable[object]]
_JUST = timedelta(hours=1)  # who was bound before is found by the look at everybody
_KEPT = timedelta(days=14)  # Telegram's numbers may start anew after a week of silence


@dataclass(slots=True)
class Timetable:
    """What a tick needs: the database, the bot's number, this process's name."""

    db: Database
    bot_id: int
    owner: str
    last: dict[str, datetime]
    holds: bool = True  # whether this process does what only one may do at a time
    operators: tuple[int, ...] = ()  # accounts of those who run the program

    async def tick(self, name: str) -> None:
        """Do one line of the table now; a failure is logged and comes again."""
        if not self.holds and name != "beat":
            return
        with tracing.named(f"tick {name}"):
            try:
                await TABLE[name][1](self, clock.now())
                self.last[name] = clock.now()
            except Exception:  # the job's border
                log.exception("the tick %s failed", name)

    async def all_due(self) -> None:
        """Do every line once, in order: after the clock was moved, and in tests."""
        for name in TABLE:
            await self.tick(name)


async def _beat(table: Timetable, now: datetime) -> None:
    async with table.db.transaction() as tx:
        await instances.beat(tx, name=table.owner, now=now)


async def _gone(table: Timetable, now: datetime) -> None:
    async with table.db.transaction() as tx:
        for name in await presence.forget_gone(tx, me=table.owner, now=now):
            log.warning("%s is gone: what it had in hand is free", name)


async def _openings(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[tuple[int, int]]:
        return list(await falling_due.openings(tx, now=at))

    async def work(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await falling_due.note_opening(tx, key, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _endings(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[tuple[int, int]]:
        return list(await falling_due.endings(tx, now=at))

    async def work(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await falling_due.ask_to_close(tx, key, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _venue_photos(table: Timetable, now: datetime) -> int:
    """Let the pictures of rotating codes show the code of now."""

    async def work(tx: Transaction, key: photos.Key, at: datetime) -> bool:
        return await photos.turn(tx, key, now=at)

    return await sweep(table.db, _at(photos.due), work, now=now)


async def _invitations(
    table: Timetable, now: datetime, find: Find[inviting.Key] | None = None
) -> int:
    """Invite who is invited and was not told: bound late, or of another level since."""

    async def late(tx: Transaction, key: inviting.Key, at: datetime) -> bool:
        return await inviting.invite_late(tx, key, bot_id=table.bot_id, now=at)

    found = find or _at(inviting.uninvited)
    return await sweep_together(table.db, found, late, whose=lambda key: key[2], now=now)


async def _just_bound(tx: Transaction, at: datetime) -> Sequence[inviting.Key]:
    return await inviting.uninvited(tx, now=at, bound_since=at - _JUST)


async def _reminders(table: Timetable, now: datetime) -> int:
    """Invite who was just bound, tell what is due, then sum up what came too late."""
    bot_id = table.bot_id

    async def tell(tx: Transaction, key: reminding.Due, at: datetime) -> bool:
        return await reminding.remind(tx, key.row, bot_id=bot_id, now=at)

    async def sum_up(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await missing.sum_up(tx, group_id, bot_id=bot_id, now=at)

    done = await _invitations(table, now, _just_bound)
    told = reminding.AT_ONCE
    while told >= reminding.AT_ONCE:
        told = await sweep_together(table.db, _due, tell, whose=lambda key: key.whose, now=now)
        done += told
    return done + await sweep(table.db, _untold, sum_up, now=now)


async def _due(tx: Transaction, at: datetime) -> Sequence[reminding.Due]:
    return await reminding.due(tx, now=at)


async def _untold(tx: Transaction, at: datetime) -> Sequence[int]:
    return await missing.untold(tx, now=at)


async def _materials(table: Timetable, now: datetime) -> int:
    """Let materials leave whose time has come: a hundred recipients a transaction."""
    bot_id = table.bot_id

    async def begin(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await handing.start(tx, key, bot_id=bot_id, now=at)

    async def hand_over(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await handing.hand_over(tx, key, bot_id=bot_id, now=at)

    async def starting(tx: Transaction, at: datetime) -> Sequence[tuple[int, int]]:
        return await handing.starting(tx, now=at)

    async def going(tx: Transaction, at: datetime) -> Sequence[tuple[int, int]]:
        return await handing.going(tx, now=at)

    async def queued(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await series.send_next(tx, key, now=at)

    async def offer(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await offering.offer(tx, key, now=at)

    done = await sweep(table.db, _series_due, queued, now=now)
    done += await sweep(table.db, _missed_sessions, offer, now=now)
    done += await sweep(table.db, starting, begin, now=now)
    while await sweep(table.db, going, hand_over, now=now):
        done += 1
    return done


async def _series_due(tx: Transaction, at: datetime) -> Sequence[tuple[int, int]]:
    return await series.due(tx, now=at)


async def _missed_sessions(tx: Transaction, at: datetime) -> Sequence[tuple[int, int]]:
    return await offering.missed(tx, now=at)


async def _unread(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> Sequence[tuple[int, int]]:
        return await reading_reminders.due(tx, now=at)

    async def tell(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await reading_reminders.remind(tx, key, bot_id=table.bot_id, now=at)

    async def offer(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await catching_up.offer(tx, key, bot_id=table.bot_id, now=at)

    done = await sweep(table.db, _at(catching_up.due), offer, now=now)
    return done + await sweep(table.db, find, tell, now=now)


async def _receptions(table: Timetable, now: datetime) -> int:
    """Call in who stands by, tell what is due of receptions, then sum up what came too late."""
    bot_id = table.bot_id

    async def fill(tx: Transaction, key: holes.Key, at: datetime) -> bool:
        return await holes.fill(tx, key, bot_id=bot_id, now=at)

    async def tell(tx: Transaction, key: receptions.Key, at: datetime) -> bool:
        return await receptions.make_call(tx, key, bot_id=bot_id, now=at)

    async def remind(tx: Transaction, key: booking.Key, at: datetime) -> bool:
        return await booking.remind(tx, key, bot_id=bot_id, now=at)

    async def sum_up(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await missed_calls.sum_up(tx, group_id, bot_id=bot_id, now=at)

    async def warn(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await holes.warn_of_calendar(tx, group_id, bot_id=bot_id, now=at)

    done = await sweep(table.db, _at(holes.holes), fill, now=now)
    done += await sweep(table.db, _at(receptions.due), tell, now=now)
    done += await sweep(table.db, _at(booking.due), remind, now=now)
    done += await sweep(table.db, _at(missed_calls.untold), sum_up, now=now)
    return done + await sweep(table.db, _at(holes.unwarned), warn, now=now)


def _at(find: Callable[..., Awaitable[Sequence[K]]]) -> Callable[..., Awaitable[Sequence[K]]]:
    """Return a read that is told the moment as sweeps tell it."""

    async def found(tx: Transaction, at: datetime) -> Sequence[K]:
        return await find(tx, now=at)

    return found


async def _statements(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[statements.Key]:
        return list(await statements.due(tx, now=at))

    async def work(tx: Transaction, key: statements.Key, at: datetime) -> bool:
        return await statements.send(tx, key, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _recounts(table: Timetable, now: datetime) -> int:
    """Have ledgers follow rules that were adopted, some entries a transaction, to the last."""

    async def work(tx: Transaction, key: recounting.Key, at: datetime) -> bool:
        return await recounting.go_on(tx, key, now=at)

    done = 0
    while await sweep(table.db, _at(recounting.waiting), work, now=now):
        done += 1
    return done


async def _terms(table: Timetable, now: datetime) -> int:
    """Tell of the terms of suggestions that end."""

    async def find(tx: Transaction, at: datetime) -> list[int]:
        return list(await suggesting.due(tx, now=at))

    async def work(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await suggesting.tell_of_terms(tx, group_id, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _issues(table: Timetable, now: datetime) -> int:
    """Let clocks of issues say how far they have run, ask for ratings, wake what was put off."""
    bot_id, done = table.bot_id, 0
    works: tuple[tuple[Find[issues.Key], IssueWork], ...] = (
        (issues.alarms_at, issues.alarm),
        (issues.unrated_at, issues.ask_to_rate),
        (issues.waking_at, issues.wake),
        (units.alarms_at, units.alarm),
        (asking.due, asking.chase),
    )
    for find, work in works:

        async def do(
            tx: Transaction, key: issues.Key, at: datetime, work: IssueWork = work
        ) -> bool:
            return await work(tx, key, bot_id=bot_id, now=at)

        done += await sweep(table.db, find, do, now=now)
    return done


async def _topics(table: Timetable, now: datetime) -> int:
    async def do(tx: Transaction, key: issues.Key, at: datetime) -> bool:
        return await issues.topic_came(tx, key, bot_id=table.bot_id, now=at)

    return await sweep(table.db, topics.waiting_at, do, now=now)


async def _mornings(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[int]:
        return list(await morning.due(tx, now=at))

    async def work(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await morning.send(tx, group_id, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _archives(table: Timetable, _now: datetime) -> int:
    return await make(table.db, bot_id=table.bot_id)


async def _platforms(table: Timetable, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> Sequence[int]:
        return await chasing.due(tx, now=at)

    async def work(tx: Transaction, group_id: int, at: datetime) -> bool:
        return await chasing.chase(tx, group_id, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _ballots(table: Timetable, now: datetime) -> int:
    """Close the ballots whose time is up."""

    async def find(tx: Transaction, at: datetime) -> list[tuple[int, int]]:
        return await balloting.due(tx, now=at)

    async def work(tx: Transaction, key: tuple[int, int], at: datetime) -> bool:
        return await balloting.time_up(tx, key, bot_id=table.bot_id, now=at)

    return await sweep(table.db, find, work, now=now)


async def _retention(table: Timetable, now: datetime) -> int:
    return await retain(table.db, now=now)


async def _forget(table: Timetable, now: datetime) -> None:
    async with table.db.transaction() as tx:
        await updates.forget(tx, before=now - _KEPT)
        await messages.forget(tx, before=now - 6 * _KEPT)
        await drafts.expire(tx, now=now)
        await archives.forget(tx, now=now)
        await limits.forget(tx, now=now)
        await forget_unsent(tx, now=now)


#: name → every how many seconds, what
TABLE: dict[str, tuple[int, Tick]] = {
    "terms of suggestions": (300, _terms),
    "ballots end": (20, _ballots),
    "beat": (4, _beat),
    "gone": (2, _gone),
    "activities open": (15, _openings),
    "activities end": (20, _endings),
    "venue photos": (2, _venue_photos),  # the old code counts for five seconds more
    "reminders": (20, _reminders),
    "late invitations": (600, _invitations),
    "platforms": (300, _platforms),
    "retention": (3600, _retention),
    "receptions": (30, _receptions),
    "forget": (3600, _forget),
    "issue topics": (5, _topics),
    "issues": (30, _issues),
    "issue mornings": (300, _mornings),
    "materials": (5, _materials),
    "unread materials": (60, _unread),
    "points recounts": (5, _recounts),
    "statements": (600, _statements),
    "daily word": (300, tell_daily),
    "archives": (3, _archives),
}


def scheduler(table: Timetable) -> AsyncIOScheduler:
    """Return a scheduler that ticks every line: late ticks are joined, none is dropped."""
    ticking = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, (seconds, _tick) in TABLE.items():
        ticking.add_job(table.tick, "interval", seconds=seconds, args=[name], id=name)
    return ticking
