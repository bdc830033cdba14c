"""Consents, who looked, holds, pictures kept, systems and limits: what is written, who may."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from handlers.kit import texts
from models.audit.tables import AuditEntry
from models.consents import actions as consents
from models.consents.notices import Ask
from models.consents.rules import VERSION
from models.errors import Gone, NotAllowed, Refusal
from models.limits import actions as limits
from models.limits import settings
from models.limits.notices import TooMany
from models.limits.rules import Counted
from models.limits.settings import Limits
from models.people.keys import KeysProblem
from models.people.rules import OPERATOR
from models.pictures import actions as pictures
from models.pictures.tables import StoredPicture
from models.privacy import holding, revealing
from models.privacy.notices import ReasonMissing
from models.privacy.revealing import Look
from models.privacy.tables import Reveal
from models.systems import actions as systems
from models.systems.notices import NameTaken, NoSystem
from models.systems.tables import System
from tests.actions.people_made import GROUP, NOW, OTHER_GROUP, Place, a_place

VOTER = 800001
LOOK = Look(noun="issues", subject_id=42, fields=("phone", "name"), reason="电话回访")
#: The words of the notice, by its version. Whoever changes them raises VERSION and adds a line.
NOTICES = {1: "da43e3cc472f4e14"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built
    settings.use(Limits())


def test_the_words_of_the_notice_belong_to_its_version() -> None:
    notice = Ask(version=VERSION, group_name="代表组", days=180, then="r", about=0)
    words = "".join(
        texts.say(notice, locale=one, zone_name="Asia/Shanghai") for one in texts.LOCALES
    )

    assert NOTICES[VERSION] == hashlib.sha256(words.encode()).hexdigest()[:16]


async def test_an_agreement_is_kept_with_its_version_and_moment(place: Place) -> None:
    async with place.db.transaction() as tx:
        await consents.agree(tx, account_id=VOTER, version=VERSION, now=NOW)

    async with place.db.reading() as tx:
        kept = await consents.consent_of(tx, VOTER)
        nobody = await consents.consent_of(tx, VOTER + 1)
    assert kept is not None
    assert (kept.version, kept.agreed_at) == (VERSION, NOW)
    assert nobody is None
    assert [one.verb for one in await place.rows(AuditEntry)] == ["consents.agree"]


async def test_agreeing_twice_keeps_the_first_moment(place: Place) -> None:
    for hours in (0, 5):
        async with place.db.transaction() as tx:
            now = NOW + timedelta(hours=hours)
            await consents.agree(tx, account_id=VOTER, version=VERSION, now=now)

    async with place.db.reading() as tx:
        kept = await consents.consent_of(tx, VOTER)
    assert kept is not None
    assert kept.agreed_at == NOW
    assert len(await place.rows(AuditEntry)) == 1


async def test_nobody_agrees_to_a_notice_of_old(place: Place) -> None:
    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await consents.agree(tx, account_id=VOTER, version=VERSION - 1, now=NOW)

    assert isinstance(caught.value.notice, Gone)


async def test_an_agreement_can_be_taken_back_and_given_again(place: Place) -> None:
    async with place.db.transaction() as tx:
        await consents.agree(tx, account_id=VOTER, version=VERSION, now=NOW)
    async with place.db.transaction() as tx:
        assert await consents.withdraw(tx, account_id=VOTER, now=NOW) is not None

    async with place.db.transaction() as tx:
        assert await consents.consent_of(tx, VOTER) is None
        assert await consents.withdraw(tx, account_id=VOTER, now=NOW) is None
        await consents.agree(tx, account_id=VOTER, version=VERSION, now=NOW)
        assert await consents.consent_of(tx, VOTER) is not None


async def test_every_look_is_one_row_with_who_when_what_and_why(place: Place) -> None:
    async with place.db.transaction() as tx:
        await revealing.note(tx, LOOK, group_id=GROUP, by=place.clerk, now=NOW)

    [row] = await place.rows(Reveal)
    assert (row.actor, row.at, row.subject_id) == (str(place.clerk), NOW, 42)
    assert (row.noun, row.fields, row.reason) == ("issues", "phone,name", "电话回访")


@pytest.mark.parametrize("reason", ["", "  ", "x"])
async def test_nobody_looks_without_a_reason(place: Place, reason: str) -> None:
    look = Look(noun="issues", subject_id=42, fields=("phone",), reason=reason)

    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await revealing.note(tx, look, group_id=GROUP, by=place.clerk, now=NOW)

    assert isinstance(caught.value.notice, ReasonMissing)
    assert await place.rows(Reveal) == []


async def test_the_log_is_for_the_groups_staff_and_reading_it_is_logged(place: Place) -> None:
    async with place.db.transaction() as tx:
        await revealing.note(tx, LOOK, group_id=GROUP, by=place.clerk, now=NOW)
    for who in place.wrong.values():
        with pytest.raises(Refusal) as caught:
            async with place.db.transaction() as tx:
                await revealing.read_log(tx, group_id=GROUP, by=who, now=NOW)
        assert isinstance(caught.value.notice, NotAllowed)

    async with place.db.transaction() as tx:
        rows = await revealing.read_log(tx, group_id=GROUP, by=place.clerk, now=NOW)

    assert [one.noun for one in rows] == ["log", "issues"]


async def test_a_row_altered_or_taken_out_of_the_log_shows(place: Place) -> None:
    for number in range(4):
        async with place.db.transaction() as tx:
            look = Look(noun="issues", subject_id=number, fields=("phone",), reason="电话回访")
            await revealing.note(tx, look, group_id=GROUP, by=place.clerk, now=NOW)
    async with place.db.reading() as tx:
        assert await revealing.broken_at(tx, group_id=GROUP) is None

    async with place.db.transaction() as tx:
        await tx.execute(update(Reveal).where(Reveal.serial == 2).values(reason="别的"))
    async with place.db.reading() as tx:
        altered = await revealing.broken_at(tx, group_id=GROUP)
    async with place.db.transaction() as tx:
        await tx.execute(text("DELETE FROM reveals WHERE serial = 2"))
    async with place.db.reading() as tx:
        taken_out = await revealing.broken_at(tx, group_id=GROUP)

    assert (altered, taken_out) == (2, 3)


async def test_what_retention_takes_off_the_beginning_is_no_break(place: Place) -> None:
    for _ in range(3):
        async with place.db.transaction() as tx:
            await revealing.note(tx, LOOK, group_id=GROUP, by=place.clerk, now=NOW)

    async with place.db.transaction() as tx:
        await tx.execute(text("DELETE FROM reveals WHERE serial = 1"))

    async with place.db.reading() as tx:
        assert await revealing.broken_at(tx, group_id=GROUP) is None


async def test_a_hold_holds_until_it_is_lifted(place: Place) -> None:
    for _ in range(2):
        async with place.db.transaction() as tx:
            await holding.hold(
                tx, group_id=GROUP, noun="issues", subject_id=42, reason="在诉讼", by=place.clerk,
                now=NOW,
            )  # fmt: skip

    async with place.db.transaction() as tx:
        held = await holding.held(tx, group_id=GROUP, noun="issues", subject_ids=[41, 42])
        elsewhere = await holding.held(tx, group_id=OTHER_GROUP, noun="issues", subject_ids=[42])
        assert await holding.lift(
            tx, group_id=GROUP, noun="issues", subject_id=42, by=place.clerk, now=NOW
        )
        assert not await holding.lift(
            tx, group_id=GROUP, noun="issues", subject_id=42, by=place.clerk, now=NOW
        )
    async with place.db.reading() as tx:
        assert not await holding.held(tx, group_id=GROUP, noun="issues", subject_ids=[42])

    assert held == {42}
    assert not elsewhere


async def test_only_the_groups_staff_hold_and_lift(place: Place) -> None:
    for who in place.wrong.values():
        with pytest.raises(Refusal):
            async with place.db.transaction() as tx:
                await holding.hold(
                    tx, group_id=GROUP, noun="issues", subject_id=42, reason="在诉讼", by=who,
                    now=NOW,
                )  # fmt: skip
        with pytest.raises(Refusal):
            async with place.db.transaction() as tx:
                await holding.lift(
                    tx, group_id=GROUP, noun="issues", subject_id=42, by=who, now=NOW
                )


def number_in(file_id: str) -> int:
    """Return the number of the picture that a file's number stands for."""
    key = pictures.key_of(file_id)
    assert key is not None
    assert key[0] == GROUP
    return key[1]


