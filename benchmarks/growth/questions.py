"""The questions that are asked of large tables, each as the program asks it."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.growth.filling import ACCOUNTS, DEPUTIES
from models.archives.reading import Years, archives
from models.database import Database, Transaction
from models.groups.tables import Group
from models.issues import queries as issues
from models.issues import views
from models.messages import carrying
from models.people.tables import Member
from models.points import explaining
from models.points.queries import score_of
from models.points.ranking import ranking
from models.updates import claiming
from models.years.gathering import figures_of

NOW = datetime(2025, 12, 30, 4, tzinfo=UTC)
YEAR = 2025
REPEATS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a question is about: somebody else each time."""

    group: Group
    member: Member
    account_id: int


async def total(tx: Transaction, it: Whom) -> object:
    """A deputy's points of the year."""
    return await score_of(
        tx, group_id=it.group.id, member_id=it.member.id, year=YEAR, today=NOW.date()
    )


async def mine(tx: Transaction, it: Whom) -> object:
    """我的积分: the same, by rule."""
    return await explaining.my_points(tx, it.member, it.group, now=NOW)


async def board(tx: Transaction, it: Whom) -> object:
    """The points of everybody in a group."""
    return await ranking(tx, it.group, year=YEAR)


async def year(tx: Transaction, it: Whom) -> object:
    """The figures of a group's year."""
    return await figures_of(tx, it.group, year=YEAR, now=NOW)


async def triage(tx: Transaction, it: Whom) -> object:
    """The first page of the staff's list of new reports, and how many stand on each list."""
    await views.counts(tx, group_id=it.group.id)
    return await views.page_of(tx, group_id=it.group.id, which="fresh", page=0, size=8)


async def own_reports(tx: Transaction, it: Whom) -> object:
    """What a voter has reported."""
    return await issues.of_reporter(tx, it.account_id, limit=8)


async def archive(tx: Transaction, it: Whom) -> object:
    """The archive of one deputy over five years."""
    return await archives(tx, Years(group=it.group, first=YEAR - 4, last=YEAR), [it.member])


async def updates(tx: Transaction, _it: Whom) -> object:
    """The look for updates that were left, once a second."""
    return await claiming.claim(tx, bot_id=1, owner="me", now=NOW)


async def messages(tx: Transaction, _it: Whom) -> object:
    """The look for messages that were left, once a second."""
    await carrying.let_go(tx, bot_id=1, owner="bench", now=NOW)
    await carrying.stale(tx, bot_id=1, now=NOW)
    return await carrying.claim(tx, bot_id=1, owner="me", now=NOW)


Question = Callable[[Transaction, Whom], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "a deputy's total": total,
    "我的积分 (/my)": mine,
    "a group's board": board,
    "a group's year": year,
    "triage list": triage,
    "a voter's own reports": own_reports,
    "archive of a deputy": archive,
    "look for updates": updates,
    "look for messages": messages,
}
_WRITES = {updates, messages}


async def ask(db: Database, groups: int, seed: int) -> dict[str, float]:
    """Return the milliseconds of each question, the least over several people."""
    chance = random.Random(seed)  # noqa: S311  (whom to ask about)
    found = {}
    for name, question in QUESTIONS.items():
        times = []
        for turn in range(REPEATS + 2):
            whom = await _whom(db, chance, groups)
            began = time.perf_counter()
            async with db.transaction() if question in _WRITES else db.reading() as tx:
                await question(tx, whom)
            if turn > 1:  # the first ones prepare the statement
                times.append((time.perf_counter() - began) * 1000)
        found[name] = min(times)  # whatever else the machine does only adds
    return found


async def _whom(db: Database, chance: random.Random, groups: int) -> Whom:
    group_id, number = chance.randrange(groups) + 1, chance.randrange(DEPUTIES) + 1
    async with db.reading() as tx:
        group = await tx.get(Group, group_id)
        member = await tx.get(Member, (group_id, number))
        assert group is not None
        assert member is not None
        account = ACCOUNTS + (group_id - 1) * DEPUTIES + number
        return Whom(group=group, member=member, account_id=account)
