"""huiyin groups: deputies' groups and their chats."""

from typing import Annotated

import typer

from bot.cli import notices as n
from bot.cli.room import ZONE, Room, say, work
from handlers.kit.texts import DEFAULT
from models import clock
from models.groups import actions
from models.groups.tables import ChatRole, Group
from models.people.rules import OPERATOR
from models.points import actions as points

app = typer.Typer(help="Deputies' groups.", no_args_is_help=True)


@app.callback()
def groups() -> None:
    """Deputies' groups."""


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="代表组名称, as it is shown to everybody")],
    code: Annotated[str, typer.Option(help="A short code, part of numbers such as XJP-2026-0042")],
    timezone: Annotated[str, typer.Option(help="Where the group lives")] = ZONE,
    locale: Annotated[str, typer.Option(help="The group's language: zh-CN or en")] = DEFAULT,
    chat: Annotated[int | None, typer.Option(help="Number of the deputies' chat")] = None,
    staff_chat: Annotated[int | None, typer.Option(help="Number of the staff's chat")] = None,
) -> None:
    """Add a group, with the default rules of points and perhaps its chats: all or nothing."""
    chats = {ChatRole.DEPUTIES: chat, ChatRole.STAFF: staff_chat}

    async def do(room: Room) -> Group:
        now = clock.now()
        async with room.db.transaction() as tx:
            group = await actions.add(
                tx, code=code, name=name, timezone=timezone, locale=locale, by=OPERATOR, now=now
            )
            await points.adopt_default(tx, group_id=group.id, by=OPERATOR, now=now)
            for role, chat_id in chats.items():
                if chat_id is not None:
                    await actions.link_chat(
                        tx,
                        group_id=group.id,
                        chat_id=chat_id,
                        role=role,
                        title=group.name,
                        by=OPERATOR,
                        now=now,
                    )
        return group

    group = work(context, do)
    say(n.GroupAdded(name=group.name, code=group.code))
