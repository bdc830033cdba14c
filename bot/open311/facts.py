"""The facts of each answer, under the specification's own names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kit import texts
from models.groups.tables import Group
from models.issues.states import Category, Urgency
from models.systems.requests import Request

Facts = Mapping[str, Any]
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def _say(name: str, locale: str, **args: object) -> str:
    return texts.label(f"open311.{name}", locale, tuple(args.items()))


def discovery(address: str, now: datetime) -> Facts:
    """Return where the service is."""
    formats = ["application/json", "text/xml"]
    return {
        "changeset": now.date().isoformat(),
        "contact": "",
        "key_service": "huiyin open311 key add",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": now.date().isoformat(),
                "type": "production",
                "formats": formats,
            }
        ],
    }


def services(locale: str) -> list[Facts]:
    """Return what can be reported: a service a category."""
    return [
        {
            "service_code": one.value,
            "service_name": _say("service", locale, code=one.value),
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


def request(one: Request, group: Group, zone: ZoneInfo) -> Facts:
    """Return a report as other systems see it."""
    locale = group.locale
    notes = _say("state", locale, code=one.state.value)
    return {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "status_notes": f"{notes}: {one.answer}" if one.answer else notes,
        "service_name": _say("service", locale, code=one.category.value),
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
        "media_url": None,
    }


def taken(number: str, token: str, locale: str) -> Facts:
    """Return the answer to a report that was taken."""
    return {
        "service_request_id": number,
        "token": token,
        "service_notice": _say("notice", locale),
        "account_id": None,
    }
