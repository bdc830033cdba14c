"""Units that assist: asked, heard, let go; the leading unit's answer is the answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.database import Database
from models.errors import Gone, NotAllowed, Refusal
from models.issues import answering, assisting, deciding, triage, unit_work
from models.issues.cards import staff_card
from models.issues.reports import Piece
from models.issues.rules import Move, Party, may
from models.issues.states import EntryKind, FileKind, IssueState, Outcome, Route
from models.issues.tables import Issue, IssueEntry, IssueFile
from models.issues.views import voter_card
from models.messages.tables import Message
from models.people.rules import Actor, ActorKind
from models.units import actions as units
from models.units import notices as u
from models.units.states import OrderState
from models.units.tables import WorkOrder
from tests.actions import issues_made as made
from tests.actions.issues_made import BOT, BY, CLERK, GROUP, NOW

LEAD, COMMUNITY, OTHER = 601, 602, 603


@dataclass(frozen=True, slots=True)
class Place:
    """A group with three units, and a report that the first leads."""

    db: Database
    one: Issue
    units: dict[int, int]  # account of the contact → unit

    def contact(self, account: int) -> Actor:
        return Actor(
            kind=ActorKind.UNIT, account_id=account, group_id=GROUP, unit_id=self.units[account]
        )

    async def do(self, verb: Callable[..., Awaitable[Any]], by: Actor, **facts: Any) -> Any:  # noqa: ANN401
        now: datetime = facts.pop("now", NOW)
        async with self.db.transaction() as tx:
            return await verb(tx, group_id=GROUP, by=by, now=now, **facts)

    async def asked(self, account: int = COMMUNITY, **facts: Any) -> WorkOrder:  # noqa: ANN401
        await self.do(
            assisting.ask,
            BY[CLERK],
            bot_id=BOT,
            issue_id=self.one.id,
            unit_id=self.units[account],
            task="请清走杂物",
            **facts,
        )
        return (await self.orders(is_assisting=True))[-1]

    async def orders(self, *, is_assisting: bool) -> list[WorkOrder]:
        async with self.db.reading() as tx:
            rows = await tx.scalars(
                select(WorkOrder)
                .where(WorkOrder.is_assisting.is_(is_assisting))
                .order_by(WorkOrder.id)
            )
            return list(rows)

    async def told(self, account: int, kind: str) -> list[Message]:
        async with self.db.reading() as tx:
            rows = await tx.scalars(
                select(Message).where(Message.chat_id == account, Message.kind == kind)
            )
            return list(rows)

    async def entries(self, kind: EntryKind) -> list[str]:
        async with self.db.reading() as tx:
            rows = await tx.scalars(select(IssueEntry).where(IssueEntry.kind == kind))
            return [row.text for row in rows]


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Place]:
    async with made.founded(database_url) as db:
        known = {}
        for account, name in ((LEAD, "城管办"), (COMMUNITY, "水岸社区"), (OTHER, "消防所")):
            async with db.transaction() as tx:
                unit = await units.add(
                    tx, group_id=GROUP, name=name, is_community=False, by=BY[CLERK], now=NOW
                )
                about = {"group_id": GROUP, "unit_id": unit.id}
                _row, token = await units.invite(tx, name="小林", by=BY[CLERK], now=NOW, **about)
                await units.accept(tx, token=token, account_id=account, now=NOW)
                known[account] = unit.id
        one = await made.reported(db)
        found = Place(db, one, known)
        await found.do(
            deciding.route,
            BY[CLERK],
            bot_id=BOT,
            issue_id=one.id,
            route=Route.UNIT,
            unit_id=known[LEAD],
        )
        yield found


def _kind(refused: pytest.ExceptionInfo[Refusal]) -> type:
    return type(refused.value.notice)


async def test_a_unit_that_assists_has_a_card_and_a_clock_of_its_own(place: Place) -> None:
    row = await place.asked()

    [card] = await place.told(COMMUNITY, "units.order_card")
    one = await made.stands(place.db, place.one)
    assert (row.state, row.is_assisting) == (OrderState.SENT, True)
    assert (card.body["is_assisting"], card.body["lead"]) == (True, "城管办")
    assert row.due_at == NOW + timedelta(days=1)  # a working day to accept
    assert one.unit_id == place.units[LEAD]
    assert one.state is IssueState.ROUTED


async def test_it_has_three_fifths_of_the_time_once_it_has_accepted(place: Place) -> None:
    row = await place.asked()

    await place.do(assisting.accept, place.contact(COMMUNITY), order_id=row.id)

    [row] = await place.orders(is_assisting=True)
    one = await made.stands(place.db, place.one)
    assert row.state is OrderState.ACCEPTED
    assert row.due_at == NOW + timedelta(days=3)  # Monday to Thursday
    assert one.state is IssueState.ROUTED, "the leading unit has not accepted"


async def test_a_contribution_stands_on_the_staffs_card_and_the_leads_order_and_is_no_answer(
    place: Place,
) -> None:
    row = await place.asked()

    await place.do(
        assisting.contribute,
        place.contact(COMMUNITY),
        bot_id=BOT,
        order_id=row.id,
        words="杂物已清走,打19900000018",
        proof=[_photo("a"), _photo("b")],
    )

    async with place.db.reading() as tx:
        one = await tx.get(Issue, (GROUP, place.one.id))
        assert one is not None
        card = await staff_card(tx, one)
        mine = await voter_card(tx, one, Party.VOTER)
        files = list(await tx.scalars(select(IssueFile)))
    [line] = card.assisting
    [heard] = await place.told(LEAD, "units.contributed")
    assert (line.unit, line.state) == ("水岸社区", OrderState.ANSWERED)
    assert line.words is not None
    assert "199****0018" in line.words
    assert heard.body["words"].startswith("杂物已清走")
    assert (one.state, one.answer) == (IssueState.ROUTED, None)
    assert [each.is_proof for each in files] == [True, True]
    assert "杂物" not in str(mine)
    assert await place.entries(EntryKind.ASSIST) == ["水岸社区 · 杂物已清走,打19900000018"]


def _photo(name: str) -> Piece:
    return Piece(kind=FileKind.PHOTO, file_id=name, file_unique_id=name, name="", size=9)


async def test_the_same_picture_proves_once(place: Place) -> None:
    row = await place.asked()
    facts: dict[str, Any] = {"bot_id": BOT, "words": "清走了", "proof": [_photo("a"), _photo("a")]}
    await place.do(assisting.contribute, place.contact(COMMUNITY), order_id=row.id, **facts)

    await place.do(
        answering.answer,
        place.contact(LEAD),
        issue_id=place.one.id,
        outcome=Outcome.SOLVED,
        **facts,
    )

    async with place.db.reading() as tx:
        assert len(list(await tx.scalars(select(IssueFile)))) == 1


async def test_the_leading_units_answer_lets_go_who_has_not_contributed(place: Place) -> None:
    first, second = await place.asked(COMMUNITY), await place.asked(OTHER)
    by = place.contact(COMMUNITY)
    await place.do(assisting.contribute, by, bot_id=BOT, order_id=first.id, words="好了")

    await place.do(
        answering.answer,
        place.contact(LEAD),
        bot_id=BOT,
        issue_id=place.one.id,
        words="全部办好了",
        outcome=Outcome.SOLVED,
    )

    states = {row.id: row.state for row in await place.orders(is_assisting=True)}
    one = await made.stands(place.db, place.one)
    assert states == {first.id: OrderState.ANSWERED, second.id: OrderState.NOT_NEEDED}
    assert (one.state, one.answer) == (IssueState.ANSWERED, "全部办好了")


async def test_a_return_names_its_reason_and_leaves_the_issue_with_its_lead(place: Place) -> None:
    row = await place.asked()
    facts: dict[str, Any] = {"bot_id": BOT, "row": row}

    async def back(tx: Any, *, group_id: int, **rest: Any) -> Issue:  # noqa: ANN401
        assert group_id == GROUP
        return await unit_work.give_back(tx, rest.pop("row"), **rest)

    with pytest.raises(Refusal):
        await place.do(back, place.contact(COMMUNITY), reason="  ", **facts)
    await place.do(back, place.contact(COMMUNITY), reason="不在我们社区", **facts)

    [row] = await place.orders(is_assisting=True)
    one = await made.stands(place.db, place.one)
    [heard] = await place.told(100 + CLERK, "units.assist_returned")
    assert (row.state, row.reason) == (OrderState.RETURNED, "不在我们社区")
    assert heard.body["reason"] == "不在我们社区"
    assert (one.state, one.unit_id) == (IssueState.ROUTED, place.units[LEAD])


async def test_the_lead_and_who_assists_already_cannot_be_asked_and_nobody_without_a_lead(
    place: Place,
) -> None:
    await place.asked(COMMUNITY)

    for account in (LEAD, COMMUNITY):
        with pytest.raises(Refusal) as refused:
            await place.asked(account)
        assert _kind(refused) is u.HasItAlready
    with pytest.raises(Refusal) as refused:
        await place.do(
            assisting.ask, BY[CLERK], bot_id=BOT, issue_id=place.one.id, unit_id=9, task=""
        )
    assert _kind(refused) is Gone
    other = await made.reported(place.db, "别的事")
    with pytest.raises(Refusal) as refused:
        await place.do(
            assisting.ask,
            BY[CLERK],
            bot_id=BOT,
            issue_id=other.id,
            unit_id=place.units[OTHER],
            task="",
        )
    assert _kind(refused) is u.NeedsLead


async def test_no_unit_touches_anothers_order_and_the_lead_none_of_those_that_assist(
    place: Place,
) -> None:
    row = await place.asked(COMMUNITY)

    for account in (LEAD, OTHER):
        with pytest.raises(Refusal) as refused:
            await place.do(assisting.accept, place.contact(account), order_id=row.id)
        assert _kind(refused) is NotAllowed
    with pytest.raises(Refusal) as refused:
        await place.do(
            answering.answer,
            place.contact(COMMUNITY),
            bot_id=BOT,
            issue_id=place.one.id,
            words="好了",
            outcome=Outcome.SOLVED,
        )
    assert _kind(refused) is NotAllowed


async def test_an_order_that_is_over_stays_over(place: Place) -> None:
    row = await place.asked()
    await place.do(assisting.release, BY[CLERK], order_id=row.id)

    with pytest.raises(Refusal) as refused:
        await place.do(
            assisting.contribute,
            place.contact(COMMUNITY),
            bot_id=BOT,
            order_id=row.id,
            words="好了",
        )

    assert _kind(refused) is u.OrderOver
    [row] = await place.orders(is_assisting=True)
    assert (row.state, row.alarm_at) == (OrderState.CANCELLED, None)


async def test_two_staff_who_ask_the_same_unit_at_once_ask_it_once(place: Place) -> None:
    tries = await asyncio.gather(place.asked(), place.asked(), return_exceptions=True)

    rows = await place.orders(is_assisting=True)
    assert len(rows) == 1
    assert len([one for one in tries if isinstance(one, Refusal)]) == 1


async def test_a_new_lead_keeps_who_assists_and_is_itself_no_assistant_any_more(
    place: Place,
) -> None:
    await place.asked(COMMUNITY)
    await place.asked(OTHER)

    await place.do(
        deciding.route,
        BY[CLERK],
        bot_id=BOT,
        issue_id=place.one.id,
        route=Route.UNIT,
        unit_id=place.units[OTHER],
    )

    assist = {row.unit_id: row.state for row in await place.orders(is_assisting=True)}
    lead = [row.state for row in await place.orders(is_assisting=False)]
    assert assist == {
        place.units[COMMUNITY]: OrderState.SENT,
        place.units[OTHER]: OrderState.CANCELLED,
    }
    assert lead == [OrderState.CANCELLED, OrderState.SENT]


@pytest.mark.parametrize("route", [Route.PLATFORM, Route.PETITION, Route.SUGGESTION])
async def test_where_no_unit_leads_nobody_assists(place: Place, route: Route) -> None:
    await place.asked()

    await place.do(deciding.route, BY[CLERK], bot_id=BOT, issue_id=place.one.id, route=route)

    assert [row.state for row in await place.orders(is_assisting=True)] == [OrderState.CANCELLED]


async def test_who_assists_goes_on_while_the_issue_is_back_with_the_staff(place: Place) -> None:
    row = await place.asked()
    await place.do(
        answering.give_back,
        place.contact(LEAD),
        bot_id=BOT,
        issue_id=place.one.id,
        reason="不归我们",
    )

    await place.do(
        assisting.contribute,
        place.contact(COMMUNITY),
        bot_id=BOT,
        order_id=row.id,
        words="我们这边好了",
    )

    one = await made.stands(place.db, place.one)
    assert (one.state, one.unit_id) == (IssueState.CHECKING, None)


async def test_the_clock_of_who_assists_rests_while_the_voter_is_asked(place: Place) -> None:
    row = await place.asked()
    later = NOW + timedelta(hours=2)
    about: dict[str, Any] = {"bot_id": BOT, "issue_id": place.one.id}
    await place.do(triage.ask, BY[CLERK], question="几单元？", now=later, **about)
    [resting] = await place.orders(is_assisting=True)

    much_later = later + timedelta(days=2)
    await place.do(triage.resume, BY[CLERK], issue_id=place.one.id, now=much_later)

    [row] = await place.orders(is_assisting=True)
    assert resting.alarm_at is None
    assert row.alarm_at is not None
    assert row.due_at == NOW + timedelta(days=3)  # two days of rest, and what was left


@pytest.mark.parametrize("state", list(IssueState))
async def test_the_table_is_asked_before_anything_of_an_assisting_unit_is_kept(
    place: Place, state: IssueState
) -> None:
    row = await place.asked()
    await made.put(place.db, place.one, state)
    allowed = may(Move.CONTRIBUTE, state, Party.ASSISTANT)

    try:
        await place.do(
            assisting.contribute,
            place.contact(COMMUNITY),
            bot_id=BOT,
            order_id=row.id,
            words="好了",
        )
        done = True
    except Refusal:
        done = False

    [row] = await place.orders(is_assisting=True)
    assert done is allowed
    assert (row.contribution is not None) is allowed
