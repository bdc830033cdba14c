"""Voters who report, and then take away or delete what is kept: nothing is forgotten."""

import pytest

from models import clock
from models.privacy import own_data
from reports.own_data import as_text
from tests.handlers.days import until
from tests.handlers.issues_played import VOTER, press, report, the_issue, voter
from tests.town import Town


async def test_what_was_begun_and_not_sent_is_exported_and_deleted_too(town: Town) -> None:
    await until(town, 10)
    await report(town)
    await town.write(VOTER, "反映问题")
    await town.write(VOTER, "还没说完的一件事")
    account = town.people[VOTER]

    async with town.app.db.transaction() as tx:
        found = await own_data.gathered(tx, account)
        paper = as_text(found, zone="Asia/Shanghai").decode()
        await own_data.erase(tx, account_id=account, now=clock.now())

    assert found["draft"]["words"] == "还没说完的一件事"
    assert "还没说完的一件事" in paper
    async with town.app.db.reading() as tx:
        after = await own_data.gathered(tx, account)
    assert (after["draft"], after["reports"], after["consents"]) == (None, [], [])


async def test_what_was_deleted_is_published_no_more(town: Town) -> None:
    await until(town, 10)
    await report(town, place="徐东大街，找我打19900000071")
    await press(town, VOTER, "可以公开")
    account = town.people[VOTER]

    async with town.app.db.transaction() as tx:
        await own_data.erase(tx, account_id=account, now=clock.now())

    one = await the_issue(town)
    assert not one.may_publish
    assert one.place == "徐东大街，找我打199****0071"


@pytest.mark.parametrize(
    "typed", ["/privacy delete everything", "/privacy@huiyin_bot", "/privacy 500001", "/PRIVACY"]
)
async def test_whatever_stands_behind_the_command_only_ones_own_data_is_shown(
    town: Town, typed: str
) -> None:
    await until(town, 10)
    await report(town)
    voter(town, "别人")

    await town.write("别人", typed)

    said = str(town.said_to("别人"))
    assert str(town.people[VOTER]) not in said
    assert (await the_issue(town)).number not in said
    assert (await the_issue(town)).account_id == town.people[VOTER]
