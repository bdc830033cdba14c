"""The load generator: a Bot API on loopback that hands out a burst and times the answers.

Run as a process of its own: `python -m benchmarks.server`. It prints the port it listens on,
and ends when its standard input is closed, so that it never outlives who started it.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass

from benchmarks.botapi import BotApi, Fields, encode, refuse
from benchmarks.burst import Burst, Card, Way
from benchmarks.wire import Connection, Request

BATCH = 100  # what Telegram hands out at once, at most
LONGEST_POLL = 50.0


@dataclass(slots=True)
class Waiting:
    """A client that holds the line until there is something to say, or its time is over."""

    connection: Connection
    nothing: bytes
    timer: asyncio.TimerHandle | None = None

    def say(self, payload: bytes) -> None:
        """Answer at last."""
        if self.timer is not None:
            self.timer.cancel()
        self.connection.send(payload)


class Server:
    """Routes Bot API calls and the harness's own wishes; holds updates until they are confirmed."""

    def __init__(self, *, delay: float = 0.0) -> None:
        """Take the seconds by which every answer to the bot is held back."""
        self.delay = delay
        self.api = BotApi()
        self.burst: Burst | None = None
        self.calls: Counter[str] = Counter()
        self.first_poll: float | None = None
        self.last_call = 0.0  # of any method but getUpdates
        self._pending: deque[tuple[int, bytes]] = deque()
        self._poll: Waiting | None = None
        self._done: Waiting | None = None

    def answer(self, request: Request, connection: Connection) -> bytes | None:
        """Return the answer to a request, or None if it is sent later."""
        top, _, method = request.path[1:].decode().partition("/")
        if top == "control":
            return self._control(method, request.fields(), connection)
        if not top.startswith("bot"):
            return refuse("Not Found")
        if method == "getUpdates":
            return self._get_updates(request.fields(), connection)
        payload = self._call(method, request.fields())
        if not self.delay:
            return payload
        asyncio.get_running_loop().call_later(self.delay, connection.send, payload)
        return None

    def _call(self, method: str, fields: Fields) -> bytes:
        now = time.monotonic()
        self.calls[method] += 1
        self.last_call = now
        if self.burst is not None:
            self.burst.answer(method, fields, now)
            if self.burst.is_answered and self._done is not None:
                self._done.say(encode(self.state()))
                self._done = None
        return self.api.answer(method, fields)

    def _get_updates(self, fields: Fields, connection: Connection) -> bytes | None:
        self.calls["getUpdates"] += 1
        if self.first_poll is None:
            self.first_poll = time.monotonic()
        offset = int(fields.get("offset", 0))
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        timeout = min(float(fields.get("timeout", 0)), LONGEST_POLL)
        if self._pending or timeout <= 0:
            return self._batch(int(fields.get("limit", BATCH)))
        if self._poll is not None:
            self._poll.say(self._poll.nothing)
        self._poll = self._hold(connection, timeout, b'{"ok":true,"result":[]}')
        return None

    def _batch(self, limit: int = BATCH) -> bytes:
        batch = [self._pending[i] for i in range(min(limit, BATCH, len(self._pending)))]
        if self.burst is not None:
            self.burst.hand_out([update_id for update_id, _ in batch], time.monotonic())
        return b'{"ok":true,"result":[%b]}' % b",".join(body for _, body in batch)

    def _hold(self, connection: Connection, timeout: float, nothing: bytes) -> Waiting:
        waiting = Waiting(connection, nothing)
        loop = asyncio.get_running_loop()
        waiting.timer = loop.call_later(timeout, self._give_up, waiting)
        return waiting

    def _give_up(self, waiting: Waiting) -> None:
        if waiting is self._poll:
            self._poll = None
        if waiting is self._done:
            self._done = None
            waiting.nothing = encode(self.state())
        waiting.say(waiting.nothing)

    def _control(self, wish: str, fields: Fields, connection: Connection) -> bytes | None:
        match wish:
            case "state":
                return encode(self.state())
            case "burst":
                return encode({"released": self._release(fields)})
            case "done" if self.burst is None or self.burst.is_answered:
                return encode(self.state())
            case "done":
                self._done = self._hold(connection, float(fields["timeout"]), b"")
                return None
            case "results":
                return encode(self.results())
            case _:
                return refuse("Not Found")

    def _release(self, fields: Fields) -> float:
        self.burst = Burst(
            way=Way(fields["way"]),
            n=int(fields["n"]),
            answer_has=fields["answer_has"],
            card=self.api.card or Card(message_id=1, data="checkin"),
        )
        self.burst.prepare()
        self._pending.extend(self.burst.updates)
        self.burst.released = time.monotonic()
        if self._poll is not None:
            self._poll.say(self._batch())
            self._poll = None
        return self.burst.released

    def state(self) -> dict[str, object]:
        """Return what the harness waits for."""
        burst = self.burst
        return {
            "first_poll": self.first_poll,
            "silent_for": time.monotonic() - self.last_call,
            "card": self.api.card is not None,
            "handed": len(burst.handed) if burst else 0,
            "answered": len(burst.answered) if burst else 0,
        }

    def results(self) -> dict[str, object]:
        """Return everything recorded, in monotonic seconds of this machine."""
        burst = self.burst
        return {
            "first_poll": self.first_poll,
            "calls": self.calls,
            "released": burst.released if burst else None,
            "handed": [burst.handed.get(i) for i in range(burst.n)] if burst else [],
            "answered": [burst.answered.get(i) for i in range(burst.n)] if burst else [],
            "doubled": burst.doubled if burst else 0,
        }


async def serve(port: int, delay: float) -> None:
    """Listen until standard input ends."""
    loop = asyncio.get_running_loop()
    server = Server(delay=delay)
    listening = await loop.create_server(lambda: Connection(server.answer), "127.0.0.1", port)
    async with listening:
        print(json.dumps({"port": listening.sockets[0].getsockname()[1]}), flush=True)
        await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Take the command line and serve, on uvloop where it exists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before every answer")
    asked = parser.parse_args()
    try:
        import uvloop  # noqa: PLC0415 - it does not exist everywhere
    except ImportError:
        asyncio.run(serve(asked.port, asked.delay))
    else:
        uvloop.run(serve(asked.port, asked.delay))


if __name__ == "__main__":
    main()
