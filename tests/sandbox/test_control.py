"""The control interface: what the page and other processes can do."""

import asyncio

import httpx
import pytest

from sandbox.server import PAGE, serve
from tests.sandbox.conftest import TOKEN, Call, Place


async def test_state_shows_the_chats_of_its_viewer(place: Place, client: httpx.AsyncClient) -> None:
    place.acts.block(place.lan.id, place.bot.id)

    seen = (await client.get("/control/state", params={"viewer": place.lan.id})).json()
    outside = (await client.get("/control/state", params={"viewer": place.voter.id})).json()

    assert [chat["id"] for chat in seen["chats"]] == [place.lan.id, place.group.id]
    assert [chat["id"] for chat in outside["chats"]] == [place.voter.id]
    lan = next(user for user in seen["users"] if user["id"] == place.lan.id)
    assert (lan["phone"], lan["blocked_bots"]) == ("19900000002", [place.bot.id])
    assert {"id": place.bot.id, "status": "member"} in seen["chats"][1]["members"]


async def test_looking_makes_nobody_known_to_the_bot(
    place: Place, client: httpx.AsyncClient, call: Call
) -> None:
    await client.get("/control/state", params={"viewer": place.voter.id})

    answer = await call("sendMessage", chat_id=place.voter.id, text="好")

    assert answer["description"] == "Bad Request: chat not found"


async def test_acts_are_done_by_name(place: Place, client: httpx.AsyncClient) -> None:
    said = {"user_id": place.lan.id, "chat_id": place.group.id, "text": "你好"}

    answer = (await client.post("/control/acts/write", json=said)).json()
    history = (
        await client.get("/control/history", params={"chat": place.group.id, "after": 0})
    ).json()

    assert (answer["ok"], answer["result"]["text"]) == (True, "你好")
    assert [message["text"] for message in history["messages"]] == ["你好"]


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("dance", {}, "there is no act dance"),
        ("place", {}, "there is no act place"),
        ("write", {"user_id": 1}, "missing a required argument"),
        ("write", {"user_id": 1, "chat_id": 1, "text": "x"}, "there is no user 1"),
    ],
)
async def test_impossible_act_says_why(
    client: httpx.AsyncClient, name: str, arguments: dict[str, object], words: str
) -> None:
    answer = await client.post(f"/control/acts/{name}", json=arguments)

    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert words in answer.json()["error"]


async def test_uploaded_file_is_sent_by_its_token(place: Place, client: httpx.AsyncClient) -> None:
    uploaded = (await client.post("/control/upload", files={"file": ("井盖.jpg", b"x")})).json()
    sent = {"user_id": place.gui.id, "chat_id": place.gui.id, "content": uploaded["file"]}

    message = (await client.post("/control/acts/send_document", json=sent)).json()["result"]
    file_id = message["document"]["file_id"]
    content = await client.get("/control/file", params={"file_id": file_id})

    assert message["document"]["file_name"] == "井盖.jpg"
    assert (content.content, content.headers["content-type"]) == (b"x", "image/jpeg")


async def test_events_tell_what_happened_since(
    place: Place, client: httpx.AsyncClient, call: Call
) -> None:
    since = place.world.events.seq
    place.acts.write(place.lan.id, place.group.id, "一")
    await call("sendMessage", chat_id=place.group.id, text="二")
    await call("editMessageText", chat_id=place.group.id, message_id=2, text="三")
    await call("deleteMessage", chat_id=place.group.id, message_id=2)

    answer = await client.get("/control/events", params={"since": since, "timeout": 0})

    events = answer.json()["events"]
    assert [event["type"] for event in events] == [
        "message",
        "message",
        "call",
        "edited",
        "call",
        "deleted",
        "call",
    ]
    assert answer.json()["seq"] == events[-1]["seq"] == place.world.events.seq
    assert events[0]["message"]["text"] == "一"


async def test_events_are_awaited(place: Place, client: httpx.AsyncClient) -> None:
    since = place.world.events.seq

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(client.get(f"/control/events?since={since}&timeout=25"))
        while not place.world.events.bell.waiting:  # noqa: ASYNC110 - nothing rings for a waiter
            await asyncio.sleep(0)
        place.acts.write(place.lan.id, place.group.id, "一")

    assert asked.result().json()["events"][0]["message"]["text"] == "一"


async def test_clock_is_moved_and_told(place: Place, client: httpx.AsyncClient) -> None:
    before = place.world.clock.now()
    heard: list[float] = []
    place.world.clock.on_shift.append(heard.append)

    answer = (await client.post("/control/clock", json={"shift": 86_400})).json()

    assert answer["result"]["offset"] == 86_400
    assert (place.world.clock.now() - before).days == 1
    assert heard == [86_400]


