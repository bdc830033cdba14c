"""/venue/<token>: whoever knows the address sees the present code, the QR code and the count."""

import functools
from pathlib import Path
from typing import Any

import segno
import telegram
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handlers.kit import texts
from models import clock
from models.activities import venue
from models.activities.venue import View
from models.database import Database

_HERE = Path(__file__).parent
_KINDS = {"venue.css": "text/css", "venue.js": "text/javascript"}
#: The page loads its style, its script and what it refreshes from here, and nothing else.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


class Venue:
    """What the addresses answer; each is read anew, so that the page needs no memory."""

    def __init__(self, db: Database, bot: telegram.Bot) -> None:
        self._db = db
        self._bot = bot

    @property
    def routes(self) -> list[Route]:
        """Return the page, the part of it that is refreshed, and its two files."""
        return [
            Route("/venue/files/{name}", self.file),
            Route("/venue/{token}", self.page),
            Route("/venue/{token}/now", self.now),
        ]

    async def page(self, request: Request) -> Response:
        """Answer the whole page, 404 for an address that is none."""
        return await self._answer(request, "page.html")

    async def now(self, request: Request) -> Response:
        """Answer the part that changes."""
        return await self._answer(request, "now.html")

    async def file(self, request: Request) -> Response:
        """Answer the style or the script."""
        name = request.path_params["name"]
        if name not in _KINDS:
            return Response(status_code=404, headers=_HEADERS)
        return Response(_file(name), headers=_HEADERS, media_type=_KINDS[name])

    async def _answer(self, request: Request, template: str) -> Response:
        async with self._db.reading() as tx:
            view = await venue.view(tx, token=request.path_params["token"], now=clock.now())
        if view is None:
            words = texts.label("venue.gone", texts.DEFAULT)
            return HTMLResponse(_render("gone.html", words=words), 404, _HEADERS)
        return HTMLResponse(_render(template, **self._facts(view)), headers=_HEADERS)

    def _facts(self, view: View) -> dict[str, Any]:
        link = f"https://t.me/{self._bot.username}?start={view.payload}"
        zone = texts.zone(view.zone)
        one = view.activity
        return {
            "say": functools.partial(_say, view.locale),
            "locale": view.locale,
            "one": one,
            "starts_at": one.starts_at.astimezone(zone),
            "opens_at": one.opens_at.astimezone(zone),
            "here": view.counts.present + view.counts.late,
            "invited": view.counts.invited,
            "code": view.code,
            "seconds": view.seconds,
            "qr": _qr(link) if view.code else "",
        }


def _say(locale: str, name: str, **args: object) -> str:
    return texts.label(f"venue.{name}", locale, tuple(args.items()))


def _qr(link: str) -> Markup:
    """Draw a link; the drawing is made here of digits and dots alone, so it is safe as it is."""
    drawn = segno.make_qr(link, error="m").svg_inline(border=2, omitsize=True, svgclass="qr")
    return Markup(drawn)  # noqa: S704  # nosec B704


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def _render(template: str, **facts: object) -> str:
    return _environment().get_template(template).render(facts)


@functools.cache
def _file(name: str) -> bytes:
    return (_HERE / name).read_bytes()
