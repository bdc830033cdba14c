"""What a system asks for, checked: whatever is wrong is said in the specification's own codes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request as HttpRequest

from models.issues.reports import Report
from models.issues.states import Category, Mode, Urgency, Way
from models.people import phones
from models.systems.requests import SPAN, Asked

MOST_BYTES = 64 * 1024
_MOST_FIELDS = 60
_LONGEST_DESCRIPTION = 4000  # the specification's own bound
_MOST_NUMBERS = 100
_LONGEST_REFERENCE = 64
_EARLIEST, _LATEST = 1970, 9000  # years


class Problem(Exception):  # noqa: N818  (an answer, not an error)
    """A call that cannot be answered: a status and the words the specification asks for."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


async def form_of(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a posted form, bounded in bytes and number."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/x-www-form-urlencoded":
        raise Problem(400, "the body has to be application/x-www-form-urlencoded")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise Problem(400, "the body is too large")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Problem(400, "the body cannot be read") from None
    return dict(pairs)


async def fields_of(request: HttpRequest) -> dict[str, str]:
    """Return what a call says: in its body if it is a post, else behind the address."""
    return await form_of(request) if request.method == "POST" else query_of(request)


def key_in(fields: Mapping[str, str]) -> str:
    """Return the key a call was made with, "" without one."""
    return fields.get("api_key", "").strip()


def query_of(request: HttpRequest) -> dict[str, str]:
    """Return what stands behind the address; what is given several times is one list."""
    given = request.query_params
    return {name: ",".join(given.getlist(name)) for name in given}


def asked_of(query: Mapping[str, str], now: datetime) -> Asked:
    """Return which reports are asked for; without dates those of the last ninety days."""
    numbers = tuple(
        one.strip().upper() for one in query.get("service_request_id", "").split(",") if one.strip()
    )
    if len(numbers) > _MOST_NUMBERS:
        raise Problem(400, f"at most {_MOST_NUMBERS} service_request_id at once")
    if numbers:
        return Asked(numbers=numbers)  # it overrides all other arguments
    since, until = _moment(query, "start_date"), _moment(query, "end_date")
    if since is None:
        since = (until or now) - SPAN
    statuses = {one.strip() for one in query.get("status", "").split(",") if one.strip()}
    if statuses - {"open", "closed"}:
        raise Problem(400, "status has to be open or closed")
    return Asked(
        categories=_categories(query.get("service_code", "")),
        since=since,
        until=min(until or since + SPAN, since + SPAN),
        is_open=None if len(statuses) != 1 else statuses == {"open"},
    )


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    text = query.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Problem(400, f"{name} has to be like 2026-11-27T09:00:00+08:00") from None
    if not _EARLIEST <= moment.year <= _LATEST:
        raise Problem(400, f"{name} is too far away")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _categories(text: str) -> tuple[Category, ...]:
    return tuple(category_of(one.strip()) for one in text.split(",") if one.strip())


def category_of(code: str) -> Category:
    """Return the category of a service code; 404 for an unknown one."""
    try:
        return Category(code)
    except ValueError:
        raise Problem(404, "service_code not found") from None


def reference_of(form: Mapping[str, str]) -> str | None:
    """Return the system's own reference for what it files, None if it gives none."""
    reference = form.get("attribute[external_id]", "").strip()
    if len(reference) > _LONGEST_REFERENCE:
        raise Problem(400, f"attribute[external_id] has at most {_LONGEST_REFERENCE} characters")
    return reference or None


def report_of(form: Mapping[str, str], named: Callable[[Category], str]) -> Report:
    """Return the report in a posted form; 400 names what is missing or wrong.

    A description is optional: without one the report has the name of its service as `named`.
    """
    code = form.get("service_code", "").strip()
    if not code:
        raise Problem(400, "service_code was not provided")
    category = category_of(code)
    latitude, longitude = _place(form)
    address = form.get("address_string", "").strip() or form.get("address_id", "").strip()
    if latitude is None and not address:
        raise Problem(400, "lat and long, address_string or address_id is required")
    phone = form.get("phone", "").strip()
    name = f"{form.get('last_name', '')} {form.get('first_name', '')}".strip()
    try:
        return Report(
            words=_words(form) or named(category),
            category=category,
            place=address,
            latitude=latitude,
            longitude=longitude,
            urgency=_urgency(form),
            wish=form.get("attribute[wish]", "").strip() or None,
            mode=Mode.SYSTEM,
            name=name or None,
            phone=(phones.normalise(phone) or phone[:40]) if phone else None,
            report_back_by=Way.PHONE if phone else Way.RECEIPT,
        )
    except ValidationError as problem:
        fields = ", ".join(sorted({str(one["loc"][0]) for one in problem.errors()}))
        raise Problem(400, f"cannot be used: {fields}") from None


def _words(form: Mapping[str, str]) -> str:
    """Return the description, with the address of a picture, which is never fetched from here."""
    words = form.get("description", "").strip()
    if len(words) > _LONGEST_DESCRIPTION:
        raise Problem(400, f"description has at most {_LONGEST_DESCRIPTION} characters")
    return f"{words}\n{form.get('media_url', '').strip()[:500]}".strip()


_NORTHMOST, _EASTMOST = 90.0, 180.0


def _place(form: Mapping[str, str]) -> tuple[float | None, float | None]:
    lat, long = form.get("lat", "").strip(), form.get("long", "").strip()
    if not lat and not long:
        return None, None
    try:
        latitude, longitude = float(lat), float(long)
    except ValueError:
        raise Problem(400, "lat and long have to be numbers, both of them") from None
    if not (abs(latitude) <= _NORTHMOST and abs(longitude) <= _EASTMOST):
        raise Problem(400, "lat and long have to be degrees (WGS84)")
    return latitude, longitude


def _urgency(form: Mapping[str, str]) -> Urgency:
    text = form.get("attribute[urgency]", "").strip() or Urgency.NORMAL.value
    try:
        return Urgency(text)
    except ValueError:
        raise Problem(400, "attribute[urgency] has to be one of its values") from None