async def test_calls_are_logged_with_their_errors(client: httpx.AsyncClient, call: Call) -> None:
    await call("getMe")
    await call("sendMessage", chat_id=1, text="好")

    calls = (await client.get("/control/calls", params={"after": 1})).json()["calls"]

    assert [(each["seq"], each["method"], each["status"]) for each in calls] == [
        (2, "sendMessage", 400)
    ]
    assert calls[0]["description"] == "Bad Request: chat not found"
    assert calls[0]["params"] == {"chat_id": 1, "text": "好"}


async def test_faults_are_switched_on_and_off(client: httpx.AsyncClient, call: Call) -> None:
    fault = {"kind": "flood", "retry_after": 3, "times": None}
    added = (await client.post("/control/faults", json=fault)).json()["result"]
    struck = await call("getMe")
    listed = (await client.get("/control/faults")).json()["faults"]

    await client.delete("/control/faults")

    assert struck["parameters"] == {"retry_after": 3}
    assert listed == [added]
    assert (await call("getMe"))["ok"]


async def test_menu_is_shown_as_telegram_resolves_it(
    place: Place, client: httpx.AsyncClient, call: Call
) -> None:
    await call("setMyCommands", commands=[{"command": "points", "description": "积分"}])

    menu = (await client.get(f"/control/commands?user={place.gui.id}&chat={place.gui.id}")).json()

    assert [command["command"] for command in menu["commands"]] == ["points"]
    assert menu["menu_button"] == {"type": "commands"}


async def test_links_are_opened(place: Place, client: httpx.AsyncClient) -> None:
    link = "https://t.me/huiyin_bot?start=abc"

    answer = await client.post("/control/open_link", json={"user": place.voter.id, "link": link})

    assert answer.json()["result"]["outcome"] == "started"
    assert place.updates("message")[0]["text"] == "/start abc"


async def test_people_and_groups_are_made(place: Place, client: httpx.AsyncClient) -> None:
    user = (await client.post("/control/users", json={"name": "孙"})).json()["result"]
    group = {"title": "新群", "creator": user["id"], "members": [place.bot.id], "forum": True}

    made = (await client.post("/control/groups", json=group)).json()["result"]

    assert place.world.users[user["id"]].name == "孙"
    assert place.world.chats[made["id"]].topics.keys() == {1}


async def test_reset_calls_its_host_and_layout_is_the_hosts(
    place: Place, client: httpx.AsyncClient
) -> None:
    done: list[str] = []

    async def reseed() -> None:
        done.append("async")

    place.world.on_reset += [lambda: done.append("plain"), reseed]
    place.world.layout = {"title": "演示", "personas": []}

    await client.post("/control/reset")
    layout = (await client.get("/control/layout")).json()

    assert done == ["plain", "async"]
    assert layout["title"] == "演示"


async def test_limits_are_switched_on(client: httpx.AsyncClient, place: Place) -> None:
    await client.post("/control/limits", json={"enabled": True, "group_per_minute": 5})
    refused = await client.post("/control/limits", json={"clock": 1})

    assert (place.world.limits.enabled, place.world.limits.group_per_minute) == (True, 5)
    assert refused.status_code == 400


async def test_page_and_api_are_served_over_http(place: Place) -> None:
    async with serve(place.world) as served, httpx.AsyncClient(base_url=served.url) as client:
        me = (await client.get(f"/BOT{TOKEN}/getme")).status_code
        got = (await client.get(f"/bot{TOKEN}/GETME")).json()
        page = (await client.get("/")).status_code

    assert served.port == int(served.url.rpartition(":")[2])
    assert me == 404
    assert got["result"]["id"] == place.bot.id
    assert page == (200 if (PAGE / "index.html").exists() else 404)


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(
    place: Place, client: httpx.AsyncClient, how: str
) -> None:
    params = {"chat_id": str(place.group.id), "text": "好", "protect_content": "true"}
    url = f"/bot{TOKEN}/sendMessage"
    ways = {
        "query": lambda: client.get(url, params=params),
        "form": lambda: client.post(url, data=params),
        "json": lambda: client.post(url, json=params),
        "multipart": lambda: client.post(url, data=params, files={"unused": b"x"}),
    }

    answer = (await ways[how]()).json()

    assert answer["result"]["text"] == "好"
    assert answer["result"]["has_protected_content"] is True
