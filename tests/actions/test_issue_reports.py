"""Reports in the room: their numbers, what may be added, who joins. On each kind of database."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from models.errors import Gone, NotAllowed, Refusal
from models.issues import actions, notices, receipts
from models.issues.history import history
from models.issues.queries import by_number, by_receipt, concerned, of_reporter
from models.issues.reports import Piece, Report
from models.issues.states import EntryKind, FileKind, IssueState
from models.issues.tables import Issue, IssueFollower
from models.messages.tables import Message
from models.people.rules import Actor, ActorKind
from tests.actions.issues_made import (
    BOT,
    BY,
    DEPUTY,
    GROUP,
    NOW,
    STRANGER,
    VOTER,
    VOTER_ACCOUNT,
    founded,
    put,
    reported,
    stands,
)


def photo(number: int) -> Piece:
    return Piece(kind=FileKind.PHOTO, file_id=f"file{number}", file_unique_id=f"unique{number}")


async def test_reports_are_numbered_one_after_the_other_in_a_group_and_a_year(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        numbers = [(await reported(db, f"第{count}件")).number for count in range(3)]

    assert numbers == ["XJP-2026-0001", "XJP-2026-0002", "XJP-2026-0003"]


async def test_forty_reports_at_once_have_forty_numbers_without_a_gap(database_url: str) -> None:
    async with founded(database_url) as db:
        await asyncio.gather(*(reported(db, f"第{count}件") for count in range(40)))

        async with db.reading() as tx:
            serials = list(await tx.scalars(select(Issue.serial)))

    assert sorted(serials) == list(range(1, 41))


async def test_a_report_that_is_refused_takes_no_number(database_url: str) -> None:
    async with founded(database_url) as db:
        with pytest.raises(Refusal) as refused:
            await reported(db, "\u200b \u202e ")
        one = await reported(db)

    assert isinstance(refused.value.notice, notices.Empty)
    assert one.number == "XJP-2026-0001"


async def test_the_staff_see_a_report_and_its_card_is_live(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)

        async with db.reading() as tx:
            cards = list(
                await tx.scalars(select(Message).where(Message.about == f"issue:{one.id}"))
            )

    assert {card.chat_id for card in cards} == {131, 132}
    assert all(card.live and card.kind == "issues.staff_card" for card in cards)


async def test_staff_of_another_group_cannot_record_here(database_url: str) -> None:
    async with founded(database_url) as db:
        with pytest.raises(Refusal) as refused:
            await reported(db, by=BY[STRANGER])

    assert isinstance(refused.value.notice, NotAllowed)


async def test_marks_that_turn_words_around_are_taken_out_and_emoji_stay(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        one = await reported(
            db, "灯\u202e坏了\u2066 👩‍👩‍👧", name="张\u202e三\u200f", place="3\u202d号楼"
        )

        row = await stands(db, one)

    assert row.own_words == "灯坏了 👩‍👩‍👧"
    assert row.place == "3号楼"


async def test_four_thousand_and_ninety_six_emoji_are_kept_whole(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db, "💡" * 4096)

        row = await stands(db, one)
        async with db.reading() as tx:
            card = (await tx.scalars(select(Message))).first()

    assert row.own_words == "💡" * 4096
    assert card is not None
    assert len(card.body["words"]) < 800


async def test_an_anonymous_report_keeps_no_account_and_opens_by_its_code(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        async with db.transaction() as tx:
            one, code = await actions.register(
                tx,
                bot_id=BOT,
                group_id=GROUP,
                report=Report(words="有人占道", is_anonymous=True, account_id=VOTER_ACCOUNT),
                by=VOTER,
                now=NOW,
            )
        assert code is not None
        async with db.reading() as tx:
            found = await by_receipt(tx, code.lower().replace("-", " "))
            lines = await history(tx, one)
            listed = await of_reporter(tx, VOTER_ACCOUNT)
            other = await by_receipt(tx, receipts.made())

    assert found is not None
    assert found.id == one.id
    assert found.account_id is None
    assert str(VOTER_ACCOUNT) not in lines[0].by
    assert code not in str(found.__dict__)
    assert listed == []
    assert other is None


async def test_a_voter_can_add_and_others_cannot(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        facts: dict[str, Any] = {"group_id": GROUP, "issue_id": one.id, "now": NOW}
        async with db.transaction() as tx:
            await actions.add(tx, words="还有二号楼", files=[photo(1)], by=VOTER, **facts)
        other = Actor(kind=ActorKind.ACCOUNT, account_id=777)
        with pytest.raises(Refusal) as refused:
            async with db.transaction() as tx:
                await actions.add(tx, words="我也说", by=other, **facts)
        async with db.reading() as tx:
            lines = await history(tx, one)

    assert isinstance(refused.value.notice, Gone)
    assert [line.text for line in lines if line.kind is EntryKind.ADDED] == ["还有二号楼"]


async def test_the_tenth_file_is_refused_and_the_same_one_twice_counts_once(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        one = await reported(db, files=tuple(photo(count) for count in range(9)))
        facts: dict[str, Any] = {"group_id": GROUP, "issue_id": one.id, "now": NOW}
        facts["by"] = VOTER
        async with db.transaction() as tx:
            await actions.add(tx, words="再发一次", files=[photo(3)], **facts)
        with pytest.raises(Refusal) as refused:
            async with db.transaction() as tx:
                await actions.add(tx, words="", files=[photo(99)], **facts)

    assert isinstance(refused.value.notice, notices.Full)


async def test_an_edit_after_sending_becomes_a_version(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db, "灯坏了", message_id=12)
        async with db.transaction() as tx:
            await actions.edit(
                tx, account_id=VOTER_ACCOUNT, message_id=12, words="三号楼的灯坏了", now=NOW
            )
        row = await stands(db, one)
        async with db.reading() as tx:
            lines = await history(tx, one)

    assert row.own_words == "三号楼的灯坏了"
    assert [(line.version, line.text) for line in lines] == [(1, "灯坏了"), (2, "三号楼的灯坏了")]


async def test_me_too_joins_once_and_hears_the_outcome(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        neighbour, count = Actor(kind=ActorKind.ACCOUNT, account_id=502), 0
        for _ in range(2):
            async with db.transaction() as tx:
                _row, count = await actions.join(
                    tx, group_id=GROUP, issue_id=one.id, by=neighbour, now=NOW
                )
        async with db.reading() as tx:
            heard = await concerned(tx, one)
            followers = list(await tx.scalars(select(IssueFollower)))
            listed = await of_reporter(tx, 502)

    assert count == 2
    assert {account for _issue, account in heard} == {VOTER_ACCOUNT, 502}
    assert len(followers) == 1
    assert [each.id for each in listed] == [one.id]


async def test_nothing_is_added_to_what_is_closed(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        await put(db, one, IssueState.CLOSED)
        with pytest.raises(Refusal) as refused:
            async with db.transaction() as tx:
                await actions.add(
                    tx, group_id=GROUP, issue_id=one.id, words="还有", by=VOTER, now=NOW
                )

    assert isinstance(refused.value.notice, notices.Settled)


async def test_a_number_is_found_however_it_is_typed(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db, by=BY[DEPUTY])
        async with db.reading() as tx:
            found = await by_number(tx, group_id=GROUP, number=" xjp-2026-1 ")
            nothing = await by_number(tx, group_id=GROUP, number="XJP-二-九")

    assert found is not None
    assert found.id == one.id
    assert found.recorder_id == DEPUTY
    assert nothing is None
