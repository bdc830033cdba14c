"""The signed way to a link: it notes the reading and leads where the staff said, nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from bot.links import Links
from handlers.kit import addresses
from models import clock
from models.materials import actions, links
from models.materials.tables import Recipient
from models.people.rules import OPERATOR
from tests.handlers.days import rows, until
from tests.handlers.materials_made import sent_material
from tests.town import Town

LINK = "https://www.example.gov.cn/law?id=1"


@asynccontextmanager
async def browser(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=Starlette(routes=[*Links(town.app.db).routes]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


async def linked(town: Town) -> tuple[int, str]:
    await until(town, 10)
    addresses.use("https://bot.example.cn")
    number = await sent_material(town, text=f"请看 {LINK} 。")
    button = town.said_to("王桂兰")[-1]["reply_markup"]["inline_keyboard"][0][0]
    return number, str(button["url"]).removeprefix("https://bot.example.cn")


async def read_by(town: Town) -> dict[str, str | None]:
    names = {number: name for name, number in town.members.items()}
    return {names[one.member_id]: one.read_by for one in await rows(town, Recipient)}


async def test_opening_the_link_counts_as_read_and_leads_there(town: Town) -> None:
    _number, path = await linked(town)

    async with browser(town) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.headers["location"]) == (302, LINK)
    assert await read_by(town) == {"王桂兰": "link", "李建国": None}


async def test_a_look_at_the_heads_alone_is_no_reading(town: Town) -> None:
    _number, path = await linked(town)

    async with browser(town) as client:
        answer = await client.head(path)

    assert answer.status_code == 405
    assert await read_by(town) == {"王桂兰": None, "李建国": None}


@pytest.mark.parametrize("spoil", ["cut", "swap", "strange", "long", "outside"])
async def test_what_was_not_signed_here_leads_nowhere(town: Town, spoil: str) -> None:
    _number, path = await linked(town)
    numbers, _, signature = path.removeprefix(links.PREFIX).rpartition(".")
    group, material, member = numbers.split(".")
    other = links._written(town.members["李建国"])
    forged = {
        "cut": f"{numbers}.{signature[:-1]}",
        "swap": f"{group}.{material}.{other}.{signature}",
        "strange": f"{numbers}.王桂兰",
        "long": f"{member * 40}.{signature}",
        "outside": "https:%2F%2Fevil.example",
    }[spoil]

    async with browser(town) as client:
        answer = await client.get(f"{links.PREFIX}{forged}", params={"url": "https://evil.example"})

    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert set((await read_by(town)).values()) == {None}


async def test_a_withdrawn_material_has_no_link_any_more(town: Town) -> None:
    number, path = await linked(town)
    async with town.app.db.transaction() as tx:
        await actions.withdraw(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            material_id=number,
            by=OPERATOR,
            now=clock.now(),
        )

    async with browser(town) as client:
        answer = await client.get(path)

    assert answer.status_code == 404


async def test_without_an_address_of_its_own_the_button_leads_there_directly(town: Town) -> None:
    await until(town, 10)
    addresses.use("")

    await sent_material(town, text=f"请看 {LINK}")

    button = town.said_to("王桂兰")[-1]["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == LINK
