"""A small sub-district for tests: a sandbox with people in it, and the real bot beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest

from bot.app import App, opened
from bot.config import Config, DatabaseSection, Http, PacingSection, Privacy, Telegram
from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind, Scope
from models.activities.tables import Activity
from models.base import new_id
from models.groups.tables import Chat, ChatRole, Group
from models.limits.settings import Limits
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.points import actions as points
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.server import build, serve
from sandbox.world import World
from tests.databases import upgraded
from tests.plans import watch

TOKEN = "1000001:TEST"
NO_PACE = PacingSection(per_second=0, per_chat_per_second=0, per_group_per_minute=0)
UNHURRIED = Limits(messages_per_minute=0)  # a test does in a second what a person does in minutes


@dataclass(slots=True)
class Town:
    """The sandbox's world, what people do in it, and the bot."""

    world: World
    acts: Acts
    app: App
    bot_id: int
    request: Callable[[], BaseRequest] | None  # another way in, for a second process
    group_id: int = 0
    chat_id: int = 0
    creator: int = 0  # the account that founded the chat
    members: dict[str, int] = field(default_factory=dict)  # by name: the roster
    people: dict[str, int] = field(default_factory=dict)  # by name: the account

    async def settle(self) -> None:
        """Let the bot hear and answer all there is."""
        async with asyncio.timeout(30):
            await self.app.settle()

    async def write(self, name: str, text: str, *, in_group: bool = False) -> Any:  # noqa: ANN401
        """Somebody writes; the bot has answered when this returns."""
        account = self.people[name]
        sent = self.acts.write(account, self.chat_id if in_group else account, text)
        await self.settle()
        return sent

    async def press(self, name: str, chat_id: int, message_id: int, label: str) -> None:
        """Somebody presses a button; the bot has answered when this returns."""
        self.acts.press(self.people[name], chat_id, message_id, label)
        await self.settle()

    def newcomer(self, name: str) -> int:
        """Let somebody on no roster join the deputies' chat; return their account."""
        user = self.world.add_user(name=name)
        self.people[name] = user.id
        self.acts.add_to_group(self.creator, self.chat_id, user.id)
        return user.id

    def said_to(self, name: str) -> list[dict[str, Any]]:
        """Return what the bot has said to somebody privately, oldest first."""
        return self.said_in(self.people[name])

    def said_in(self, chat_id: int) -> list[dict[str, Any]]:
        """Return what the bot has said in a chat, oldest first."""
        return [
            one
            for one in self.world.history(chat_id)
            if one.get("from", {}).get("id") == self.bot_id
        ]

    def last_to(self, name: str) -> str:
        """Return the last words the bot said to somebody privately."""
        return str(self.said_to(name)[-1]["text"])

    def toasts(self, name: str) -> list[str]:
        """Return the lines that flashed over somebody's chat."""
        return [str(one["text"]) for one in self.world.toasts(self.people[name])]

    async def pass_time(self, by: timedelta) -> None:
        """Let time go by, for the world and for the bot, and let what falls due happen."""
        self.world.clock.shift(by.total_seconds())
        clock.move(by)
        await self.app.timetable.all_due()
        await self.settle()

    async def settle_member(self, name: str, role: Role, *, group_id: int | None = None) -> int:
        """Put somebody on the roster, bound to an account that has started the bot."""
        user = self.world.add_user(name=name)
        self.people[name] = user.id
        member = Member(
            group_id=group_id or self.group_id,
            id=new_id(),
            role=role,
            name=name,
            account_id=user.id,
            bound_at=clock.now(),
            created_at=clock.now(),
        )
        async with self.app.db.transaction() as tx:
            tx.add(member)
        self.members[name] = member.id
        self.acts.start(user.id, self.bot_id)
        return user.id

    async def announce(
        self,
        title: str = "视察老旧小区改造",
        *,
        kind: ActivityKind = ActivityKind.INSPECTION,
        starts_in: timedelta = timedelta(minutes=5),
    ) -> Activity:
        """Announce an activity; by default one whose check-in is open now."""
        now = clock.now()
        async with self.app.db.transaction() as tx:
            one = await activities.create(
                tx,
                group_id=self.group_id,
                title=title,
                kind=kind,
                scope=Scope.DISTRICT,
                starts_at=now + starts_in,
                ends_at=now + starts_in + timedelta(hours=2),
                place="街道代表工作室",
                by=OPERATOR,
                now=now,
            )
            await activities.announce(
                tx,
                bot_id=self.bot_id,
                group_id=self.group_id,
                activity_id=one.id,
                by=OPERATOR,
                now=now,
            )
        await self.settle()
        return one

    def card(self) -> dict[str, Any]:
        """Return the last card that stands in the deputies' group."""
        return self.said_in(self.chat_id)[-1]


