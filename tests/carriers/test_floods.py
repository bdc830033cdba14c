"""Ten thousand messages from one person: everybody else is answered at once."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import clock
from models.limits.rules import Meter, is_said
from models.limits.settings import Limits
from models.updates.tables import Update, UpdateState
from tests.town import Town, a_town

MOST = Limits().messages_per_minute


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Build a town in which the limit that other tests lift holds."""
    async with a_town(tmp_path, limits=Limits()) as built:
        yield built


async def counted(town: Town, state: UpdateState) -> int:
    async with town.app.db.reading() as tx:
        rows = await tx.scalars(
            select(func.count()).select_from(Update).where(Update.state == state)
        )
        return int(rows.one())


async def test_ten_thousand_messages_of_one_person_hold_up_nobody(town: Town) -> None:
    flooder = town.newcomer("急先锋")
    town.acts.start(flooder, town.bot_id)
    await town.announce()
    done = await counted(town, UpdateState.DONE)
    for number in range(10_000):
        town.acts.write(flooder, flooder, f"喂 {number}")
    town.acts.write(town.people["王桂兰"], town.people["王桂兰"], "签到")

    begun = time.perf_counter()
    for _ in range(101):
        await town.app.polling.once()
    in_line = len(town.app.turns)
    await town.settle()

    most = MOST * (2 + (time.perf_counter() - begun) // 60)
    assert in_line <= most, "as many again for each minute that the machine took"
    assert "签到" in town.last_to("王桂兰")
    refused = await counted(town, UpdateState.TOO_MANY)
    assert refused + await counted(town, UpdateState.DONE) - done == 10_001, "each is kept"
    assert refused > 10_000 - most
    told = [one for one in town.said_to("急先锋") if "太快" in str(one.get("text"))]
    assert 1 <= len(told) <= most // MOST, "once a minute"


async def test_after_a_minute_the_same_person_is_heard_again(town: Town) -> None:
    account = town.people["王桂兰"]
    for number in range(MOST + 5):
        town.acts.write(account, account, f"喂 {number}")
    await town.settle()
    await town.pass_time(timedelta(minutes=1))

    await town.write("王桂兰", "帮助")

    assert "太快" not in town.last_to("王桂兰")


async def test_what_telegram_reports_is_never_too_much(town: Town) -> None:
    for number in range(MOST + 20):
        joined = town.world.add_user(name=f"来人{number}")
        town.acts.add_to_group(town.creator, town.chat_id, joined.id)
    await town.settle()

    assert await counted(town, UpdateState.TOO_MANY) == 0


def test_a_lively_talk_is_no_flood() -> None:
    meter, now = Meter(60), clock.now()

    heard = [meter.admits("user:1", now + timedelta(seconds=second)) for second in range(600)]

    assert all(heard)


def test_nobody_pays_for_somebody_else() -> None:
    meter, now = Meter(5), clock.now()
    for _ in range(9):
        meter.admits("user:1", now)

    assert not meter.admits("user:1", now)
    assert meter.admits("user:2", now)


def test_a_meter_forgets_who_is_silent_and_no_other() -> None:
    meter, now = Meter(5), clock.now()
    for number in range(1000):
        meter.admits(f"user:{number}", now)
    for _ in range(5):
        meter.admits("user:7", now + timedelta(seconds=90))
    later = now + timedelta(seconds=100)

    meter.forget(later)

    assert len(meter) == 1
    assert not meter.admits("user:7", later)


def test_a_meter_does_not_look_for_whom_to_forget_while_they_are_few_or_all_still_count() -> None:
    meter, now = Meter(5), clock.now()
    meter.admits("user:1", now)
    meter.forget(now + timedelta(hours=1))
    few = len(meter)
    for number in range(2000):
        meter.admits(f"user:{number}", now + timedelta(hours=1))
    meter.forget(now + timedelta(hours=1))

    assert few == 1
    assert len(meter) == 2000


def test_a_limit_of_nothing_is_none() -> None:
    meter = Meter(0)

    assert all(meter.admits("user:1", clock.now()) for _ in range(1000))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"message": {"text": "好"}}, True),
        ({"message": {"photo": []}}, True),
        ({"edited_message": {"text": "好"}}, True),
        ({"callback_query": {"id": "1"}}, True),
        ({"message": {"new_chat_members": []}}, False),
        ({"message": {"migrate_to_chat_id": 1}}, False),
        ({"chat_member": {}}, False),
        ({"my_chat_member": {}}, False),
        ({"message": "rubbish"}, False),
    ],
)
def test_what_counts_as_said(raw: dict[str, object], said: bool) -> None:  # noqa: FBT001
    assert is_said(raw) is said
