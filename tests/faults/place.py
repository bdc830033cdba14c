"""A sub-district with many deputies in a sandbox served over HTTP, and the books of its bot."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from models import clock, schema
from models.activities import actions as activities
from models.activities.rules import ActivityKind, Scope
from models.activities.tables import Attendance
from models.base import new_id
from models.database import Database, Transaction
from models.groups.tables import Chat, ChatRole, Group
from models.messages.tables import Message, MessageState
from models.people import keys
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.points import actions as points
from models.points.tables import LedgerLine
from models.updates.tables import Update, UpdateState
from sandbox.acts import Acts
from sandbox.server import serve
from sandbox.world import World
from tests.faults.driver import KEYS, TOKEN

ANSWER = "签到成功"
CARD_LEFT = "我来签到"
_CALM = 5  # looks, a fifth of a second apart, that find nothing to do
_AGAIN_AND_AGAIN = 3  # attempts


@dataclass(slots=True)
class Place:
    """The world, its address, and a look into the bot's database from outside."""

    world: World
    acts: Acts
    db: Database
    api: str
    bot_id: int
    chat_id: int = 0
    group_id: int = 0
    deputies: list[int] = field(default_factory=list)

    def check_in(self, deputies: list[int], *, privately: bool = False) -> None:
        """Let deputies write 签到 at once, every other one in the group unless `privately`."""
        for number, account in enumerate(deputies):
            in_group = number % 2 and not privately
            self.acts.write(account, self.chat_id if in_group else account, "签到")

    def answers(self) -> Counter[int]:
        """Return how often each deputy has read that they are in."""
        return Counter(
            {
                account: sum(ANSWER in one.get("text", "") for one in self.world.history(account))
                for account in self.deputies
            }
        )

    async def read(self, question: Callable[[Transaction], Awaitable[Any]]) -> Any:  # noqa: ANN401
        """Ask the database something."""
        async with self.db.reading() as tx:
            return await question(tx)

    async def count(self, table: type[Any]) -> int:
        """Return how many rows there are."""

        async def ask(tx: Transaction) -> int:
            return int((await tx.scalars(select(func.count()).select_from(table))).one())

        return int(await self.read(ask))

    async def by_state(self, table: type[Message | Update]) -> Counter[str]:
        """Return how many rows are in each state."""

        async def ask(tx: Transaction) -> Counter[str]:
            rows = await tx.execute(select(table.state, func.count()).group_by(table.state))
            return Counter({str(row[0].value): row[1] for row in rows})

        found: Counter[str] = await self.read(ask)
        return found

    async def left_in_doubt(self) -> set[int]:
        """Return whom an answer may have reached or not."""

        async def ask(tx: Transaction) -> set[int]:
            doubtful = select(Message.chat_id).where(Message.state == MessageState.MAYBE)
            return set(await tx.scalars(doubtful))

        found: set[int] = await self.read(ask)
        return found

    async def on_their_way(self) -> set[int]:
        """Return the numbers of the messages that some bot, dead or alive, is sending."""

        async def ask(tx: Transaction) -> set[int]:
            sending = select(Message.id).where(Message.state == MessageState.SENDING)
            return set(await tx.scalars(sending))

        found: set[int] = await self.read(ask)
        return found

    async def comes_to_rest(self, *, within: float) -> None:
        """Wait until nothing is left to handle or to send, for a second: it may lie between two."""
        async with asyncio.timeout(within):
            calm = 0
            while calm < _CALM:
                calm = 0 if await self._is_busy() else calm + 1
                await asyncio.sleep(0.2)

    async def _is_busy(self) -> bool:
        messages = await self.by_state(Message)
        waiting = sum(messages[one] for one in (MessageState.WAITING, MessageState.SENDING))
        pending = self.world.bots[self.bot_id].inbox.waiting
        return bool(await self.untouched() + waiting + pending)

    async def untouched(self) -> int:
        """Return how many updates wait to be handled; not those that fail again and again."""

        async def ask(tx: Transaction) -> int:
            new = (Update.state == UpdateState.NEW) & (Update.attempts < _AGAIN_AND_AGAIN)
            return int((await tx.scalars(select(func.count()).where(new))).one())

        return int(await self.read(ask))


@asynccontextmanager
async def a_place(url: str, *, deputies: int, kind: str = "supergroup") -> AsyncIterator[Place]:
    """Build it: so many deputies on the roster, an activity whose check-in is open."""
    keys.use(KEYS)
    world = World()
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    async with Database(url) as db, serve(world) as served:
        await schema.upgrade(db)
        place = Place(world, Acts(world), db, served.url, bot.id)
        await _populate(place, deputies, kind)
        yield place


async def _populate(place: Place, deputies: int, kind: str) -> None:
    world, now = place.world, clock.now()
    people = [world.add_user(name=f"代表{number:04}").id for number in range(deputies)]
    founder = world.add_user(name="群主").id
    group = world.add_group(
        title="代表群", kind=kind, creator=founder, members=[*people, place.bot_id]
    )
    place.acts.promote(founder, group.id, place.bot_id)
    for account in people:
        world.private(account, place.bot_id).started = True
    world.bots[place.bot_id].inbox.forget()
    place.deputies, place.chat_id, place.group_id = people, group.id, new_id()
    async with place.db.transaction() as tx:
        tx.add(
            Group(
                id=place.group_id,
                code="XJP",
                name="徐家棚街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=now,
            )
        )
        await tx.flush()
        for row in _rows(place):
            tx.add(row)
        await points.adopt_default(tx, group_id=place.group_id, by=OPERATOR, now=now)
    await _announce(place)


def _rows(place: Place) -> list[Chat | Member]:
    now = clock.now()
    chat = Chat(
        chat_id=place.chat_id,
        group_id=place.group_id,
        role=ChatRole.DEPUTIES,
        title="代表群",
        linked_at=now,
    )
    members = [
        Member(
            group_id=place.group_id,
            id=new_id(),
            role=Role.DEPUTY,
            name=f"代表{number:04}",
            account_id=account,
            bound_at=now,
            created_at=now,
        )
        for number, account in enumerate(place.deputies)
    ]
    return [chat, *members]


async def _announce(place: Place) -> None:
    now = clock.now()
    async with place.db.transaction() as tx:
        one = await activities.create(
            tx,
            group_id=place.group_id,
            title="集中学习",
            kind=ActivityKind.INSPECTION,
            scope=Scope.DISTRICT,
            starts_at=now + timedelta(minutes=5),
            ends_at=now + timedelta(hours=2),
            place="街道会议室",
            by=OPERATOR,
            now=now,
        )
        await activities.announce(
            tx,
            bot_id=place.bot_id,
            group_id=place.group_id,
            activity_id=one.id,
            by=OPERATOR,
            now=now,
        )


async def books(place: Place) -> dict[str, int]:
    """Return what the burst has left behind, in numbers."""
    answers, doubt = place.answers(), await place.left_in_doubt()
    return {
        "attendances": await place.count(Attendance),
        "ledger lines": await place.count(LedgerLine),
        "answered once": sum(times == 1 for times in answers.values()),
        "answered twice": sum(times > 1 for times in answers.values()),
        "silent and not in doubt": sum(
            not times and account not in doubt for account, times in answers.items()
        ),
        "silent and in doubt": sum(
            not times and account in doubt for account, times in answers.items()
        ),
        "maybe": len(doubt),
    }
