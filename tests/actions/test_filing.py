"""Reports that systems file: equal calls at the same moment are one report, on both databases."""

import asyncio

import pytest
from sqlalchemy import select

from models.issues.reports import Report
from models.issues.states import Category, Mode
from models.issues.tables import Issue
from models.people.rules import OPERATOR
from models.systems import actions as systems
from models.systems import filing
from models.systems.tables import System, SystemRequest
from tests.actions.issues_made import BOT, GROUP, NOW, founded

REPORT = Report(words="垃圾没有收", category=Category.SANITATION, place="菜场", mode=Mode.SYSTEM)


@pytest.mark.parametrize("reference", [None, "P-17"])
async def test_equal_calls_at_the_same_moment_are_one_report(
    database_url: str, reference: str | None
) -> None:
    async with founded(database_url) as db:
        async with db.transaction() as tx:
            await systems.add(tx, group_id=GROUP, name="区平台", by=OPERATOR, now=NOW)

        async def call() -> str:
            async with db.transaction() as tx:
                system = (await tx.scalars(select(System))).one()
                return await filing.file(
                    tx, bot_id=BOT, system=system, report=REPORT, reference=reference, now=NOW
                )

        numbers = await asyncio.gather(*(call() for _ in range(8)))

        async with db.reading() as tx:
            there = (await tx.scalars(select(Issue))).all()
            filed = (await tx.scalars(select(SystemRequest))).all()
    assert set(numbers) == {one.number for one in there}
    assert len(there) == len(filed) == 1
    assert filed[0].reference == reference
