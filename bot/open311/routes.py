"""/open311/v2/: services, their definitions, reports to read and to file, tokens, discovery."""

import secrets
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.open311 import asking, facts
from bot.open311.asking import Problem
from bot.open311.writing import answer
from models import clock
from models.database import Database, Transaction
from models.errors import Refusal
from models.groups import queries as groups
from models.groups.tables import Group
from models.limits.rules import Meter
from models.systems import actions as systems
from models.systems import requests as filed
from models.systems.tables import System

ROOT = "/open311/v2"
FORMS = ("json", "xml")
_TOKEN_BYTES = 16
Answer = Callable[[HttpRequest], Awaitable[Response]]


class Open311:
    """What the addresses answer. Without a key only what voters let be published can be read."""

    def __init__(self, db: Database, bot_id: int, *, address: str, calls_per_minute: int) -> None:
        self._db = db
        self._bot_id = bot_id
        self._address = f"{address}{ROOT}"
        self._meter = Meter(calls_per_minute)

    @property
    def routes(self) -> list[Route]:
        """Return every address there is."""
        return [
            Route(f"{ROOT}/{path}.{form}", self._told(do), methods=[method])
            for form in FORMS
            for path, do, method in (
                ("discovery", self.discovery, "GET"),
                ("services", self.services, "GET"),
                ("services/{code}", self.definition, "GET"),
                ("requests", self.requests, "GET"),
                ("requests", self.file, "POST"),
                ("requests/{number}", self.request, "GET"),
                ("tokens/{token}", self.token, "GET"),
            )
        ]

    def _told(self, do: Answer) -> Answer:
        """Answer a problem in the specification's own shape."""

        async def told(request: HttpRequest) -> Response:
            try:
                self._count(request)
                return await do(request)
            except Problem as problem:
                errors = [{"code": problem.status, "description": problem.description}]
                return answer(_form(request), "errors", errors, problem.status)
            except Refusal as refusal:
                errors = [{"code": 400, "description": refusal.notice.kind}]
                return answer(_form(request), "errors", errors, 400)

        return told

    def _count(self, request: HttpRequest) -> None:
        who = request.client.host if request.client else ""
        now = clock.now()
        self._meter.forget(now)
        if not self._meter.admits(who, now):
            raise Problem(429, "too many calls in a minute")

    async def discovery(self, request: HttpRequest) -> Response:
        """Say where the service is, and in which forms it answers."""
        return answer(_form(request), "discovery", facts.discovery(self._address, clock.now()))

    async def services(self, request: HttpRequest) -> Response:
        """List what can be reported."""
        async with self._db.reading() as tx:
            group = await _group(tx, request.query_params.get("jurisdiction_id", ""))
        return answer(_form(request), "services", facts.services(group.locale))

    async def definition(self, request: HttpRequest) -> Response:
        """Say what is asked with a service."""
        async with self._db.reading() as tx:
            group = await _group(tx, request.query_params.get("jurisdiction_id", ""))
        category = asking.category_of(request.path_params["code"])
        return answer(
            _form(request), "service_definition", facts.definition(category, group.locale)
        )

    async def requests(self, request: HttpRequest) -> Response:
        """List reports."""
        return await self._listed(request, dict(request.query_params))

    async def request(self, request: HttpRequest) -> Response:
        """Show one report; 404 for one that is not there, or not for everybody to see."""
        query = {
            "jurisdiction_id": request.query_params.get("jurisdiction_id", ""),
            "api_key": request.query_params.get("api_key", ""),
            "service_request_id": request.path_params["number"],
        }
        return await self._listed(request, query, is_one=True)

    async def _listed(
        self, request: HttpRequest, query: dict[str, str], *, is_one: bool = False
    ) -> Response:
        asked = asking.asked_of(query, clock.now())
        async with self._db.reading() as tx:
            group = await _group(tx, query.get("jurisdiction_id", ""))
            system = await _system(tx, query.get("api_key", ""), group)
            found = await filed.requests(tx, group_id=group.id, system=system, asked=asked)
        if is_one and not found:
            raise Problem(404, "service_request_id not found")
        zone = ZoneInfo(group.timezone)
        shown = [facts.request(one, group, zone) for one in found]
        return answer(_form(request), "service_requests", shown)

    async def file(self, request: HttpRequest) -> Response:
        """Take a report from a system with a key; the answer holds its number."""
        form = await asking.form_of(request)
        async with self._db.transaction() as tx:
            group = await _group(tx, form.get("jurisdiction_id", ""))
            system = await _system(tx, form.get("api_key", ""), group)
            if system is None:
                raise Problem(403, "api_key is missing")
            systems.note_use(system, now=clock.now())
            number, token = await filed.file(
                tx,
                bot_id=self._bot_id,
                system=system,
                report=asking.report_of(form),
                token=secrets.token_urlsafe(_TOKEN_BYTES),
                now=clock.now(),
            )
        return answer(
            _form(request), "service_requests", [facts.taken(number, token, group.locale)], 201
        )

    async def token(self, request: HttpRequest) -> Response:
        """Say which number a token was given for."""
        token = request.path_params["token"]
        async with self._db.reading() as tx:
            group = await _group(tx, request.query_params.get("jurisdiction_id", ""))
            number = await filed.number_of(tx, group_id=group.id, token=token)
        if number is None:
            raise Problem(404, "token not found")
        return answer(
            _form(request), "service_requests", [{"service_request_id": number, "token": token}]
        )


def _form(request: HttpRequest) -> str:
    return request.url.path.rpartition(".")[2]


async def _group(tx: Transaction, jurisdiction: str) -> Group:
    """Return the group a jurisdiction_id names: its code. With one group it may be left out."""
    everyone = await groups.everyone(tx)
    if not jurisdiction:
        if len(everyone) == 1:
            return everyone[0]
        raise Problem(400, "jurisdiction_id was not provided")
    wanted = jurisdiction.strip().upper()
    found = next((one for one in everyone if one.code == wanted), None)
    if found is None:
        raise Problem(404, "jurisdiction_id provided was not found")
    return found


async def _system(tx: Transaction, key: str, group: Group) -> System | None:
    """Return the system with a key, None without one; 403 for a key that is not this group's."""
    if not key:
        return None
    system = await systems.recognise(tx, key=key)
    if system is None or system.group_id != group.id:
        raise Problem(403, "invalid api_key")
    return system
