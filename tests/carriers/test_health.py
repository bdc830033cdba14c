"""/healthz and /metrics: whether the bot is alive, and what waits."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from bot import health as healths
from bot.health import Health
from models import clock
from models.updates.tables import Update, UpdateState
from tests.carriers.outbox import post
from tests.carriers.test_intake import said
from tests.town import Town

Ask = Callable[[], Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def client(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=Starlette(routes=Health(town.app).routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Ask /healthz."""

    async def asked() -> tuple[int, dict[str, Any]]:
        answer = await client.get("/healthz")
        return answer.status_code, answer.json()

    return asked


async def test_all_is_well_after_a_good_poll(town: Town, ask: Ask) -> None:
    await town.settle()
    await town.app.timetable.tick("beat")

    status, said_ = await ask()

    assert (status, said_["ok"], said_["problems"]) == (200, True, [])


async def test_silence_of_telegram_is_a_problem(
    town: Town, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.settle()
    monkeypatch.setattr(healths, "_STALE_POLL", -1.0)

    status, said_ = await ask()

    assert status == 503
    assert "Telegram has not answered" in said_["problems"][0]


async def test_never_having_reached_telegram_is_a_problem_too(
    town: Town, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.app.intake.last_good = None
    monkeypatch.setattr(healths, "_STALE_POLL", -1.0)

    status, _said = await ask()

    assert status == 503


async def test_a_quiet_webhook_is_no_problem(
    town: Town, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_webhook = town.app.config.telegram.model_copy(update={"mode": "webhook"})
    town.app.config = town.app.config.model_copy(update={"telegram": by_webhook})
    monkeypatch.setattr(healths, "_STALE_POLL", -1.0)

    status, _said = await ask()

    assert status == 200


async def test_an_update_that_waits_too_long_is_a_problem(town: Town, ask: Ask) -> None:
    await town.app.intake.receive([said(71, 9)])
    clock.move(timedelta(minutes=5))

    status, said_ = await ask()

    assert status == 503
    assert "an update has waited 300 s" in said_["problems"]


async def test_a_clock_that_stands_still_is_a_problem(town: Town, ask: Ask) -> None:
    await town.app.timetable.tick("beat")
    clock.move(timedelta(minutes=5))

    status, said_ = await ask()

    assert status == 503
    assert "the clock does not tick" in said_["problems"]


async def test_a_failed_rehearsal_is_a_warning_that_no_restart_would_mend(
    town: Town, ask: Ask
) -> None:
    await town.settle()
    town.app.rehearsals.trouble = "ProgrammingError"

    status, said_ = await ask()

    assert status == 200
    assert said_["warnings"] == [
        "the check-in that is tried out at the start does not work: see the log"
    ]


async def test_a_parked_update_is_a_warning_that_no_restart_would_mend(
    town: Town, ask: Ask
) -> None:
    await town.app.intake.receive([said(71, 9)])
    async with town.app.db.transaction() as tx:
        parked = update(Update).where(Update.update_id == 71)
        await tx.execute(parked.values(state=UpdateState.PARKED))

    status, said_ = await ask()

    assert status == 200
    assert said_["warnings"] == ["1 updates are parked: see the log"]


async def test_a_database_that_does_not_answer_is_a_problem(
    town: Town, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town.app.db, "reading", _refused)

    status, said_ = await ask()

    assert status == 503
    assert "the database does not answer" in said_["problems"][0]


async def test_a_full_disk_is_named_even_where_nothing_can_be_read_any_more(
    town: Town, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> object:
        raise OperationalError(
            "SELECT 1", None, sqlite3.OperationalError("database or disk is full")
        )

    monkeypatch.setattr(town.app.db, "reading", full)
    town.app.db.trouble = (asyncio.get_running_loop().time(), "the disk is full")

    status, said_ = await ask()

    assert status == 503
    assert said_["problems"] == [
        "the database does not answer: the disk is full",
        "the database takes nothing: the disk is full",
    ]


def _refused() -> object:
    raise ConnectionRefusedError


async def test_the_metrics_can_be_read_and_count_what_waits(
    town: Town, client: httpx.AsyncClient
) -> None:
    await town.settle()
    await town.app.timetable.tick("beat")
    await town.app.intake.receive([said(71, 9), said(72, 10)])
    await post(town, town.people["王桂兰"])
    await asyncio.sleep(0)

    answer = await client.get("/metrics")

    families = {one.name: one for one in text_string_to_metric_families(answer.text)}
    assert {"huiyin_last_poll_seconds", "huiyin_tick_seconds"} <= families.keys()
    [new] = [one for one in families["huiyin_updates"].samples if one.labels["of"] == "new"]
    [waiting] = [
        one for one in families["huiyin_messages"].samples if one.labels["of"] == "waiting"
    ]
    assert (new.value, waiting.value) == (2, 1)
