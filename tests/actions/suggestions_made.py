"""A group with deputies and staff, and suggestions at any point of their way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from sqlalchemy import select

from models.database import Database
from models.groups.tables import Group
from models.people import keys
from models.people.keys import Keys
from models.people.rules import OPERATOR, Actor, acting
from models.people.tables import Account, Level, Member, Reach, Role
from models.points import actions as points
from models.suggestions import actions, answering, examining
from models.suggestions.actions import Content, Plan
from models.suggestions.moving import Doing
from models.suggestions.rules import AnswerClass
from models.suggestions.tables import Suggestion
from tests.databases import upgraded

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, ten o'clock on the group's wall
TODAY = date(2026, 3, 2)
BOT, GROUP, OTHER = 1, 7, 8
LEAD, SECOND, THIRD, CLERK, STRANGER = 1, 2, 3, 4, 5
NAMES = {LEAD: "王桂兰", SECOND: "李建国", THIRD: "陈秀英", CLERK: "周敏"}
CONTENT = Content(title="增设路灯", problem="三角路一段夜里很黑。", proposal="装二十盏路灯。")
T = TypeVar("T")


@dataclass(slots=True)
class Hall:
    """The database, and who acts."""

    db: Database
    actors: dict[int, Actor]

    def doing(self, who: int, one: int, *, now: datetime = NOW) -> Doing:
        """Return who moves which suggestion, and when."""
        by = self.actors[who]
        return Doing(bot_id=BOT, group_id=GROUP, suggestion_id=one, by=by, now=now)

    async def rows(self, table: type[T]) -> list[T]:
        """Return a whole table, read in a transaction of its own."""
        async with self.db.reading() as tx:
            return list(await tx.scalars(select(table)))

    async def now(self, one: int) -> Suggestion:
        """Return a suggestion as stored."""
        async with self.db.reading() as tx:
            found = await tx.get(Suggestion, (GROUP, one))
        assert found is not None
        return found

    async def drafted(self, **more: Any) -> int:  # noqa: ANN401
        """Let the lead write a suggestion; return its number."""
        facts = {"group_id": GROUP, "lead_id": LEAD, "level": Level.DISTRICT, "content": CONTENT}
        async with self.db.transaction() as tx:
            plan = Plan(**{**facts, **more})
            one = await actions.draft(tx, plan, bot_id=BOT, by=self.actors[LEAD], now=NOW)
            return one.id

    async def submitted(self) -> int:
        """Let the lead and a second deputy sign a suggestion and hand it in."""
        one = await self.drafted()
        async with self.db.transaction() as tx:
            await actions.ask_to_sign(tx, member_id=SECOND, **self.doing(LEAD, one))
            await actions.sign(tx, **self.doing(SECOND, one))
            await actions.sign(tx, **self.doing(LEAD, one))
            await actions.submit(tx, **self.doing(LEAD, one))
        return one

    async def assigned(self, number: str = "第12号") -> int:
        """Let a suggestion be filed and assigned today; return its number."""
        one = await self.submitted()
        async with self.db.transaction() as tx:
            await examining.file(tx, number=number, **self.doing(CLERK, one))
            await examining.assign(
                tx, unit="区城管局", assisting=["街道办"], **self.doing(CLERK, one)
            )
        return one

    async def answered(
        self, answer_class: AnswerClass = AnswerClass.A, promised_for: date | None = None
    ) -> int:
        """Let a suggestion be answered today; return its number."""
        one = await self.assigned()
        async with self.db.transaction() as tx:
            await examining.accept(tx, **self.doing(CLERK, one))
            await answering.answer(
                tx,
                answer_class=answer_class,
                words="已经装好。",
                promised_for=promised_for,
                **self.doing(CLERK, one),
            )
        return one


def _member(number: int, group_id: int, role: Role) -> Member:
    return Member(
        group_id=group_id,
        id=number,
        role=role,
        name=NAMES.get(number, "何伟"),
        account_id=100 + number,
        bound_at=NOW,
        created_at=NOW,
    )


@asynccontextmanager
async def a_hall(url: str) -> AsyncIterator[Hall]:
    """Found a group with three deputies and one of the staff, and another group's staff."""
    keys.use(Keys([Fernet.generate_key()], b"i" * 32))
    await upgraded(url)
    async with Database(url) as db:
        people = [_member(one, GROUP, Role.DEPUTY) for one in (LEAD, SECOND, THIRD)]
        people += [_member(CLERK, GROUP, Role.STAFF), _member(STRANGER, OTHER, Role.STAFF)]
        async with db.transaction() as tx:
            for number, code in ((GROUP, "XJP"), (OTHER, "HPL")):
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
            for one in people:
                tx.add(one)
                tx.add(
                    Account(
                        id=one.account_id,
                        reach=Reach.OPEN,
                        first_seen_at=NOW,
                        reach_changed_at=NOW,
                        wants_thanks=False,
                    )
                )
            for number in (GROUP, OTHER):
                await points.adopt_default(tx, group_id=number, by=OPERATOR, now=NOW)
        yield Hall(db=db, actors={one.id: acting(one) for one in people})
