"""What a bot must never trip over, over the real network: hostile updates, storms, wrong keys.

Nobody outside sees a traceback, nothing good is lost, and no secret reaches the log at DEBUG.
"""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from models.messages.tables import Message, MessageState
from models.people import keys
from models.updates.tables import Update, UpdateState
from tests.faults.children import children
from tests.faults.driver import KEYS, SECRET, TOKEN
from tests.faults.place import a_place, books
from tests.faults.test_kills import report
from tests.faults.test_weather import DEPUTIES, all_is_well

pytestmark = pytest.mark.faults


def said(**body: Any) -> dict[str, Any]:  # noqa: ANN401  (anything at all)
    """Return a message as Telegram sends it, but for what is given."""
    return {
        "message": {
            "message_id": 7,
            "date": 1_790_000_000,
            "chat": {"id": 77, "type": "private"},
            "from": {"id": 77, "is_bot": False, "first_name": "x"},
            "text": "签到",
            **body,
        }
    }


HOSTILE: tuple[dict[str, Any], ...] = (
    {},
    {"message": None},
    {"message": []},
    {"message": {"chat": None, "from": None}},
    {"callback_query": {"id": 5, "from": {"id": "5"}, "data": None}},
    {"callback_query": {"id": "5", "from": {"id": 5, "is_bot": False, "first_name": "x"}}},
    {"my_chat_member": {"chat": {"id": 1, "type": "group"}}},
    {"unknown_kind": {"deep": [[[[None]]]]}},
    said(date=2**62),
    said(date=-1),
    said(date="yesterday"),
    said(message_id=2**63),
    said(chat={"id": 2**80, "type": "private"}),
    said(chat={"id": 77, "type": "a type of its own"}),
    said(**{"from": {"id": -(2**63), "is_bot": False, "first_name": None}}),
    said(text=None, photo=[None], caption={"a": None}),
    said(text="签" * 350_000),  # 1 MB
    said(text="\ud800 half a pair, and the other half \udc00"),
    said(text="\x00\x01\x02 \u202e\u200b\ufeff"),
    said(text="<b>&lt;script&gt;</b> {{ 7*7 }} %s %n ${jndi:x} ' OR 1=1; --"),
    said(entities=[{"type": "bot_command", "offset": 2**31, "length": -5}]),
    said(entities=[{"type": "text_mention", "offset": 0, "length": 1, "user": None}]),
    said(migrate_to_chat_id=2**70),
    said(migrate_to_chat_id="x", migrate_from_chat_id=None),
    said(location={"latitude": "NaN", "longitude": 1e308}),
    said(contact={"phone_number": None, "first_name": None, "user_id": 2**65}),
    said(reply_to_message={"message_id": None, "chat": None, "date": None}),
)


async def test_hostile_updates_harm_nobody(database_url: str, tmp_path: Path) -> None:
    async with a_place(database_url, deputies=60) as place:
        async with children(database_url, place.api, tmp_path, hasty=False) as bots:
            child = await bots.start()
            place.check_in(place.deputies[:30])
            for body in HOSTILE:
                place.acts.raw_update(place.bot_id, body)
            place.check_in(place.deputies[30:])
            await place.comes_to_rest(within=60)
            healthy = await bots.is_healthy_again(child)
            status = await bots.stop(child)
        figures, updates = await books(place), await place.by_state(Update)
        words = [one.get("text", "") for one in place.world.history(place.chat_id)]
        report("hostile updates", place, {**figures, **updates, "healthy after": healthy})

    assert figures["attendances"] == figures["ledger lines"] == figures["answered once"] == 60
    assert updates[UpdateState.UNREADABLE] >= 5
    assert status == 0
    assert not any("Traceback" in one for one in words)


@pytest.mark.parametrize("parameters", [True, False])
async def test_a_storm_of_429_is_waited_out_by_everybody(
    database_url: str, tmp_path: Path, *, parameters: bool
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        faults = place.world.faults
        faults.add("flood", times=None, probability=0.5, retry_after=1, parameters=parameters)
        async with children(database_url, place.api, tmp_path, hasty=False) as bots:
            child = await bots.start()
            place.check_in(place.deputies)
            await asyncio.sleep(6)
            refused = sum(one.status == 429 for one in place.world.calls)
            faults.clear()
            over = time.monotonic()
            healthy = await bots.is_healthy_again(child)
            await place.comes_to_rest(within=90)
            took = round(time.monotonic() - over, 1)
        figures, outbox = await books(place), await place.by_state(Message)
        name = "429 with retry_after" if parameters else "429 in words"
        report(name, place, {**figures, "refused": refused, "healthy": healthy, "done after": took})

    all_is_well(figures)
    assert refused > 3
    assert figures["answered once"] == DEPUTIES
    assert outbox[MessageState.FAILED] == outbox[MessageState.MAYBE] == 0


async def test_with_another_databases_keys_it_does_not_start_and_nothing_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.keys"
    other.write_text(keys.made(), encoding="utf-8")
    other.chmod(0o600)
    async with a_place(database_url, deputies=60) as place:
        place.check_in(place.deputies)
        before = place.world.call_count
        wrong = {"HUIYIN_PRIVACY__KEYS_FILE": str(other)}
        async with children(database_url, place.api, tmp_path, hasty=True, env=wrong) as bots:
            refused = await bots.begin()
            async with asyncio.timeout(30):
                status = await refused.wait()
            said_ = bots.said()
        calls = {one.method for one in list(place.world.calls)[before:]}
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            child = await bots.start()
            healthy = await bots.is_healthy_again(child)
            await place.comes_to_rest(within=60)
        figures = await books(place)
        report("the wrong keys, then the right ones", place, {**figures, "healthy after": healthy})

    assert status == 1
    assert "put back the keys file" in said_
    assert "Traceback" not in said_
    assert calls <= {"getMe"}
    assert figures["attendances"] == figures["ledger lines"] == figures["answered once"] == 60


async def test_at_debug_no_secret_reaches_the_log_through_any_fault(
    database_url: str, tmp_path: Path
) -> None:
    url = database_url.replace("postgres:@", f"postgres:{PASSWORD}@")
    async with a_place(url, deputies=60) as place:
        faults = place.world.faults
        for kind in ("flood", "server_error", "lost_answer", "blocked", "unauthorized"):
            faults.add(kind, "sendMessage", times=4, retry_after=1)
        async with children(url, place.api, tmp_path, hasty=True, flags=("--debug",)) as bots:
            child = await bots.start()
            place.check_in(place.deputies)
            for body in HOSTILE:
                place.acts.raw_update(place.bot_id, body)
            await asyncio.sleep(3)
            await bots.kill(child)
            child = await bots.start()
            faults.clear()
            await bots.is_healthy_again(child)
            await bots.stop(child)
            said_ = bots.said()
        await place.db.close()

    secrets_ = {"the token": TOKEN, "the webhook's secret": SECRET, "the password": PASSWORD}
    secrets_ |= {f"key {n}": one for n, one in enumerate(_keys())}
    assert [name for name, one in secrets_.items() if one in said_] == []
    assert "DEBUG" in said_
    assert len(said_) > 10_000


PASSWORD = "canary-of-a-database-password"


def _keys() -> list[str]:
    lines = KEYS.read_text(encoding="utf-8").splitlines()
    return [part for line in lines if not line.startswith("#") for part in line.split('"')[1::2]]
