"""A call over a kept connection: what is answered, and of what fails, whether it had left."""

import asyncio
import socket
from unittest.mock import Mock

import pytest

from bot import wire
from bot.wire import Answer, CallError, Pool, Server
from tests.carriers.servers import OK, a_pool, asked, call, failure, saying

MANY = 100  # calls at one moment


@pytest.mark.parametrize(
    ("pieces", "end", "body"),
    [
        ((OK,), False, b"ok"),
        (tuple(OK[at : at + 1] for at in range(len(OK))), False, b"ok"),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", OK), False, b"ok"),
        ((b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK,), False, b"ok"),
        (
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                b"2\r\nab\r\n",
                b"1;x=1\r\nc\r\n0\r\n\r\n",
            ),
            False,
            b"abc",
        ),
        ((b"HTTP/1.1 200 OK\r\n\r\n", b"as long as", b" it lasts"), True, b"as long as it lasts"),
        ((b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",), True, b"ok"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",), False, b""),
    ],
)
async def test_an_answer_in_each_of_its_forms(
    pieces: tuple[bytes, ...], *, end: bool, body: bytes
) -> None:
    async with a_pool(saying(*pieces, end=end)) as pool:
        assert await call(pool) == Answer(200, body)


async def test_a_refusal_is_an_answer() -> None:
    said = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"
    async with a_pool(saying(said)) as pool:
        assert await call(pool) == Answer(429, b"{}")


async def test_one_connection_carries_one_call_after_the_other() -> None:
    met: list[int] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(1)
        await saying(OK)(reader, writer)

    async with a_pool(meet) as pool:
        for _ in range(5):
            await call(pool)
    assert met == [1]


async def test_no_more_connections_than_allowed() -> None:
    open_now = most = 0

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await saying(OK)(reader, writer)
        open_now -= 1

    async with a_pool(meet, most=3) as pool:
        found = await asyncio.gather(*(call(pool) for _ in range(30)))
    assert {one.body for one in found} == {b"ok"}
    assert most == 3


async def test_of_many_calls_at_one_moment_not_each_opens_a_connection() -> None:
    met: list[int] = []
    as_many_as_may = asyncio.Event()

    async def meet(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        met.append(1)
        if len(met) == wire._OPENED_AT_ONCE:
            as_many_as_may.set()
        await reader.read()  # and never says how it encrypts: the connection is not open yet

    async with a_pool(meet) as plain:
        pool = Pool(Server("127.0.0.1", plain._server.port, is_encrypted=True), most=MANY)
        calls = asyncio.gather(*(call(pool) for _ in range(MANY)))
        async with asyncio.timeout(5):
            await as_many_as_may.wait()
        await asyncio.sleep(0.2)
        calls.cancel()
        with pytest.raises(asyncio.CancelledError):
            await calls

    assert len(met) == wire._OPENED_AT_ONCE


async def test_nobody_waits_longer_for_a_connection_than_it_may_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "_OPENING", 0.3)
    met: list[int] = []

    async def meet(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        met.append(1)
        await reader.read()

    async with a_pool(meet) as plain:
        pool = Pool(Server("127.0.0.1", plain._server.port, is_encrypted=True), most=MANY)
        found = await asyncio.gather(*(failure(pool) for _ in range(MANY)))

    assert not any(one.left for one in found)
    assert len(met) < MANY  # the others never had their turn, and were told at the same time


async def test_where_answers_take_long_each_call_has_its_connection() -> None:
    there, all_there = 0, asyncio.Event()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal there
        await asked(reader)
        there += 1
        if there == MANY:
            all_there.set()
        await all_there.wait()
        writer.write(OK)

    async with asyncio.timeout(5), a_pool(meet, most=MANY) as pool:
        found = await asyncio.gather(*(call(pool) for _ in range(MANY)))

    assert len(found) == MANY


async def test_who_gives_up_when_it_is_their_turn_leaves_it_to_the_next() -> None:
    pool = Pool(Server("127.0.0.1", 9, is_encrypted=False), most=MANY)
    async with asyncio.timeout(5), asyncio.TaskGroup() as waiting:
        first, second = (waiting.create_task(pool._wait()) for _ in range(2))
        await asyncio.sleep(0)
        pool._wake()
        first.cancel()

    assert first.cancelled()
    assert second.done()
    assert not second.cancelled()


async def test_where_nobody_is_there_all_are_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pool = Pool(Server("127.0.0.1", port, is_encrypted=False), most=MANY)
    async with asyncio.timeout(5):
        found = await asyncio.gather(*(failure(pool) for _ in range(MANY)))
    assert not any(one.left for one in found)


async def test_each_gets_its_own_answer() -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                body = await asked(reader)
            except asyncio.IncompleteReadError:
                return
            await asyncio.sleep(0.001 * (int(body) % 5))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    async with a_pool(meet, most=4) as pool:
        bodies = [b"%d" % number for number in range(40)]
        found = await asyncio.gather(*(call(pool, body) for body in bodies))
    assert [one.body for one in found] == bodies


async def test_nobody_there_means_it_never_left() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pool = Pool(Server("127.0.0.1", port, is_encrypted=False), most=1)
    assert not (await failure(pool)).left


async def test_no_such_name_means_it_never_left() -> None:
    pool = Pool(Server("nobody.invalid", 80, is_encrypted=False), most=1)
    assert not (await failure(pool)).left


async def test_a_server_that_takes_no_connections_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "_OPENING", 0.2)
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):
            one.settimeout(0)
            one.connect_ex(full.getsockname())
        await asyncio.sleep(0.05)
        pool = Pool(Server("127.0.0.1", full.getsockname()[1], is_encrypted=False), most=1)
        assert not (await failure(pool)).left


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",),
        (b"HTTP/1.1 200 OK\r\nConte",),
        (b"SSH-2.0-OpenSSH_9.2\r\n",),
        (b"\x00\xff\x00\xff" * 100,),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",),
    ],
)
async def test_what_is_cut_off_may_have_left(pieces: tuple[bytes, ...]) -> None:
    async with a_pool(saying(*pieces, end=True)) as pool:
        assert (await failure(pool)).left


