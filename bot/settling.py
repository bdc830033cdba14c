"""What an answer of Telegram's means for the outbox and for what we know of people and chats."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sending import Reply, Result
from models.database import Transaction
from models.groups import actions as groups
from models.messages import actions as messages
from models.messages import carrying
from models.messages.carrying import Outcome
from models.messages.tables import Message, MessageState, Method
from models.people import actions as people
from models.people.tables import Reach

ATTEMPTS = 1440  # a minute apart, that is a day: Telegram or the network may be away for long
MOVES = 5  # a chat does not change its number more often
_LONGEST = 6  # doublings of the first second: then a minute each time
LIVE_EVERY = timedelta(seconds=3)  # a live message is edited at most so often


async def settle(
    tx: Transaction, replies: Sequence[tuple[Message, Reply]], *, bot_id: int, now: datetime
) -> None:
    """Note what follows from Telegram's answers: for the messages, the people, the chats."""
    outcomes = []
    for message, reply in replies:
        await _note(tx, message, reply, bot_id=bot_id, now=now)
        outcomes.append(outcome_of(message, reply, now=now))
    await carrying.record(tx, outcomes)
    for message, _reply in replies:
        if message.echoes is not None:
            await messages.touch(tx, group_id=message.group_id, about=message.echoes)
    there = [one.chat_id for one, reply in replies if one.is_new and reply.result is Result.SENT]
    await people.note_open(tx, account_ids=[chat for chat in there if chat > 0], now=now)


async def _note(
    tx: Transaction, message: Message, reply: Reply, *, bot_id: int, now: datetime
) -> None:
    match reply.result:
        case Result.PAUSE:
            until = now + timedelta(seconds=reply.seconds)
            await carrying.pause(tx, bot_id=bot_id, chat_id=message.chat_id, until=until)
        case Result.MOVED:
            old, new = message.chat_id, reply.new_chat_id or 0
            await groups.migrate(tx, old=old, new=new, now=now)
            await carrying.move(tx, bot_id=bot_id, old=old, new=new)  # of chats of no group too
        case Result.UNREACHABLE if message.chat_id > 0:
            gone = "deactivated" in (reply.words or "")
            reach = Reach.DEACTIVATED if gone else Reach.BLOCKED
            await people.note_reach(tx, account_id=message.chat_id, reach=reach, now=now)
        case _:
            pass


def outcome_of(message: Message, reply: Reply, *, now: datetime) -> Outcome:
    """Return what becomes of a message after an answer of Telegram's."""
    match reply.result:
        case Result.SENT | Result.MAYBE:
            state = MessageState.SENT if reply.result is Result.SENT else MessageState.MAYBE
            wait = LIVE_EVERY.total_seconds() if message.live else 0.0
            failures = -message.attempts if message.live else 0  # a card's failures do not add up
            return _outcome(
                message, state, reply, now=now, wait=wait, shown=message.wanted, failures=failures
            )
        case Result.UNREACHABLE:
            return _outcome(message, MessageState.UNREACHABLE, reply, now=now)
        case Result.PAUSE | Result.LOCKED_OUT:
            return _outcome(message, _again(message), reply, now=now, wait=reply.seconds)
        case Result.MOVED:
            return _moved(message, reply, now=now)
        case Result.TOO_LATE:
            return _outcome(message, MessageState.WAITING, reply, now=now, method=Method.SEND)
        case Result.LATER | Result.REFUSED:
            return _failed(message, reply, now=now)


def _moved(message: Message, reply: Reply, *, now: datetime) -> Outcome:
    """Try again at the new number; a card that stands in the old chat can be edited no more."""
    stays_behind = message.live and not message.is_new
    lost = stays_behind or message.attempts >= MOVES
    state = MessageState.FAILED if lost else MessageState.WAITING
    return _outcome(message, state, reply, now=now, failures=1)


def _failed(message: Message, reply: Reply, *, now: datetime) -> Outcome:
    worn_out = message.attempts + 1 >= ATTEMPTS and not message.live
    if reply.result is Result.REFUSED or worn_out:
        return _outcome(message, MessageState.FAILED, reply, now=now, failures=1)
    wait = min(2.0 ** min(message.attempts, _LONGEST), 60.0)
    return _outcome(message, _again(message), reply, now=now, wait=wait, failures=1)


def _again(message: Message) -> MessageState:
    # A live message that stands in the chat stays sent: only its next edit is put off.
    return MessageState.SENT if message.call is not message.method else MessageState.WAITING


def _outcome(
    message: Message,
    state: MessageState,
    reply: Reply,
    *,
    now: datetime,
    wait: float = 0.0,
    failures: int = 0,
    shown: int | None = None,
    method: Method | None = None,
) -> Outcome:
    return Outcome(
        group_id=message.group_id,
        id=message.id,
        state=state,
        method=method or message.method,
        not_before=now + timedelta(seconds=wait),
        at=now,
        message_id=reply.message_id if reply.message_id is not None else message.message_id,
        further_ids=reply.further_ids or tuple(message.further_ids or ()),
        attempts=message.attempts + failures,
        shown=message.shown if shown is None else shown,
        face=reply.face,
        error=reply.words,
    )
