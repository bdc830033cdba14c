"""Reads what a GeoReport v2 server answers, in JSON or XML: the things in it, as words."""

import json
import xml.etree.ElementTree as ET  # nosec B405  (nothing with a DOCTYPE is parsed)
from collections.abc import Mapping
from typing import Literal

Form = Literal["json", "xml"]
Thing = Mapping[str, str]

_LONGEST_TEXT = 4000


def things(form: Form, content: bytes) -> list[Thing] | None:
    """Return the things in an answer, each as words by the names of its fields.

    What is empty is left out. None for an answer that is none of the specification's.
    """
    return _of_json(content) if form == "json" else _of_xml(content)


def _of_json(content: bytes) -> list[Thing] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in listed):
        return None
    return [
        {
            str(name): str(value)[:_LONGEST_TEXT]
            for name, value in one.items()
            if value not in (None, "") and not isinstance(value, (dict, list))
        }
        for one in listed
    ]


def _of_xml(content: bytes) -> list[Thing] | None:
    try:
        text = content.decode("utf-8-sig")  # which the specification requires
        if "<!DOCTYPE" in text.upper():
            return None  # a small text could unfold to a huge one
        root = ET.fromstring(text)  # noqa: S314  # nosec B314
    except (ET.ParseError, ValueError, LookupError):
        return None
    return [
        {
            _bare(field.tag): words[:_LONGEST_TEXT]
            for field in one
            if (words := (field.text or "").strip())
        }
        for one in root
    ]


def _bare(tag: str) -> str:
    """Return a name without its namespace, which some servers add."""
    return tag.rpartition("}")[2]
