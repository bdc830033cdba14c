"""The database itself keeps a check-in and its points single, whatever the program forgets."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.activities.rules import AttendanceState, Way
from models.activities.tables import Activity, Attendance
from models.base import new_id
from models.points.tables import LedgerLine
from tests.town import Town


async def count(town: Town, table: Any) -> int:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.count()).select_from(table))).one())


async def write(town: Town, row: object) -> None:
    async with town.app.db.transaction() as tx:
        tx.add(row)


def an_entry(town: Town, activity: Activity) -> Attendance:
    return Attendance(
        group_id=town.group_id,
        activity_id=activity.id,
        member_id=town.members["王桂兰"],
        state=AttendanceState.PRESENT,
        way=Way.WORD,
        at=clock.now(),
        revision=1,
    )


async def test_nobody_is_on_a_roll_twice(town: Town) -> None:
    activity = await town.announce()
    await town.write("王桂兰", "签到")

    with pytest.raises(IntegrityError):
        await write(town, an_entry(town, activity))

    assert await count(town, Attendance) == 1


async def test_nothing_earns_points_twice(town: Town) -> None:
    await town.announce()
    await town.write("王桂兰", "签到")
    async with town.app.db.reading() as tx:
        [line] = await tx.scalars(select(LedgerLine))
    columns = {one.name: getattr(line, one.name) for one in LedgerLine.__table__.columns}

    with pytest.raises(IntegrityError):
        await write(town, LedgerLine(**{**columns, "id": new_id()}))

    assert await count(town, LedgerLine) == 1


async def test_two_who_check_the_same_person_in_at_once_leave_one_entry(town: Town) -> None:
    activity = await town.announce()
    both = [write(town, an_entry(town, activity)) for _ in range(2)]

    outcomes = await asyncio.gather(*both, return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["IntegrityError", "NoneType"]
    assert await count(town, Attendance) == 1
