"""Goes through what is due: one transaction each, looked at again before anything is done."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from models.database import Database, Transaction
from models.outages import is_unavailable

log = logging.getLogger(__name__)

_WAVE = 64  # items in one shared transaction

Key = TypeVar("Key")
Find = Callable[[Transaction, datetime], Awaitable[Sequence[Key]]]
Work = Callable[[Transaction, Key, datetime], Awaitable[bool]]


async def sweep(db: Database, find: Find[Key], work: Work[Key], *, now: datetime) -> int:
    """Do one kind of work for everything that is due; return for how many it was done.

    One that fails stops no other: it is logged and comes again with the next tick.
    """
    done = 0
    async with db.reading() as tx:
        keys = await find(tx, now)
    for key in keys:
        try:
            async with db.transaction() as tx:
                done += await work(tx, key, now)
        except Exception as problem:  # the item's border
            if is_unavailable(problem):
                log.warning("the database is away; the rest waits for the next tick")
                break
            log.exception("%s failed for %s", getattr(work, "__name__", work), key)
    return done


async def sweep_due(
    db: Database,
    find: Callable[..., Awaitable[Sequence[Key]]],
    work: Callable[..., Awaitable[bool]],
    *,
    now: datetime,
    **facts: int,
) -> int:
    """Sweep by a read and an act that are told the moment as `now`, the act these facts too."""

    @functools.wraps(work)  # its name, for the log
    async def do(tx: Transaction, key: Key, at: datetime) -> bool:
        return await work(tx, key, now=at, **facts)

    return await sweep(db, moment_told(find), do, now=now)


def moment_told(find: Callable[..., Awaitable[Sequence[Key]]]) -> Find[Key]:
    """Return a read that is told the moment as sweeps tell it."""

    async def found(tx: Transaction, at: datetime) -> Sequence[Key]:
        return await find(tx, now=at)

    return found


async def sweep_together(
    db: Database,
    find: Find[Key],
    work: Work[Key],
    *,
    whose: Callable[[Key], Hashable],
    now: datetime,
) -> int:
    """Sweep where `work` may share a transaction with others: many are read and written at once.

    What belongs to one (`whose`) is never in one wave: each sees what the one before has left.
    Of a wave in which one fails each is done alone, as `sweep` does it.
    """
    done = 0
    async with db.reading() as tx:
        keys = await find(tx, now)
    for wave in _waves(keys, whose):
        try:
            async with db.transaction(shared=True) as tx:
                done += sum(await _all_of(tx, wave, work, now))
        except Exception as problem:  # noqa: BLE001  (one by one it will show whose it is)
            log.debug("a wave is taken apart: %s", type(problem).__name__)
            done += await sweep(db, _these(wave), work, now=now)
    return done


def _waves(keys: Sequence[Key], whose: Callable[[Key], Hashable]) -> Iterator[list[Key]]:
    """Deal keys out in their order, so that no wave has two of one owner's."""
    waves: list[list[Key]] = []
    next_of: dict[Hashable, int] = {}
    first = 0  # waves before it are full
    for key in keys:
        at = max(next_of.get(whose(key), 0), first)
        while at < len(waves) and len(waves[at]) >= _WAVE:
            at += 1
        if at == len(waves):
            waves.append([])
        waves[at].append(key)
        next_of[whose(key)] = at + 1
        while first < len(waves) and len(waves[first]) >= _WAVE:
            first += 1
    yield from waves


async def _all_of(
    tx: Transaction, keys: Sequence[Key], work: Work[Key], now: datetime
) -> list[bool]:
    found = await asyncio.gather(*(work(tx, key, now) for key in keys), return_exceptions=True)
    for outcome in found:
        if isinstance(outcome, BaseException):
            raise outcome
    return [outcome for outcome in found if isinstance(outcome, bool)]


def _these(keys: Sequence[Key]) -> Find[Key]:
    async def find(_tx: Transaction, _at: datetime) -> Sequence[Key]:
        return keys

    return find
