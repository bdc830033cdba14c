"""A text that is plain in the program and sealed wherever it is stored as JSON."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from models.people import keys

MARK = "sealed:"
_BOUND_TO = "json"


def _sealed(text: str) -> str:
    return MARK + keys.current().seal(text, bound_to=_BOUND_TO)


def _plain(value: object) -> object:
    if isinstance(value, str) and value.startswith(MARK):
        return keys.current().unseal(value.removeprefix(MARK), bound_to=_BOUND_TO)
    return value


#: In a notice or a draft: for what opens doors (a link with a token) or finds people (a phone).
Sealed = Annotated[
    str, BeforeValidator(_plain), PlainSerializer(_sealed, return_type=str, when_used="json")
]
