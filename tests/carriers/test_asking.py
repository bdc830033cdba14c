"""A question about many keys is one statement, the same however many, on both databases."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement, event, select

from models.asking import among, among_given, handed_over, one_of, one_of_given
from models.database import Database
from models.groups.tables import Group
from tests.databases import upgraded

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ODD = "a'b\"c%_路 1"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    await upgraded(database_url)
    async with Database(database_url) as opened:
        async with opened.transaction() as tx:
            for number, code in enumerate(("XJP", ODD, "last"), start=1):
                tx.add(_group(number if number < 3 else 2**62 + 1, code))
        yield opened


def _group(number: int, code: str) -> Group:
    return Group(
        id=number, name="组", code=code, timezone="Asia/Shanghai", locale="zh-CN", created_at=NOW
    )


async def _codes(
    db: Database, *where: ColumnElement[bool], given: Mapping[str, Any] | None = None
) -> Sequence[str]:
    async with db.transaction() as tx:
        return (await tx.scalars(select(Group.code).where(*where).order_by(Group.id), given)).all()


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        pytest.param([], [], id="none"),
        pytest.param([1], ["XJP"], id="one"),
        pytest.param([2, 2**62 + 1, 99], [ODD, "last"], id="as large as they come, one unknown"),
        pytest.param(range(1, 5000), ["XJP", ODD], id="thousands"),
    ],
)
async def test_numbers_are_found(db: Database, numbers: Sequence[int], codes: list[str]) -> None:
    assert await _codes(db, one_of(Group.id, numbers)) == codes
    given = {"numbers": list(numbers)}
    assert await _codes(db, one_of_given(Group.id, "numbers"), given=given) == codes


async def test_words_are_found_whatever_stands_in_them(db: Database) -> None:
    assert await _codes(db, one_of(Group.code, [ODD, "nobody"])) == [ODD]
    assert await _codes(db, ~one_of(Group.code, [ODD])) == ["XJP", "last"]


async def test_pairs_are_found_group_by_group(db: Database) -> None:
    keys = [(1, "XJP"), (2, "XJP"), (2, ODD)]

    assert await _codes(db, among(Group.id, Group.code, keys)) == ["XJP", ODD]
    groups, given = handed_over(keys)
    assert groups == 2
    assert await _codes(db, among_given(Group.id, Group.code, groups), given=given) == ["XJP", ODD]


async def test_of_no_pairs_none_is_found(db: Database) -> None:
    groups, given = handed_over([])

    assert await _codes(db, among_given(Group.id, Group.code, groups), given=given) == []


async def test_one_statement_serves_other_values_each_time(db: Database) -> None:
    where = among_given(Group.id, Group.code, 1)

    assert await _codes(db, where, given=handed_over([(1, "XJP")])[1]) == ["XJP"]
    assert await _codes(db, where, given=handed_over([(2, ODD), (2, "XJP")])[1]) == [ODD]


async def test_the_statement_stays_the_same_however_many_are_asked_for(db: Database) -> None:
    asked: list[str] = []

    @event.listens_for(db.engine.sync_engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    for many in (1, 7, 300):
        await _codes(db, among(Group.id, Group.id, [(1, one) for one in range(many)]))

    selects = [one for one in asked if one.startswith("SELECT")]
    assert len(selects) == 3
    assert len(set(selects)) == 1
