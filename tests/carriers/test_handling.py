"""One transaction an update: what fails is taken back, counted, and stops nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import opened
from bot.handling import Handling
from handlers.kit.entries import Entry, sentence
from handlers.kit.visit import Apology, Visit
from models import clock
from models.audit.tables import AuditEntry
from models.errors import Gone, NotAllowed, Refusal
from models.messages.tables import Message
from models.people import actions as people
from models.people.tables import Account
from models.points.tables import LedgerLine
from models.updates.tables import Update, UpdateState
from tests.carriers.test_intake import check_ins, said
from tests.town import Town

Act = Callable[[Visit], Awaitable[None]]


def entry(act: Act, *, shared: bool = False) -> Entry:
    """Take every text that is written."""
    return sentence("everything", lambda _text: True, act, may="anyone", shared=shared)


def let_it(town: Town, act: Act, *, shared: bool = False) -> None:
    """Let the bot do one thing, whatever is written."""
    app = town.app
    app.handling = Handling(app.db, app.bot, (entry(act, shared=shared),), app.turns)


async def told(town: Town, notice: type[Apology | Gone | NotAllowed]) -> list[int]:
    """Return the chats that were told something of this kind."""
    async with town.app.db.reading() as tx:
        chats = select(Message.chat_id).where(Message.kind == notice.kind)
        return list(await tx.scalars(chats))


async def state_of(town: Town, update_id: int) -> tuple[UpdateState, int]:
    async with town.app.db.reading() as tx:
        [one] = await tx.scalars(select(Update).where(Update.update_id == update_id))
        return one.state, one.attempts


async def let_time_heal(town: Town) -> None:
    """Let every wait after a failure pass, one after the other."""
    for _ in range(6):
        clock.move(timedelta(minutes=3))
        await town.app.timetable.tick("beat")
        await town.settle()


async def boom(_visit: Visit) -> None:
    raise RuntimeError("boom")


@pytest.mark.parametrize("shared", [True, False])
async def test_what_always_fails_is_parked_with_one_apology(town: Town, *, shared: bool) -> None:
    let_it(town, boom, shared=shared)

    await town.app.intake.receive([said(71, town.people["王桂兰"], "x")])
    await town.settle()
    first = await state_of(town, 71)
    await let_time_heal(town)

    assert first == (UpdateState.NEW, 1)
    assert await state_of(town, 71) == (UpdateState.PARKED, 5)
    assert await told(town, Apology) == [town.people["王桂兰"]]


async def test_what_fails_once_is_done_the_second_time(town: Town) -> None:
    tries: list[int] = []

    async def at_the_second_try(visit: Visit) -> None:
        tries.append(1)
        if len(tries) == 1:
            await visit.tell(Gone())
            await boom(visit)
        await visit.tell(Gone())

    let_it(town, at_the_second_try)
    await town.app.intake.receive([said(71, town.people["王桂兰"], "x")])
    await town.settle()
    await let_time_heal(town)

    assert await state_of(town, 71) == (UpdateState.DONE, 1)
    assert await told(town, Gone) == [town.people["王桂兰"]]


@pytest.mark.parametrize("shared", [True, False])
async def test_one_that_fails_does_no_harm_to_its_neighbours(town: Town, *, shared: bool) -> None:
    bad = town.people["李建国"]

    async def fails_for_one(visit: Visit) -> None:
        await visit.tell(Gone())
        if visit.user.id == bad:
            await boom(visit)

    let_it(town, fails_for_one, shared=shared)
    people_ = list(town.people.values())

    await town.app.intake.receive([said(71 + n, who, "x") for n, who in enumerate(people_)])
    await town.settle()

    assert sorted(await told(town, Gone)) == sorted(set(people_) - {bad})


async def _sneaks(visit: Visit) -> None:
    """Write, tell, and then find that it was not allowed."""
    await people.set_locale(visit.tx, account_id=visit.user.id, locale="en", now=visit.now)
    await visit.tell(Gone())
    raise Refusal(NotAllowed())


@pytest.mark.parametrize("shared", [True, False])
async def test_a_refusal_leaves_nothing_behind_but_its_answer(town: Town, *, shared: bool) -> None:
    let_it(town, _sneaks, shared=shared)
    who = town.people["王桂兰"]

    await town.app.intake.receive([said(71, who, "x")])
    await town.settle()

    async with town.app.db.reading() as tx:
        [account] = await tx.scalars(select(Account).where(Account.id == who))
        assert account.locale is None
        audited = select(AuditEntry).where(AuditEntry.verb == "people.set_locale")
        assert list(await tx.scalars(audited)) == []
    assert await told(town, Gone) == []
    assert await told(town, NotAllowed) == [who]
    assert await state_of(town, 71) == (UpdateState.DONE, 0)


@pytest.mark.parametrize(
    "away", [ConnectionRefusedError(), OperationalError("x", {}, Exception("locked"))]
)
async def test_a_database_that_is_away_is_nobodys_failure(town: Town, away: Exception) -> None:
    tries: list[int] = []

    async def away_at_first(visit: Visit) -> None:
        tries.append(1)
        if len(tries) < 8:
            raise away
        await visit.tell(Gone())

    let_it(town, away_at_first)
    await town.app.intake.receive([said(71, town.people["王桂兰"], "x")])
    for _ in range(8):
        await town.settle()
        clock.move(timedelta(seconds=2))
        await town.app.timetable.tick("beat")

    assert await state_of(town, 71) == (UpdateState.DONE, 0)
    assert len(await told(town, Gone)) == 1


async def test_one_persons_messages_are_handled_in_their_order(town: Town) -> None:
    order: list[str] = []

    async def note(visit: Visit) -> None:
        await asyncio.sleep(0)
        order.append(visit.text)

    let_it(town, note)
    who = town.people["王桂兰"]

    await town.app.intake.receive([said(71 + n, who, str(n)) for n in range(20)])
    await town.settle()

    assert order == [str(n) for n in range(20)]


async def test_an_update_handled_twice_changes_nothing_the_second_time(town: Town) -> None:
    await town.announce()
    await town.app.intake.receive([said(71, town.people["王桂兰"])])
    taken = town.app.turns.take(10)

    await town.app.handling.batch(taken)
    town.app.turns.put(taken)
    await town.app.handling.batch(town.app.turns.take(10))
    await town.settle()

    assert await check_ins(town) == 1
    assert sum("签到成功" in one["text"] for one in town.said_to("王桂兰")) == 1


async def test_an_update_taken_twice_reaches_its_handler_once(town: Town) -> None:
    handled: list[int] = []

    async def count(visit: Visit) -> None:
        handled.append(visit.user.id)

    let_it(town, count)
    await town.app.intake.receive([said(71, town.people["王桂兰"], "x")])
    taken = town.app.turns.take(10)

    await town.app.handling.batch(taken)
    town.app.turns.put(taken)
    await town.app.handling.batch(town.app.turns.take(10))

    assert handled == [town.people["王桂兰"]]


async def test_two_processes_with_the_same_updates_do_each_once(town: Town) -> None:
    await town.announce()
    who = [town.people["王桂兰"], town.people["李建国"]]
    raws = [said(71 + n, account) for n, account in enumerate(who * 3)]
    request = town.app.bot._request[1]

    async with opened(town.app.config, lambda: request) as other:
        await other.timetable.tick("beat")
        await town.app.intake.receive(raws)
        await other.intake.receive(raws)
        waiting = [one for line in town.app.turns._by_key.values() for one in line]
        other.turns.put(waiting)
        async with asyncio.TaskGroup() as both:
            both.create_task(_work_off(town.app.handling))
            both.create_task(_work_off(other.handling))
        await town.settle()
        await other.delivery.once()

    assert await check_ins(town) == 2
    async with town.app.db.reading() as tx:
        assert len(list(await tx.scalars(select(LedgerLine)))) == 2
    for name in ("王桂兰", "李建国"):
        answers = [one["text"] for one in town.said_to(name)]
        assert sum("签到成功" in one for one in answers) == 1
        assert sum("已经登记过了" in one for one in answers) == 2


async def _work_off(handling: Any) -> None:  # noqa: ANN401
    await handling.once()


async def test_told_to_stop_it_gives_back_what_it_had_begun(town: Town) -> None:
    begun = asyncio.Event()

    async def lingers(visit: Visit) -> None:
        await visit.tell(Gone())
        begun.set()
        await asyncio.sleep(60)

    let_it(town, lingers, shared=True)
    await town.app.intake.receive([said(71, town.people["王桂兰"], "x")])

    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(town.app.handling.run())
        async with asyncio.timeout(5):
            await begun.wait()
        working.cancel()

    assert working.cancelled()
    assert await state_of(town, 71) == (UpdateState.NEW, 0)
    assert await told(town, Gone) == []
