"""Updates are stored and committed before Telegram is told that they came."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter
from telegram.request import RequestData

from bot.intake import Polling, _pause_after
from models import clock
from models.activities.tables import Attendance
from models.database import Database
from models.updates.rules import is_update, turn_key
from models.updates.tables import Update, UpdateState
from tests.carriers.answering import Answering, a_bot, success
from tests.town import Town


async def stored(town: Town) -> dict[int, UpdateState]:
    async with town.app.db.reading() as tx:
        rows = await tx.execute(select(Update.update_id, Update.state))
        return {row[0]: row[1] for row in rows}


async def check_ins(town: Town) -> int:
    async with town.app.db.reading() as tx:
        return int((await tx.scalars(select(func.count()).select_from(Attendance))).one())


def said(update_id: int, account: int, text: str = "签到") -> dict[str, Any]:
    person = {"id": account, "is_bot": False, "first_name": "王"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(clock.now().timestamp()),
            "chat": {"id": account, "type": "private", "first_name": "王"},
            "from": person,
            "text": text,
        },
    }


class Watching(Answering):
    """Notes, at each poll, its offset and how many updates are in the database by then."""

    def __init__(self, db: Database, answers: Sequence[Any]) -> None:
        super().__init__(*(success(one) for one in answers))
        self._db = db
        self.seen: list[tuple[str | None, int]] = []

    async def do_request(  # type: ignore[override]  # the times are of no concern here
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        **times: object,
    ) -> tuple[int, bytes]:
        """Look into the database, then answer."""
        fields = request_data.json_parameters if request_data else {}
        async with self._db.reading() as tx:
            count = (await tx.scalars(select(func.count()).select_from(Update))).one()
        self.seen.append((fields.get("offset"), count))
        return await super().do_request(url, method, request_data, **times)


async def polled(town: Town, *answers: Any, times: int) -> list[tuple[str | None, int]]:  # noqa: ANN401
    """Poll a Telegram that answers so; return what each poll said and found."""
    async with a_bot() as (bot, _request):
        watching = Watching(town.app.db, answers)
        bot._request = (bot._request[0], watching)
        polling = Polling(bot, town.app.intake, town.app.turns, town.app.holding)
        for _ in range(times):
            await polling.once()
    return watching.seen


async def test_a_batch_is_committed_before_it_is_confirmed(town: Town) -> None:
    before = len(await stored(town))

    batch = [said(71, 9), said(72, 9)]
    seen = await polled(town, batch, [], times=2)

    assert seen == [(None, before), ("73", before + 2)]


async def test_what_could_not_be_stored_is_not_confirmed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bot() as (bot, _request):
        watching = Watching(town.app.db, [[said(71, 9)], []])
        bot._request = (bot._request[0], watching)
        polling = Polling(bot, town.app.intake, town.app.turns, town.app.holding)
        with monkeypatch.context() as broken:
            broken.setattr(town.app.intake, "receive", _fails)
            with pytest.raises(RuntimeError):
                await polling.once()

        await polling.once()

    assert [offset for offset, _count in watching.seen] == [None, None]


async def _fails(_raws: object) -> int:
    raise RuntimeError("the disk is gone")


async def test_after_an_empty_poll_no_offset_is_kept(town: Town) -> None:
    seen = await polled(town, [said(900_000, 9)], [], [said(17, 9)], [], times=4)

    assert [offset for offset, _count in seen] == [None, "900001", None, "18"]
    assert {900_000, 17} <= set(await stored(town))


async def test_the_same_update_twice_in_a_batch_is_handled_once(town: Town) -> None:
    await town.announce()

    await town.app.intake.receive([said(71, town.people["王桂兰"])] * 2)
    await town.settle()

    assert await check_ins(town) == 1
    assert town.last_to("王桂兰").count("签到成功") == 1


async def test_an_update_that_comes_again_after_it_was_handled_does_nothing(town: Town) -> None:
    await town.announce()
    raw = said(71, town.people["王桂兰"])
    await town.app.intake.receive([raw])
    await town.settle()
    answers = len(town.said_to("王桂兰"))

    new = await town.app.intake.receive([raw])
    await town.settle()

    assert new == 0
    assert await check_ins(town) == 1
    assert len(town.said_to("王桂兰")) == answers


async def test_asked_again_after_a_lost_commit_it_says_the_same(town: Town) -> None:
    raw = said(71, 9)
    await town.app.intake.receive([raw])

    again = await town.app.intake.receive([raw])

    assert again == 1
    assert len(town.app.turns) == 1


async def test_an_update_that_cannot_be_parsed_stops_no_other(town: Town) -> None:
    await town.announce()
    bad: list[dict[str, Any]] = [
        {"update_id": 71, "message": "not an object"},
        {"update_id": 72, "message": {"message_id": 1, "chat": {"id": 5}, "from": {"id": 5}}},
        {"update_id": 73, "callback_query": {"id": 1}},
        {"update_id": 74, "message": [1, 2, 3]},
    ]

    await town.app.intake.receive([*bad, said(75, town.people["王桂兰"])])
    await town.settle()

    states = await stored(town)
    assert [states[n] for n in (71, 72, 73, 74)] == [UpdateState.UNREADABLE] * 4
    assert states[75] is UpdateState.DONE
    assert await check_ins(town) == 1


async def test_half_a_surrogate_pair_is_kept_and_harms_nobody(town: Town) -> None:
    await town.announce()
    half = said(71, 9, text="好\ud800")

    await town.app.intake.receive([half, said(72, town.people["王桂兰"])])
    await town.settle()

    assert set(await stored(town)) >= {71, 72}
    assert await check_ins(town) == 1


async def test_a_number_that_no_column_takes_is_parked_and_stops_no_other(town: Town) -> None:
    await town.announce()

    await town.app.intake.receive([said(71, 2**70), said(72, town.people["王桂兰"])])
    for _ in range(6):
        await town.settle()
        clock.move(timedelta(minutes=3))
        await town.app.timetable.tick("beat")

    states = await stored(town)
    assert (states[71], states[72]) == (UpdateState.PARKED, UpdateState.DONE)
    assert await check_ins(town) == 1


@pytest.mark.parametrize(
    "junk",
    [
        "text",
        5,
        None,
        [],
        {},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": 1.5},
        {"message": {}},
    ],
)
def test_what_has_no_number_is_no_update(junk: object) -> None:
    assert not is_update(junk)


async def test_junk_between_updates_stops_no_other(town: Town) -> None:
    await polled(town, ["junk", {"update_id": None}, said(71, 9)], times=1)

    assert 71 in await stored(town)


@pytest.mark.parametrize("junk", [["junk"], {"update_id": 1}, "text"])
async def test_nothing_but_junk_is_a_trouble_to_be_waited_out(town: Town, junk: object) -> None:
    with pytest.raises(NetworkError):
        await polled(town, junk, times=1)


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"from": {"id": 10**100}}},
        {"update_id": 1, "message": {"from": {"id": "x" * 100}}},
        {"update_id": 1, "message": {"chat": {"id": True}}},
    ],
)
def test_a_turn_is_told_of_anything_and_fits_its_column(raw: dict[str, Any]) -> None:
    assert turn_key(raw) == "update:1"


@pytest.mark.parametrize("fault", ["conflict", "unauthorized", "server_error"])
async def test_after_a_refused_poll_the_next_one_brings_what_came(town: Town, fault: str) -> None:
    await town.announce()
    town.world.faults.add(fault, method="getUpdates")
    town.acts.write(town.people["王桂兰"], town.people["王桂兰"], "签到")

    with pytest.raises((Conflict, InvalidToken, NetworkError)):
        await town.app.polling.once()
    await town.settle()

    assert await check_ins(town) == 1


def test_how_long_to_wait_is_told_by_what_went_wrong() -> None:
    assert _pause_after(RetryAfter(7), 0) == 7
    assert _pause_after(Conflict("two"), 0) == 5
    assert _pause_after(InvalidToken("no"), 0) == 30
    assert _pause_after(NetworkError("off"), 0) == 0.5
    assert _pause_after(NetworkError("off"), 0.5) == 1
    assert _pause_after(NetworkError("off"), 25) == 30
    assert _pause_after(BadRequest("odd"), 4) == 8


async def test_what_was_stored_and_forgotten_is_found_again(town: Town) -> None:
    await town.announce()
    await town.app.intake.receive([said(71, town.people["王桂兰"])])
    town.app.turns.finished(town.app.turns.take(10))
    clock.move(timedelta(minutes=1))
    await town.app.timetable.tick("beat")
    await town.settle()
    forgotten = await check_ins(town)

    await town.app.intake.find_strays(timedelta(seconds=30))
    await town.settle()

    assert forgotten == 0
    assert await check_ins(town) == 1
