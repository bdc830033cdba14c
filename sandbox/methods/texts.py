"""Texts and captions of a call: parsed, trimmed, measured."""

from collections.abc import Mapping
from typing import Any

from sandbox.entities import Entity, Formatted, ParseError, find, parse, tidy, units
from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request
from sandbox.world import World
from sandbox.world.shapes import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_LIMIT = 32_768


def length(world: World, text: str) -> int:
    """Measure a text: UTF-16 units in a strict world, code points otherwise."""
    return units(text) if world.strict else len(text)


def message_text(request: Request) -> Json:
    """Read the text of a message; refuses an empty or too long one."""
    formatted = read(request, request.params, "text", "parse_mode", "entities")
    if not formatted.text:
        raise bad_request("message text is empty")
    if length(request.world, formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return body("text", "entities", formatted)


def caption(request: Request, source: Json | None = None) -> Json:
    """Read the caption of a message; refuses one that is too long, empty means none."""
    params = request.params if source is None else source
    formatted = read(request, params, "caption", "parse_mode", "caption_entities")
    if not formatted.text:
        return {}
    if length(request.world, formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return body("caption", "caption_entities", formatted)


def read(
    request: Request, params: Mapping[str, Any], name: str, mode_name: str, entities_name: str
) -> Formatted:
    """Read a formatted text from parameters."""
    source = Request(request.world, request.bot, request.method, params)
    raw = source.text(name)
    if len(raw.encode()) > RAW_LIMIT:
        raise bad_request("text is too long")
    given = source.items(entities_name, "can't parse entities JSON object")
    mode = source.text(mode_name)
    try:
        parsed = parse(raw, mode) if mode or not given else tidy(Formatted(raw, _clean(given)))
    except ParseError as error:
        raise bad_request(str(error)) from None
    return _with_people(request.world, find(parsed))


def _clean(given: list[Any]) -> list[Entity]:
    entities = []
    for entity in given:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: Expected an Object")
        cleaned = {name: value for name, value in entity.items() if name != "user"}
        if isinstance(entity.get("user"), dict):
            cleaned["user_id"] = entity["user"].get("id")
        entities.append(cleaned)
    return entities


def _with_people(world: World, formatted: Formatted) -> Formatted:
    if not any(entity["type"] == "text_mention" for entity in formatted.entities):
        return formatted
    kept = []
    for entity in formatted.entities:
        if entity["type"] != "text_mention":
            kept.append(entity)
            continue
        user = world.users.get(entity["user_id"]) or world.bots.get(entity["user_id"])
        if user is not None:
            rest = {name: value for name, value in entity.items() if name != "user_id"}
            kept.append(rest | {"user": user.shape()})
    return Formatted(formatted.text, kept)


def body(name: str, entities_name: str, formatted: Formatted) -> Json:
    """Give the fields of a message that carry a text."""
    fields: Json = {name: formatted.text}
    if formatted.entities:
        fields[entities_name] = formatted.entities
    return fields
