"""Answers as JSON and as XML, of the same facts in the same order."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import escape
from starlette.responses import Response

Fact = Any
Facts = Mapping[str, Fact]

#: What one element of a list is called in XML.
_ONE = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form: str, root: str, facts: Sequence[Facts] | Facts, status: int = 200) -> Response:
    """Return facts in the form that was asked for: "json" or "xml"; `root` names the XML root."""
    if form == "json":
        content = json.dumps(facts, ensure_ascii=False, default=_plain)
        return Response(content, status, media_type="application/json; charset=utf-8")
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, facts)}\n'
    return Response(content, status, media_type="text/xml; charset=utf-8")


def _element(name: str, value: Fact) -> str:
    match value:
        case None | "":
            return f"<{name}/>"
        case Mapping():
            inside = "".join(_element(key, one) for key, one in value.items())
        case list() | tuple():
            inside = "".join(_element(_ONE[name], one) for one in value)
        case bool():
            inside = str(value).lower()
        case _:
            inside = str(escape(_NO_XML.sub("\ufffd", str(_plain(value)))))
    return f"<{name}>{inside}</{name}>"


def _plain(value: object) -> object:
    """Return a moment as the specification writes it: 2026-11-27T09:00:00+08:00."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
