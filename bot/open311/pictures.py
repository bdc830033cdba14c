"""/open311/v2/media/…: pictures of reports, made anew, for whoever was given their address."""

import asyncio
from collections import OrderedDict

import telegram
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.fetching import fetch
from handlers.kit.errands import Errand
from handlers.kit.pictures import made_anew
from models.database import Database
from models.limits import settings
from models.pictures import actions as pictures
from models.pictures.actions import Made
from models.systems import pictures as seen
from models.systems.pictures import Key

PATH = "/open311/v2/media/"
_AT_ONCE = 2  # that are fetched and made anew
_KEPT = 32  # made lately
_HEADERS = {"Cross-Origin-Resource-Policy": "cross-origin"}  # pages of other systems show them


class Pictures:
    """Serves pictures. Whether one may still be seen is asked at every call."""

    def __init__(self, db: Database, bot: telegram.Bot) -> None:
        self._db = db
        self._bot = bot
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._kept: OrderedDict[Key, Made] = OrderedDict()

    async def show(self, request: HttpRequest) -> Response:
        """Show a picture; 404 for a name that was not given here, or that may not be seen now."""
        key = seen.read(request.path_params["name"])
        made = await self._made(key) if key else None
        if made is None:
            return PlainTextResponse("not found", 404)
        return Response(made.content, headers=_HEADERS, media_type=f"image/{made.kind}")

    async def _made(self, key: Key) -> Made | None:
        async with self._db.reading() as tx:
            file_id = await seen.file_of(tx, key)
            lies_here = pictures.key_of(file_id) if file_id else None
            if lies_here is not None:
                group_id, picture_id = lies_here
                return await pictures.read(tx, group_id=group_id, picture_id=picture_id)
        if file_id is None:
            self._kept.pop(key, None)
            return None
        async with self._turn:
            return self._kept.get(key) or await self._fetched(key, file_id)

    async def _fetched(self, key: Key, file_id: str) -> Made | None:
        """Fetch a photo from Telegram and make it anew; one that cannot be is not shown."""
        most = settings.current().bytes_of_a_file
        made = (await fetch(self._bot, Errand(file_id, made_anew, most))).value
        if not isinstance(made, Made):
            return None
        self._kept[key] = made
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made
