"""Terms of office follow from the roster and from what staff note."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models.errors import NotAllowed, Refusal
from models.people import actions as people
from models.people import importing
from models.people.roster import RosterLine
from models.people.rules import OPERATOR
from models.terms import actions
from models.terms.tables import Came, Ended, Term
from reports.rosters import read
from tests.actions.people_made import GROUP, NOW, Place, a_place


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built


async def terms(place: Place) -> list[Term]:
    async with place.db.reading() as tx:
        return list(await tx.scalars(select(Term)))


async def bring_in(place: Place, *lines: RosterLine) -> None:
    async with place.db.transaction() as tx:
        await importing.import_roster(tx, group_id=GROUP, lines=lines, by=OPERATOR, now=NOW)


async def test_a_roster_says_who_was_by_elected_and_when(place: Place) -> None:
    sheet = "姓名,选区,当选方式,当选日期\n钱学礼,第九选区,补选,2019-06-12\n孙小曼,第八选区,换届,\n"

    found = read(sheet.encode(), "名册.csv")
    await bring_in(place, *found.lines)
    await bring_in(place, *found.lines)

    assert found.problems == ()
    assert sorted((one.came, one.since) for one in await terms(place) if one.since) == [
        (Came.BY_ELECTED, date(2019, 6, 12))
    ]
    assert [one.since for one in await terms(place) if one.came is Came.ELECTED] == [None]


@pytest.mark.parametrize("cell", ["6月12日", "2019-06-12 14:00", "2019-02-30", "不知道"])
async def test_a_day_that_is_not_one_whole_day_is_a_problem_of_its_row(cell: str) -> None:
    found = read(f"姓名,当选方式,当选日期\n钱学礼,补选,{cell}\n".encode(), "名册.csv")

    assert found.lines == ()
    assert [one.column for one in found.problems] == ["当选日期"]


async def test_an_unknown_way_of_election_is_a_problem_of_its_row(place: Place) -> None:
    found = read("姓名,当选方式\n钱学礼,抽签\n".encode(), "名册.csv")

    assert [one.code for one in found.problems] == ["unknown_word"]
    assert await terms(place) == []


async def test_leaving_the_roster_ends_the_term(place: Place) -> None:
    async with place.db.transaction() as tx:
        await actions.elect(
            tx,
            group_id=GROUP,
            member_id=place.deputy.member_id or 0,
            came=Came.ELECTED,
            since=date(2017, 1, 10),
            by=place.clerk,
            now=NOW,
        )
        await people.leave(
            tx,
            group_id=GROUP,
            member_id=place.deputy.member_id or 0,
            by=place.clerk,
            now=NOW,
            bot_id=None,
        )

    [term] = await terms(place)
    assert term.ended is Ended.OTHER
    assert term.until is not None


async def test_nobody_but_the_groups_staff_notes_terms(place: Place) -> None:
    async with place.db.transaction() as tx:
        with pytest.raises(Refusal) as refused:
            await actions.elect(
                tx,
                group_id=GROUP,
                member_id=place.deputy.member_id or 0,
                came=Came.ELECTED,
                since=date(2017, 1, 10),
                by=place.deputy,
                now=NOW,
            )

    assert isinstance(refused.value.notice, NotAllowed)
    assert await terms(place) == []
