"""Suggestions in the room, on each kind of database: signed, examined, answered, rated."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from models.errors import Gone, NotAllowed, Refusal
from models.messages.tables import Message
from models.points.queries import score_of
from models.suggestions import actions, answering, examining, promising, rating
from models.suggestions import refusals as r
from models.suggestions.actions import Content
from models.suggestions.order_notices import ReturnTooLate
from models.suggestions.rules import (
    AnswerClass,
    Satisfaction,
    SignerState,
    SuggestionState,
    TalkWay,
)
from models.suggestions.tables import Alarm, Answer, Signer, Step
from tests.actions.suggestions_made import (
    CLERK,
    GROUP,
    LEAD,
    NOW,
    SECOND,
    STRANGER,
    THIRD,
    TODAY,
    Hall,
    a_hall,
)

S = SuggestionState


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Hall]:
    async with a_hall(database_url) as found:
        yield found


async def points_of(hall: Hall, member_id: int) -> int:
    async with hall.db.reading() as tx:
        found = await score_of(tx, group_id=GROUP, member_id=member_id, year=2026, today=TODAY)
    return int(found.total)


async def test_nothing_is_handed_in_before_its_lead_has_signed(hall: Hall) -> None:
    one = await hall.drafted()

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await actions.submit(tx, **hall.doing(LEAD, one))

    assert isinstance(refused.value.notice, r.NotNow)
    assert (await hall.now(one)).state is S.DRAFT


async def test_only_who_was_asked_can_sign_and_only_once(hall: Hall) -> None:
    one = await hall.submitted()

    for who, kind in ((THIRD, Gone), (CLERK, Gone), (SECOND, r.SignedAlready)):
        with pytest.raises(Refusal) as refused:
            async with hall.db.transaction() as tx:
                await actions.sign(tx, **hall.doing(who, one))
        assert isinstance(refused.value.notice, kind)
    states = {row.member_id: row.state for row in await hall.rows(Signer)}
    assert states == {LEAD: SignerState.SIGNED, SECOND: SignerState.SIGNED}


async def test_new_words_have_to_be_signed_anew(hall: Hall) -> None:
    one = await hall.drafted()
    async with hall.db.transaction() as tx:
        await actions.ask_to_sign(tx, member_id=SECOND, **hall.doing(LEAD, one))
        await actions.sign(tx, **hall.doing(SECOND, one))
        await actions.sign(tx, **hall.doing(LEAD, one))

    async with hall.db.transaction() as tx:
        content = Content(title="增设路灯", problem="更黑了。", proposal="装三十盏。")
        await actions.change(tx, content=content, **hall.doing(LEAD, one))

    assert (await hall.now(one)).state is S.DRAFT
    assert {row.state for row in await hall.rows(Signer)} == {SignerState.ASKED}


async def test_points_come_with_the_number_and_not_before(hall: Hall) -> None:
    one = await hall.submitted()
    before = await points_of(hall, LEAD), await points_of(hall, SECOND)

    async with hall.db.transaction() as tx:
        await examining.file(tx, number="第12号", **hall.doing(CLERK, one))

    assert before == (0, 0)
    assert await points_of(hall, LEAD) == 6
    assert await points_of(hall, SECOND) == 1
    assert await points_of(hall, THIRD) == 0


async def test_key_and_solved_bring_their_bonus_and_a_mark_taken_off_takes_it_back(
    hall: Hall,
) -> None:
    one = await hall.answered(AnswerClass.A)
    async with hall.db.transaction() as tx:
        await examining.mark(tx, is_key=True, **hall.doing(CLERK, one))
    with_key = await points_of(hall, LEAD)

    async with hall.db.transaction() as tx:
        await examining.mark(tx, is_key=False, **hall.doing(CLERK, one))

    assert with_key == 6 + 3 + 2
    assert await points_of(hall, LEAD) == 6 + 2


async def test_a_number_is_given_once_a_year(hall: Hall) -> None:
    await hall.assigned("第12号")
    other = await hall.submitted()

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await examining.file(tx, number="第12号", **hall.doing(CLERK, other))

    assert isinstance(refused.value.notice, r.NumberTaken)


async def test_the_clocks_of_the_law_start_with_the_assignment(hall: Hall) -> None:
    one = await hall.now(await hall.assigned())

    alarms = await hall.rows(Alarm)

    assert one.accept_by == date(2026, 3, 11)  # seven working days
    assert one.answer_by == date(2026, 6, 2)
    answer = sorted(row.days_left for row in alarms if row.term.value == "answer")
    assert answer == [-1, 0, 7, 15, 30]
    assert {row.term.value for row in alarms} == {"answer", "accept", "assist"}


async def test_an_answer_to_what_nobody_was_given_is_refused(hall: Hall) -> None:
    one = await hall.submitted()

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await answering.answer(
                tx, answer_class=AnswerClass.A, words="好。", **hall.doing(CLERK, one)
            )

    assert isinstance(refused.value.notice, r.NotAssignedYet)
    assert await hall.rows(Answer) == []


async def test_an_answer_from_before_the_assignment_is_refused(hall: Hall) -> None:
    one = await hall.assigned()

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await answering.answer(
                tx,
                answer_class=AnswerClass.A,
                words="好。",
                on=TODAY - timedelta(days=1),
                **hall.doing(CLERK, one),
            )

    assert isinstance(refused.value.notice, r.NotAssignedYet)


async def test_a_unit_can_give_it_back_for_seven_working_days(hall: Hall) -> None:
    one = await hall.assigned()
    late = NOW + timedelta(days=10)

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await examining.send_back(tx, reason="不归我们", **hall.doing(CLERK, one, now=late))
    async with hall.db.transaction() as tx:
        await examining.send_back(tx, reason="不归我们", **hall.doing(CLERK, one))
        await examining.assign(tx, unit="区住建局", **hall.doing(CLERK, one))

    assert isinstance(refused.value.notice, ReturnTooLate)
    assert (await hall.now(one)).unit == "区住建局"


async def test_time_is_extended_to_six_months_and_no_further(hall: Hall) -> None:
    one = await hall.assigned()
    async with hall.db.transaction() as tx:
        await examining.extend(tx, months=3, reason="要等预算", **hall.doing(CLERK, one))

    with pytest.raises(Refusal) as refused:
        async with hall.db.transaction() as tx:
            await examining.extend(tx, months=1, reason="还要", **hall.doing(CLERK, one))

    assert isinstance(refused.value.notice, r.NoMoreTime)
    assert (await hall.now(one)).answer_by == date(2026, 9, 2)


async def test_a_talk_is_logged_and_moves_it_on(hall: Hall) -> None:
    one = await hall.assigned()
    async with hall.db.transaction() as tx:
        await examining.accept(tx, **hall.doing(CLERK, one))
        await answering.talk(tx, way=TalkWay.VISIT, note="到现场看过", **hall.doing(CLERK, one))

    assert (await hall.now(one)).state is S.HANDLED


async def test_a_promise_needs_a_day_and_waits_for_its_proof(hall: Hall) -> None:
    with pytest.raises(Refusal) as refused:
        await hall.answered(AnswerClass.B)

    assert isinstance(refused.value.notice, r.PromiseNeedsDay)


async def test_a_promise_keeps_it_open_until_it_is_proven(hall: Hall) -> None:
    one = await hall.answered(AnswerClass.B, date(2026, 5, 1))
    async with hall.db.transaction() as tx:
        await rating.rate(tx, satisfaction=Satisfaction.SATISFIED, **hall.doing(LEAD, one))
    rated = (await hall.now(one)).state

    async with hall.db.transaction() as tx:
        await promising.prove(tx, proof="照片:二十盏都亮了", **hall.doing(CLERK, one))

    assert rated is S.RATED
    assert (await hall.now(one)).state is S.DONE
    assert await points_of(hall, LEAD) == 6 + 2


async def test_who_is_dissatisfied_gets_another_answer_within_a_month(hall: Hall) -> None:
    one = await hall.answered(AnswerClass.C)
    async with hall.db.transaction() as tx:
        await rating.rate(
            tx, satisfaction=Satisfaction.DISSATISFIED, remark="没有去看", **hall.doing(LEAD, one)
        )
    redoing = await hall.now(one)

    async with hall.db.transaction() as tx:
        await answering.answer(
            tx, answer_class=AnswerClass.A, words="看过了，装好了。", **hall.doing(CLERK, one)
        )
        await rating.rate(tx, satisfaction=Satisfaction.SATISFIED, **hall.doing(LEAD, one))

    assert (redoing.state, redoing.answer_by) == (S.REDOING, date(2026, 4, 2))
    assert (await hall.now(one)).state is S.DONE
    assert [row.satisfaction for row in await hall.rows(Answer)] == [
        Satisfaction.DISSATISFIED,
        Satisfaction.SATISFIED,
    ]


async def test_only_the_lead_or_the_staff_rate(hall: Hall) -> None:
    one = await hall.answered()

    for who in (SECOND, THIRD, STRANGER):
        with pytest.raises(Refusal) as refused:
            async with hall.db.transaction() as tx:
                await rating.rate(tx, satisfaction=Satisfaction.SATISFIED, **hall.doing(who, one))
        assert isinstance(refused.value.notice, NotAllowed)


async def test_the_staff_of_another_group_move_nothing(hall: Hall) -> None:
    one = await hall.submitted()

    with pytest.raises(Refusal):
        async with hall.db.transaction() as tx:
            await examining.file(tx, number="第1号", **hall.doing(STRANGER, one))

    assert (await hall.now(one)).state is S.SUBMITTED


async def test_everybody_who_signed_hears_every_move_once(hall: Hall) -> None:
    one = await hall.answered()

    told = [row for row in await hall.rows(Message) if row.kind == "suggestions.moved"]
    moves = [(row.chat_id, row.body["move"]) for row in told]
    assert (100 + LEAD, "assign") in moves
    assert (100 + SECOND, "answer") in moves
    assert (100 + THIRD, "answer") not in moves
    assert len(moves) == len(set(moves))
    assert len(await hall.rows(Step)) == 8
    assert one
