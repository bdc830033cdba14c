"""Reports that go to a server by themselves, and come back with an answer."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.open311.carrying import Carrying
from bot.open311.client import Client
from handlers.kit import addresses
from models.issues import actions as issues
from models.issues.reports import Piece, Report
from models.issues.states import Category, FileKind, IssueState, Route
from models.issues.tables import Issue
from models.messages.tables import Message
from models.people.rules import OPERATOR, Actor, ActorKind
from models.platforms import chasing, settings
from models.platforms.actions import Back, take_back
from models.platforms.settings import Platform
from models.platforms.tables import Ticket
from models.systems import pictures
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

    async def handle(self, request: web.Request) -> web.Response:
        form = await request.post() if request.method == "POST" else request.query
        self.heard.append({"path": request.path, **{k: str(v) for k, v in form.items()}})
        status, body = self.answers.pop(0)
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


async def routed(
    place: Place, category: Category = Category.ROADS, files: tuple[Piece, ...] = ()
) -> Issue:
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
                files=files,
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
    there.answers = [(503, []), (429, []), (200, [{"service_request_id": "A1"}])]

    await carrying.once(NOW)
    too_early = await carrying.once(NOW + timedelta(seconds=30))
    await carrying.once(NOW + timedelta(minutes=1))
    still_too_early = await carrying.once(NOW + timedelta(minutes=2))
    await carrying.once(NOW + timedelta(minutes=3))

    assert (too_early, still_too_early) == (0, 0)
    row = await ticket(place)
    assert (row.number, row.failures, row.sent_at) == ("A1", 0, None)


async def test_a_filing_whose_answer_was_lost_is_looked_for_and_never_made_again(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    one = await routed(place)
    listed = {"service_request_id": 81, "description": f"路灯坏了\n({one.number})"}
    there.answers = [(504, []), (200, []), (200, [listed]), (200, [{"status": "open"}])]

    await carrying.once(NOW)
    unknown = await ticket(place)
    for minutes in (1, 2, 3, 70):
        await carrying.once(NOW + timedelta(minutes=minutes))

    assert unknown.sent_at == NOW
    assert [each["path"] for each in there.heard] == [
        "/v2/requests.json",  # filed
        "/v2/requests.json",  # looked for
        "/v2/requests.json",  # and found
        "/v2/requests/81.json",
    ]
    assert ["description" in each for each in there.heard] == [True, False, False, False]
    row = await ticket(place)
    assert (row.number, row.sent_at) == ("81", None)


async def test_what_is_not_found_is_left_to_the_staff_as_maybe_there(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    one = await routed(place)
    there.answers = [(500, []), *[(200, [])] * 3]

    calls = [await carrying.once(NOW + timedelta(minutes=10 * n)) for n in range(6)]
    async with place.db.transaction() as tx:
        await chasing.chase(tx, GROUP, bot_id=BOT, now=NOW + timedelta(hours=1))

    assert calls == [1, 1, 1, 1, 0, 0]
    [told] = [each for each in await place.rows(Message) if each.kind == "platforms.chase"]
    [line] = told.body["waiting"]
    assert (line["number"], line["is_maybe"]) == (one.number, True)


async def test_a_filing_that_died_on_its_way_is_looked_for_after_the_restart(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    await routed(place)
    there.answers = [(200, []), (200, [])]

    class Killed(BaseException):
        """The process ends while the call is on its way."""

    class Dying(Client):
        async def send(self, _fields: Mapping[str, str], /) -> tuple[str | None, str | None]:
            raise Killed

    carrying = Carrying(place.db, platform, bot_id=BOT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.open311.carrying.Client", Dying)
        with pytest.raises(Killed):
            await carrying.once(NOW)
    await Carrying(place.db, platform, bot_id=BOT).once(NOW + timedelta(minutes=1))

    assert ["description" in each for each in there.heard] == [False], "looked for, not filed"


async def test_a_number_that_staff_import_ends_the_doubt_and_is_followed(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    carrying = Carrying(place.db, platform, bot_id=BOT)
    one = await routed(place)
    there.answers = [(500, []), *[(200, [])] * 3, (200, [{"status": "open"}])]
    for n in range(5):
        await carrying.once(NOW + timedelta(minutes=10 * n))

    async with place.db.transaction() as tx:
        back = Back(number=one.number, external="A9")
        later = NOW + timedelta(hours=2)
        await take_back(tx, back, group_id=GROUP, by=OPERATOR, now=later)
    await carrying.once(NOW + timedelta(hours=2))

    assert there.heard[-1]["path"] == "/v2/requests/A9.json"
    assert (await ticket(place)).sent_at is None


async def test_the_address_of_a_picture_goes_along_where_that_is_switched_on(
    place: Place, server: tuple[Server, Platform]
) -> None:
    there, platform = server
    photo = Piece(kind=FileKind.PHOTO, file_id="f", file_unique_id="u")
    await routed(place, files=(photo,))
    there.answers = [(503, []), (200, [{"service_request_id": 5}])]
    addresses.use("https://bot.example.org")

    await Carrying(place.db, platform, bot_id=BOT).once(NOW)
    with_media = platform.model_copy(update={"open311_media": True})
    await Carrying(place.db, with_media, bot_id=BOT).once(NOW + timedelta(minutes=1))
    addresses.use("")

    without, with_it = there.heard
    assert "media_url" not in without
    prefix = "https://bot.example.org/open311/v2/media/"
    assert with_it["media_url"].startswith(prefix)
    key = pictures.read(with_it["media_url"].removeprefix(prefix))
    async with place.db.reading() as tx:
        assert key is not None
        assert await pictures.file_of(tx, key) == "f", "the platform may see it"


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


async def test_without_a_server_nothing_runs(place: Place) -> None:
    await Carrying(place.db, Platform(), bot_id=BOT).run()

    assert await place.rows(Ticket) == []
