"""Nothing people or bots write can run on the chat page, break it or reach beyond it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

import sandbox
from sandbox.acts import Acts
from tests.sandbox.page_seeing import TOO_WIDE
from tests.sandbox.page_town import HANDHELD, NEEDS_BROWSER, browser, opened, served_town

PAGE = Path(sandbox.__file__).parent / "page"
BROWSER, SKIP_WITHOUT = NEEDS_BROWSER
RUN = "window.ran = true"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f'"><svg onload="{RUN}">',
    f"</textarea><iframe srcdoc='<script>parent.{RUN}</script>'>",
    "\u202e\u2066gnp.exe\u200f" * 20,
    "Z̸̡̢̛͇̙͙̫͚̻̖̾̈́͌͐" * 60,
    "w" * 3000,
)


async def fill(acts: Acts, actor: int, chat: int) -> None:
    for words in HOSTILE:
        acts.write(actor, chat, words)
    acts.write(actor, chat, "😀" * 2048)
    acts.send_document(actor, chat, b"x", filename=HOSTILE[1], caption=HOSTILE[0])


@BROWSER
@SKIP_WITHOUT
@pytest.mark.parametrize("size", [HANDHELD, (1400, 900)])
async def test_hostile_names_and_texts_are_only_shown(size: tuple[int, int]) -> None:
    async with served_town() as town, browser() as started:
        town.staff.name, town.staff.last_name = HOSTILE[0], HOSTILE[4]
        town.group.title = HOSTILE[1]
        await fill(town.acts, town.staff.id, town.group.id)
        button = {"text": HOSTILE[1], "callback_data": HOSTILE[0]}
        await town.call(
            "sendMessage",
            chat_id=town.group.id,
            text=HOSTILE[2],
            reply_markup={"inline_keyboard": [[button] * 3]},
        )

        async with opened(started, town, size) as screen:
            phone = await screen.open_chat("deputy", town.group.id)
            await expect(phone.locator(".text").first).to_have_text(HOSTILE[0])
            await phone.locator("[data-action=inline]").first.click()
            query = await town.heard("callback_query")
            await town.call("answerCallbackQuery", callback_query_id=query["id"], text=HOSTILE[1])
            await expect(phone.locator("[data-toast=answer]")).to_have_text(HOSTILE[1])

            assert await screen.page.evaluate("window.ran") is None
            assert await screen.page.locator("#stage script, #stage iframe").count() == 0
            assert await screen.page.evaluate(TOO_WIDE) == 0
            assert screen.complaints == []


@BROWSER
@SKIP_WITHOUT
async def test_a_link_with_an_unsafe_scheme_is_plain_text() -> None:
    async with served_town() as town, browser() as started:
        sent = await town.call("sendMessage", chat_id=town.group.id, text="点这里 或这里")
        message = town.group.messages[sent["message_id"]]
        message.body["entities"] = [
            {"type": "text_link", "offset": 0, "length": 3, "url": f"javascript:{RUN}"},
            {"type": "text_link", "offset": 4, "length": 3, "url": "data:text/html,x"},
        ]

        async with opened(started, town) as screen:
            phone = await screen.open_chat("deputy", town.group.id)

            await expect(phone.locator(".dead-link")).to_have_count(2)
            await expect(phone.locator(".text a")).to_have_count(0)


@BROWSER
@SKIP_WITHOUT
async def test_entities_that_make_no_sense_lose_no_letter() -> None:
    async with served_town() as town, browser() as started:
        sent = await town.call("sendMessage", chat_id=town.group.id, text="一二三四五六")
        message = town.group.messages[sent["message_id"]]
        message.body["entities"] = [
            {"type": "bold", "offset": 1, "length": 3},
            {"type": "italic", "offset": 2, "length": 90},
            {"type": "underline", "offset": 40, "length": 2},
            {"type": "code", "offset": -1, "length": 2},
            {"type": "from_the_future", "offset": 0, "length": 2},
        ]

        async with opened(started, town) as screen:
            phone = await screen.open_chat("deputy", town.group.id)

            await expect(phone.locator(".text")).to_have_text("一二三四五六")
            assert screen.complaints == []


@BROWSER
@SKIP_WITHOUT
async def test_the_page_forbids_itself_to_run_what_is_not_its_own() -> None:
    async with served_town() as town, browser() as started, opened(started, town) as screen:
        await screen.page.evaluate(
            f"""() => {{
                const script = document.createElement("script");
                script.textContent = "{RUN}";
                document.head.append(script);
            }}"""
        )

        assert await screen.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in words for words in screen.complaints)


def sources(*suffixes: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in PAGE.iterdir() if path.suffix in suffixes}


def test_no_source_of_the_page_parses_text_as_html() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML\s*=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function"
        r"|createContextualFragment|DOMParser"
    )

    found = {name for name, source in sources(".js").items() if forbidden.search(source)}

    assert found == set()


def test_the_page_loads_nothing_from_elsewhere() -> None:
    namespace = "http://www.w3.org/2000/svg"

    for name, source in sources(".html", ".css", ".svg").items():
        assert "//" not in source.replace(namespace, ""), name
        assert "style=" not in source, name
        assert not re.search(r"<script(?![^>]*src=)", source), name


def test_every_module_is_announced_in_the_page_so_that_it_opens_at_once() -> None:
    announced = set(re.findall(r'static/(\w+\.js)"', (PAGE / "index.html").read_text()))

    assert announced == set(sources(".js"))