def config_for(
    folder: Path,
    url: str | None = None,
    api: str = "http://sandbox",
    limits: Limits = UNHURRIED,
) -> Config:
    """Return a configuration for a test: its own database, no pace, no HTTP."""
    return Config(
        telegram=Telegram.model_validate({"token": TOKEN, "api_url": api}),
        database=DatabaseSection.model_validate(
            {"url": url or f"sqlite+aiosqlite:///{folder}/town.db"}
        ),
        pacing=NO_PACE,
        http=Http(listen=""),
        limits=limits,
        privacy=Privacy(keys_file=folder / "huiyin.keys"),
    )


@asynccontextmanager
async def a_town(
    folder: Path,
    url: str | None = None,
    *,
    over_http: bool = False,
    limits: Limits = UNHURRIED,
) -> AsyncIterator[Town]:
    """Build a town with one group, its chat, the bot as its administrator, and three members.

    `over_http` the bot reaches the sandbox as it reaches Telegram, else within the process.
    """
    world = World(clock=Clock(), strict=True)
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    async with _reached(world, over_http=over_http) as (api, request):
        config = config_for(folder, url, api, limits)
        await upgraded(config.database.url.get_secret_value())
        async with opened(config, request) as app:
            town = Town(world=world, acts=Acts(world), app=app, bot_id=bot.id, request=request)
            watching = watch(app.db)
            await _found(town)
            yield town
            walks = watching.walks() if watching else []
            assert not walks, "\n".join(["statements that walk through a growing table:", *walks])


@asynccontextmanager
async def _reached(
    world: World, *, over_http: bool
) -> AsyncIterator[tuple[str, Callable[[], BaseRequest] | None]]:
    if over_http:
        async with serve(world) as served:
            yield served.url, None
        return
    transport = httpx.ASGITransport(app=build(world))
    yield "http://sandbox", lambda: HTTPXRequest(httpx_kwargs={"transport": transport})


async def _found(town: Town) -> None:
    creator = town.world.add_user(name="群主")
    chat = town.world.add_group(title="代表群", kind="supergroup", creator=creator.id, members=[])
    town.acts.add_to_group(creator.id, chat.id, town.bot_id)
    town.acts.promote(creator.id, chat.id, town.bot_id)
    now = datetime.now(UTC)  # noqa: TID251  (a town is founded by the real clock)
    town.chat_id, town.group_id, town.creator = chat.id, new_id(), creator.id
    async with town.app.db.transaction() as tx:
        tx.add(
            Group(
                id=town.group_id,
                code="XJP",
                name="徐家棚街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=now,
            )
        )
        await tx.flush()
        tx.add(
            Chat(
                chat_id=chat.id,
                group_id=town.group_id,
                role=ChatRole.DEPUTIES,
                title="代表群",
                linked_at=now,
            )
        )
        await points.adopt_default(tx, group_id=town.group_id, by=OPERATOR, now=now)
    for name, role in (("王桂兰", Role.DEPUTY), ("李建国", Role.DEPUTY), ("周敏", Role.STAFF)):
        await town.settle_member(name, role)
        town.acts.add_to_group(creator.id, chat.id, town.people[name])
    await town.settle()
