"""Every address there is, asked over HTTP as it is served: what it says, and to whom."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.running import pages_of
from bot.serving import HEADERS, application
from bot.webhook import Webhook
from docs.permissions.pages import PAGES
from handlers.kit import addresses
from models import clock
from models.activities import venue, ways
from models.activities.rules import Way
from models.calendars import actions as calendars
from models.people.rules import OPERATOR, Actor, ActorKind
from models.people.tables import Role
from tests.handlers.days import until
from tests.handlers.materials_made import sent_material
from tests.town import Town

SECRET = "s" * 32
POLICY = "default-src 'none'"


def served(town: Town) -> list[Route]:
    """Return every route the program serves, the webhook's too."""
    hook = Webhook(town.app, path="/telegram", secret=SECRET)
    return [*pages_of(town.app), *hook.routes]


@asynccontextmanager
async def browser(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.example.org") as client:
        yield client


def wrong_with(answer: httpx.Response) -> list[str]:
    """Say what an answer lacks."""
    policy = answer.headers.get("content-security-policy", "")
    wrong = [name for name in HEADERS if name.lower() not in answer.headers]
    wrong += [] if policy.startswith(POLICY) else [f"policy {policy}"]
    wrong += [] if "frame-ancestors 'none'" in policy else ["frames"]
    wrong += ["unsafe"] if "unsafe" in policy or "*" in policy else []
    wrong += [] if answer.headers.get("cache-control") == "no-store" else ["kept"]
    return wrong + (["says what it is"] if "server" in answer.headers else [])


async def test_every_address_is_one_that_was_thought_about(town: Town) -> None:
    found = {
        f"{method} {route.path}"
        for route in served(town)
        for method in route.methods or ()
        if method != "HEAD"
    }

    assert {one.replace("/telegram", "[telegram] webhook_url") for one in found} == {
        one.replace("/telegram", "") for one in PAGES
    }


async def test_every_address_guards_what_it_answers_to_whoever_guesses(town: Town) -> None:
    async with browser(application(served(town))) as client:
        answers = {}
        for route in served(town):
            path = re.sub(r"\{\w+\}", "guessed", route.path)
            for method in sorted(route.methods or ()):
                answers[f"{method} {path}"] = await client.request(method, path)
        answers["nowhere"] = await client.get("/nowhere")
        answers["not so"] = await client.delete("/healthz")

    assert {what: wrong for what, one in answers.items() if (wrong := wrong_with(one))} == {}
    open_to_all = {
        what.partition("?")[0] for what, one in answers.items() if one.status_code == 200
    }
    assert open_to_all == {
        *("GET /healthz", "HEAD /healthz", "GET /metrics", "HEAD /metrics"),
        *(
            f"{method} /open311/v2/{path}.{form}"
            for method in ("GET", "HEAD")
            for path in ("discovery", "services", "requests")
            for form in ("json", "xml")
        ),
    }


async def test_what_the_right_address_shows_is_guarded_too(town: Town) -> None:
    await until(town, 10)
    one = await town.announce()
    facts = {"group_id": one.group_id, "activity_id": one.id}
    deputy = Actor(
        kind=ActorKind.MEMBER,
        account_id=town.people["王桂兰"],
        group_id=town.group_id,
        member_id=town.members["王桂兰"],
        role=Role.DEPUTY,
    )
    async with town.app.db.transaction() as tx:
        now = clock.now()
        await ways.allow(tx, **facts, way=Way.CODE, allowed=True, by=OPERATOR, now=now)
        screen = await venue.open_screen(tx, **facts, by=OPERATOR, now=now)
        member = {"group_id": town.group_id, "member_id": town.members["王桂兰"]}
        feed = await calendars.subscribe(tx, **member, by=deputy, now=now)
    addresses.use("https://bot.example.org")
    await sent_material(town, text="请看 https://www.example.gov.cn/law 。")
    link = town.said_to("王桂兰")[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]

    async with browser(application(served(town))) as client:
        page = f"/venue/{venue.token_of(screen)}"
        shown = {
            path: await client.get(path)
            for path in (
                page,
                f"{page}/now",
                "/venue/files/venue.css",
                "/venue/files/venue.js",
                f"/calendar/{calendars.token_of(feed)}.ics",
                str(link).removeprefix("https://bot.example.org"),
            )
        }

    assert {path: one.status_code for path, one in shown.items() if one.status_code >= 400} == {}
    assert {path: wrong for path, one in shown.items() if (wrong := wrong_with(one))} == {}


async def test_an_error_inside_shows_nothing_of_it_and_is_guarded() -> None:
    async def broken(_request: Request) -> Response:
        raise RuntimeError("13812345678")

    async with browser(application([Route("/broken", broken)])) as client:
        answer = await client.get("/broken")

    assert answer.status_code == 500
    assert "13812345678" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", HEADERS)
async def test_without_the_guard_an_answer_would_lack_it(town: Town, name: str) -> None:
    """The test above can fail: the bare routes say none of this by themselves."""
    async with browser(Starlette(routes=served(town))) as client:
        answer = await client.get("/healthz")

    assert name in wrong_with(answer)
