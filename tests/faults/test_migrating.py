"""A reminder that falls due, and people who write, while a migration has the tables locked."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from models import clock, schema
from models.activities import actions as activities
from models.activities.rules import ActivityKind, Scope
from models.database import Database, Transaction
from models.people.rules import OPERATOR
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import Reminder
from tests.faults.children import Children, children
from tests.faults.place import Place, a_place, books
from tests.faults.test_kills import report

pytestmark = pytest.mark.faults
ZONE = ZoneInfo("Asia/Shanghai")
DEPUTIES = 40
TITLE = "视察老旧小区改造"
SECONDS = 7  # longer than PostgreSQL waits for a lock
STEP = """
import time

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{after}"

def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("LOCK TABLE reminders, messages, updates IN ACCESS EXCLUSIVE MODE")
    with op.batch_alter_table("reminders") as reminders:
        reminders.alter_column("is_held", existing_type=sa.Boolean(), nullable=False)
    time.sleep({seconds})
"""


@pytest.fixture
def slow_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A further migration, which takes its time and changes nothing; the revision before it."""
    newest, here = schema.newest(), schema._VERSIONS.parent
    copy = tmp_path / "migrations"
    (copy / "versions").mkdir(parents=True)
    for file in [*here.glob("*.py*"), *here.glob("versions/*.py")]:
        (copy / file.relative_to(here)).write_bytes(file.read_bytes())
    step = STEP.format(after=newest, seconds=SECONDS)
    (copy / "versions" / "9999_slow.py").write_text(step, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_VERSIONS", copy / "versions")
        yield newest


def upgrade(url: str) -> None:
    """Upgrade as another process would: in a thread, with a loop of its own."""

    async def run() -> None:
        async with Database(url) as db:
            await schema.upgrade(db)

    asyncio.run(run())


@pytest.mark.parametrize("bot", ["at work", "stopped for it"])
async def test_a_reminder_that_falls_due_while_a_migration_runs_is_told_once(
    database_url: str, tmp_path: Path, slow_step: str, bot: str
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        await stamp(place, slow_step)
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            it_is_noon(place, bots)
            child = await bots.start()
            await place.comes_to_rest(within=60)
            if bot == "stopped for it":
                await bots.stop(child)
            due = await announce(place)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(asyncio.to_thread(upgrade, database_url))
                await asyncio.sleep(1)
                place.check_in(place.deputies)
            over = clock.now()
            await stamp(place, slow_step)
            if bot == "stopped for it":
                child = await bots.start()
            healthy = await bots.is_healthy_again(child)
            await until_told(place)
            await place.comes_to_rest(within=60)
        told, figures = about(place), await books(place)
        states = await place.read(_states)
        report(f"a migration, the bot {bot}", place, {**figures, "healthy after": healthy})

    assert due < over  # it did fall due while the tables were locked
    assert states == {ReminderState.SENT: DEPUTIES}
    assert told == dict.fromkeys(place.deputies, 2)  # the invitation, and the reminder
    assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
    assert figures["answered once"] == DEPUTIES


async def stamp(place: Place, revision: str) -> None:
    """Say of a database whose step changed nothing that it is at a revision of the program's."""
    async with place.db.transaction() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})


def it_is_noon(place: Place, bots: Children) -> None:
    """Let everybody live at the next noon: nobody is told anything at a quiet hour."""
    local = clock.now().astimezone(ZONE)
    noon = datetime.combine(local.date() + timedelta(days=1), time(12), tzinfo=ZONE)
    clock.move(noon - local)
    place.world.clock.shift((noon - local).total_seconds())
    bots.ahead += (noon - local).total_seconds()


async def announce(place: Place) -> datetime:
    """Announce what people check in for now, and what they are reminded of in three seconds.

    Return when that is.
    """
    await _one(place, "集中学习", starts_in=timedelta(minutes=5))
    await _one(place, TITLE, starts_in=timedelta(hours=2, seconds=3))
    waiting: list[datetime] = await place.read(_waiting)
    assert len(waiting) == DEPUTIES
    return waiting[0]


async def _one(place: Place, title: str, *, starts_in: timedelta) -> None:
    now = clock.now()
    facts: dict[str, Any] = {"group_id": place.group_id, "by": OPERATOR, "now": now}
    async with place.db.transaction() as tx:
        one = await activities.create(
            tx,
            title=title,
            kind=ActivityKind.INSPECTION,
            scope=Scope.DISTRICT,
            starts_at=now + starts_in,
            ends_at=now + starts_in + timedelta(hours=2),
            place="街道会议室",
            **facts,
        )
        await activities.announce(tx, bot_id=place.bot_id, activity_id=one.id, **facts)


async def _waiting(tx: Transaction) -> list[datetime]:
    soon = select(Reminder.due_at).where(
        Reminder.kind == ReminderKind.HOURS_BEFORE, Reminder.state == ReminderState.WAITING
    )
    return list(await tx.scalars(soon))


async def _states(tx: Transaction) -> Counter[ReminderState]:
    told = select(Reminder.state).where(
        Reminder.kind == ReminderKind.HOURS_BEFORE, Reminder.state != ReminderState.STOPPED
    )
    return Counter(await tx.scalars(told))


async def until_told(place: Place) -> None:
    async with asyncio.timeout(60):
        while await place.read(_waiting):  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.2)


def about(place: Place) -> dict[int, int]:
    """Return how many messages each deputy has had about it."""
    history = place.world.history
    return {
        each: sum(TITLE in one.get("text", "") for one in history(each)) for each in place.deputies
    }