async def test_a_picture_comes_back_as_it_was_and_lies_encrypted(place: Place) -> None:
    made = pictures.Made(kind="jpeg", content=b"\xff\xd8\xff the picture", width=4, height=3)
    async with place.db.transaction() as tx:
        file_id = pictures.keep(tx, made, group_id=GROUP, account_id=VOTER, now=NOW)
    number = number_in(file_id)

    async with place.db.transaction() as tx:
        again = await pictures.read(tx, group_id=GROUP, picture_id=number)
        elsewhere = await pictures.read(tx, group_id=OTHER_GROUP, picture_id=number)
        [row] = (await tx.execute(text("SELECT content FROM pictures"))).all()

    assert again == made
    assert elsewhere is None
    assert b"the picture" not in row[0]


async def test_a_picture_put_into_another_row_does_not_open(place: Place) -> None:
    made = pictures.Made(kind="png", content=b"one", width=1, height=1)
    async with place.db.transaction() as tx:
        for _ in range(2):
            pictures.keep(tx, made, group_id=GROUP, account_id=VOTER, now=NOW)
    one, other = await place.rows(StoredPicture)
    async with place.db.transaction() as tx:
        await tx.execute(
            text("UPDATE pictures SET content = (SELECT content FROM pictures WHERE id = :other)"
                 " WHERE id = :one"),
            {"one": one.id, "other": other.id},
        )  # fmt: skip

    with pytest.raises(KeysProblem):
        async with place.db.transaction() as tx:
            await pictures.read(tx, group_id=GROUP, picture_id=one.id)


