"""/calendar/<token>.ics: a member's calendar asks here for the activities, a few times a day."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models import clock
from models.calendars.queries import feed
from models.database import Database


class Calendars:
    """What the addresses answer; whatever is wrong with one, it is just not there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def routes(self) -> list[Route]:
        """Return the one address."""
        return [Route("/calendar/{token}.ics", self.answer)]

    async def answer(self, request: Request) -> Response:
        """Answer the activities of a member as they are now."""
        now = clock.now()
        async with self._db.reading() as tx:
            found = await feed(tx, token=request.path_params["token"], now=now)
        if found is None:
            return Response(status_code=404)
        from reports.calendars import calendar  # noqa: PLC0415  (its library loads slowly)

        content = await asyncio.to_thread(calendar, found.group.name, found.activities, now=now)
        return Response(content, media_type="text/calendar; charset=utf-8")
