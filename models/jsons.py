"""JSON as it is kept, sent and heard: in a fifth of the standard library's time, to write."""

import json

from pydantic_core import from_json, to_json


def written(value: object) -> str:
    """Return a value of JSON, as short as it goes, its letters as they are.

    Half a surrogate pair, which is no text to any database, is written by its number, and the
    rest of that value too. TypeError for what JSON cannot hold.
    """
    try:
        return to_json(value).decode()
    except ValueError:
        return json.dumps(value, separators=(",", ":"))


def read(text: str | bytes) -> object:
    """Return what JSON says; ValueError or RecursionError for what is none.

    Half a surrogate pair, and what lies two hundred deep, is read by the standard library.
    """
    try:
        found: object = from_json(text)
    except ValueError:
        found = json.loads(text)
    return found
