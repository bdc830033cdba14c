"""Reports sent to a server that answers as the specification's examples do."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.open311.client import Client, ServerProblem
from models.platforms.settings import Platform
from tests.open311 import examples

Answer = Callable[[web.Request], Any]


@asynccontextmanager
async def a_server(answers: dict[tuple[str, str], Any]) -> AsyncIterator[tuple[Client, list[Any]]]:
    heard: list[Any] = []

    async def handle(request: web.Request) -> web.Response:
        form = dict(await request.post()) if request.method == "POST" else dict(request.query)
        heard.append((request.method, request.path, form))
        status, body = answers[request.method, request.path]
        if isinstance(body, bytes):
            return web.Response(status=status, body=body)
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app) as server:
        platform = Platform.model_validate(
            {
                "open311_url": str(server.make_url("/v2/")),
                "open311_key": "secret-key",
                "open311_jurisdiction": "city.gov",
            }
        )
        async with Client(platform) as client:
            yield client, heard


async def test_a_report_is_filed_and_its_number_comes_back() -> None:
    async with a_server({("POST", "/v2/requests.json"): (200, examples.TAKEN)}) as (client, heard):
        number, token = await client.send({"service_code": "001", "description": "路灯不亮"})

    assert (number, token) == ("293944", None)
    [(_method, _path, form)] = heard
    assert form == {
        "service_code": "001",
        "description": "路灯不亮",
        "api_key": "secret-key",
        "jurisdiction_id": "city.gov",
    }


async def test_a_token_leads_to_the_number() -> None:
    answers: dict[tuple[str, str], Any] = {
        ("POST", "/v2/requests.json"): (200, examples.TAKEN_LATER),
        ("GET", "/v2/tokens/12345.json"): (200, examples.TOKEN),
    }
    async with a_server(answers) as (client, _heard):
        number, token = await client.send({"service_code": "001"})
        later = await client.number_for(token or "")

    assert (number, token, later) == (None, "12345", "638344")


async def test_the_state_of_a_report_is_read() -> None:
    answers: dict[tuple[str, str], Any] = {
        ("GET", "/v2/requests/638344.json"): (200, examples.REQUEST)
    }
    async with a_server(answers) as (client, heard):
        state = await client.state_of("638344")

    assert state == (True, "Duplicate request.")
    assert "api_key" not in heard[0][2], "a key in an address ends in somebody's log"


@pytest.mark.parametrize(
    ("status", "body", "is_final"),
    [
        (403, examples.ERRORS, True),
        (400, b"<html>", True),
        (429, [], False),
        (500, [], False),
        (503, b"", False),
        (200, b"not json", False),
        (200, [], False),
        (200, "words", False),
        (200, [{}], False),
    ],
)
async def test_an_answer_that_is_none_is_a_problem_that_ends_or_passes(
    status: int,
    body: Any,  # noqa: ANN401
    is_final: bool,  # noqa: FBT001
) -> None:
    async with a_server({("POST", "/v2/requests.json"): (status, body)}) as (client, _heard):
        with pytest.raises(ServerProblem) as caught:
            await client.send({"service_code": "001"})

    assert caught.value.is_final is is_final
    assert "secret-key" not in str(caught.value)


async def test_a_server_that_is_not_there_is_a_passing_problem() -> None:
    platform = Platform(open311_url="http://127.0.0.1:9/v2")
    async with Client(platform) as client:
        with pytest.raises(ServerProblem) as caught:
            await client.send({"service_code": "001"})

    assert not caught.value.is_final


@pytest.mark.parametrize("number", ["../admin", "1?x=2", "a/b", "", "%2e%2e", "x" * 65])
async def test_a_number_that_would_lead_elsewhere_is_not_asked_for(number: str) -> None:
    async with a_server({}) as (client, heard):
        with pytest.raises(ServerProblem):
            await client.state_of(number)

    assert heard == []
