"""Acts by name, with arguments as JSON can carry them."""

import inspect

from sandbox.acts import Acts
from sandbox.acts.scene import DeedError
from sandbox.world.messages import Message
from sandbox.world.shapes import Json


def do_act(acts: Acts, name: str, arguments: Json) -> object:
    """Do an act; gives its result as JSON (a message as the page sees it)."""
    deed = None if name.startswith("_") else getattr(acts, name, None)
    if not inspect.ismethod(deed) or name in {"place", "allowed", "message", "reply"}:
        raise DeedError(f"there is no act {name}")
    signature = inspect.signature(deed)
    arguments = dict(arguments)
    if "content" in signature.parameters:
        _take_upload(acts, arguments)
    try:
        signature.bind(**arguments)
    except TypeError as error:
        raise DeedError(f"{name}: {error}; its arguments are {signature}") from None
    result = deed(**arguments)
    return result.shape(for_page=True) if isinstance(result, Message) else result


def _take_upload(acts: Acts, arguments: Json) -> None:
    token = arguments.get("content")
    if not isinstance(token, str) or token not in acts.world.uploads:
        raise DeedError("content must be a token from /control/upload")
    name, arguments["content"] = acts.world.uploads[token]
    if not arguments.get("filename"):
        arguments["filename"] = name
