"""What reaches a bot by webhook: hostile updates from Telegram, and strangers at its address."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from models.updates.tables import Update, UpdateState
from tests.faults.children import a_port, children
from tests.faults.driver import SECRET
from tests.faults.place import a_place, books
from tests.faults.test_hostile import HOSTILE
from tests.faults.test_kills import report

pytestmark = pytest.mark.faults
_LARGEST = 1 << 20  # bytes that the webhook reads
SMALL = [one for one in HOSTILE if len(json.dumps(one)) < _LARGEST]
TOKEN = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = json.dumps({"update_id": 7, "message": {"text": "签到"}}).encode()

#: Who comes to the address, with which headers and words, and what they are answered.
STRANGERS: tuple[tuple[dict[str, str], bytes, int], ...] = (
    ({}, UPDATE, 403),
    ({TOKEN: ""}, UPDATE, 403),
    ({TOKEN: SECRET[:-1]}, UPDATE, 403),
    ({TOKEN: SECRET + "x"}, UPDATE, 403),
    ({TOKEN: "ü" * 40}, UPDATE, 403),
    ({"Authorization": f"Bearer {SECRET}"}, UPDATE, 403),
    ({TOKEN: SECRET}, b"", 400),
    ({TOKEN: SECRET}, b"null", 400),
    ({TOKEN: SECRET}, b"\xff\xfe\x00", 400),
    ({TOKEN: SECRET}, b"[" * 200_000, 400),
    ({TOKEN: SECRET}, b'{"update_id": 1e400}', 400),
    ({TOKEN: SECRET}, b'{"update_id": -7, "message": {}}', 400),
    ({TOKEN: SECRET, "Content-Encoding": "gzip"}, b"\x1f\x8b no gzip", 400),
    ({TOKEN: SECRET}, b'{"update_id": 7, "x": "' + b"x" * _LARGEST + b'"}', 413),
)


async def come(port: int) -> list[int]:
    """Let every stranger come once; return what they are answered."""
    answers = []
    patience = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=patience) as http:
        for headers, body, _status in STRANGERS:
            address = f"http://127.0.0.1:{port}/hook"
            async with http.post(address, data=io.BytesIO(body), headers=headers) as answer:
                answers.append(answer.status)
                assert b"Traceback" not in await answer.read()
    return answers


@asynccontextmanager
async def lingering(port: int, many: int) -> AsyncIterator[None]:
    """Hold connections open that begin to say something and never end it."""
    writers = []
    try:
        for _ in range(many):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writers.append(writer)
            writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n")
        yield
    finally:
        for one in writers:
            one.close()
            with suppress(OSError):
                await one.wait_closed()


async def test_hostile_updates_and_strangers_at_the_webhook_harm_nobody(
    database_url: str, tmp_path: Path
) -> None:
    port = a_port()
    by_webhook = ("--webhook", str(port))
    async with a_place(database_url, deputies=60) as place:
        place.world.faults.add("duplicate_update", times=None, probability=0.2)
        async with children(
            database_url, place.api, tmp_path, hasty=False, flags=by_webhook
        ) as bots:
            child = await bots.start()
            place.check_in(place.deputies[:30])
            await bots.is_healthy_again(child)
            async with lingering(port, 50):
                for body in SMALL:
                    place.acts.raw_update(place.bot_id, body)
                answers = await come(port)
                place.check_in(place.deputies[30:])
                await place.comes_to_rest(within=60)
                healthy = await bots.is_healthy_again(child)
            status = await bots.stop(child)
        figures, updates = await books(place), await place.by_state(Update)
        report("at the webhook", place, {**figures, **updates, "healthy after": healthy})

    assert len(SMALL) == len(HOSTILE) - 1
    assert answers == [status for *_, status in STRANGERS]
    assert figures["attendances"] == figures["ledger lines"] == figures["answered once"] == 60
    assert updates[UpdateState.UNREADABLE] >= 5
    assert status == 0
