"""/m/<token>: notes that a deputy opened a material's link, and leads there; nowhere else."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from handlers.kit import texts
from models import clock
from models.database import Database, Transaction
from models.errors import Refusal
from models.materials import links


class Links:
    """The redirect. Where it leads stands in the database: no address is taken from outside."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def routes(self) -> list[Route]:
        """Return the one route; a look at the heads alone is no reading, so HEAD is not taken."""
        route = Route(links.PREFIX + "{token}", self.open)
        route.methods = {"GET"}
        return [route]

    async def open(self, request: Request) -> Response:
        """Lead to the link; 404 for a token that was not signed here, or is of no use any more."""
        token = request.path_params["token"]

        async def note(tx: Transaction) -> str | None:
            return await links.open_link(tx, token=token, now=clock.now())

        try:
            url = await self._db.insist(note) if links.read_token(token) else None
        except Refusal:
            url = None
        if url is None:
            return PlainTextResponse(texts.label("materials.gone", texts.DEFAULT), 404)
        return RedirectResponse(url, 302)
