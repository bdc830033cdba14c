"""How a bot presents itself: name, descriptions, the rights it asks for."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.world.chats import ADMIN_RIGHTS, CHANNEL_ADMIN_RIGHTS, GROUP_ADMIN_RIGHTS
from sandbox.world.shapes import Json

LIMITS = {"name": 64, "description": 512, "short_description": 120}


def _set(request: Request, what: str) -> bool:
    words, language = request.text(what), request.text("language_code")
    if len(words) > LIMITS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    if words:
        request.bot.profile[what, language] = words
    else:
        request.bot.profile.pop((what, language), None)
    if what == "name" and words and not language:
        request.bot.name = words
    return True


def _get(request: Request, what: str) -> Json:
    profile, language = request.bot.profile, request.text("language_code")
    default = request.bot.name if what == "name" else ""
    return {what: profile.get((what, language)) or profile.get((what, "")) or default}


@method("setMyName")
def set_name(request: Request) -> bool:
    """Set the name, for one language or all."""
    return _set(request, "name")


@method("getMyName")
def get_name(request: Request) -> Json:
    """Give the name."""
    return _get(request, "name")


@method("setMyDescription")
def set_description(request: Request) -> bool:
    """Set what people read before they press START."""
    return _set(request, "description")


@method("getMyDescription")
def get_description(request: Request) -> Json:
    """Give what people read before they press START."""
    return _get(request, "description")


@method("setMyShortDescription")
def set_short_description(request: Request) -> bool:
    """Set what stands beside a shared link."""
    return _set(request, "short_description")


@method("getMyShortDescription")
def get_short_description(request: Request) -> Json:
    """Give what stands beside a shared link."""
    return _get(request, "short_description")


def _rights(request: Request, *, channels: bool) -> Json:
    given = request.record("rights", "can't parse chat administrator rights JSON object")
    extra = CHANNEL_ADMIN_RIGHTS if channels else GROUP_ADMIN_RIGHTS
    names = ("is_anonymous", *ADMIN_RIGHTS, *extra)
    return {right: bool(given.get(right, False)) for right in names}


@method("setMyDefaultAdministratorRights")
def set_default_rights(request: Request) -> bool:
    """Set the rights a bot asks for when it is made administrator."""
    channels = request.flag("for_channels")
    request.bot.default_rights[channels] = _rights(request, channels=channels)
    return True


@method("getMyDefaultAdministratorRights")
def get_default_rights(request: Request) -> Json:
    """Give the rights a bot asks for."""
    channels = request.flag("for_channels")
    return request.bot.default_rights.get(channels) or _rights(request, channels=channels)
