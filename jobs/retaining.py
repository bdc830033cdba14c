"""Deletes what is kept no longer: contact data, pictures, audit; what was only passed on."""

from datetime import datetime, timedelta

from jobs.sweeps import sweep_due
from models.archives import running as archives
from models.database import Database
from models.drafts import actions as drafts
from models.limits import actions as limits
from models.messages import actions as messages
from models.pictures.forgetting import forget_unsent
from models.privacy import retention
from models.updates import actions as updates

_KEPT = timedelta(days=14)  # Telegram's numbers may start anew after a week of silence


async def retain(db: Database, *, now: datetime) -> int:
    """Delete everything whose time is over; return how many reports and rows that were."""
    done = 0
    while some := await _contacts(db, now) + await _files(db, now):
        done += some
    async with db.transaction() as tx:
        return done + await retention.forget_audit(tx, now=now)


async def _contacts(db: Database, now: datetime) -> int:
    return await sweep_due(db, retention.contacts_due, retention.forget_contact, now=now)


async def _files(db: Database, now: datetime) -> int:
    return await sweep_due(db, retention.files_due, retention.forget_files, now=now)


async def forget(db: Database, *, now: datetime) -> None:
    """Forget what is done with: old updates and messages, drafts and papers nobody goes on with."""
    async with db.transaction() as tx:
        await updates.forget(tx, before=now - _KEPT)
        await messages.forget(tx, before=now - 6 * _KEPT)
        await drafts.expire(tx, now=now)
        await archives.forget(tx, now=now)
        await limits.forget(tx, now=now)
        await forget_unsent(tx, now=now)