async def test_a_silent_server_is_given_up() -> None:
    async with a_pool(saying()) as pool:
        problem = await failure(pool, wait=0.1)
    assert problem.left
    assert str(problem) == "no answer in time"


async def test_a_slow_answer_is_waited_for_as_long_as_it_moves() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(head)
        for _ in range(30):
            writer.write(b"x")
            await asyncio.sleep(0.02)

    async with a_pool(meet) as pool:
        assert (await call(pool, wait=0.2)).body == b"x" * 30


async def test_a_large_body_is_waited_for_as_long_as_it_moves() -> None:
    line, way = wire._Line(), Mock(spec=asyncio.Transport)
    way.is_closing.return_value = False
    way.get_write_buffer_size.side_effect = [5_000_000, 3_000_000, 3_000_000]
    line.connection_made(way)
    with pytest.raises(CallError, match="no answer in time"):
        await line.ask(b"", 0.01)
    assert way.get_write_buffer_size.call_count == 3


async def test_a_late_answer_is_nobody_elses() -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                body = await asked(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            await asyncio.sleep(0.1 if body == b"slow" else 0)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    async with a_pool(meet, most=1) as pool:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.03):
                await call(pool, b"slow")
        assert (await call(pool, b"quick")).body == b"quick"
        await asyncio.sleep(0.1)
        assert (await call(pool, b"quicker")).body == b"quicker"


@pytest.mark.parametrize("more", [OK, OK[:20], b"\r\nnoise"])
async def test_more_than_was_asked_for_is_nobodys_answer(more: bytes) -> None:
    said = iter([OK + more, b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine"])

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                await asked(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            writer.write(next(said))

    async with a_pool(meet) as pool:
        assert (await call(pool)).body == b"ok"
        await asyncio.sleep(0.02)
        assert (await call(pool)).body == b"mine"


async def test_a_connection_that_was_closed_while_it_rested_is_not_used() -> None:
    met: list[int] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(1)
        await saying(OK, end=True)(reader, writer)

    async with a_pool(meet) as pool:
        for _ in range(3):
            await call(pool)
            await asyncio.sleep(0.03)
    assert met == [1, 1, 1]


async def test_a_connection_that_rested_long_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    met: list[int] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(1)
        await saying(OK)(reader, writer)

    async with a_pool(meet) as pool:
        await call(pool)
        monkeypatch.setattr(wire, "_KEPT", 0.01)
        await asyncio.sleep(0.03)
        await call(pool)
    assert met == [1, 1]


async def test_a_call_under_way_ends_well_after_the_pool_is_closed() -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        await asyncio.sleep(0.05)
        writer.write(OK)
        assert await reader.read() == b""  # nothing is kept

    async with a_pool(meet) as pool, asyncio.TaskGroup() as calls:
        under_way = calls.create_task(call(pool))
        await asyncio.sleep(0.02)
        pool.close()
    assert under_way.result().body == b"ok"


@pytest.mark.parametrize(
    ("server", "name"),
    [
        (Server("api.telegram.org", 443, is_encrypted=True), "api.telegram.org"),
        (Server("api.telegram.org", 8443, is_encrypted=True), "api.telegram.org:8443"),
        (Server("127.0.0.1", 8081, is_encrypted=False), "127.0.0.1:8081"),
        (Server("::1", 80, is_encrypted=False), "[::1]"),
        (Server("::1", 443, is_encrypted=False), "[::1]:443"),
    ],
)
def test_the_name_in_the_request(server: Server, name: str) -> None:
    assert server.name == name
