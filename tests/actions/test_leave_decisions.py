"""Leave and reminders in the room, on each kind of database."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models import schema
from models.activities import actions as activities
from models.activities.rules import ActivityKind, Scope
from models.activities.tables import Activity
from models.database import Database
from models.errors import Refusal
from models.groups.tables import Chat, ChatRole, Group
from models.leaves import actions as leaves
from models.leaves.notices import DecidedAlready
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.messages.tables import Message
from models.people.rules import OPERATOR, acting
from models.people.tables import Account, Member, Reach, Role
from models.reminders.falling_due import due, remind

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
BOT, GROUP = 1, 7


def member(number: int, role: Role) -> Member:
    return Member(
        group_id=GROUP,
        id=number,
        role=role,
        name=f"第{number}位",
        account_id=100 + number,
        bound_at=NOW,
        created_at=NOW,
    )


async def founded(db: Database) -> Activity:
    """Found a group with a deputy and two of the staff, and announce an activity to them."""
    await schema.upgrade(db)
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=GROUP,
                code="XJP",
                name="徐家棚街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=NOW,
            )
        )
        await tx.flush()
        chat = Chat(
            chat_id=-5, group_id=GROUP, role=ChatRole.DEPUTIES, title="代表群", linked_at=NOW
        )
        tx.add(chat)
        for number, role in ((1, Role.DEPUTY), (2, Role.STAFF), (3, Role.STAFF)):
            tx.add(member(number, role))
            tx.add(
                Account(
                    id=100 + number,
                    reach=Reach.OPEN,
                    first_seen_at=NOW,
                    reach_changed_at=NOW,
                )
            )
        await tx.flush()
        one = await activities.create(
            tx,
            group_id=GROUP,
            title="视察老旧小区改造",
            kind=ActivityKind.INSPECTION,
            scope=Scope.DISTRICT,
            starts_at=NOW + timedelta(days=2),
            ends_at=NOW + timedelta(days=2, hours=2),
            place="街道代表工作室",
            by=OPERATOR,
            now=NOW,
        )
        return await activities.announce(
            tx, bot_id=BOT, group_id=GROUP, activity_id=one.id, by=OPERATOR, now=NOW
        )


async def test_of_two_decisions_at_once_one_counts(database_url: str) -> None:
    async with Database(database_url) as db:
        one = await founded(db)
        async with db.transaction() as tx:
            asked = await leaves.ask(
                tx,
                bot_id=BOT,
                group_id=GROUP,
                activity_id=one.id,
                reason="出差",
                by=acting(member(1, Role.DEPUTY)),
                now=NOW,
            )

        async def decide(number: int) -> Leave:
            async with db.transaction() as tx:
                return await leaves.decide(
                    tx,
                    bot_id=BOT,
                    group_id=GROUP,
                    leave_id=asked.id,
                    is_approved=number == 2,
                    answer=None,
                    by=acting(member(number, Role.STAFF)),
                    now=NOW,
                )

        outcomes = await asyncio.gather(decide(2), decide(3), return_exceptions=True)

        [refusal] = [each for each in outcomes if isinstance(each, Refusal)]
        assert isinstance(refusal.notice, DecidedAlready)
        async with db.reading() as tx:
            [row] = await tx.scalars(select(Leave))
            told = list(await tx.scalars(select(Message).where(Message.kind == "leaves.decided")))
        assert row.state in (LeaveState.APPROVED, LeaveState.DECLINED)
        assert len(told) == 1


async def test_a_reminder_taken_by_two_processes_is_told_once(database_url: str) -> None:
    moment = NOW + timedelta(days=1, minutes=1)
    async with Database(database_url, owner="a") as db, Database(database_url, owner="b") as other:
        await founded(db)
        async with db.reading() as tx:
            keys = await due(tx, now=moment)

        async def tell(place: Database, key: tuple[int, int]) -> bool:
            async with place.transaction() as tx:
                return await remind(tx, key, bot_id=BOT, now=moment)

        told = await asyncio.gather(
            *(tell(place, key.row) for key in keys for place in (db, other))
        )

        async with db.reading() as tx:
            said = list(await tx.scalars(select(Message).where(Message.kind == "reminders.ahead")))
        assert len(keys) == 1
        assert sorted(told) == [False, True]
        assert [one.chat_id for one in said] == [101]


async def test_only_the_groups_staff_may_decide(database_url: str) -> None:
    async with Database(database_url) as db:
        one = await founded(db)
        deputy = acting(member(1, Role.DEPUTY))
        async with db.transaction() as tx:
            asked = await leaves.ask(
                tx,
                bot_id=BOT,
                group_id=GROUP,
                activity_id=one.id,
                reason="出差",
                by=deputy,
                now=NOW,
            )

        with pytest.raises(Refusal, match=r"door\.not_allowed"):
            async with db.transaction() as tx:
                await leaves.decide(
                    tx,
                    bot_id=BOT,
                    group_id=GROUP,
                    leave_id=asked.id,
                    is_approved=True,
                    answer=None,
                    by=deputy,
                    now=NOW,
                )
