"""A shared transaction reads and writes for many at once: by few statements, however many."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime

import pytest

from models.database import Database, Transaction
from models.groups.tables import Group
from models.messages.actions import Recipient, post_once
from models.people.notices import Hello
from tests.databases import upgraded

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MANY = 20


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    await upgraded(database_url)
    async with Database(database_url) as opened:
        yield opened


async def test_what_several_ask_for_after_statements_of_their_own_is_read_at_once(
    db: Database,
) -> None:
    read: list[int] = []

    async def many(_tx: Transaction, keys: Collection[int]) -> Mapping[int, int]:
        read.append(len(keys))
        return {key: key * key for key in keys}

    async def ask(tx: Transaction, number: int) -> int | None:
        await tx.get(Group, number)  # one after the other, so they come to the next line dripping
        return await tx.load(many, number)

    async with db.transaction(shared=True) as tx:
        found = await asyncio.gather(*(ask(tx, number) for number in range(1, MANY + 1)))

    assert found == [number * number for number in range(1, MANY + 1)]
    assert read == [MANY]


async def test_what_is_said_twice_to_one_chat_in_one_transaction_is_said_once(
    db: Database,
) -> None:
    async def say(tx: Transaction, chat_id: int, about: str) -> bool:
        to = Recipient(chat_id=chat_id, locale="zh-CN", zone="Asia/Shanghai")
        return await post_once(
            tx, bot_id=1, to=to, notice=Hello(group_name=None), about=about, now=NOW
        )

    async with db.transaction(shared=True) as tx:
        new = await asyncio.gather(
            say(tx, 7, "a"), say(tx, 7, "a"), say(tx, 7, "b"), say(tx, 8, "a")
        )
        left = {(one.chat_id, one.about) for one in tx.posted}
    async with db.transaction() as tx:
        later = await say(tx, 7, "a")

    assert list(new) == [True, False, True, True]
    assert left == {(7, "a"), (7, "b"), (8, "a")}
    assert not later
