"""The addresses of the control interface."""

import inspect
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.acts import Acts
from sandbox.acts.scene import DeedError
from sandbox.control import views
from sandbox.control.doing import do_act
from sandbox.world import World
from sandbox.world.chats import Chat
from sandbox.world.shapes import Json
from sandbox.world.world import NobodyThereError

Door = Callable[[Request], Awaitable[Response]]
LONGEST_WAIT = 60.0


def control_routes(world: World) -> list[BaseRoute]:
    """Give the routes under /control, bound to a world."""
    control = Control(world)
    paths: list[tuple[str, Door, str]] = [
        ("state", control.state, "GET"),
        ("history", control.history, "GET"),
        ("events", control.events, "GET"),
        ("users", control.add_user, "POST"),
        ("groups", control.add_group, "POST"),
        ("channels", control.add_channel, "POST"),
        ("acts/{name}", control.act, "POST"),
        ("clock", control.shift_clock, "POST"),
        ("calls", control.calls, "GET"),
        ("faults", control.list_faults, "GET"),
        ("faults", control.add_fault, "POST"),
        ("faults", control.remove_faults, "DELETE"),
        ("limits", control.set_limits, "POST"),
        ("commands", control.commands, "GET"),
        ("toasts", control.toasts, "GET"),
        ("upload", control.upload, "POST"),
        ("file", control.file, "GET"),
        ("open_link", control.open_link, "POST"),
        ("reset", control.reset, "POST"),
        ("layout", control.layout, "GET"),
    ]
    return [Route(f"/control/{path}", _guarded(door), methods=[verb]) for path, door, verb in paths]


def _guarded(door: Door) -> Door:
    async def guarded(request: Request) -> Response:
        try:
            return await door(request)
        except (DeedError, NobodyThereError, LookupError, TypeError, ValueError) as error:
            words = str(error) or type(error).__name__
            if isinstance(error, KeyError):
                words = f"missing or unknown: {error}"
            return JSONResponse({"ok": False, "error": words}, 400)

    return guarded


async def _body(request: Request) -> Json:
    raw = await request.body()
    found = await request.json() if raw.strip() else {}
    if not isinstance(found, dict):
        raise TypeError("a JSON object is expected")
    return found


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    return int(value) if value else None


def _done(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})


class Control:
    """The doors of the control interface."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.acts = Acts(world)

    async def state(self, request: Request) -> Response:
        """Show what there is, as one person sees it."""
        return JSONResponse(views.state(self.world, _number(request, "viewer")))

    async def history(self, request: Request) -> Response:
        """Show a chat's messages."""
        chat_id, viewer = int(request.query_params["chat"]), _number(request, "viewer")
        after, limit = _number(request, "after") or 0, _number(request, "limit")
        messages = self.world.history(chat_id, viewer, after=after, limit=limit)
        deleted = self.world.chat(chat_id, viewer).deleted_ids
        return JSONResponse({"messages": messages, "deleted": deleted})

    async def events(self, request: Request) -> Response:
        """Wait for what happens."""
        events = self.world.events
        since = _number(request, "since")
        since = events.seq if since is None else since
        wait = min(float(request.query_params.get("timeout", 25)), LONGEST_WAIT)
        if events.seq <= since and wait > 0 and not self.world.closing:
            await events.bell.wait(wait)
        found = [event.shape() for event in events.since(since)]
        return JSONResponse({"seq": events.seq, "events": found})

    async def add_user(self, request: Request) -> Response:
        """Let a person in."""
        user = self.world.add_user(**await _body(request))
        return _done({"id": user.id, "name": user.full_name})

    async def add_group(self, request: Request) -> Response:
        """Make a group."""
        return _made(self.world.add_group(**await _body(request)))

    async def add_channel(self, request: Request) -> Response:
        """Make a channel."""
        return _made(self.world.add_channel(**await _body(request)))

    async def act(self, request: Request) -> Response:
        """Let a person do something."""
        name = request.path_params["name"]
        return _done(do_act(self.acts, name, await _body(request)))

    async def shift_clock(self, request: Request) -> Response:
        """Travel in time."""
        self.world.clock.shift(float((await _body(request))["shift"]))
        now = self.world.clock.now().isoformat()
        return _done({"now": now, "offset": self.world.clock.offset})

    async def calls(self, request: Request) -> Response:
        """Show the newest calls of methods."""
        after = _number(request, "after") or 0
        return JSONResponse({"calls": views.calls(self.world, after)})

    async def list_faults(self, request: Request) -> Response:
        """Show the faults that are on."""
        del request
        return JSONResponse({"faults": [fault.shape() for fault in self.world.faults.active]})

    async def add_fault(self, request: Request) -> Response:
        """Switch a fault on."""
        return _done(self.world.faults.add(**await _body(request)).shape())

    async def remove_faults(self, request: Request) -> Response:
        """Switch one fault off (?id=), or all."""
        fault_id = _number(request, "id")
        if fault_id is None:
            self.world.faults.clear()
        else:
            self.world.faults.remove(fault_id)
        return _done(None)

    async def set_limits(self, request: Request) -> Response:
        """Enforce Telegram's pace, or not."""
        for name, value in (await _body(request)).items():
            if name not in {
                "enabled",
                "per_second",
                "private_burst",
                "private_per_second",
                "group_per_minute",
            }:
                raise ValueError(f"no such limit: {name}")
            setattr(self.world.limits, name, value)
        return _done(None)

    async def commands(self, request: Request) -> Response:
        """Show the menu a person has in a chat."""
        user, chat = int(request.query_params["user"]), int(request.query_params["chat"])
        return JSONResponse(views.menu(self.world, user, chat))

    async def toasts(self, request: Request) -> Response:
        """Show the answers to a person's presses."""
        return JSONResponse({"toasts": self.world.toasts(int(request.query_params["user"]))})

    async def upload(self, request: Request) -> Response:
        """Take a file for a later act."""
        async with request.form() as form:
            for value in form.values():
                if not isinstance(value, str):
                    token = f"upload-{self.world.number()}"
                    self.world.uploads[token] = (value.filename or token, await value.read())
                    return JSONResponse({"ok": True, "file": token, "result": {"file": token}})
        raise ValueError("no file came with the request")

    async def file(self, request: Request) -> Response:
        """Give a file's content, for pictures on the page."""
        file_id = request.query_params["file_id"]
        content = self.world.file(file_id)
        return Response(content, media_type=self.world.files.by_id[file_id].mime)

    async def open_link(self, request: Request) -> Response:
        """Open a link as a person."""
        asked = await _body(request)
        return _done(self.acts.open_link(int(asked["user"]), str(asked["link"])))

    async def reset(self, request: Request) -> Response:
        """Let the host begin again."""
        del request
        for callback in self.world.on_reset:
            waiting = callback()
            if inspect.isawaitable(waiting):
                await waiting
        self.world.events.add("reset")
        return _done(None)

    async def layout(self, request: Request) -> Response:
        """Say how the page is laid out."""
        del request
        return JSONResponse(self.world.layout)


def _made(chat: Chat) -> Response:
    return _done({"id": chat.id, "title": chat.title})
