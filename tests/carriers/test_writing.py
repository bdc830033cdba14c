"""Many rows by one statement: what is written is what was given, on both databases."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import DBAPIError

from models.base import values_of
from models.database import Database
from models.messages.tables import Lane, Message, Method
from tests.carriers.letters import WHEN, letter
from tests.databases import upgraded

HARD = '{"a"},\\"NULL", \'x\'; -- \n\t𠮷😀 é %s $1 :of {}'


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    await upgraded(database_url)
    async with Database(database_url) as opened:
        yield opened


HARD_ROWS: tuple[dict[str, Any], ...] = (
    {"about": HARD[:60], "body": {"words": HARD, "list": [1, [2, None]], "none": None}},
    {"further_ids": [3, 4], "told_on": date(2026, 3, 2), "thread_id": 9, "silent": True},
    {"further_ids": [[5], "x"], "callback_id": "", "echoes": "NULL", "owner": "null"},
    {"body": {}, "lane": Lane.BROADCAST, "method": Method.TOPIC_REOPEN, "message_id": -(2**62)},
    {"not_before": WHEN - timedelta(days=9000, microseconds=1), "live": True, "attempts": 30_000},
)


async def test_rows_are_kept_as_they_were_given_however_hard_their_words(db: Database) -> None:
    rows = [letter(**more) for more in HARD_ROWS]
    given = values_of(rows)

    async with db.transaction(shared=True) as tx:
        await tx.insert(insert(Message), given)
    async with db.reading() as tx:
        kept = list(await tx.scalars(select(Message).order_by(Message.id)))

    assert [{name: getattr(row, name) for name in given[0]} for row in kept] == given


async def test_rows_found_by_their_key_are_changed_and_no_others(db: Database) -> None:
    rows = [letter(id=number, group_id=group) for number in range(4) for group in (1, 2)]
    changes: list[dict[str, Any]] = [
        {"group_id": 1, "id": 2, "error": HARD, "owner": None, "further_ids": None, "shown": 5},
        {"group_id": 2, "id": 3, "error": None, "owner": "b", "further_ids": [1, [2]], "shown": 6},
    ]
    async with db.transaction(shared=True) as tx:
        await tx.insert(insert(Message), values_of(rows))
        await tx.change(Message, changes)
    async with db.reading() as tx:
        kept = {(row.group_id, row.id): row for row in await tx.scalars(select(Message))}

    for change in changes:
        row = kept.pop((change["group_id"], change["id"]))
        assert {name: getattr(row, name) for name in change} == change
    assert len(kept) == 6
    assert {(row.error, row.owner, row.shown) for row in kept.values()} == {(None, None, 0)}


async def test_what_was_added_to_a_transaction_before_is_written_before(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(letter(id=1))
        changed = {"group_id": 0, "id": 1, "owner": "me"}
        await tx.change(Message, [changed])
    async with db.reading() as tx:
        assert list(await tx.scalars(select(Message.owner))) == ["me"]


async def test_the_statement_is_the_same_for_any_number_of_rows(db: Database) -> None:
    said: set[str] = set()

    @event.listens_for(db.engine.sync_engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            said.add(statement)

    async with db.transaction(shared=True) as tx:
        for many in (1, 2, 7):
            rows = [letter() for _number in range(many)]
            await tx.insert(insert(Message), values_of(rows))
            changes = [{"group_id": 0, "id": row.id, "owner": "me"} for row in rows]
            await tx.change(Message, changes)

    assert len(said) == 2


@pytest.mark.postgres
async def test_words_too_long_for_their_column_are_refused_and_not_cut(postgres_url: str) -> None:
    async def put(db: Database, row: Message) -> None:
        async with db.transaction(shared=True) as tx:
            await tx.insert(insert(Message), values_of([row]))

    async def change(db: Database, owner: str) -> None:
        async with db.transaction(shared=True) as tx:
            changed = {"group_id": 0, "id": 1, "owner": owner}
            await tx.change(Message, [changed])

    await upgraded(postgres_url)
    async with Database(postgres_url) as db:
        with pytest.raises(DBAPIError, match="too long"):
            await put(db, letter(locale="x" * 500))
        await put(db, letter(id=1, owner="me"))
        with pytest.raises(DBAPIError, match="too long"):
            await change(db, "x" * 5000)
        async with db.reading() as tx:
            assert list(await tx.scalars(select(Message.owner))) == ["me"]
