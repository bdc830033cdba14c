"""Triage in the room: claims, merging, declining, routing, closing. On each kind of database."""

import asyncio
import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.database import Database
from models.errors import Gone, NotAllowed, Refusal
from models.issues import answering, deciding, merging, notices, reporting_back, triage
from models.issues.history import history
from models.issues.moving import move
from models.issues.rules import Move, Party, may
from models.issues.states import (
    Decline,
    EntryKind,
    IssueState,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Way,
)
from models.issues.tables import Issue
from models.messages.tables import Message
from models.people.rules import CLOCK, Actor, ActorKind
from models.units import actions as units
from models.units import orders
from models.units.states import OrderState
from models.units.tables import WorkOrder
from tests.actions.issues_made import (
    BOT,
    BY,
    CHIEF,
    CLERK,
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

CONTACT_ACCOUNT = 601


def about(one: Issue, by: int = CLERK) -> dict[str, Any]:
    """Return the facts of an act of a member's on an issue."""
    return {"group_id": GROUP, "issue_id": one.id, "by": BY[by], "now": NOW}


async def refusal(awaitable: Any) -> Any:  # noqa: ANN401
    """Return the notice something was refused with."""
    with pytest.raises(Refusal) as refused:
        await awaitable
    return refused.value.notice


async def do(db: Database, verb: Any, **facts: Any) -> Any:  # noqa: ANN401
    """Do one act in a transaction of its own."""
    async with db.transaction() as tx:
        return await verb(tx, **facts)


async def a_unit(db: Database, name: str = "城管办") -> tuple[int, Actor]:
    """Add a unit with a contact; return its number and the contact as an actor."""
    async with db.transaction() as tx:
        one = await units.add(
            tx, group_id=GROUP, name=name, is_community=False, by=BY[CLERK], now=NOW
        )
        _row, token = await units.invite(
            tx, group_id=GROUP, unit_id=one.id, name="小林", by=BY[CLERK], now=NOW
        )
        await units.accept(tx, token=token, account_id=CONTACT_ACCOUNT, now=NOW)
    by = Actor(kind=ActorKind.UNIT, account_id=CONTACT_ACCOUNT, group_id=GROUP, unit_id=one.id)
    return one.id, by


async def messages_to(db: Database, chat_id: int, kind: str) -> list[Message]:
    async with db.reading() as tx:
        return list(
            await tx.scalars(
                select(Message).where(Message.chat_id == chat_id, Message.kind == kind)
            )
        )


async def test_every_move_in_every_state_by_every_party_is_done_or_refused(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        unit_id, contact = await a_unit(db)
        one = await reported(db, by=BY[DEPUTY], account_id=VOTER_ACCOUNT)
        actors = {
            Party.VOTER: VOTER,
            Party.DEPUTY: BY[DEPUTY],
            Party.STAFF: BY[CLERK],
            Party.DIRECTOR: BY[CHIEF],
            Party.UNIT: contact,
            Party.ASSISTANT: await an_assistant(db, one),
            Party.CLOCK: CLOCK,
            Party.OTHER: BY[STRANGER],
        }
        for party, state, step in itertools.product(Party, IssueState, Move):
            await put(db, one, state, unit_id=unit_id, resumes=IssueState.CHECKING)
            done = await _tried(db, one, step, actors[party])
            row = await stands(db, one)
            assert done is may(step, state, party), (party, state, step)
            assert done or row.state is state


async def an_assistant(db: Database, one: Issue) -> Actor:
    """Have a second unit that assists with an issue; return its contact as an actor."""
    async with db.transaction() as tx:
        unit = await units.add(
            tx, group_id=GROUP, name="水岸社区", is_community=True, by=BY[CLERK], now=NOW
        )
        await orders.send(tx, one, unit, task="", bot_id=BOT, now=NOW, is_assisting=True)
    return Actor(kind=ActorKind.UNIT, account_id=777, group_id=GROUP, unit_id=unit.id)


async def _tried(db: Database, one: Issue, step: Move, by: Actor) -> bool:
    """Try a move; tell whether it was done, and not refused."""
    to = IssueState.RATED if step is Move.RATE else None
    try:
        async with db.transaction() as tx:
            await move(tx, step, group_id=GROUP, issue_id=one.id, by=by, now=NOW, to=to)
    except Refusal as refused:
        if not isinstance(refused.notice, NotAllowed | notices.NotNow):
            raise
        return False
    return True


async def test_of_two_who_take_it_at_once_one_hears_who_was_first(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)

        took = await asyncio.gather(
            do(db, triage.take, **about(one, CLERK)),
            do(db, triage.take, **{**about(one, CLERK), "by": BY[CLERK]}),
            return_exceptions=True,
        )
        other = await refusal(_as_second_clerk(db, one))

    assert not any(isinstance(each, Exception) for each in took)
    assert isinstance(other, notices.Claimed)
    assert other.handler == "第31位"


async def _as_second_clerk(db: Database, one: Issue) -> None:
    second = Actor(
        kind=ActorKind.MEMBER, account_id=199, group_id=GROUP, member_id=39, role=BY[CLERK].role
    )
    async with db.transaction() as tx:
        await triage.take(tx, group_id=GROUP, issue_id=one.id, by=second, now=NOW)


async def test_a_claim_ends_by_itself_and_the_director_need_not_wait(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        await do(db, triage.take, **about(one, CLERK))

        await do(db, triage.take, **about(one, CHIEF))
        later = {**about(one, CLERK), "now": NOW + triage.LEASE + timedelta(minutes=1)}
        row = await do(db, triage.take, **later)

    assert row.claimed_by == CLERK


@pytest.mark.parametrize("by", [STRANGER, DEPUTY])
async def test_a_press_on_a_card_of_another_group_is_refused(database_url: str, by: int) -> None:
    async with founded(database_url) as db:
        one = await reported(db)

        said = [
            await refusal(do(db, triage.take, **about(one, by))),
            await refusal(do(db, triage.note, words="看看", **about(one, by))),
            await refusal(
                do(
                    db,
                    deciding.decline,
                    bot_id=BOT,
                    why=Decline.OTHER,
                    words="不",
                    **about(one, by),
                )
            ),
            await refusal(do(db, reporting_back.close, **about(one, by))),
        ]

    assert {type(each) for each in said} == {NotAllowed}


async def test_a_report_cannot_be_merged_into_itself_by_any_way(database_url: str) -> None:
    async with founded(database_url) as db:
        first, second = await reported(db), await reported(db, "同一件事")
        facts = {"bot_id": BOT, "group_id": GROUP, "by": BY[CLERK], "now": NOW}
        await do(db, merging.merge, issue_ids=[second.id], into_id=first.id, **facts)

        plain = await refusal(
            do(db, merging.merge, issue_ids=[first.id], into_id=first.id, **facts)
        )
        around = await refusal(
            do(db, merging.merge, issue_ids=[first.id], into_id=second.id, **facts)
        )

    assert isinstance(plain, notices.IntoItself)
    assert isinstance(around, notices.IntoItself)


async def test_everybody_who_was_merged_in_hears_the_outcome_once(database_url: str) -> None:
    async with founded(database_url) as db:
        first = await reported(db)
        others = [await reported(db, f"第{n}位", account_id=510 + n) for n in range(3)]
        facts = {"bot_id": BOT, "group_id": GROUP, "by": BY[CLERK], "now": NOW}
        ids = [one.id for one in others]
        await do(db, merging.merge, issue_ids=ids[:1], into_id=ids[1], **facts)
        await do(db, merging.merge, issue_ids=ids[1:], into_id=first.id, **facts)
        await do(db, deciding.route, bot_id=BOT, route=Route.ON_THE_SPOT, **about(first))
        await do(
            db, answering.answer, bot_id=BOT, words="修好了", outcome=Outcome.SOLVED, **about(first)
        )
        await do(
            db, reporting_back.report_back, bot_id=BOT, way=Way.TELEGRAM, said="", **about(first)
        )

        heard = [
            len(await messages_to(db, account, "issues.answered"))
            for account in (VOTER_ACCOUNT, 510, 511, 512)
        ]

    assert heard == [1, 1, 1, 1]


async def test_merging_is_all_or_nothing(database_url: str) -> None:
    async with founded(database_url) as db:
        first, second, third = [await reported(db, f"第{n}件") for n in range(3)]
        await put(db, third, IssueState.CLOSED)
        facts = {"bot_id": BOT, "group_id": GROUP, "by": BY[CLERK], "now": NOW}

        await refusal(
            do(db, merging.merge, issue_ids=[second.id, third.id], into_id=first.id, **facts)
        )

        assert (await stands(db, second)).state is IssueState.RECEIVED


async def test_nothing_closes_before_the_voter_was_told(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        await put(db, one, IssueState.REPORTED)
        untold = await refusal(do(db, reporting_back.close, **about(one)))
        await put(db, one, IssueState.REPORTED, answer="修好了", outcome=Outcome.SOLVED)
        still = await refusal(do(db, reporting_back.close, **about(one)))
        await put(db, one, IssueState.REPORTED, told_at=NOW)

        row = await do(db, reporting_back.close, **about(one))

    assert isinstance(untold, notices.Untold)
    assert isinstance(still, notices.Untold)
    assert row.state is IssueState.CLOSED
    assert row.closed_at == NOW


async def test_a_phone_report_back_needs_what_was_said_and_keeps_who_and_when(
    database_url: str,
) -> None:
    async with founded(database_url) as db:
        one = await reported(db, by=BY[DEPUTY])
        await put(db, one, IssueState.ANSWERED, answer="修好了", outcome=Outcome.SOLVED)
        facts = {"bot_id": BOT, **about(one)}

        here = await refusal(do(db, reporting_back.report_back, way=Way.TELEGRAM, said="", **facts))
        silent = await refusal(do(db, reporting_back.report_back, way=Way.PHONE, said=" ", **facts))
        await do(db, reporting_back.report_back, way=Way.PHONE, said="打了两次没人接", **facts)
        async with db.reading() as tx:
            lines = await history(tx, one)

    assert isinstance(here, notices.CannotAsk)
    assert isinstance(silent, notices.SayWhat)
    [line] = [each for each in lines if each.kind is EntryKind.REPORT_BACK]
    assert (line.member_id, line.way, line.text) == (CLERK, Way.PHONE, "打了两次没人接")


async def test_a_unit_accepts_returns_and_answers_only_what_it_has(database_url: str) -> None:
    async with founded(database_url) as db:
        unit_id, contact = await a_unit(db)
        one = await reported(db)
        facts = {"group_id": GROUP, "issue_id": one.id, "by": contact, "now": NOW}
        early = await refusal(do(db, answering.accept, bot_id=BOT, **facts))
        await do(db, deciding.route, bot_id=BOT, route=Route.UNIT, unit_id=unit_id, **about(one))
        await do(db, answering.accept, bot_id=BOT, **facts)
        await do(db, answering.answer, bot_id=BOT, words="已更换", outcome=Outcome.SOLVED, **facts)
        closing = await refusal(do(db, reporting_back.close, **facts))
        cards = await messages_to(db, CONTACT_ACCOUNT, "units.order_card")
        async with db.reading() as tx:
            [order] = list(await tx.scalars(select(WorkOrder)))

    assert isinstance(early, NotAllowed)
    assert isinstance(closing, NotAllowed)
    assert order.state is OrderState.ANSWERED
    assert "第" not in str(cards[0].body.get("reporter", ""))
    assert str(VOTER_ACCOUNT) not in str(cards[0].body)


async def test_a_returned_order_goes_back_to_the_staff_with_its_reason(database_url: str) -> None:
    async with founded(database_url) as db:
        unit_id, contact = await a_unit(db)
        one = await reported(db)
        await do(db, deciding.route, bot_id=BOT, route=Route.UNIT, unit_id=unit_id, **about(one))
        await do(
            db,
            answering.give_back,
            bot_id=BOT,
            group_id=GROUP,
            issue_id=one.id,
            reason="归市政管",
            by=contact,
            now=NOW,
        )
        row = await stands(db, one)
        told = await messages_to(db, 131, "issues.given_back")

    assert (row.state, row.unit_id) == (IssueState.CHECKING, None)
    assert told[0].body["reason"] == "归市政管"


async def test_one_order_is_open_at_a_time(database_url: str) -> None:
    async with founded(database_url) as db:
        first, _contact = await a_unit(db)
        async with db.transaction() as tx:
            second = await units.add(
                tx, group_id=GROUP, name="市政", is_community=False, by=BY[CLERK], now=NOW
            )
        one = await reported(db)
        for unit_id in (first, second.id):
            await do(
                db, deciding.route, bot_id=BOT, route=Route.UNIT, unit_id=unit_id, **about(one)
            )
        async with db.reading() as tx:
            states = list(await tx.scalars(select(WorkOrder.state).order_by(WorkOrder.id)))

    assert states == [OrderState.CANCELLED, OrderState.SENT]


async def test_an_invitation_of_a_contact_works_once(database_url: str) -> None:
    async with founded(database_url) as db:
        async with db.transaction() as tx:
            unit = await units.add(
                tx, group_id=GROUP, name="物业", is_community=False, by=BY[CLERK], now=NOW
            )
            _row, token = await units.invite(
                tx, group_id=GROUP, unit_id=unit.id, name="小赵", by=BY[CLERK], now=NOW
            )
        await do(db, units.accept, token=token, account_id=701, now=NOW)

        again = await refusal(do(db, units.accept, token=token, account_id=702, now=NOW))
        forged = await refusal(do(db, units.accept, token="forged", account_id=702, now=NOW))

    assert again.kind == forged.kind == "units.link_over"


async def test_a_put_off_report_needs_a_reason_and_a_day_ahead(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        facts = {"bot_id": BOT, **about(one)}

        passed = await refusal(
            do(db, deciding.park, reason="明年", until=date(2026, 11, 23), **facts)
        )
        empty = await refusal(do(db, deciding.park, reason=" ", until=date(2026, 12, 1), **facts))
        row = await do(db, deciding.park, reason="明年动工", until=date(2026, 12, 5), **facts)

    assert isinstance(passed, notices.DatePassed)
    assert isinstance(empty, notices.Empty)
    assert row.parked_until is not None
    assert row.parked_until.date() == date(2026, 12, 7)  # the next working day
    assert row.due_at is None


async def test_a_rating_after_closing_counts_once(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        await put(db, one, IssueState.CLOSED, answer="修好了", outcome=Outcome.SOLVED, told_at=NOW)
        facts = {"bot_id": BOT, "group_id": GROUP, "issue_id": one.id, "by": VOTER, "now": NOW}
        await do(
            db, reporting_back.rate, solved=Solved.YES, satisfaction=Satisfaction.GOOD, **facts
        )

        again = await refusal(
            do(db, reporting_back.rate, solved=Solved.NO, satisfaction=None, **facts)
        )

    assert isinstance(again, notices.RatedAlready)


async def test_what_is_not_there_is_gone(database_url: str) -> None:
    async with founded(database_url) as db:
        one = await reported(db)
        nothing = {**about(one), "issue_id": 5}

        assert isinstance(await refusal(do(db, triage.take, **nothing)), Gone)
