"""Makes the archives of whole groups, some deputies at a time, beside everything else."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models import clock
from models.archives import running
from models.archives.entries import Archive
from models.archives.reading import Years, archives
from models.archives.running import Key
from models.database import Database
from models.groups.queries import groups
from models.people.queries import members
from reports.archives import papers
from reports.templates.filling import TemplateFault

log = logging.getLogger(__name__)

Made = dict[int, tuple[bytes, bytes]]


async def make(db: Database, *, bot_id: int) -> int:
    """Go on with every archive that was ordered; return for how many deputies papers were made."""
    done = 0
    async with db.reading() as tx:
        keys = await running.waiting(tx)
    for key in keys:
        while made := await _some(db, key, bot_id=bot_id):
            done += made
    return done


async def _some(db: Database, key: Key, *, bot_id: int) -> int:
    """Make the papers of the next deputies; nobody is left, or it cannot be done: 0."""
    try:
        found, today = await _read(db, key)
        made = await asyncio.to_thread(_papers, found, today)
    except TemplateFault as fault:
        log.warning("an archive cannot be made: %s", fault)
        async with db.transaction() as tx:
            await running.stop(tx, key, str(fault), bot_id=bot_id, now=clock.now())
        return 0
    async with db.transaction() as tx:
        await running.save(tx, key, made, bot_id=bot_id, now=clock.now())
    return len(made)


async def _read(db: Database, key: Key) -> tuple[Sequence[Archive], date]:
    async with db.reading() as tx:
        run = await running.run_of(tx, key)
        group = await tx.load(groups, key[0])
        numbers = await running.to_make(tx, key)
        if run is None or group is None:
            return (), date.min
        people = await members(tx, [(key[0], number) for number in numbers])
        years = Years(group=group, first=run.first, last=run.last)
        wanted = [people[key[0], number] for number in numbers]
        found = await archives(tx, years, wanted)
        return found, _today(clock.now(), group.timezone)


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _papers(found: Sequence[Archive], today: date) -> Made:
    return {
        one.deputy.member_id: (papers.document(one, today=today), papers.workbook(one))
        for one in found
    }
