"""huiyin materials: send study material without a chat."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import telegram
import typer
from telegram.error import TelegramError

from bot.cli import notices as n
from bot.cli.export import GroupOption
from bot.cli.room import Room, refuse, say, work
from bot.connecting import OutOfReach, TokenRefused, connected
from handlers.kit import moments
from handlers.kit.moments import Exactly
from models import clock
from models.errors import Refusal
from models.groups import queries as groups
from models.groups.tables import Group
from models.materials import actions, composing
from models.materials.composing import Content, KeptFile
from models.materials.notices import Scheduled
from models.materials.rules import Category, Target
from models.messages.carried import Media
from models.people.queries import staff_of
from models.people.rules import OPERATOR

app = typer.Typer(help="Study materials of a group.", no_args_is_help=True)
LARGEST = 50 << 20  # bytes, what a bot may upload


@app.callback()
def materials() -> None:
    """Study materials of a group."""


@app.command()
def send(
    context: typer.Context,
    group: GroupOption,
    title: Annotated[str, typer.Option("--title", help="What it is called")],
    text: Annotated[str, typer.Option("--text", help="Its words")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A document; the first of the staff gets it too")
    ] = None,
    to: Annotated[Literal["group", "each", "both"], typer.Option("--to")] = "each",
    at: Annotated[str, typer.Option("--at", help="Such as “2026-03-05 09:00”; or now")] = "",
    category: Annotated[Category, typer.Option("--category")] = Category.LAW,
) -> None:
    """Let a material leave, in half a minute or at a time; never at a quiet hour."""
    content = Content(title=title, text=text, target=Target(to), category=category)
    bytes_ = _read(file) if file is not None else b""

    async def do(room: Room) -> tuple[Group, Scheduled]:
        async with room.db.reading() as tx:
            the = await groups.the_group(tx, group)
        content["due_at"] = _moment(at, the)
        if file is not None:
            content["files"] = [await _uploaded(room, the, file.name, bytes_)]
        return the, await _confirm(room, the, content)

    the, told = work(context, do)
    say(told, zone=the.timezone)


def _moment(at: str, group: Group) -> datetime | None:
    if not at.strip():
        return None
    zone = ZoneInfo(group.timezone)
    read = moments.read_moment(at, now=clock.now(), zone=zone, known=None)
    if not isinstance(read, Exactly):
        raise Refusal(n.NoMoment(text=at))
    return read.at


async def _confirm(room: Room, group: Group, content: Content) -> Scheduled:
    now = clock.now()
    async with room.db.transaction() as tx:
        one = await composing.compose(tx, group_id=group.id, content=content, by=OPERATOR, now=now)
        return await actions.confirm(
            tx, group_id=group.id, material_id=one.id, by=OPERATOR, now=now
        )


def _read(file: Path) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as problem:
        refuse(n.FileUnreadable(path=str(file), problem=problem.strerror or ""))
    if not 0 < len(content) <= LARGEST:
        refuse(n.FileUnfit(path=str(file), megabytes=LARGEST >> 20))
    return content


async def _uploaded(room: Room, group: Group, name: str, content: bytes) -> KeptFile:
    """Hand a file to Telegram once, by a message to the first of the staff, and keep its number."""
    async with room.db.reading() as tx:
        staff = await staff_of(tx, group_id=group.id)
    if not staff or staff[0].account_id is None:
        raise Refusal(n.NobodyOfTheStaff())
    try:
        async with connected(room.config) as bot:
            sent = await bot.send_document(staff[0].account_id, content, filename=name)
    except (TelegramError, OutOfReach, TokenRefused) as problem:
        raise Refusal(n.TelegramAway(problem=type(problem).__name__)) from None
    return _kept(sent, name)


def _kept(sent: telegram.Message, name: str) -> KeptFile:
    """Return what Telegram made of a document: it may take it for an animation or music."""
    for media in (Media.ANIMATION, Media.DOCUMENT, Media.VIDEO, Media.AUDIO, Media.VOICE):
        found = getattr(sent, media.value)
        if found is not None:
            return KeptFile(media=media, file_id=found.file_id, name=name)
    raise Refusal(n.TelegramAway(problem="no file came back"))
