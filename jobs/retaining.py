"""Deletes what is kept no longer: contact data, pictures, audit; once a day."""

from datetime import datetime

from jobs.sweeps import sweep
from models.database import Database, Transaction
from models.privacy import retention
from models.privacy.retention import Key


async def retain(db: Database, *, now: datetime) -> int:
    """Delete everything whose time is over; return how many reports and rows that were."""
    done = 0
    while some := await _contacts(db, now) + await _files(db, now):
        done += some
    async with db.transaction() as tx:
        return done + await retention.forget_audit(tx, now=now)


async def _contacts(db: Database, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[Key]:
        return list(await retention.contacts_due(tx, now=at))

    async def work(tx: Transaction, key: Key, at: datetime) -> bool:
        return await retention.forget_contact(tx, key, now=at)

    return await sweep(db, find, work, now=now)


async def _files(db: Database, now: datetime) -> int:
    async def find(tx: Transaction, at: datetime) -> list[Key]:
        return list(await retention.files_due(tx, now=at))

    async def work(tx: Transaction, key: Key, at: datetime) -> bool:
        return await retention.forget_files(tx, key, now=at)

    return await sweep(db, find, work, now=now)
