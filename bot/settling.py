"""What an answer of Telegram's means for the outbox and for what we know of people and chats."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sending import Reply, Result
from models.database import Transaction
from models.groups import actions as groups
from models.messages import actions as messages
from models.messages.actions import Outcome
from models.messages.tables import Message, MessageState, Method
from models.people import actions as people
from models.people.tables import Reach

ATTEMPTS = 6
LIVE_EVERY = timedelta(seconds=3)  # a live message is edited at most so often


async def settle(
    tx: Transaction, replies: Sequence[tuple[Message, Reply]], *, bot_id: int, now: datetime
) -> None:
    """Note what follows from Telegram's answers: for the messages, the people, the chats."""
    outcomes = []
    for message, reply in replies:
        await _note(tx, message, reply, bot_id=bot_id, now=now)
        outcomes.append(outcome_of(message, reply, now=now))
    await messages.record(tx, outcomes)
    there = [one.chat_id for one, reply in replies if one.is_new and reply.result is Result.SENT]
    await people.note_open(tx, account_ids=[chat for chat in there if chat > 0], now=now)


async def _note(
    tx: Transaction, message: Message, reply: Reply, *, bot_id: int, now: datetime
) -> None:
    match reply.result:
        case Result.PAUSE:
            until = now + timedelta(seconds=reply.seconds)
            await messages.pause(tx, bot_id=bot_id, chat_id=message.chat_id, until=until)
        case Result.MOVED:
            await groups.migrate(tx, old=message.chat_id, new=reply.new_chat_id or 0, now=now)
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
            return _outcome(message, state, reply, now=now, wait=wait, shown=message.wanted)
        case Result.UNREACHABLE:
            return _outcome(message, MessageState.UNREACHABLE, reply, now=now)
        case Result.PAUSE | Result.LOCKED_OUT | Result.MOVED:
            return _outcome(message, _again(message), reply, now=now, wait=reply.seconds)
        case Result.TOO_LATE:
            return _outcome(message, MessageState.WAITING, reply, now=now, method=Method.SEND)
        case Result.LATER | Result.REFUSED:
            return _failed(message, reply, now=now)


def _failed(message: Message, reply: Reply, *, now: datetime) -> Outcome:
    if reply.result is Result.REFUSED or message.attempts + 1 >= ATTEMPTS:
        return _outcome(message, MessageState.FAILED, reply, now=now, failures=1)
    wait = min(2.0**message.attempts, 60.0)
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
        attempts=message.attempts + failures,
        shown=message.shown if shown is None else shown,
        error=reply.words,
    )
