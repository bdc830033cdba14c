"""The facts of each answer, under the specification's own names."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kit import texts
from models.groups.tables import Group
from models.issues.states import Category, Urgency
from models.systems.requests import Request

Facts = Mapping[str, Any]
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-27"  # when services or their definitions last changed


def _say(name: str, locale: str, **args: object) -> str:
    return texts.label(f"open311.{name}", locale, tuple(args.items()))


def discovery(address: str, groups: Sequence[Group]) -> Facts:
    """Return where the service is, in which forms it answers, and who gives a key."""
    names = ", ".join(one.name for one in groups)
    return {
        "changeset": CHANGESET,
        "contact": _say("contact", texts.DEFAULT, groups=names),
        "key_service": _say("key_service", texts.DEFAULT, groups=names),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": CHANGESET,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def services(locale: str) -> list[Facts]:
    """Return what can be reported: a service a category."""
    return [
        {
            "service_code": one.value,
            "service_name": service_name(one, locale),
            "description": _say("description", locale, code=one.value),
            "metadata": True,
            "type": "realtime",
            "keywords": _say("keywords", locale, code=one.value),
            "group": _say("group", locale),
        }
        for one in Category
    ]


def definition(category: Category, locale: str) -> Facts:
    """Return what is asked with a service, beside what every report has."""
    urgencies = [
        {"key": one.value, "name": _say("urgency", locale, code=one.value)} for one in Urgency
    ]
    return {
        "service_code": category.value,
        "attributes": [
            _attribute("urgency", "singlevaluelist", 1, _say("ask_urgency", locale), urgencies),
            _attribute("wish", "text", 2, _say("ask_wish", locale), []),
            _attribute("external_id", "string", 3, _say("ask_external_id", locale), []),
        ],
    }


def _attribute(code: str, kind: str, order: int, words: str, values: Sequence[Facts]) -> Facts:
    return {
        "variable": True,
        "code": code,
        "datatype": kind,
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": words,
        "values": values,
    }


def request(one: Request, group: Group, zone: ZoneInfo, media_url: str | None) -> Facts:
    """Return a report as other systems see it."""
    return {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "status_notes": _notes(one, group.locale),
        "service_name": service_name(one.category, group.locale),
        "service_code": one.category.value,
        "description": one.description or None,
        "agency_responsible": group.name,
        "service_notice": None,
        "requested_datetime": one.requested_at.astimezone(zone),
        "updated_datetime": one.updated_at.astimezone(zone),
        "expected_datetime": one.expected_at.astimezone(zone) if one.expected_at else None,
        "address": one.address or None,
        "address_id": None,
        "zipcode": None,
        "lat": one.latitude,
        "long": one.longitude,
        "media_url": media_url,
    }


def _notes(one: Request, locale: str) -> str:
    parts = (_say("state", locale, code=one.state.value), one.into, one.answer)
    return ": ".join(part for part in parts if part)


def service_name(category: Category, locale: str) -> str:
    """Return what a service is called."""
    return _say("service", locale, code=category.value)


def taken(number: str, locale: str) -> Facts:
    """Return the answer to a report that was taken: its number at once, so no token."""
    return {
        "service_request_id": number,
        "service_notice": _say("notice", locale),
        "account_id": None,
    }
