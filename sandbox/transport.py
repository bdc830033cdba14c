"""Requests as they come in by HTTP, and answers that do not go out."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.dispatch import refusal
from sandbox.methods.errors import ApiError
from sandbox.methods.request import Upload

FORM = "application/x-www-form-urlencoded"
LARGEST_FIELD = 4 << 20


async def read_parameters(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Read query, form, multipart or JSON; what cannot be read counts as nothing."""
    params: dict[str, Any] = dict(request.query_params) if request.scope["query_string"] else {}
    uploads: dict[str, Upload] = {}
    if request.method != "POST":
        return params, uploads
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_part_size=LARGEST_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read())
                else:
                    params[name] = value
        return params, uploads
    body = await request.body()
    if kind == "application/json" and body.strip():
        params |= _json_object(body)
    elif kind == FORM:
        params |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return params, uploads


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def lose_answer(request: Request) -> None:
    """Drop the connection without a word, as a broken network does."""
    connection = getattr(request.scope.get("sandbox.connection"), "transport", None)
    if connection is None:  # in process there is no connection to drop
        raise ConnectionResetError("the answer was lost")
    connection.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refused(error: ApiError) -> Response:
    """Answer with a refusal."""
    return JSONResponse(refusal(error), error.code)
