"""What an answer of Telegram's means for the outbox and for what is known of people and chats."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.sending import Reply, Result
from bot.settling import ATTEMPTS, LIVE_EVERY, MOVES, outcome_of, settle
from models import clock
from models.messages.tables import Message, MessageState, Method, Pause
from models.people.tables import Account, Reach
from tests.carriers.letters import WHEN, letter
from tests.town import Town

FINAL = {
    Result.SENT: MessageState.SENT,
    Result.MAYBE: MessageState.MAYBE,
    Result.UNREACHABLE: MessageState.UNREACHABLE,
    Result.REFUSED: MessageState.FAILED,
}


@pytest.mark.parametrize("result", list(Result))
def test_each_result_ends_a_message_or_gives_it_back(result: Result) -> None:
    outcome = outcome_of(letter(), Reply(result=result), now=WHEN)

    assert outcome.state is FINAL.get(result, MessageState.WAITING)


def test_a_failure_is_repeated_ever_more_slowly_but_within_a_minute() -> None:
    waits = [
        outcome_of(letter(attempts=n), Reply(result=Result.LATER), now=WHEN).not_before - WHEN
        for n in (0, 1, 2, 3, 30, 1400)
    ]

    assert [one.total_seconds() for one in waits] == [1, 2, 4, 8, 60, 60]


def test_an_outage_of_a_day_is_outlived() -> None:
    moment = WHEN
    message = letter()
    while moment < WHEN + timedelta(hours=23):
        outcome = outcome_of(message, Reply(result=Result.LATER), now=moment)
        assert outcome.state is MessageState.WAITING
        message.attempts, moment = outcome.attempts, outcome.not_before

    last = outcome_of(letter(attempts=ATTEMPTS), Reply(result=Result.LATER), now=moment)

    assert last.state is MessageState.FAILED


def test_a_card_is_never_given_up_for_want_of_a_network() -> None:
    card = letter(live=True, message_id=5, state=MessageState.SENT, attempts=ATTEMPTS + 5)

    later = outcome_of(card, Reply(result=Result.LATER), now=WHEN)
    good = outcome_of(card, Reply(result=Result.SENT), now=WHEN)

    assert later.state is MessageState.SENT
    assert good.attempts == 0


def test_a_card_is_shown_anew_every_three_seconds_at_most() -> None:
    card = letter(live=True, message_id=5, wanted=4, shown=2, state=MessageState.SENT)

    outcome = outcome_of(card, Reply(result=Result.SENT), now=WHEN)

    assert outcome.shown == 4
    assert outcome.not_before == WHEN + LIVE_EVERY


def test_a_card_of_a_chat_that_moved_stays_behind() -> None:
    card = letter(live=True, message_id=5, wanted=4, shown=2, state=MessageState.SENT)

    outcome = outcome_of(card, Reply(result=Result.MOVED, new_chat_id=-7), now=WHEN)

    assert outcome.state is MessageState.FAILED


def test_a_chat_that_moves_again_and_again_is_given_up() -> None:
    reply = Reply(result=Result.MOVED, new_chat_id=-7)

    once = outcome_of(letter(-5), reply, now=WHEN)
    often = outcome_of(letter(-5, attempts=MOVES), reply, now=WHEN)

    assert once.state is MessageState.WAITING
    assert often.state is MessageState.FAILED


def test_a_toast_too_late_becomes_a_private_message() -> None:
    toast = letter(method=Method.TOAST, callback_id="7")

    outcome = outcome_of(toast, Reply(result=Result.TOO_LATE), now=WHEN)

    assert (outcome.state, outcome.method) == (MessageState.WAITING, Method.SEND)


async def settled(town: Town, message: Message, reply: Reply) -> None:
    async with town.app.db.transaction() as tx:
        tx.add(message)
    async with town.app.db.transaction() as tx:
        await settle(tx, [(message, reply)], bot_id=town.bot_id, now=clock.now())


@pytest.mark.parametrize(
    ("words", "reach"),
    [
        ("forbidden: bot was blocked by the user", Reach.BLOCKED),
        ("forbidden: user is deactivated", Reach.DEACTIVATED),
    ],
)
async def test_whoever_cannot_be_written_to_is_noted(town: Town, words: str, reach: Reach) -> None:
    account = town.people["王桂兰"]

    reply = Reply(result=Result.UNREACHABLE, words=words)
    await settled(town, letter(account, bot_id=town.bot_id), reply)

    async with town.app.db.reading() as tx:
        [known] = await tx.scalars(select(Account).where(Account.id == account))
        assert known.reach is reach


async def test_somebody_never_met_is_noted_as_out_of_reach(town: Town) -> None:
    messages = [letter(77_001, bot_id=town.bot_id), letter(77_001, bot_id=town.bot_id)]
    async with town.app.db.transaction() as tx:
        for one in messages:
            tx.add(one)

    async with town.app.db.transaction() as tx:
        replies = [
            (one, Reply(result=Result.UNREACHABLE, words="chat not found")) for one in messages
        ]
        await settle(tx, replies, bot_id=town.bot_id, now=clock.now())

    async with town.app.db.reading() as tx:
        [known] = await tx.scalars(select(Account).where(Account.id == 77_001))
        assert known.reach is Reach.BLOCKED


async def test_a_message_that_arrives_shows_that_the_person_is_back(town: Town) -> None:
    account = town.people["王桂兰"]
    await settled(town, letter(account, bot_id=town.bot_id), Reply(result=Result.UNREACHABLE))

    reply = Reply(result=Result.SENT, message_id=9)
    await settled(town, letter(account, bot_id=town.bot_id), reply)

    async with town.app.db.reading() as tx:
        [known] = await tx.scalars(select(Account).where(Account.id == account))
        assert known.reach is Reach.OPEN


async def test_a_pause_is_remembered_over_a_restart(town: Town) -> None:
    reply = Reply(result=Result.PAUSE, seconds=90)

    await settled(town, letter(town.chat_id, bot_id=town.bot_id), reply)

    async with town.app.db.reading() as tx:
        [pause] = await tx.scalars(select(Pause))
        assert pause.chat_id == town.chat_id
        assert pause.until > clock.now() + timedelta(seconds=80)


async def test_what_waits_for_a_chat_of_no_group_moves_with_it_too(town: Town) -> None:
    waiting, moved = letter(-501, bot_id=town.bot_id), letter(-501, bot_id=town.bot_id)
    async with town.app.db.transaction() as tx:
        tx.add(waiting)

    await settled(town, moved, Reply(result=Result.MOVED, new_chat_id=-1501))

    async with town.app.db.reading() as tx:
        chats = await tx.scalars(select(Message.chat_id).where(Message.group_id == 0))
        assert set(chats) >= {-1501}
        assert -501 not in set(await tx.scalars(select(Message.chat_id)))
