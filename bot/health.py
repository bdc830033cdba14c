"""/healthz and /metrics: whether the bot is alive, and what waits for how long."""

import asyncio
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import App
from models import clock
from models.messages import queries as messages
from models.outages import said_of
from models.people import keys
from models.people.keys import WAY_OUT
from models.updates import queries as updates
from models.updates.tables import UpdateState

_STALE_POLL = 120.0  # seconds without a good poll, four times its length
_STALE_UPDATE = 60.0
_STALE_TICK = 60.0
_TROUBLED_FOR = 8.0  # seconds since the last failure; it is tried again after five at most
_PATIENCE = 5.0  # seconds for the database to answer


class Health:
    """What the two addresses answer; numbers are read when somebody asks."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._since = asyncio.get_running_loop().time()

    @property
    def routes(self) -> list[Route]:
        """Return the two addresses."""
        return [Route("/healthz", self.healthz), Route("/metrics", self.metrics)]

    async def healthz(self, _request: Request) -> JSONResponse:
        """Answer 200 while all is well and 503 with the reasons when not.

        What a person has to look at, but no restart would mend, is a warning.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                facts = await self.facts()
        except Exception as problem:  # noqa: BLE001  (whatever it is, the database does not answer)
            words = f"the database does not answer: {said_of(problem)}"
            said = {"ok": False, "problems": [words, *self._trouble()], "warnings": []}
            return JSONResponse(said, 503)
        problems = [*_problems(facts), *self._silence(), *self._trouble()]
        said = {"ok": not problems, "problems": problems, "warnings": _warnings(facts)}
        return JSONResponse({**said, **facts}, 503 if problems else 200)

    def _silence(self) -> list[str]:
        """Return that polling brings nothing, not even emptiness; a webhook may well be quiet."""
        if self._app.config.telegram.mode != "polling" or not self._app.holding.is_mine:
            return []
        last = self._app.intake.last_good
        silent = asyncio.get_running_loop().time() - (self._since if last is None else last)
        if silent <= _STALE_POLL:
            return []
        return [f"Telegram has not answered well for {silent:.0f} s"]

    def _trouble(self) -> list[str]:
        """Return that the database takes nothing, though it may well answer questions."""
        if self._app.db.trouble is None:
            return []
        at, words = self._app.db.trouble
        lately = asyncio.get_running_loop().time() - at < _TROUBLED_FOR
        return [f"the database takes nothing: {words}"] if lately else []

    async def metrics(self, _request: Request) -> Response:
        """Answer the same numbers in Prometheus' words."""
        registry = CollectorRegistry()
        for name, value in (await self.facts()).items():
            if isinstance(value, dict):
                gauge = Gauge(f"huiyin_{name}", _MEANINGS[name], ["of"], registry=registry)
                for of, number in value.items():
                    gauge.labels(of).set(number)
            elif value is not None:
                Gauge(f"huiyin_{name}", _MEANINGS[name], registry=registry).set(value)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    async def facts(self) -> dict[str, Any]:
        """Return ages in seconds and counts."""
        app, now = self._app, clock.now()
        async with app.db.reading() as tx:
            backlog = await updates.backlog(tx, bot_id=app.bot.id)
            outbox = await messages.outbox(tx, bot_id=app.bot.id)
        new = backlog.get(UpdateState.NEW)
        polled = app.intake.last_good
        time = asyncio.get_running_loop().time()
        return {
            "holds": int(app.holding.is_mine),
            "last_poll_seconds": None if polled is None else round(time - polled, 1),
            "updates": {str(state): one.count for state, one in backlog.items()},
            "oldest_update_seconds": _age(new.oldest if new else None, now),
            "messages": {str(state): count for state, count in outbox.counts.items()},
            "oldest_message_seconds": _age(outbox.oldest_due, now),
            "sealed_away": outbox.sealed_away,
            "keys_refused": int(keys.refused() is not None),
            "rehearsal_failed": int(app.rehearsals.trouble is not None),
            "tick_seconds": {
                name: round((now - at).total_seconds(), 1)
                for name, at in app.timetable.last.items()
            },
        }


_MEANINGS = {
    "holds": "1 if this process polls and delivers for the bot, 0 if another one does",
    "last_poll_seconds": "Seconds since Telegram last answered well",
    "updates": "Updates that are not done, by state",
    "oldest_update_seconds": "Seconds the oldest unhandled update has waited",
    "messages": "Messages of the outbox, by state",
    "oldest_message_seconds": "Seconds the oldest due message has waited",
    "sealed_away": "Messages that wait for the keys file they were sealed with",
    "keys_refused": "1 if the keys file was replaced by one that does not fit, and is not used",
    "rehearsal_failed": "1 while the check-in that is tried out at the start does not work",
    "tick_seconds": "Seconds since each tick last ran",
}


def _age(moment: Any, now: Any) -> float:  # noqa: ANN401
    return 0.0 if moment is None else round(max((now - moment).total_seconds(), 0.0), 1)


def _problems(facts: dict[str, Any]) -> list[str]:
    problems = []
    if facts["oldest_update_seconds"] > _STALE_UPDATE:
        problems.append(f"an update has waited {facts['oldest_update_seconds']:.0f} s")
    late = [
        name for name, age in facts["tick_seconds"].items() if name == "beat" and age > _STALE_TICK
    ]
    if late:
        problems.append("the clock does not tick")
    if facts["sealed_away"]:
        problems.append(f"{facts['sealed_away']} messages cannot be opened: {WAY_OUT}")
    return problems


def _warnings(facts: dict[str, Any]) -> list[str]:
    parked, wrong_keys = facts["updates"].get("parked"), keys.refused()
    said = [f"{parked} updates are parked: see the log"] if parked else []
    if facts["rehearsal_failed"]:
        said.append("the check-in that is tried out at the start does not work: see the log")
    return [*said, f"{wrong_keys}: {WAY_OUT}"] if wrong_keys else said
