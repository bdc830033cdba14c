"""huiyin retention, huiyin hold: what is deleted when its purpose is done, and what is held."""

from typing import Annotated

import typer

from bot.cli import voter_notices as v
from bot.cli.export import GroupOption
from bot.cli.room import Room, say, work
from jobs.retaining import retain
from models import clock
from models.errors import Refusal
from models.groups import queries as groups
from models.issues.queries import by_number
from models.people.rules import OPERATOR
from models.platforms.notices import NotThere
from models.privacy import holding
from models.privacy.retention import NOUN, due


def retention(
    context: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted")
    ] = False,
) -> None:
    """Delete contact data, pictures and audit rows whose time is over; once a day it is done so."""

    async def do(room: Room) -> v.Retained:
        now = clock.now()
        async with room.db.reading() as tx:
            counted = await due(tx, now=now)
        if not dry_run:
            await retain(room.db, now=now)
        return v.Retained(
            is_dry=dry_run,
            contacts=counted.contacts,
            files=counted.files,
            audit=counted.audit_entries + counted.reveals,
            held=counted.held,
        )

    say(work(context, do))


def hold(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="Such as XJP-2026-0042")],
    group: GroupOption,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why it must not be deleted")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let it go again")] = False,
) -> None:
    """Keep a report from being deleted when its time is over, or let it go again."""

    async def do(room: Room) -> str:
        async with room.db.transaction() as tx:
            the = await groups.the_group(tx, group)
            one = await by_number(tx, group_id=the.id, number=number)
            if one is None:
                raise Refusal(NotThere(number=number))
            if lift:
                await holding.lift(
                    tx, group_id=the.id, noun=NOUN, subject_id=one.id, by=OPERATOR, now=clock.now()
                )
            else:
                await holding.hold(
                    tx,
                    group_id=the.id,
                    noun=NOUN,
                    subject_id=one.id,
                    reason=reason,
                    by=OPERATOR,
                    now=clock.now(),
                )
            return one.number

    say(v.HoldSet(number=work(context, do), is_held=not lift))
