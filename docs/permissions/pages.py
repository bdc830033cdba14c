"""The addresses that answer over HTTP, and what keeps them: written by hand, held by a test."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Who gets an answer at an address, and what guards it."""

    who: str
    guard: str
    test: str


_INSIDE = Page(
    "whoever reaches `[http] listen`",
    "inside alone: the proxy does not pass it on; counts, no names",
    "tests/carriers/test_health.py",
)
_VENUE = Page(
    "whoever has the address",
    "160 bits, ends with the activity or when staff void it",
    "tests/handlers/test_venue_page.py",
)
_OPEN = Page(
    "anyone",
    "what voters let be published, without names; calls a minute are limited",
    "tests/open311/test_server.py",
)
_KEYED = Page(
    "a system with a key, or anyone without contact data",
    "key of 256 bits, kept as a hash, of one group; calls a minute are limited",
    "tests/open311/test_server.py",
)

PAGES: Mapping[str, Page] = {
    "GET /healthz": _INSIDE,
    "GET /metrics": _INSIDE,
    "GET /venue/{token}": _VENUE,
    "GET /venue/{token}/now": _VENUE,
    "GET /venue/files/{name}": Page(
        "anyone", "two files of the program, by their names", "tests/handlers/test_venue_page.py"
    ),
    "GET /calendar/{token}.ics": Page(
        "whoever has the address",
        "a member's own, 160 bits, ends when they leave or take a new one",
        "tests/handlers/test_plans.py",
    ),
    "GET /m/{token}": Page(
        "the deputy it was sent to",
        "signed by HMAC, of one recipient; leads only where the material says",
        "tests/handlers/test_material_links.py",
    ),
    **{
        f"GET /open311/v2/{path}.{form}": _OPEN if path in ("discovery", "services") else _KEYED
        for form in ("json", "xml")
        for path in (
            "discovery",
            "services",
            "services/{code}",
            "requests",
            "requests/{number}",
            "tokens/{token}",
        )
    },
    "GET /open311/v2/media/{name}": Page(
        "anyone",
        "pictures a voter let be published and staff cleared, asked anew at each call",
        "tests/open311/test_carrying.py",
    ),
    "GET /open311/v2/{rest:path}": Page(
        "anyone", "404 in the specification's shape", "tests/open311/test_server.py"
    ),
    **{
        f"POST /open311/v2/requests.{form}": Page(
            "a system with a key",
            "key of 256 bits; a body of 64 kB at most; limits as for voters",
            "tests/open311/test_server.py",
        )
        for form in ("json", "xml")
    },
    "POST [telegram] webhook_url": Page(
        "Telegram",
        "secret of 32 characters and more, compared in constant time; 1 MB at most",
        "tests/carriers/test_webhook.py",
    ),
}
