"""What is deleted when its purpose is done, what is held, and what a voter may have and delete."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from jobs.retaining import retain
from models.audit.tables import AuditEntry
from models.consents import actions as consents
from models.consents.rules import VERSION
from models.consents.tables import Consent
from models.issues import actions as issues
from models.issues.contacts import unseal
from models.issues.reports import Piece, Report
from models.issues.states import FileKind, IssueState
from models.issues.tables import Issue, IssueEntry, IssueFile
from models.people.rules import Actor, ActorKind
from models.pictures import actions as pictures
from models.pictures.tables import StoredPicture
from models.privacy import holding, own_data, retention, revealing
from models.privacy.revealing import Look
from models.privacy.tables import Reveal
from reports.own_data import as_json, as_text
from tests.actions.people_made import BOT, GROUP, NOW, Place, a_place

VOTER = 800001
PHONE, ADDRESS, NAME = "19900000066", "团结路七号", "何秀兰"
DAY = timedelta(days=1)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built


async def closed(place: Place, *, days_ago: int, **facts: Any) -> Issue:  # noqa: ANN401
    """Have a report that was closed so many days ago, with contact, a photo and a picture."""
    made = pictures.Made(kind="jpeg", content=b"picture", width=1, height=1)
    async with place.db.transaction() as tx:
        kept = pictures.keep(tx, made, group_id=GROUP, account_id=VOTER, now=NOW)
        files = tuple(
            Piece(kind=FileKind.PHOTO, file_id=one, file_unique_id=one) for one in ("AgAC", kept)
        )
        given = {
            "words": f"路灯坏了，打{PHONE}",
            "name": NAME,
            "phone": f"+86{PHONE}",
            "address": ADDRESS,
            "account_id": VOTER,
            "files": files,
        } | facts
        one, _code = await issues.register(
            tx,
            bot_id=BOT,
            group_id=GROUP,
            report=Report(**given),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=VOTER),
            now=NOW,
        )
        one.state, one.closed_at = IssueState.CLOSED, NOW - days_ago * DAY
        return one


async def the(place: Place, one: Issue) -> Issue:
    async with place.db.reading() as tx:
        found = await tx.get(Issue, (GROUP, one.id))
    assert found is not None
    return found


async def test_contact_data_goes_180_days_after_closing_and_the_matter_stays(
    place: Place,
) -> None:
    old, young = await closed(place, days_ago=181), await closed(place, days_ago=179)

    await retain(place.db, now=NOW)

    gone, kept = await the(place, old), await the(place, young)
    assert unseal(gone) == unseal(Issue())
    assert (gone.account_id, gone.phone_index) == (None, None)
    assert gone.own_words == "路灯坏了，打199****0066"
    assert PHONE not in str(
        [one.text for one in await place.rows(IssueEntry) if one.issue_id == old.id]
    )
    assert unseal(kept).phone == f"+86{PHONE}"
    assert kept.account_id == VOTER


async def test_files_go_after_a_year_and_leave_no_orphans(place: Place) -> None:
    old, young = await closed(place, days_ago=366), await closed(place, days_ago=364)

    await retain(place.db, now=NOW)

    assert {one.issue_id for one in await place.rows(IssueFile)} == {young.id}
    assert len(await place.rows(StoredPicture)) == 1
    assert (await the(place, old)).files_gone_at == NOW


async def test_what_is_open_keeps_everything(place: Place) -> None:
    one = await closed(place, days_ago=0)
    async with place.db.transaction() as tx:
        await tx.execute(update(Issue).values(state=IssueState.WORKING, closed_at=None))

    await retain(place.db, now=NOW + 2000 * DAY)

    assert unseal(await the(place, one)).name == NAME


async def test_a_hold_keeps_a_report_until_it_is_lifted(place: Place) -> None:
    one = await closed(place, days_ago=500)
    which = {"group_id": GROUP, "noun": "issues", "subject_id": one.id, "by": place.clerk}
    async with place.db.transaction() as tx:
        await holding.hold(tx, reason="行政复议", now=NOW, **which)  # type: ignore[arg-type]
    async with place.db.reading() as tx:
        counted = await retention.due(tx, now=NOW)

    await retain(place.db, now=NOW)

    assert (counted.contacts, counted.files, counted.held) == (0, 0, 1)
    assert unseal(await the(place, one)).name == NAME
    async with place.db.transaction() as tx:
        await holding.lift(tx, now=NOW, **which)  # type: ignore[arg-type]
    await retain(place.db, now=NOW)
    assert unseal(await the(place, one)).name is None


async def test_a_count_changes_nothing(place: Place) -> None:
    one = await closed(place, days_ago=500)

    async with place.db.reading() as tx:
        counted = await retention.due(tx, now=NOW)

    assert (counted.contacts, counted.files) == (1, 1)
    assert unseal(await the(place, one)).name == NAME


async def test_audit_rows_and_looks_go_after_three_years(place: Place) -> None:
    look = Look(noun="issues", subject_id=1, fields=("phone",), reason="电话回访")
    for days in (1096, 1094):
        async with place.db.transaction() as tx:
            now = NOW - days * DAY
            await revealing.note(tx, look, group_id=GROUP, by=place.clerk, now=now)
            await consents.agree(tx, account_id=days, version=VERSION, now=now)

    await retain(place.db, now=NOW)

    assert [one.serial for one in await place.rows(Reveal)] == [2]
    assert len(await place.rows(AuditEntry)) == 1
    async with place.db.reading() as tx:
        assert await revealing.broken_at(tx, group_id=GROUP) is None


async def test_a_second_run_finds_nothing_to_do(place: Place) -> None:
    await closed(place, days_ago=500)

    assert await retain(place.db, now=NOW) == 2
    assert await retain(place.db, now=NOW) == 0


async def test_voters_take_away_everything_that_is_kept_of_them(place: Place) -> None:
    one = await closed(place, days_ago=1)
    async with place.db.transaction() as tx:
        await consents.agree(tx, account_id=VOTER, version=VERSION, now=NOW)

    async with place.db.reading() as tx:
        mine = await own_data.gathered(tx, VOTER)
        others = await own_data.gathered(tx, VOTER + 1)

    read = json.loads(as_json(mine))
    text = as_text(mine, zone="Asia/Shanghai").decode("utf-8-sig")
    assert read["reports"][0]["contact"] == {
        "name": NAME,
        "phone": f"+86{PHONE}",
        "address": ADDRESS,
    }
    for said in (one.number, NAME, PHONE, ADDRESS, "路灯坏了"):
        assert said in text
    assert (others["reports"], others["consents"]) == ([], [])


async def test_deleting_severs_the_person_and_leaves_the_matter(place: Place) -> None:
    one = await closed(place, days_ago=1)
    async with place.db.transaction() as tx:
        await tx.execute(update(Issue).values(state=IssueState.WORKING, closed_at=None))
        await consents.agree(tx, account_id=VOTER, version=VERSION, now=NOW)

    async with place.db.transaction() as tx:
        done = await own_data.erase(tx, account_id=VOTER, now=NOW)

    found = await the(place, one)
    assert (done.severed, done.kept) == ((one.number,), ())
    assert (found.account_id, found.state) == (None, IssueState.WORKING)
    assert unseal(found).phone is None
    assert await place.rows(IssueFile) == []
    assert await place.rows(StoredPicture) == []
    assert await place.rows(Consent) == []
    last = (await place.rows(AuditEntry))[-1]
    assert str(VOTER) not in f"{last.actor} {last.detail}"


async def test_deleting_leaves_what_is_held_and_names_it(place: Place) -> None:
    one = await closed(place, days_ago=1)
    async with place.db.transaction() as tx:
        await holding.hold(
            tx, group_id=GROUP, noun="issues", subject_id=one.id, reason="诉讼", by=place.clerk,
            now=NOW,
        )  # fmt: skip

    async with place.db.transaction() as tx:
        done = await own_data.erase(tx, account_id=VOTER, now=NOW)

    assert (done.severed, done.kept) == ((), (one.number,))
    assert unseal(await the(place, one)).name == NAME
