"""A Telegram that answers as told, for tests of what each answer means."""

import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import telegram
from telegram.request import BaseRequest, RequestData

Answer = tuple[int, dict[str, Any]] | Exception


class Answering(BaseRequest):
    """Gives the answers it was told, one a call, and remembers the calls."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = deque(answers)
        self.calls: list[tuple[str, dict[str, str]]] = []

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for: not at all."""
        return 0.0

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(  # type: ignore[override]  # the times are of no concern here
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        **_times: object,
    ) -> tuple[int, bytes]:
        """Give the next answer."""
        fields = request_data.json_parameters if request_data else {}
        self.calls.append((url.rpartition("/")[2], fields))
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer[0], json.dumps(answer[1]).encode()


def refusal(code: int, words: str, **parameters: object) -> Answer:
    """Return a refusal as the Bot API wraps it."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": words}
    if parameters:
        body["parameters"] = parameters
    return code, body


def success(result: object) -> Answer:
    """Return a result as the Bot API wraps it."""
    return 200, {"ok": True, "result": result}


@asynccontextmanager
async def a_bot(*answers: Answer) -> AsyncIterator[tuple[telegram.Bot, Answering]]:
    """Give a bot in front of such a Telegram."""
    me = {"id": 1, "is_bot": True, "first_name": "回音", "username": "huiyin_bot"}
    request = Answering(success(me), *answers)
    bot = telegram.Bot("1:TEST", request=request, get_updates_request=Answering())
    async with bot:
        request.calls.clear()
        yield bot, request
