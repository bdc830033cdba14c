"""People for tests of actions: a database with two groups and their staff."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from sqlalchemy import select

from models import schema
from models.base import new_id
from models.database import Database
from models.groups.tables import Group
from models.people import keys
from models.people.keys import Keys
from models.people.rules import CLOCK, Actor, ActorKind, acting
from models.people.tables import Member, Role

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
BOT = 1000001
GROUP, OTHER_GROUP = 11, 12
CLERK, OTHER_CLERK, DEPUTY = 700001, 700002, 700003  # accounts
T = TypeVar("T")


@dataclass(slots=True)
class Place:
    """A database with people in it."""

    db: Database
    clerk: Actor
    other_clerk: Actor
    deputy: Actor

    @property
    def wrong(self) -> dict[str, Actor]:
        """Return who may not do what the staff of GROUP may."""
        return {
            "deputy": self.deputy,
            "other staff": self.other_clerk,
            "stranger": Actor(kind=ActorKind.ACCOUNT, account_id=5),
            "clock": CLOCK,
        }

    async def rows(self, table: type[T]) -> list[T]:
        """Return a whole table, read in a transaction of its own."""
        async with self.db.reading() as tx:
            return list(await tx.scalars(select(table)))

    async def add(self, **facts: Any) -> int:  # noqa: ANN401
        """Put a deputy on the roster of GROUP; return their number."""
        member_id = new_id()
        given = {"group_id": GROUP, "role": Role.DEPUTY, "created_at": NOW} | facts
        async with self.db.transaction() as tx:
            tx.add(Member(id=member_id, **given))
        return member_id

    async def member(self, member_id: int, group_id: int = GROUP) -> Member:
        """Return a member as stored."""
        async with self.db.reading() as tx:
            found = await tx.get(Member, (group_id, member_id))
        assert found is not None
        return found


@asynccontextmanager
async def a_place(folder: Path) -> AsyncIterator[Place]:
    """Found two groups, each with one of the staff, the first with a deputy."""
    keys.use(Keys([Fernet.generate_key()], b"i" * 32))
    async with Database(f"sqlite+aiosqlite:///{folder}/people.db") as db:
        async with db.engine.begin() as connection:
            await connection.run_sync(schema.metadata.create_all)
        staff = _member(GROUP, CLERK, "周敏", Role.STAFF)
        other = _member(OTHER_GROUP, OTHER_CLERK, "何伟", Role.STAFF)
        deputy = _member(GROUP, DEPUTY, "王桂兰", Role.DEPUTY)
        async with db.transaction() as tx:
            for number, code in ((GROUP, "XJP"), (OTHER_GROUP, "HPL")):
                tx.add(
                    Group(
                        id=number,
                        code=code,
                        name=f"{code}代表组",
                        timezone="Asia/Shanghai",
                        locale="zh-CN",
                        created_at=NOW,
                    )
                )
            await tx.flush()
            for one in (staff, other, deputy):
                tx.add(one)
        yield Place(db=db, clerk=acting(staff), other_clerk=acting(other), deputy=acting(deputy))


def _member(group_id: int, account_id: int, name: str, role: Role) -> Member:
    return Member(
        group_id=group_id,
        id=new_id(),
        role=role,
        name=name,
        account_id=account_id,
        bound_at=NOW,
        created_at=NOW,
    )
