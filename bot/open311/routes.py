"""/open311/v2/: services, their definitions, reports to read and to file, tokens, discovery."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import telegram
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.open311 import asking, facts
from bot.open311.asking import Problem
from bot.open311.calls import Calls
from bot.open311.pictures import PATH, Pictures
from bot.open311.writing import answer
from models import clock
from models.database import Database, Transaction
from models.errors import Refusal
from models.groups import queries as groups
from models.groups.tables import Group
from models.systems import actions as systems
from models.systems import filing
from models.systems import requests as filed
from models.systems.pictures import Key, signed
from models.systems.requests import Request
from models.systems.tables import System

ROOT = "/open311/v2"
FORMS = ("json", "xml")
Answer = Callable[[HttpRequest], Awaitable[Response]]


class Open311:
    """What the addresses answer. Without a key only what voters let be published can be read."""

    def __init__(
        self, db: Database, bot: telegram.Bot, *, address: str, calls_per_minute: int
    ) -> None:
        self._db = db
        self._bot_id = bot.id
        self._address = address
        self._calls = Calls(calls_per_minute)
        self._pictures = Pictures(db, bot)

    @property
    def routes(self) -> list[Route]:
        """Return every address there is; whatever else is asked for is not found."""
        known = [
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
        picture = Route(f"{PATH}{{name}}", self._told(self._pictures.show), methods=["GET"])
        return [*known, picture, Route(f"{ROOT}/{{rest:path}}", self._told(_nothing))]

    def _told(self, do: Answer) -> Answer:
        """Answer a problem in the specification's own shape."""

        async def told(request: HttpRequest) -> Response:
            try:
                await self._count(request)
                return await do(request)
            except Problem as problem:
                errors = [{"code": problem.status, "description": problem.description}]
                return answer(_form(request), "errors", errors, problem.status)
            except Refusal as refusal:
                errors = [{"code": 400, "description": refusal.notice.kind}]
                return answer(_form(request), "errors", errors, 400)

        return told

    async def _count(self, request: HttpRequest) -> None:
        """Count a call by its key, or by where it comes from if there is none that holds."""
        address, now = request.client.host if request.client else "", clock.now()
        try:
            fields = await asking.fields_of(request)
        except Problem:
            self._calls.count(address, "", now, holds=False)
            raise
        request.state.form, key = fields, asking.key_in(fields)
        self._calls.let_in(address, key, now)
        holds = False
        if key:
            async with self._db.reading() as tx:
                holds = await systems.recognise(tx, key=key) is not None
        self._calls.count(address, key, now, holds=holds)

    async def discovery(self, request: HttpRequest) -> Response:
        """Say where the service is, and in which forms it answers."""
        async with self._db.reading() as tx:
            everyone = await groups.everyone(tx)
        found = facts.discovery(f"{self._address}{ROOT}", everyone)
        return answer(_form(request), "discovery", found)

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
        return await self._listed(request, asking.query_of(request))

    async def request(self, request: HttpRequest) -> Response:
        """Show one report; 404 for one that is not there, or not for everybody to see."""
        number = request.path_params["number"]
        return await self._listed(
            request, asking.query_of(request) | {"service_request_id": number}, is_one=True
        )

    async def _listed(
        self, request: HttpRequest, query: dict[str, str], *, is_one: bool = False
    ) -> Response:
        asked = asking.asked_of(query, clock.now())
        async with self._db.reading() as tx:
            group = await _group(tx, query.get("jurisdiction_id", ""))
            system = await _system(tx, asking.key_in(query), group)
            found = await filed.requests(tx, group_id=group.id, system=system, asked=asked)
        if is_one and not found:
            raise Problem(404, "service_request_id not found")
        zone = ZoneInfo(group.timezone)
        shown = [facts.request(one, group, zone, self._media(one)) for one in found]
        return answer(_form(request), "service_requests", shown)

    def _media(self, one: Request) -> str | None:
        if one.picture is None or not self._address:
            return None
        group_id, issue_id, file_id = one.picture
        key = Key(group_id=group_id, issue_id=issue_id, file_id=file_id)
        return f"{self._address}{PATH}{signed(key)}"

    async def file(self, request: HttpRequest) -> Response:
        """Take a report from a system with a key; the answer holds its number."""
        form: dict[str, str] = request.state.form
        async with self._db.transaction() as tx:
            group = await _group(tx, form.get("jurisdiction_id", ""))
            system = await _system(tx, asking.key_in(form), group)
            if system is None:
                raise Problem(403, "api_key is missing")
            systems.note_use(system, now=clock.now())
            number = await filing.file(
                tx,
                bot_id=self._bot_id,
                system=system,
                report=asking.report_of(
                    form, lambda category: facts.service_name(category, group.locale)
                ),
                reference=asking.reference_of(form),
                now=clock.now(),
            )
        taken = [facts.taken(number, group.locale)]
        return answer(_form(request), "service_requests", taken, 201)

    async def token(self, request: HttpRequest) -> Response:
        """Say which number a system's own reference led to: every number is given at once."""
        query, token = asking.query_of(request), request.path_params["token"]
        async with self._db.reading() as tx:
            group = await _group(tx, query.get("jurisdiction_id", ""))
            system = await _system(tx, asking.key_in(query), group)
            number = system and await filing.number_of(tx, system=system, reference=token)
        if number is None:
            raise Problem(404, "token not found")
        found = [{"service_request_id": number, "token": token}]
        return answer(_form(request), "service_requests", found)


async def _nothing(_request: HttpRequest) -> Response:
    raise Problem(404, "there is no such resource, or not in this form: .xml and .json are")


def _form(request: HttpRequest) -> str:
    """Return the form that was asked for; XML, which the specification requires, for any other."""
    asked = request.url.path.rpartition(".")[2]
    return asked if asked in FORMS else "xml"


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
