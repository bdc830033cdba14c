"""A shared transaction reads and writes for many at once: by few statements, however many."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from models.activities.rules import Way
from models.activities.tables import Attempt
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


async def test_what_is_done_last_is_done_after_everything_else_by_one_statement(
    db: Database,
) -> None:
    done: list[str] = []

    async def many(tx: Transaction, keys: Collection[int]) -> Mapping[int, bool]:
        assert await tx.get(Group, 1) is None
        done.append(f"last: {sorted(keys)}")
        return {}

    async def act(tx: Transaction, number: int) -> None:
        await tx.do_last(many, number % 3)
        await tx.get(Group, number)
        done.append("act")

    async with db.transaction(shared=True) as tx:
        await asyncio.gather(*(act(tx, number) for number in range(MANY)))
    async with db.transaction() as tx:
        await act(tx, 7)

    assert done == ["act"] * MANY + ["last: [0, 1, 2]", "last: [1]", "act"]


async def test_appended_rows_are_one_statement_and_null_where_they_have_no_value(
    db: Database,
) -> None:
    inserts: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        inserts.extend([statement] * statement.startswith("INSERT"))

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    async with db.transaction(shared=True) as tx:
        tx.append(attempt(1, member_id=7))
        tx.append(attempt(2, activity_id=5))
    async with db.reading() as tx:
        rows = (await tx.scalars(select(Attempt).order_by(Attempt.id))).all()

    assert len(inserts) == 1
    assert "code_step" not in inserts[0]
    assert [(row.member_id, row.activity_id, row.code_step) for row in rows] == [
        (7, None, None),
        (None, 5, None),
    ]


def attempt(number: int, **more: int) -> Attempt:
    return Attempt(
        group_id=1, id=number, account_id=3, way=Way.WORD, sent_at=NOW, result="present", **more
    )


async def test_a_failure_is_that_of_all_who_waited_and_of_nobody_after_them(db: Database) -> None:
    async def broken(_tx: Transaction, _keys: Collection[int]) -> Mapping[int, int]:
        raise LookupError("not to be had")

    async with db.transaction(shared=True) as tx:
        first = await asyncio.gather(
            *(tx.load(broken, number) for number in range(3)), return_exceptions=True
        )
        again = await asyncio.gather(tx.load(broken, 1), return_exceptions=True)

    assert [type(one) for one in [*first, *again]] == [LookupError] * 4


async def test_a_row_that_was_read_is_at_hand_without_asking(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=1,
                name="组",
                code="XJP",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=NOW,
            )
        )
    async with db.transaction() as tx:
        before = tx.at_hand(Group, 1)
        read = await tx.get(Group, 1)

        assert before is None
        assert read is not None
        assert tx.at_hand(Group, 1) is read
        assert tx.at_hand(Group, 2) is None
