"""A suggestion brings its points once, whether it counts by itself or was entered by hand."""

from collections.abc import AsyncIterator

import pytest

from models.errors import Refusal
from models.people.rules import OPERATOR
from models.points.credited import credited
from models.points.entering import Deed, enter, items
from models.points.notices import CountedAlready
from models.points.rules import DEFAULT
from models.points.tables import LedgerLine
from tests.actions.suggestions_made import BOT, GROUP, LEAD, NOW, SECOND, TODAY, Hall, a_hall
from tests.actions.test_suggestions import points_of


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Hall]:
    async with a_hall(database_url) as found:
        yield found


async def by_hand(hall: Hall, member_id: int, evidence: str, *, number: int = 0) -> None:
    deed = Deed(
        group_id=GROUP,
        member_id=member_id,
        rule_id="P1",
        number=number,
        evidence=evidence,
        on=TODAY,
    )
    async with hall.db.transaction() as tx:
        await enter(tx, deed, bot_id=BOT, by=OPERATOR, now=NOW)


@pytest.mark.parametrize("evidence", ["第 12号建议", "关于增设路灯的建议"])
async def test_what_counts_by_itself_is_not_entered_by_hand(hall: Hall, evidence: str) -> None:
    await hall.assigned()

    with pytest.raises(Refusal) as refused:
        await by_hand(hall, LEAD, evidence)

    assert isinstance(refused.value.notice, CountedAlready)
    assert await points_of(hall, LEAD) == 6


async def test_another_suggestion_and_another_item_can_be_entered(hall: Hall) -> None:
    await hall.assigned()

    await by_hand(hall, LEAD, "第 31 号，无障碍坡道")
    await by_hand(hall, LEAD, "增设路灯", number=1)

    assert await points_of(hall, LEAD) == 6 + 2 + 1


async def test_an_entry_made_before_gives_way_when_the_suggestion_counts_by_itself(
    hall: Hall,
) -> None:
    await by_hand(hall, LEAD, "增设路灯")
    await by_hand(hall, SECOND, "附议，增设路灯", number=1)
    before = (await points_of(hall, LEAD), await points_of(hall, SECOND))

    await hall.assigned()

    assert before == (6, 1)
    assert (await points_of(hall, LEAD), await points_of(hall, SECOND)) == (6, 1)
    lines = [one for one in await hall.rows(LedgerLine) if one.member_id == LEAD]
    assert sorted((one.source_kind, one.sign) for one in lines) == [
        ("entry", -1),
        ("entry", 1),
        ("suggestion", 1),
    ]


async def test_the_list_says_what_counts_by_itself(hall: Hall) -> None:
    await hall.assigned()

    async with hall.db.reading() as tx:
        there = await credited(tx, group_id=GROUP, member_id=LEAD, year=2026)

    marked = {(one.rule_id, one.number): one.credited for one in items(DEFAULT, there)}
    assert marked["P1", 0] == 1
    assert marked["P1", 1] == marked["B1", 0] == marked["I2", 0] == 0
