"""One call from arrival to answer: token, faults, method, envelope, call log."""

import asyncio
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sandbox.methods  # noqa: F401 - registers the methods
from sandbox.faults import Fault
from sandbox.methods.errors import (
    ApiError,
    bad_request,
    conflict,
    flood,
    forbidden,
    method_not_found,
    migrated,
    unauthorized,
)
from sandbox.methods.request import METHODS, Request, Upload
from sandbox.methods.updates import EVICTED, require_logged_in
from sandbox.world import World
from sandbox.world.membership import migrate
from sandbox.world.people import Bot
from sandbox.world.shapes import Json
from sandbox.world.world import Call

OK = 200
BAD_GATEWAY = 502
SECRET_SHAPE = 3


@dataclass(slots=True)
class Answer:
    """What goes back: status and body, or nothing at all when the answer is lost."""

    status: int
    body: bytes
    lost: bool = False
    media_type: str = "application/json"


async def answer(
    world: World,
    token: str,
    method: str,
    params: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> Answer:
    """Do one call and record it."""
    began, start = world.clock.timestamp(), asyncio.get_running_loop().time()
    lost, plain, description = False, None, None
    try:
        bot = _bot(world, token)
        faults = world.faults.strike(method, _chat_id(params))
        lost = any(fault.kind == "lost_answer" for fault in faults)
        plain = await _suffer(world, faults)
        result = None if plain else await _call(world, bot, method, params, uploads)
        status, shaped = OK, {"ok": True, "result": result}
    except ApiError as error:
        status, description = error.code, error.description
        shaped = refusal(error)
    if plain is not None:
        status, description = plain.status, plain.body.decode()
    _record(
        world,
        Call(
            seq=world.call_count + 1,
            method=method,
            params=_for_log(params, uploads),
            status=status,
            at=began,
            duration=asyncio.get_running_loop().time() - start,
            description=description,
        ),
    )
    if plain is not None:
        return plain
    return Answer(status, written(shaped), lost)


def refusal(error: ApiError) -> Json:
    """Wrap a refusal as the Bot API does."""
    shaped: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters is not None:
        shaped["parameters"] = error.parameters
    return shaped


def _bot(world: World, token: str) -> Bot:
    bot = world.bots_by_token.get(token)
    if bot is not None:
        return bot
    number, colon, secret = token.partition(":")
    if not number.isdigit() or number.startswith("0") or not colon or len(secret) < SECRET_SHAPE:
        raise unauthorized("Unauthorized: invalid token specified")
    raise unauthorized()


async def _call(
    world: World,
    bot: Bot,
    method: str,
    params: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> Any:  # noqa: ANN401 - whatever the method returns
    handler = METHODS.get(method.lower())
    if handler is None:
        raise method_not_found()
    request = Request(world, bot, method, params, uploads)
    require_logged_in(request)
    result = handler(request)
    return await result if inspect.isawaitable(result) else result


def _chat_id(params: Mapping[str, Any]) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


async def _suffer(world: World, faults: list[Fault]) -> Answer | None:
    for fault in faults:
        if fault.kind == "slow":
            await asyncio.sleep(float(fault.params.get("delay", 1.0)))
        elif fault.kind == "server_error":
            return _server_error(fault)
        elif fault.kind == "migrate":
            _migrate(world, fault)
        elif fault.kind != "lost_answer":
            raise _raised(fault)
    return None


def _raised(fault: Fault) -> ApiError:
    match fault.kind:
        case "flood":
            error = flood(int(fault.params.get("retry_after", 5)))
            if fault.params.get("parameters") is False:
                error.parameters = None
            return error
        case "blocked":
            return forbidden(fault.params.get("description", "bot was blocked by the user"))
        case "conflict":
            return conflict(EVICTED)
        case _:
            return unauthorized()


def written(shaped: object) -> bytes:
    """Return JSON as bytes; half a surrogate pair in it stands there escaped."""
    try:
        return json.dumps(shaped, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(shaped).encode()


def _server_error(fault: Fault) -> Answer:
    status = int(fault.params.get("status", BAD_GATEWAY))
    if fault.params.get("json"):
        error = ApiError(status, "Internal Server Error: restart")
        return Answer(status, json.dumps(refusal(error)).encode())
    page = b"<html><body><h1>Bad Gateway</h1></body></html>"
    return Answer(status, page, media_type="text/html")


def _migrate(world: World, fault: Fault) -> None:
    chat = world.chats.get(fault.chat_id or 0)
    if chat is None or chat.type != "group":
        raise bad_request("group chat was upgraded to a supergroup chat")
    raise migrated(chat.migrated_to or migrate(world, chat).id)


def _for_log(params: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Json:
    files = {
        name: f"<{upload.name}, {len(upload.content)} bytes>" for name, upload in uploads.items()
    }
    return {**params, **files}


def _record(world: World, call: Call) -> None:
    world.call_count += 1
    world.calls.append(call)
    if call.method.lower() != "getupdates" or call.status != OK:
        world.events.add("call", None, method=call.method, status=call.status, call=call.seq)