async def test_a_picture_that_is_forgotten_is_gone(place: Place) -> None:
    made = pictures.Made(kind="png", content=b"one", width=1, height=1)
    async with place.db.transaction() as tx:
        number = number_in(pictures.keep(tx, made, group_id=GROUP, account_id=VOTER, now=NOW))

    async with place.db.transaction() as tx:
        assert await pictures.forget(tx, group_id=OTHER_GROUP, picture_ids=[number]) == 0
        assert await pictures.forget(tx, group_id=GROUP, picture_ids=[number]) == 1

    assert await place.rows(StoredPicture) == []


@pytest.mark.parametrize("file_id", ["AgACAgUAAxkBAAI", "picture:", "picture:x:1", "picture:1", ""])
def test_a_number_of_telegrams_is_no_picture_here(file_id: str) -> None:
    assert pictures.key_of(file_id) is None


async def test_a_system_is_known_by_its_key_until_it_is_revoked(place: Place) -> None:
    async with place.db.transaction() as tx:
        key = await systems.add(tx, group_id=GROUP, name="区平台", by=OPERATOR, now=NOW)

    async with place.db.transaction() as tx:
        known = await systems.recognise(tx, key=key)
        assert known is not None
        assert await systems.recognise(tx, key=key + "x") is None
        await systems.revoke(tx, group_id=GROUP, name="区平台", by=OPERATOR, now=NOW)
    async with place.db.reading() as tx:
        assert await systems.recognise(tx, key=key) is None
    assert known.group_id == GROUP
    [row] = await place.rows(System)
    assert key not in f"{row.key_hash} {row.name}"


async def test_a_name_has_one_key_at_a_time(place: Place) -> None:
    async with place.db.transaction() as tx:
        await systems.add(tx, group_id=GROUP, name="区平台", by=OPERATOR, now=NOW)

    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await systems.add(tx, group_id=GROUP, name=" 区平台 ", by=OPERATOR, now=NOW)
    with pytest.raises(Refusal) as unknown:
        async with place.db.transaction() as tx:
            await systems.revoke(tx, group_id=GROUP, name="市平台", by=OPERATOR, now=NOW)

    assert isinstance(caught.value.notice, NameTaken)
    assert isinstance(unknown.value.notice, NoSystem)


async def test_the_sixth_report_within_an_hour_is_refused_and_told_when_it_goes_again(
    place: Place,
) -> None:
    settings.use(Limits(reports_per_hour=5))
    for minutes in range(5):
        async with place.db.transaction() as tx:
            now = NOW + timedelta(minutes=minutes)
            await limits.use(tx, Counted.REPORT, account_id=VOTER, now=now)

    later = NOW + timedelta(minutes=30)
    with pytest.raises(Refusal) as caught:
        async with place.db.transaction() as tx:
            await limits.use(tx, Counted.REPORT, account_id=VOTER, now=later)

    notice = caught.value.notice
    assert isinstance(notice, TooMany)
    assert (notice.most, notice.until) == (5, NOW + timedelta(hours=1))
    async with place.db.transaction() as tx:
        await limits.use(tx, Counted.REPORT, account_id=VOTER + 1, now=later)
        await limits.use(tx, Counted.REPORT, account_id=VOTER, now=NOW + timedelta(minutes=61))


async def test_a_limit_of_nothing_counts_nothing(place: Place) -> None:
    settings.use(Limits(reports_per_hour=0))

    async with place.db.transaction() as tx:
        for _ in range(20):
            await limits.require(tx, Counted.REPORT, account_id=VOTER, now=NOW)


async def test_what_no_limit_looks_at_any_more_is_forgotten(place: Place) -> None:
    async with place.db.transaction() as tx:
        await limits.use(tx, Counted.ATTACHMENT, account_id=VOTER, now=NOW, count=3)

    async with place.db.transaction() as tx:
        assert await limits.forget(tx, now=NOW + timedelta(days=1)) == 0
        assert await limits.forget(tx, now=NOW + timedelta(days=3)) == 3
