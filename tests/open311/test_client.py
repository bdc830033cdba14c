"""Reports sent to a server that answers as the specification has it, in JSON and in XML."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.open311.client import Client, ServerProblem, Trouble
from bot.open311.reading import things
from models.platforms.settings import Platform
from tests.open311 import examples

Answers = dict[tuple[str, str], Any]
TAKEN = {"json": examples.TAKEN, "xml": examples.TAKEN_XML}
TAKEN_LATER = {"json": examples.TAKEN_LATER, "xml": examples.TAKEN_LATER_XML}
TOKEN = {"json": examples.TOKEN, "xml": examples.TOKEN_XML}
REQUESTS = {"json": examples.REQUESTS, "xml": examples.REQUESTS_XML}
ERRORS = {"json": examples.ERRORS, "xml": examples.ERRORS_XML}
FORMS = ("json", "xml")
SINCE = datetime(2026, 3, 6, 9, tzinfo=UTC)


@asynccontextmanager
async def a_server(answers: Answers, form: str = "json") -> AsyncIterator[tuple[Client, list[Any]]]:
    heard: list[Any] = []

    async def handle(request: web.Request) -> web.Response:
        fields = dict(await request.post()) if request.method == "POST" else dict(request.query)
        heard.append((request.method, request.path, fields))
        status, body = answers[request.method, request.path.removeprefix("/v2/")]
        if isinstance(body, bytes | str):
            return web.Response(status=status, body=body)
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app) as server:
        platform = Platform.model_validate(
            {
                "open311_url": str(server.make_url("/v2/")),
                "open311_key": "secret-key",
                "open311_jurisdiction": "city.example",
                "open311_format": form,
            }
        )
        async with Client(platform) as client:
            yield client, heard


@pytest.mark.parametrize("form", FORMS)
async def test_a_report_is_filed_and_its_number_comes_back(form: str) -> None:
    answers: Answers = {("POST", f"requests.{form}"): (200, TAKEN[form])}
    async with a_server(answers, form) as (client, heard):
        number, token = await client.send({"service_code": "007", "description": "路灯不亮"})

    assert (number, token) == ("580017", None)
    [(_method, _path, fields)] = heard
    assert fields == {
        "service_code": "007",
        "description": "路灯不亮",
        "api_key": "secret-key",
        "jurisdiction_id": "city.example",
    }


@pytest.mark.parametrize("form", FORMS)
async def test_a_token_leads_to_the_number(form: str) -> None:
    answers: Answers = {
        ("POST", f"requests.{form}"): (200, TAKEN_LATER[form]),
        ("GET", f"tokens/20881.{form}"): (200, TOKEN[form]),
    }
    async with a_server(answers, form) as (client, _heard):
        number, token = await client.send({"service_code": "007"})
        later = await client.number_for(token or "")

    assert (number, token, later) == (None, "20881", "580021")


@pytest.mark.parametrize("form", FORMS)
async def test_the_state_of_a_report_is_read(form: str) -> None:
    answers: Answers = {("GET", f"requests/580021.{form}"): (200, REQUESTS[form])}
    async with a_server(answers, form) as (client, heard):
        state = await client.state_of("580021")

    assert state == (True, "灯泡已换")
    assert "api_key" not in heard[0][2], "a key in an address ends in somebody's log"


@pytest.mark.parametrize("form", FORMS)
async def test_a_report_is_found_by_our_number_in_its_description(form: str) -> None:
    answers: Answers = {("GET", f"requests.{form}"): (200, REQUESTS[form])}
    async with a_server(answers, form) as (client, heard):
        found = [
            await client.find(f"({number})", service_code="008", since=SINCE)
            for number in ("XJP-2026-0007", "XJP-2026-0008")
        ]

    assert found == ["580033", None]
    assert heard[0][2] == {
        "jurisdiction_id": "city.example",
        "service_code": "008",
        "start_date": "2026-03-06T08:00:00+00:00",
    }


@pytest.mark.parametrize("form", FORMS)
async def test_what_the_server_says_of_a_refusal_is_kept_for_the_log(form: str) -> None:
    answers: Answers = {("POST", f"requests.{form}"): (403, ERRORS[form])}
    async with a_server(answers, form) as (client, _heard):
        with pytest.raises(ServerProblem) as caught:
            await client.send({"service_code": "007"})

    assert str(caught.value) == "403 这把钥匙不能用，请求没有登记 · 请向市政科申请钥匙"


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (400, b"<html>", Trouble.REFUSED),
        (404, [], Trouble.REFUSED),
        (302, b"", Trouble.REFUSED),
        (429, [], Trouble.NOT_DONE),
        (503, b"", Trouble.NOT_DONE),
        (500, [], Trouble.UNKNOWN),
        (502, b"<html>", Trouble.UNKNOWN),
        (504, b"", Trouble.UNKNOWN),
        (200, b"not json", Trouble.UNKNOWN),
        (200, [], Trouble.UNKNOWN),
        (200, b'"words"', Trouble.UNKNOWN),
        (200, [{}], Trouble.UNKNOWN),
        (200, b"[" * 100_000, Trouble.UNKNOWN),
        (200, b"[" + b" " * 600_000, Trouble.UNKNOWN),
    ],
)
async def test_a_filing_without_a_number_was_refused_or_not_done_or_nobody_knows(
    status: int,
    body: Any,  # noqa: ANN401
    trouble: Trouble,
) -> None:
    async with a_server({("POST", "requests.json"): (status, body)}) as (client, _heard):
        with pytest.raises(ServerProblem) as caught:
            await client.send({"service_code": "007"})

    assert caught.value.trouble is trouble
    assert "secret-key" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a><r><d>&b;</d></r></a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_xml_that_is_none_or_could_unfold_is_not_read(content: bytes) -> None:
    assert things("xml", content) is None


def test_xml_with_a_namespace_or_a_mark_before_it_is_read_like_any_other() -> None:
    plain = examples.TAKEN_XML.encode()
    named = plain.replace(
        b"<service_requests>", b'<service_requests xmlns="http://wiki.open311.org/GeoReport_v2">'
    )

    assert things("xml", named) == things("xml", b"\xef\xbb\xbf" + plain) == things("xml", plain)


async def test_a_server_that_is_not_there_is_a_passing_problem() -> None:
    platform = Platform(open311_url="http://127.0.0.1:9/v2")
    async with Client(platform) as client:
        with pytest.raises(ServerProblem) as caught:
            await client.send({"service_code": "001"})

    assert caught.value.trouble is Trouble.NOT_DONE


@pytest.mark.parametrize("number", ["../admin", "1?x=2", "a/b", "", "%2e%2e", "x" * 65])
async def test_a_number_that_would_lead_elsewhere_is_not_asked_for(number: str) -> None:
    async with a_server({}) as (client, heard):
        with pytest.raises(ServerProblem):
            await client.state_of(number)

    assert heard == []
