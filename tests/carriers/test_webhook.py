"""Updates by webhook: nobody is heard without the secret, and 200 means committed."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot import webhook as webhooks
from bot.webhook import Webhook
from tests.carriers.test_intake import check_ins, said, stored
from tests.town import Town

SECRET = "s" * 40
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    hook = Webhook(town.app, path="/telegram", secret=SECRET)
    transport = httpx.ASGITransport(app=Starlette(routes=hook.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


@pytest.mark.parametrize(
    "headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "s" * 39}, {"Authorization": SECRET}]
)
async def test_without_the_secret_nobody_is_heard(
    town: Town, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    before = await stored(town)

    answer = await client.post("/telegram", json=said(71, 9), headers=headers)

    assert answer.status_code == 403
    assert await stored(town) == before


async def test_what_is_answered_with_200_is_committed(
    town: Town, client: httpx.AsyncClient
) -> None:
    answer = await client.post("/telegram", json=said(71, 9), headers=HEADER)

    assert answer.status_code == 200
    assert 71 in await stored(town)


async def test_what_comes_by_webhook_is_handled(town: Town, client: httpx.AsyncClient) -> None:
    await town.announce()

    for _ in range(2):
        raw = said(71, town.people["王桂兰"])
        await client.post("/telegram", json=raw, headers=HEADER)
    await town.settle()

    assert await check_ins(town) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"5",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 99999999999999999999}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/telegram", content=body, headers=HEADER)

    assert answer.status_code == 400


async def test_what_is_too_large_is_refused_unread(client: httpx.AsyncClient) -> None:
    raw: dict[str, Any] = {"update_id": 71, "message": {"text": "x" * (1 << 20)}}

    answer = await client.post("/telegram", content=json.dumps(raw), headers=HEADER)

    assert answer.status_code == 413


async def test_what_cannot_be_stored_is_left_with_telegram(
    town: Town, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "_PATIENCE", 0.3)
    before = await stored(town)

    async with town.app.db.transaction() as tx:
        lock = "SELECT 1" if town.app.db.is_sqlite else "LOCK TABLE updates"
        await tx.execute(text(lock))  # the one writer of SQLite is taken by anything
        answer = await client.post("/telegram", json=said(71, 9), headers=HEADER)

    assert answer.status_code == 503
    assert await stored(town) == before


def test_a_short_secret_is_none(town: Town) -> None:
    with pytest.raises(ValueError, match="32"):
        Webhook(town.app, path="/telegram", secret="short")
