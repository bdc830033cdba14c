"""A group with deputies, staff and a director, for tests of issues in the room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from models import schema
from models.database import Database
from models.groups.tables import Group
from models.issues import actions
from models.issues.reports import Report
from models.issues.states import IssueState
from models.issues.tables import Issue, IssueSettings
from models.people import keys
from models.people.rules import Actor, ActorKind, acting
from models.people.tables import Account, Member, Reach, Role

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # Monday, 10:00 in Wuhan
BOT, GROUP, OTHER = 1, 7, 8
DEPUTY, CLERK, CHIEF, STRANGER = 21, 31, 32, 41
VOTER_ACCOUNT = 501

VOTER = Actor(kind=ActorKind.ACCOUNT, account_id=VOTER_ACCOUNT)


def _member(number: int, role: Role, group_id: int = GROUP) -> Member:
    return Member(
        group_id=group_id,
        id=number,
        role=role,
        name=f"第{number}位",
        account_id=100 + number,
        bound_at=NOW,
        created_at=NOW,
    )


MEMBERS = {
    DEPUTY: _member(DEPUTY, Role.DEPUTY),
    CLERK: _member(CLERK, Role.STAFF),
    CHIEF: _member(CHIEF, Role.STAFF),
    STRANGER: _member(STRANGER, Role.STAFF, OTHER),
}
BY = {number: acting(one) for number, one in MEMBERS.items()}


@asynccontextmanager
async def founded(database_url: str) -> AsyncIterator[Database]:
    """Found two groups; the first has a deputy, a clerk and a director."""
    keys.use(keys.Keys([_KEY], b"i" * 32))
    async with Database(database_url) as db:
        await schema.upgrade(db)
        async with db.transaction() as tx:
            for number, code in ((GROUP, "XJP"), (OTHER, "ZBL")):
                tx.add(
                    Group(
                        id=number,
                        code=code,
                        name=code,
                        timezone="Asia/Shanghai",
                        locale="zh-CN",
                        created_at=NOW,
                    )
                )
            await tx.flush()
            for one in (
                _member(DEPUTY, Role.DEPUTY),
                _member(CLERK, Role.STAFF),
                _member(CHIEF, Role.STAFF),
                _member(STRANGER, Role.STAFF, OTHER),
            ):
                tx.add(one)
                tx.add(
                    Account(
                        id=one.account_id,
                        reach=Reach.OPEN,
                        first_seen_at=NOW,
                        reach_changed_at=NOW,
                    )
                )
            await tx.flush()
            tx.add(
                IssueSettings(
                    group_id=GROUP,
                    director_id=CHIEF,
                    triage_days=1,
                    accept_days=1,
                    simple_days=5,
                    complex_days=15,
                    report_back_days=3,
                    very_urgent_hours=2,
                )
            )
        yield db


_KEY = "aHVpeWluLWh1aXlpbi1odWl5aW4taHVpeWluLWh1aS0="


async def reported(
    db: Database,
    words: str = "三号楼路灯不亮",
    *,
    by: Actor = VOTER,
    **facts: Any,  # noqa: ANN401
) -> Issue:
    """Report something; by the voter unless told otherwise."""
    given = {"account_id": VOTER_ACCOUNT} if by is VOTER else {}
    async with db.transaction() as tx:
        one, _code = await actions.register(
            tx,
            bot_id=BOT,
            group_id=GROUP,
            report=Report(words=words, **{**given, **facts}),
            by=by,
            now=NOW,
        )
    return one


async def stands(db: Database, one: Issue) -> Issue:
    """Return an issue as it stands in the database."""
    async with db.reading() as tx:
        found = await tx.get(Issue, (one.group_id, one.id))
    assert found is not None
    return found


async def put(db: Database, one: Issue, state: IssueState, **facts: Any) -> None:  # noqa: ANN401
    """Put an issue into a state, whatever led there."""
    async with db.transaction() as tx:
        row = await tx.get(Issue, (one.group_id, one.id))
        assert row is not None
        row.state = state
        for name, value in facts.items():
            setattr(row, name, value)
