"""The switches that make the server misbehave."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram import Bot as PtbBot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from sandbox.server import serve
from tests.sandbox.conftest import TOKEN, Call, Place


async def test_flood_names_the_seconds(
    place: Place, ptb: PtbBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    place.acts.start(place.gui.id)
    place.world.faults.add("flood", method="sendMessage", retry_after=7)

    with pytest.raises(RetryAfter) as refused:
        await ptb.send_message(place.gui.id, "好")

    assert refused.value.retry_after == timedelta(seconds=7)
    assert (await ptb.send_message(place.gui.id, "好")).text == "好"


async def test_flood_may_lack_parameters(place: Place, call: Call) -> None:
    place.world.faults.add("flood", retry_after=7, parameters=False)

    answer = await call("getMe")

    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
    }


async def test_blocked_and_unauthorized_are_told_as_such(place: Place, ptb: PtbBot) -> None:
    place.world.faults.add("blocked", method="sendMessage")
    place.world.faults.add("unauthorized", method="getUpdates")

    with pytest.raises(Forbidden):
        await ptb.send_message(place.gui.id, "好")
    with pytest.raises(InvalidToken):
        await ptb.get_updates(timeout=0)


async def test_conflict_hits_polls_alone(place: Place, call: Call) -> None:
    place.world.faults.add("conflict")

    spared = await call("getMe")
    hit = await call("getUpdates")

    assert spared["ok"]
    assert hit["error_code"] == 409


@pytest.mark.parametrize("as_json", [True, False])
async def test_server_error_comes_with_or_without_json(
    place: Place, ptb: PtbBot, *, as_json: bool
) -> None:
    place.world.faults.add("server_error", status=502, json=as_json)

    with pytest.raises(NetworkError) as failed:
        await ptb.get_chat(place.group.id)

    assert not isinstance(failed.value, BadRequest)


async def test_lost_answer_has_done_its_work_in_process(place: Place, ptb: PtbBot) -> None:
    place.acts.start(place.gui.id)
    place.world.faults.add("lost_answer", method="sendMessage")

    with pytest.raises(NetworkError):
        await ptb.send_message(place.gui.id, "好")

    assert place.world.history(place.gui.id)[-1]["text"] == "好"


async def test_lost_answer_has_done_its_work_over_http(place: Place) -> None:
    place.acts.start(place.gui.id)
    place.world.faults.add("lost_answer")

    async with serve(place.world) as served, httpx.AsyncClient(base_url=served.url) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(
                f"/bot{TOKEN}/sendMessage", json={"chat_id": place.gui.id, "text": "好"}
            )

    assert place.world.history(place.gui.id)[-1]["text"] == "好"


async def test_slow_method_answers_in_the_end(place: Place, call: Call) -> None:
    place.world.faults.add("slow", method="getMe", delay=0.01)

    answer = await call("getMe")

    assert answer["ok"]
    assert place.world.calls[-1].duration >= 0.01


async def test_duplicate_update_comes_twice_under_one_id(place: Place, call: Call) -> None:
    place.world.faults.add("duplicate_update", update="message")
    place.acts.write(place.gui.id, place.gui.id, "一")

    first, second = (await call("getUpdates"))["result"]

    assert first == second


async def test_reordered_updates_change_places(place: Place, call: Call) -> None:
    place.acts.write(place.gui.id, place.gui.id, "一")
    place.world.faults.add("reorder_updates")
    place.acts.write(place.gui.id, place.gui.id, "二")

    first, second = (await call("getUpdates"))["result"]

    assert [first["message"]["text"], second["message"]["text"]] == ["二", "一"]
    assert first["update_id"] < second["update_id"]


async def test_migration_may_strike_in_the_middle_of_a_call(place: Place, call: Call) -> None:
    group = place.world.add_group(
        title="群", kind="group", creator=place.gui.id, members=[place.bot.id]
    )
    place.world.faults.add("migrate", chat_id=group.id)

    refused = await call("sendMessage", chat_id=group.id, text="好")
    new_id = refused["parameters"]["migrate_to_chat_id"]
    sent = await call("sendMessage", chat_id=new_id, text="好")

    assert sent["ok"]
    assert new_id == group.migrated_to


async def test_fault_strikes_as_often_as_told_and_only_there(place: Place, call: Call) -> None:
    place.world.faults.add("flood", method="getChat", chat_id=place.group.id, times=2)

    answers = [await call("getChat", chat_id=place.group.id) for _ in range(3)]
    elsewhere = await call("getMe")

    assert [answer["ok"] for answer in answers] == [False, False, True]
    assert elsewhere["ok"]


async def test_fault_without_end_lasts_until_removed(place: Place, call: Call) -> None:
    fault = place.world.faults.add("flood", times=None)
    struck = [(await call("getMe"))["ok"] for _ in range(3)]

    place.world.faults.remove(fault.id)

    assert struck == [False] * 3
    assert (await call("getMe"))["ok"]


async def test_improbable_fault_strikes_now_and_then(place: Place, call: Call) -> None:
    place.world.faults.add("flood", times=None, probability=0.5)

    answers = {(await call("getMe"))["ok"] for _ in range(50)}

    assert answers == {True, False}


def test_unknown_fault_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match="no such fault: gremlin"):
        place.world.faults.add("gremlin")


async def test_limits_refuse_what_telegram_would(place: Place, call: Call) -> None:
    place.acts.start(place.gui.id)
    place.world.limits.enabled = True
    here = {"chat_id": place.gui.id, "text": "好"}
    there = {"chat_id": place.group.id, "text": "好"}

    private = [(await call("sendMessage", **here))["ok"] for _ in range(4)]
    group = [(await call("sendMessage", **there)) for _ in range(21)]
    place.world.clock.shift(61)

    assert private == [True, True, True, False]
    assert [answer["ok"] for answer in group] == [True] * 20 + [False]
    assert 0 < group[-1]["parameters"]["retry_after"] <= 60
    assert (await call("sendMessage", **there))["ok"]


async def test_server_stops_while_a_poll_is_held(place: Place) -> None:
    async with (
        asyncio.timeout(10),
        httpx.AsyncClient() as client,
        asyncio.TaskGroup() as tasks,
        serve(place.world) as served,
    ):
        poll = tasks.create_task(client.get(f"{served.url}/bot{TOKEN}/getUpdates?timeout=50"))
        while place.bot.inbox.held is None:  # noqa: ASYNC110 - nothing rings when a poll is held
            await asyncio.sleep(0.001)

    assert poll.result().json() == {"ok": True, "result": []}
