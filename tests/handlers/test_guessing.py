"""Ten thousand guesses at the code in the room, and the table of what is refused."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from models import clock
from models.activities import ways
from models.activities.checking import Result
from models.activities.code_checking import check_in_by_code, venue_key
from models.activities.codes import code_of, step_of
from models.activities.rules import Way
from models.activities.tables import Attempt, Attendance
from models.people.rules import OPERATOR
from models.people.tables import Member
from tests.handlers.days import rows
from tests.town import Town

GUESSES = 10_000
TABLE = Path(__file__).parents[2] / "docs" / "refused-check-ins.md"
IN = {Result.PRESENT, Result.LATE, Result.ALREADY, Result.SEVERAL}
#: Not an attempt of somebody who pretends: nothing to check in at, or an activity called off.
HARMLESS = {Result.NOTHING, Result.CANCELLED}


async def test_of_ten_thousand_guesses_five_are_looked_at(town: Town) -> None:
    one = await town.announce()
    now = clock.now()
    facts = {"group_id": one.group_id, "activity_id": one.id}
    async with town.app.db.transaction() as tx:
        await ways.allow(tx, **facts, way=Way.CODE, allowed=True, by=OPERATOR, now=now)
        member = await tx.get(Member, (one.group_id, town.members["王桂兰"]))
        assert member is not None
        account = member.account_id or 0
        for number in range(GUESSES):
            sent_at = now + timedelta(seconds=number * 590 / GUESSES)
            right = code_of(venue_key(one.group_id, one.id), step_of(sent_at))
            code = f"{number:06d}" if number < 5 or number % 2 else right
            assert number >= 5 or code != right
            await check_in_by_code(
                tx,
                members=[member],
                account_id=account,
                code=code,
                sent_at=sent_at,
                now=sent_at,
            )

    async with town.app.db.reading() as tx:
        found = Counter((await tx.scalars(select(Attempt.result))).all())
    assert found == {"wrong_code": 5, "locked": GUESSES - 5}
    assert await rows(town, Attendance) == []


def test_the_table_of_refusals_names_every_result_and_no_other() -> None:
    lines = re.findall(
        r"^\| .+ \| `(\w+)` \| .+ \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert set(lines) == {one.value for one in Result if one not in IN | HARMLESS}
