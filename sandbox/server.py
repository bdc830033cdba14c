"""The server: the Bot API, file downloads, the control interface and the chat page."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from sandbox.control.routes import control_routes
from sandbox.dispatch import answer
from sandbox.methods.errors import ApiError
from sandbox.transport import lose_answer, read_parameters, refused
from sandbox.webhooks import delivering
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
START_TIMEOUT = 10.0


class Sandbox(Starlette):
    """The application; keeps the server's connection in reach, so that answers can be lost."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        scope["sandbox.connection"] = getattr(send, "__self__", None)
        await super().__call__(scope, receive, send)


class Doors:
    """What the application does for each of its addresses."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def call(self, request: HttpRequest) -> Response:
        """Answer a call of a method."""
        params, uploads = await read_parameters(request)
        token, method = request.path_params["token"], request.path_params["method"]
        done = await answer(self.world, token, method, params, uploads)
        if done.lost:
            await lose_answer(request)
        return Response(done.body, done.status, media_type=done.media_type)

    async def download(self, request: HttpRequest) -> Response:
        """Give a file to a bot."""
        file = self.world.files.by_path.get(request.path_params["path"])
        if file is None or request.path_params["token"] not in self.world.bots_by_token:
            return refused(ApiError(404, "Not Found"))
        return Response(file.content, media_type=file.mime)

    async def page(self, request: HttpRequest) -> Response:
        """Show the chat page."""
        del request
        index = PAGE / "index.html"
        return FileResponse(index) if index.exists() else Response("there is no page here", 404)

    async def nothing(self, request: HttpRequest) -> Response:
        """Refuse an address that is none."""
        del request
        return refused(ApiError(404, "Not Found"))


def build(world: World) -> Starlette:
    """Build the application around a world."""
    doors = Doors(world)
    both = ["GET", "POST"]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        async with delivering(world):
            yield

    return Sandbox(
        routes=[
            Route("/bot{token}/{method}", doors.call, methods=both),
            Route("/file/bot{token}/{path:path}", doors.download),
            *control_routes(world),
            Route("/", doors.page),
            Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
            Route("/bot{rest:path}", doors.nothing, methods=both),
        ],
        lifespan=lifespan,
    )


@dataclass(slots=True, frozen=True)
class Served:
    """Where a running server is reached."""

    url: str
    port: int


class Embedded(uvicorn.Server):
    """A server that leaves the process's signals to its host and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        self.ready.set()


@asynccontextmanager
async def serve(world: World, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Served]:
    """Serve a world over HTTP until the block ends; held polls are then released."""
    listener = socket.create_server((host, port))
    bound = listener.getsockname()[1]
    config = uvicorn.Config(
        build(world),
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=75,  # longer than clients keep one: none writes into a closing door
    )
    server = Embedded(config)
    failure: BaseException | None = None
    world.closing = False
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        try:
            await asyncio.wait_for(server.ready.wait(), START_TIMEOUT)
            yield Served(url=f"http://{host}:{bound}", port=bound)
        except BaseException as error:  # noqa: BLE001 - raised again below, outside the group
            failure = error
        finally:
            world.close()
            server.should_exit = True
    if failure is not None:
        raise failure
