"""Reports that go to a server by themselves, and come back with an answer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.holding import Holding
from bot.open311.carrying import Carrying
from models.instances.holding import Hold
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.states import Category, IssueState, Route
from models.issues.tables import Issue
from models.messages.tables import Message
from models.people.rules import Actor, ActorKind
from models.platforms import settings
from models.platforms.settings import Platform
from models.platforms.tables import Ticket
from tests.actions.people_made import BOT, GROUP, NOW, Place, a_place

PHONE = "19900000044"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built
    settings.use(Platform())


class Server:
    """A server of the platform's: what it has heard, and what it answers next."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.answers: list[tuple[int, Any]] = []
        self.thinks = 0.0  # seconds until it answers

    async def handle(self, request: web.Request) -> web.Response:
        form = await request.post() if request.method == "POST" else request.query
        self.heard.append({"path": request.path, **{k: str(v) for k, v in form.items()}})
        status, body = self.answers.pop(0)
        await asyncio.sleep(self.thinks)
        return web.json_response(body, status=status)


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, Platform]]:
    there = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", there.handle)
    async with TestServer(app) as served:
        platform = Platform.model_validate(
            {
                "open311_url": str(served.make_url("/v2")),
                "open311_key": "secret-key",
                "open311_services": {"roads": "R7"},
            }
        )
        settings.use(platform)
        yield there, platform


async def routed(place: Place, category: Category = Category.ROADS) -> Issue:
    async with place.db.transaction() as tx:
        one, _code = await issues.register(
            tx,
            bot_id=BOT,
            group_id=GROUP,
            report=Report(
                words=f"路灯坏了，打{PHONE}",
                category=category,
                place="徐东大街",
                phone=f"+86{PHONE}",
            ),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=5),
            now=NOW,
        )
        one.state, one.route = IssueState.ROUTED, Route.PLATFORM
        return one


async def ticket(place: Place) -> Ticket:
    [row] = await place.rows(Ticket)
    return row


async def test_a_report_goes_out_is_followed_and_its_answer_is_told_to_staff(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    one = await routed(place)
    await routed(place, Category.NOISE)  # the server has no service for it
    there.answers = [
        (200, [{"token": "t1"}]),
        (200, [{"service_request_id": 77, "token": "t1"}]),
        (200, [{"service_request_id": 77, "status": "open", "status_notes": "已派单"}]),
        (200, [{"service_request_id": 77, "status": "closed", "status_notes": "灯已修好"}]),
    ]

    calls = [await carrying.once(NOW + timedelta(hours=2 * n)) for n in range(5)]

    assert calls == [1, 1, 1, 1, 0]
    assert [each["path"] for each in there.heard] == [
        "/v2/requests.json",
        "/v2/tokens/t1.json",
        "/v2/requests/77.json",
        "/v2/requests/77.json",
    ]
    assert there.heard[0]["service_code"] == "R7"
    assert one.number in there.heard[0]["description"]
    assert PHONE not in str(there.heard)
    row = await ticket(place)
    assert (row.number, row.result, row.next_at) == ("77", "灯已修好", None)
    told = [each for each in await place.rows(Message) if each.kind == "platforms.results"]
    assert len(told) == 1


async def test_a_server_in_trouble_is_asked_again_later_and_later(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    await routed(place)
    there.answers = [(503, []), (503, []), (200, [{"service_request_id": "A1"}])]

    await carrying.once(NOW)
    too_early = await carrying.once(NOW + timedelta(seconds=30))
    await carrying.once(NOW + timedelta(minutes=1))
    still_too_early = await carrying.once(NOW + timedelta(minutes=2))
    await carrying.once(NOW + timedelta(minutes=3))

    assert (too_early, still_too_early) == (0, 0)
    row = await ticket(place)
    assert (row.number, row.failures) == ("A1", 0)


async def test_what_the_server_will_never_take_is_left_to_the_staff(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    await routed(place)
    there.answers = [(400, [{"code": 400, "description": "no"}])]

    await carrying.once(NOW)
    again = await carrying.once(NOW + timedelta(days=1))

    assert again == 0
    row = await ticket(place)
    assert (row.next_at, row.chase_at) == (None, NOW)


async def test_two_processes_file_a_report_once(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    there.thinks = 0.2
    there.answers = [(200, [{"service_request_id": n}]) for n in range(4)]
    await routed(place)
    both = [Carrying(place.db, platform, bot_id=BOT) for _ in range(2)]

    calls = await asyncio.gather(*(one.once(NOW) for one in both))

    assert sorted(calls) == [0, 1]
    assert [each["path"] for each in there.heard] == ["/v2/requests.json"]


async def test_a_process_that_died_in_its_call_is_followed_a_little_later(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    there.thinks = 30.0
    there.answers = [(200, [{"service_request_id": n}]) for n in range(2)]
    await routed(place)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await Carrying(place.db, platform, bot_id=BOT).once(NOW)
    there.thinks = 0.0
    other = Carrying(place.db, platform, bot_id=BOT)

    calls = [await other.once(NOW + timedelta(minutes=minutes)) for minutes in (4, 6)]

    assert calls == [0, 1]
    assert (await ticket(place)).number == "1"


class Elsewhere(Hold):
    """A hold that another process has."""

    async def is_mine(self) -> bool:
        return False


async def _changed(_mine: bool) -> None:  # noqa: FBT001
    """Nothing else hangs on this one."""


async def test_who_lost_the_bot_carries_no_further(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    there.answers = [(200, [{"service_request_id": 1}])]
    holding = Holding(Elsewhere(place.db, BOT, lambda: None), on_change=_changed)
    carrying = Carrying(place.db, platform, bot_id=BOT, holding=holding)
    await routed(place)
    await holding.begin()

    calls = await carrying.once(NOW)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await carrying.run()

    assert calls == 0
    assert there.heard == []


async def test_without_a_server_nothing_runs(place: Place) -> None:
    await Carrying(place.db, Platform(), bot_id=BOT).run()

    assert await place.rows(Ticket) == []
