"""The tables that are filled for the growth benchmark hold what the program would have written."""

from pathlib import Path

from sqlalchemy import func, select

from benchmarks.growth import pattern
from benchmarks.growth.filling import DEPUTIES, LINES, YEARS, Postgres, Sqlite, fill
from benchmarks.growth.questions import QUESTIONS, Whom, archive, ask, total, triage
from models.database import Database
from models.groups.tables import Group
from models.people import keys
from models.people.tables import Member
from models.points.tables import LedgerLine
from tests.databases import upgraded

REPORTS = 100


async def test_a_filled_table_answers_as_a_real_one(database_url: str, tmp_path: Path) -> None:
    keys.use(tmp_path / "huiyin.keys")
    await upgraded(database_url)
    async with Database(database_url) as db:
        await pattern.write(db)
        engine = Sqlite(tmp_path / "town.db") if db.is_sqlite else Postgres(database_url)
        for groups in ((0, 1), (1, 3)):
            await fill(engine, groups, reports=REPORTS)

        async with db.reading() as tx:
            count = select(func.count()).select_from(LedgerLine).where(LedgerLine.group_id == 3)
            lines = (await tx.scalars(count)).one()
            group = await tx.get(Group, 3)
            member = await tx.get(Member, (3, 7))
            assert group is not None
            assert member is not None
            whom = Whom(group=group, member=member, account_id=member.account_id or 0)
            points = await total(tx, whom)
            fresh = await triage(tx, whom)
            papers = await archive(tx, whom)
        times = await ask(db, 3, seed=1)

    assert lines == DEPUTIES * LINES * len(YEARS)
    assert points.total > 0  # type: ignore[attr-defined]  # a Score
    assert len(fresh) == 8  # type: ignore[arg-type]  # a page
    assert papers[0].points  # type: ignore[index]  # of one deputy
    assert set(times) == set(QUESTIONS)
