"""What is looked at, how often. The scheduler only ticks: rows know what is due."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs.archives import make
from jobs.daily import tell_daily
from jobs.retaining import forget, retain
from jobs.sweeps import Find, moment_told, sweep, sweep_due, sweep_together
from models import clock, tracing
from models.activities import falling_due, photos
from models.ballots import telling as balloting
from models.database import Database, Transaction
from models.instances import actions as instances
from models.instances import presence
from models.issues import chasing as asking
from models.issues import falling_due as issues
from models.issues import morning, topics
from models.materials import catching_up, handing, offering, series
from models.materials import reminding as reading_reminders
from models.outages import is_unavailable, said_of
from models.people import keys
from models.platforms import chasing
from models.points import recounting, statements
from models.receptions import booking, holes
from models.receptions import falling_due as receptions
from models.receptions import missing as missed_calls
from models.reminders import falling_due as reminding
from models.reminders import inviting, missing
from models.suggestions import falling_due as suggesting
from models.units import falling_due as units

log = logging.getLogger(__name__)

IssueWork = Callable[..., Awaitable[bool]]
Tick = Callable[["Timetable", datetime], Awaitable[object]]
_SLOW = 5  # seconds: what ticks more often has to keep its time
_JUST = timedelta(hours=1)  # who was bound before is found by the look at everybody


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
            except Exception as problem:  # the job's border
                if is_unavailable(problem):  # comes again and again; its traceback tells nothing
                    log.warning("the tick %s failed: %s", name, said_of(problem))
                else:
                    log.exception("the tick %s failed", name)

    async def all_due(self) -> None:
        """Do every line once, in order: after the clock was moved, and in tests."""
        for name in TABLE:
            await self.tick(name)


async def _beat(table: Timetable, now: datetime) -> None:
    keys.look()
    async with table.db.transaction() as tx:
        await instances.beat(tx, name=table.owner, now=now)


async def _gone(table: Timetable, now: datetime) -> None:
    async with table.db.transaction() as tx:
        for name in await presence.forget_gone(tx, me=table.owner, now=now):
            log.warning("%s is gone: what it had in hand is free", name)


async def _openings(table: Timetable, now: datetime) -> int:
    note = falling_due.note_opening
    return await sweep_due(table.db, falling_due.openings, note, now=now, bot_id=table.bot_id)


async def _endings(table: Timetable, now: datetime) -> int:
    ask = falling_due.ask_to_close
    return await sweep_due(table.db, falling_due.endings, ask, now=now, bot_id=table.bot_id)


async def _venue_photos(table: Timetable, now: datetime) -> int:
    """Let the pictures of rotating codes show the code of now."""
    return await sweep_due(table.db, photos.due, photos.turn, now=now)


async def _invitations(
    table: Timetable, now: datetime, find: Find[inviting.Key] | None = None
) -> int:
    """Invite who is invited and was not told: bound late, or of another level since."""

    async def late(tx: Transaction, key: inviting.Key, at: datetime) -> bool:
        return await inviting.invite_late(tx, key, bot_id=table.bot_id, now=at)

    found = find or moment_told(inviting.uninvited)
    return await sweep_together(table.db, found, late, whose=lambda key: key[2], now=now)


async def _just_bound(tx: Transaction, at: datetime) -> Sequence[inviting.Key]:
    return await inviting.uninvited(tx, now=at, bound_since=at - _JUST)


async def _reminders(table: Timetable, now: datetime) -> int:
    """Invite who was just bound, tell what is due, then sum up what came too late."""
    bot_id = table.bot_id

    async def tell(tx: Transaction, key: reminding.Due, at: datetime) -> bool:
        return await reminding.remind(tx, key.row, bot_id=bot_id, now=at)

    done = await _invitations(table, now, _just_bound)
    due, told = moment_told(reminding.due), reminding.AT_ONCE
    while told >= reminding.AT_ONCE:
        told = await sweep_together(table.db, due, tell, whose=lambda key: key.whose, now=now)
        done += told
    return done + await sweep_due(table.db, missing.untold, missing.sum_up, now=now, bot_id=bot_id)


async def _materials(table: Timetable, now: datetime) -> int:
    """Let materials leave whose time has come: a hundred recipients a transaction."""
    bot_id = table.bot_id
    done = await sweep_due(table.db, series.due, series.send_next, now=now)
    done += await sweep_due(table.db, offering.missed, offering.offer, now=now)
    done += await sweep_due(table.db, handing.starting, handing.start, now=now, bot_id=bot_id)
    while await sweep_due(table.db, handing.going, handing.hand_over, now=now, bot_id=bot_id):
        done += 1
    return done


async def _unread(table: Timetable, now: datetime) -> int:
    bot_id, unread = table.bot_id, reading_reminders
    done = await sweep_due(table.db, catching_up.due, catching_up.offer, now=now, bot_id=bot_id)
    return done + await sweep_due(table.db, unread.due, unread.remind, now=now, bot_id=bot_id)


async def _receptions(table: Timetable, now: datetime) -> int:
    """Call in who stands by, tell what is due of receptions, then sum up what came too late."""
    bot_id = table.bot_id
    done = await sweep_due(table.db, holes.holes, holes.fill, now=now, bot_id=bot_id)
    done += await sweep_due(table.db, receptions.due, receptions.make_call, now=now, bot_id=bot_id)
    done += await sweep_due(table.db, booking.due, booking.remind, now=now, bot_id=bot_id)
    done += await sweep_due(
        table.db, missed_calls.untold, missed_calls.sum_up, now=now, bot_id=bot_id
    )
    return done + await sweep_due(
        table.db, holes.unwarned, holes.warn_of_calendar, now=now, bot_id=bot_id
    )


async def _statements(table: Timetable, now: datetime) -> int:
    return await sweep_due(table.db, statements.due, statements.send, now=now, bot_id=table.bot_id)


async def _recounts(table: Timetable, now: datetime) -> int:
    """Have ledgers follow rules that were adopted, some entries a transaction, to the last."""
    done = 0
    while await sweep_due(table.db, recounting.waiting, recounting.go_on, now=now):
        done += 1
    return done


async def _terms(table: Timetable, now: datetime) -> int:
    """Tell of the terms of suggestions that end."""
    tell = suggesting.tell_of_terms
    return await sweep_due(table.db, suggesting.due, tell, now=now, bot_id=table.bot_id)


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
    return await sweep_due(table.db, morning.due, morning.send, now=now, bot_id=table.bot_id)


async def _archives(table: Timetable, _now: datetime) -> int:
    return await make(table.db, bot_id=table.bot_id)


async def _platforms(table: Timetable, now: datetime) -> int:
    return await sweep_due(table.db, chasing.due, chasing.chase, now=now, bot_id=table.bot_id)


async def _ballots(table: Timetable, now: datetime) -> int:
    """Close the ballots whose time is up."""
    return await sweep_due(table.db, balloting.due, balloting.time_up, now=now, bot_id=table.bot_id)


async def _retention(table: Timetable, now: datetime) -> int:
    return await retain(table.db, now=now)


async def _forget(table: Timetable, now: datetime) -> None:
    await forget(table.db, now=now)


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
    """Return a scheduler that ticks every line: late ticks are joined, none is dropped.

    Slow lines come up to a quarter of their time sooner or later: all at one moment they would hold
    up whoever writes just then.
    """
    ticking = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, (seconds, _tick) in TABLE.items():
        spread = seconds // 4 if seconds >= _SLOW else None
        ticking.add_job(
            table.tick, "interval", seconds=seconds, jitter=spread, args=[name], id=name
        )
    return ticking
