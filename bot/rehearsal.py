"""A rehearsal: made-up deputies check in and are answered, and then all of it is taken back.

Before the first deputy comes, it shows whether the main job works on this database. And what only
the first one would have waited for is there then: statements, texts, tables, connections.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import telegram

from bot.handling import Handling
from bot.sending import Reply, Result
from bot.settling import settle
from handlers.kit import live, screens
from handlers.screens.activities import CheckIn
from models import clock
from models.activities import actions as activities
from models.activities.notices import CheckedIn
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.base import new_id
from models.database import Database, Transaction
from models.groups.tables import Chat, ChatRole, Group
from models.messages import carrying
from models.outages import is_unavailable, said_of
from models.people.rules import OPERATOR
from models.people.tables import Account, Member, Reach, Role
from models.points import actions as points
from models.updates import actions as updates
from models.updates import claiming

log = logging.getLogger(__name__)

_AGAIN = 60.0  # seconds until what did not work is tried again
_SOON = 5.0  # the same while the database is perhaps only away
_AWAY_FOR = 3  # tries after which it is no excuse any more
_NAME = "演练"
_WORD = "签到"
_HELD_BY = "rehearsal"
_LASTS = timedelta(hours=1)


class NotAnsweredError(Exception):
    """Not every made-up deputy was checked in: what is answered instead stands in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A made-up group with its chat, and an activity that has just begun."""

    group_id: int
    chat_id: int
    activity_id: int


class Rehearsals:
    """Rehearses until it works once, and says what stands in the way until then."""

    def __init__(
        self, db: Database, bot: telegram.Bot, handling: Handling, *, at_once: int
    ) -> None:
        """Take how many connections are to be made ready, where several write at once."""
        self._db = db
        self._bot = bot
        self._handling = handling
        self._at_once = at_once
        self.trouble: str | None = None  # what stood in the way last; None: nothing so far
        self.worked = asyncio.Event()

    async def run(self) -> None:
        """Rehearse until it has worked; whatever else this process does goes on meanwhile."""
        tries = 0
        while (problem := await self.once()) is not None:
            tries += 1
            if is_unavailable(problem) and tries < _AWAY_FOR:
                log.warning("a check-in could not be tried out yet: %s", said_of(problem))
                await asyncio.sleep(_SOON)
                continue
            self.trouble = said_of(problem)
            log.error("a check-in was tried out, and failed", exc_info=problem)
            await asyncio.sleep(_AGAIN)
        self.trouble = None
        self.worked.set()
        log.info("a check-in was tried out: it works")

    async def once(self) -> BaseException | None:
        """Rehearse, first alone, then on several connections; return what stood in the way."""
        for times in dict.fromkeys((1, self._at_once)):
            acts = (rehearse(self._db, self._bot, self._handling) for _ in range(times))
            for outcome in await asyncio.gather(*acts, return_exceptions=True):
                if outcome is not None:
                    return outcome
        return None


async def rehearse(db: Database, bot: telegram.Bot, handling: Handling) -> None:
    """Have made-up deputies check in: by the word privately, in the group, and by the button.

    All happens in one transaction that is taken back: nobody sees or hears of it, nothing stays.
    Raises whatever stands in the way of a real one, and NotAnsweredError if that is not an error.
    """
    now = clock.now()
    async with db.rehearsal() as tx:
        place = await _make_up(tx, now)
        raws = await _come(tx, place, bot.id, now)
        waiting = await updates.store(tx, bot_id=bot.id, raws=raws, owner=_HELD_BY, now=now)
        for part in (waiting[:1], waiting[1:]):  # bare words are written with fewer columns
            await handling.rehearse(tx, part)
            await tx.finish()
        await _answer(tx, len(raws), bot.id, now)
        await _share(tx, bot.id, now)


async def _make_up(tx: Transaction, now: datetime) -> _Place:
    """Write the group. No real one has such a code, nor Telegram a number of so many digits."""
    group_id, chat_id = new_id(), -new_id()
    tx.add(
        Group(
            id=group_id,
            code=f"~{group_id % 10**12}",
            name=_NAME,
            timezone="Asia/Shanghai",
            locale="zh-CN",
            created_at=now,
        )
    )
    await tx.flush()
    role = ChatRole.DEPUTIES
    tx.add(Chat(chat_id=chat_id, group_id=group_id, role=role, title=_NAME, linked_at=now))
    await points.adopt_default(tx, group_id=group_id, by=OPERATOR, now=now)
    activity = await activities.create(
        tx,
        group_id=group_id,
        title=_NAME,
        kind=ActivityKind.STUDY,
        scope=Scope.STREET,
        starts_at=now,
        ends_at=now + _LASTS,
        place=_NAME,
        by=OPERATOR,
        now=now,
    )
    activity.state = ActivityState.ANNOUNCED  # without the card, which nobody would see
    return _Place(group_id=group_id, chat_id=chat_id, activity_id=activity.id)


async def _come(
    tx: Transaction, place: _Place, bot_id: int, now: datetime
) -> Sequence[Mapping[str, Any]]:
    """Write the deputies, and return what Telegram would hand out of them."""
    people = [_deputy(tx, place, now) for _way in range(3)]
    await tx.flush()
    private, group, button = people
    chat = {"id": place.chat_id, "type": "supergroup", "title": _NAME}
    own = {"id": private["id"], "type": "private", "first_name": _NAME}
    word = {"message_id": 1, "date": int(now.timestamp()), "text": _WORD}
    me = {"id": bot_id, "is_bot": True, "first_name": _NAME}
    pressed = CheckIn(group_id=place.group_id, activity_id=place.activity_id).payload()
    query = {"id": "1", "from": button, "chat_instance": "1", "data": pressed}
    return [
        {"update_id": -new_id(), "message": word | {"from": private, "chat": own}},
        {"update_id": -new_id(), "message": word | {"from": group, "chat": chat}},
        {
            "update_id": -new_id(),
            "callback_query": query | {"message": word | {"from": me, "chat": chat}},
        },
    ]


def _deputy(tx: Transaction, place: _Place, now: datetime) -> dict[str, Any]:
    account_id = new_id()
    tx.add(Account(id=account_id, reach=Reach.UNKNOWN, first_seen_at=now, reach_changed_at=now))
    tx.add(
        Member(
            group_id=place.group_id,
            id=new_id(),
            role=Role.DEPUTY,
            name=_NAME,
            account_id=account_id,
            bound_at=now,
            created_at=now,
        )
    )
    return {"id": account_id, "is_bot": False, "first_name": _NAME, "language_code": "zh-hans"}


async def _answer(tx: Transaction, expected: int, bot_id: int, now: datetime) -> None:
    """Put words to the answers, and note them as sent."""
    answers = list(tx.posted)
    for one in answers:
        screens.show(live.stored(one.kind, one.body), locale=one.locale, zone=one.zone)
    keys = [one.key for one in answers]
    await carrying.mark_sending(tx, keys=keys, owner=tx.owner or _HELD_BY)
    sent = [(one, Reply(result=Result.SENT, message_id=1)) for one in answers]
    await settle(tx, sent, bot_id=bot_id, now=now)
    kinds = [one.kind for one in answers]
    if kinds.count(CheckedIn.kind) != expected:
        raise NotAnsweredError(", ".join(sorted(kinds)) or "nothing")


async def _share(tx: Transaction, bot_id: int, now: datetime) -> None:
    """Do as several processes do among each other: ring, and take hold, but of nothing."""
    if tx.is_sqlite:
        return
    await tx.ring()
    await claiming.claim(tx, bot_id=bot_id, owner=_HELD_BY, now=now, limit=0, of_gone=False)
    await carrying.claim(tx, bot_id=bot_id, owner=_HELD_BY, now=now, limit=0)
    await carrying.stale(tx, bot_id=bot_id, now=now, limit=0)
