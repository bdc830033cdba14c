"""The page for the screen in the room: what it shows, and to whom."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
from sqlalchemy import select
from starlette.routing import Route

from bot.health import Health
from bot.serving import application
from bot.venue.routes import Venue
from handlers.kit import addresses
from models import clock
from models.activities import actions, venue, ways
from models.activities.code_checking import venue_key
from models.activities.codes import code_of, step_of
from models.activities.rules import Way
from models.activities.tables import Activity, VenueScreen
from models.messages.tables import Message, Method
from models.people.inviting import digest
from models.people.rules import OPERATOR
from tests.town import Town


async def by_code(town: Town, *, starts_in: timedelta = timedelta(minutes=5)) -> Activity:
    one = await town.announce(title="集中<学习>", starts_in=starts_in)
    async with town.app.db.transaction() as tx:
        return await ways.allow(
            tx,
            group_id=one.group_id,
            activity_id=one.id,
            way=Way.CODE,
            allowed=True,
            by=OPERATOR,
            now=clock.now(),
        )


async def address(town: Town, one: Activity) -> str:
    async with town.app.db.transaction() as tx:
        serial = await venue.open_screen(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    return f"/venue/{venue.token_of(serial)}"


@asynccontextmanager
async def browser(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    routes: list[Route] = [*Health(town.app).routes, *Venue(town.app.db, town.app.bot).routes]
    transport = httpx.ASGITransport(app=application(routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
        yield client


async def test_the_page_shows_title_digits_qr_code_and_count(town: Town) -> None:
    one = await by_code(town)
    await town.write("王桂兰", "签到")
    path = await address(town, one)

    async with browser(town) as client:
        before = clock.now()
        page = await client.get(path)

    shown = re.search(r'class="digits">(\d{3})<span> </span>(\d{3})<', page.text)
    key = venue_key(one.group_id, one.id)
    assert shown is not None
    assert "".join(shown.groups()) in {code_of(key, step_of(at)) for at in (before, clock.now())}
    assert "集中&lt;学习&gt;" in page.text
    assert "<svg" in page.text
    assert "已到 1 人，应到 2 人" in page.text
    assert re.search(r"还有 \d+ 秒换下一个", page.text)


async def test_each_answer_forbids_foreign_scripts_frames_and_keeping(town: Town) -> None:
    path = await address(town, await by_code(town))

    async with browser(town) as client:
        answers = [
            await client.get(each)
            for each in (path, f"{path}/now", "/venue/files/venue.js", "/venue/none")
        ]

    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"


async def test_nothing_on_the_page_runs_but_its_one_script(town: Town) -> None:
    path = await address(town, await by_code(town))

    async with browser(town) as client:
        page = (await client.get(path)).text

    assert re.findall(r"<script[^>]*>", page) == ['<script src="files/venue.js" defer>']
    assert not re.search(r"\sstyle=|\son[a-z]+=|https?://(?!www\.w3\.org/2000/svg)", page)


async def test_an_address_that_was_guessed_shows_nothing(town: Town) -> None:
    one = await by_code(town)
    path = await address(town, one)

    async with browser(town) as client:
        answers = [
            await client.get(each) for each in (f"{path[:-1]}x", "/venue/x", f"/venue/{'a' * 500}")
        ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("集中" in answer.text for answer in answers)


async def test_before_the_window_and_after_it_no_code_is_shown(town: Town) -> None:
    one = await by_code(town, starts_in=timedelta(hours=2))
    path = await address(town, one)

    async with browser(town) as client:
        early = (await client.get(path)).text
        await town.pass_time(timedelta(hours=5))
        ended = (await client.get(path)).text
        await town.pass_time(timedelta(days=1))
        gone = await client.get(path)

    assert "开始签到" in early
    assert 'class="digits"' not in early + ended
    assert "<svg" not in early + ended
    assert gone.status_code == 404


async def test_after_the_closing_the_page_says_so(town: Town) -> None:
    one = await by_code(town)
    path = await address(town, one)
    async with town.app.db.transaction() as tx:
        await actions.close(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )

    async with browser(town) as client:
        page = (await client.get(path)).text

    assert "签到已结束" in page
    assert 'class="digits"' not in page


async def test_a_void_address_leads_nowhere(town: Town) -> None:
    one = await by_code(town)
    path = await address(town, one)
    async with town.app.db.transaction() as tx:
        await venue.void_screens(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )

    async with browser(town) as client:
        answer = await client.get(path)

    assert answer.status_code == 404


async def test_no_row_holds_the_address_that_staff_are_given(town: Town) -> None:
    await by_code(town)
    await town.write("周敏", "活动管理")
    for label in ("🟢 集中<学习>", "🔢 现场码"):
        last = town.said_to("周敏")[-1]
        await town.press("周敏", town.people["周敏"], last["message_id"], label)

    async with town.app.db.reading() as tx:
        [screen] = list(await tx.scalars(select(VenueScreen)))
        [sent] = list(await tx.scalars(select(Message).where(Message.method == Method.PHOTO)))

    token = venue.token_of(sent.body["serial"])
    assert digest(token) == screen.token_hash
    assert token not in str(sent.body) + screen.token_hash


async def test_the_address_staff_are_given_opens_the_page(town: Town) -> None:
    addresses.use("https://bot.example.org/")
    await by_code(town)
    await town.write("周敏", "活动管理")
    for label in ("🟢 集中<学习>", "🔢 现场码"):
        last = town.said_to("周敏")[-1]
        await town.press("周敏", town.people["周敏"], last["message_id"], label)

    found = re.search(r"https://bot\.example\.org(/venue/\w+)", town.said_to("周敏")[-1]["caption"])
    assert found is not None
    async with browser(town) as client:
        assert (await client.get(found[1])).status_code == 200
