"""A Bot API call as python-telegram-bot makes it: where it goes, and what its failure tells."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import telegram
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.transport import MaybeSent, NotSent, Transport
from tests.carriers.servers import OK, Meet, a_pool, asked, saying


@asynccontextmanager
async def a_transport(meet: Meet) -> AsyncIterator[tuple[Transport, str]]:
    """Give a transport and the address of a server that does what `meet` says."""
    async with a_pool(meet) as pool, Transport() as way:
        yield way, f"http://127.0.0.1:{pool._server.port}"


async def test_what_failed_before_it_left_and_what_may_have_left() -> None:
    async with a_transport(saying(end=True)) as (way, address):
        with pytest.raises(MaybeSent):
            await way.do_request(f"{address}/bot1:x/sendMessage", "POST")
    async with Transport() as way:
        for address in ("http://nobody.invalid/x", "nowhere", "ftp://127.0.0.1/x", "http://:x/"):
            with pytest.raises(NotSent):
                await way.do_request(address, "POST")
    with pytest.raises(NotSent):
        await way.do_request("http://127.0.0.1/x", "POST")


async def test_no_error_holds_the_token() -> None:
    async with a_transport(saying(b"no", end=True)) as (way, address):
        for url in (f"{address}/bot1:SECRET/getMe", "http://nobody.invalid/bot1:SECRET/getMe"):
            with pytest.raises(telegram.error.TelegramError) as found:
                await way.do_request(url, "POST")
            assert "SECRET" not in f"{found.value!r} {found.value.__cause__!r}"


async def test_a_path_cannot_say_more_than_a_path() -> None:
    seen: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK)

    async with a_transport(meet) as (way, address):
        await way.do_request(f"{address}/file/名单 1.xlsx\r\nX: y", "GET")
    assert seen[0].startswith(b"GET /file/%E5%90%8D%E5%8D%95%201.xlsx")
    assert b"\r\nX: y" not in seen[0]


async def test_files_go_as_a_form_with_their_names_as_they_are() -> None:
    seen: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await asked(reader))
        writer.write(OK)

    file = telegram.InputFile(b"content", filename="名单.xlsx")
    data = RequestData(
        [
            RequestParameter.from_input("caption", "说明"),
            RequestParameter.from_input("document", file),
        ]
    )
    async with a_transport(meet) as (way, address):
        assert await way.do_request(f"{address}/bot1:x/sendDocument", "POST", data) == (200, b"ok")
    assert 'filename="名单.xlsx"'.encode() in seen[0]
    assert "说明".encode() in seen[0]
    assert b"content" in seen[0]
