"""The chat page can be read and worked by older people, by keyboard and on a small phone."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page_seeing import ONE_TONGUED, PALE_TEXTS, SMALL_TARGETS, TOO_WIDE
from tests.sandbox.page_town import (
    DESKTOP,
    HANDHELD,
    NEEDS_BROWSER,
    PageTown,
    Screen,
    looking,
)

pytestmark = NEEDS_BROWSER
FINGER = 44
LEGIBLE = 4.5
# What is pressed, one after the other, to come to a screen.
SCREENS: dict[str, list[str]] = {
    "list": [],
    "group": ["GROUP"],
    "private": ["PRIVATE"],
    "the menu of a message": ["GROUP", "message-menu"],
    "attachments": ["GROUP", "attach"],
    "a place": ["GROUP", "attach", "attach-location"],
    "a contact": ["GROUP", "attach", "attach-contact"],
    "members": ["GROUP", "chat-info", "members"],
    "the bot's commands": ["PRIVATE", "menu"],
    "blocking": ["PRIVATE", "chat-info", "block"],
    "another person": ["switch-person"],
    "a new person": ["switch-person", "new-person"],
    "a link": ["open-link"],
    "the tools": ["tools"],
    "faults": ["tools", "faults"],
    "calls": ["tools", "calls"],
    "reset": ["tools", "reset"],
}


async def say_something_of_everything(town: PageTown) -> None:
    """Fill the group and the deputy's private chat."""
    group, deputy = town.group.id, town.deputy.id
    asked = town.acts.write(town.staff.id, group, "周五巡河，请看 https://example.org")
    town.acts.write(deputy, group, "收到", reply_to=asked.id)
    town.acts.react(town.staff.id, group, asked.id, "👍")
    town.acts.send_document(town.staff.id, group, b"1", filename="名单.docx")
    town.acts.share_contact(town.staff.id, group)
    town.acts.share_location(town.staff.id, group)
    await town.call("sendPoll", chat_id=group, question="何时？", options=["上午", "下午"])
    styles = [
        {"text": style or "plain", "callback_data": "x", "style": style}
        for style in ("primary", "success", "danger")
    ]
    rows = {"inline_keyboard": [styles, [{"text": "签到", "callback_data": "in"}]]}
    await town.call("sendMessage", chat_id=group, text="请签到", reply_markup=rows)
    town.acts.start(deputy)
    keys = {"keyboard": [["我的积分", "帮助"], ["接待日"]], "resize_keyboard": True}
    await town.call("sendMessage", chat_id=deputy, text="您好", reply_markup=keys)
    await town.call("setMyCommands", commands=[{"command": "help", "description": "帮助"}])


async def go(screen: Screen, town: PageTown, where: str) -> None:
    """Bring the deputy's phone to one of the screens, from a fresh page."""
    await screen.page.reload()
    await screen.page.locator("html[data-ready=yes]").wait_for(state="attached")
    chats = {"GROUP": town.group.id, "PRIVATE": town.deputy.id}
    for step in SCREENS[where]:
        target = screen.page.locator(f"[data-persona=deputy] [data-chat='{chats.get(step)}']")
        if step not in chats:
            target = screen.page.locator(f"[data-action={step}] >> visible=true").first
        if step != "tools" or await target.is_visible():
            await target.click()
    await screen.page.wait_for_function("() => document.querySelector('[aria-busy]') === null")


async def unfold_tools(screen: Screen) -> None:
    tools = screen.page.locator("[data-action=tools]")
    if await tools.is_visible():
        await tools.click()


async def test_on_a_handheld_everything_fits_a_finger_and_the_window() -> None:
    async with looking(HANDHELD) as (town, screen):
        await say_something_of_everything(town)

        for where in SCREENS:
            await go(screen, town, where)

            assert await screen.page.evaluate(SMALL_TARGETS, FINGER) == [], where
            assert await screen.page.evaluate(TOO_WIDE) == 0, where
        assert screen.complaints == []


async def test_words_stand_out_and_every_control_speaks_both_languages() -> None:
    async with looking(DESKTOP) as (town, screen):
        await say_something_of_everything(town)

        for where in SCREENS:
            await go(screen, town, where)

            assert await screen.page.evaluate(PALE_TEXTS, LEGIBLE) == [], where
            assert await screen.page.evaluate(ONE_TONGUED) == [], where
            assert await screen.page.evaluate(TOO_WIDE) == 0, where


@pytest.mark.parametrize("size", [(320, 640), HANDHELD, (768, 1024), (1100, 700), DESKTOP])
async def test_big_letters_fit_every_window(size: tuple[int, int]) -> None:
    async with looking(size) as (town, screen):
        await say_something_of_everything(town)
        await unfold_tools(screen)
        await screen.page.locator("[data-action=big-font]").click()
        await unfold_tools(screen)
        phone = await screen.open_chat("deputy", town.group.id)

        await expect(phone.locator("[data-action=send]")).to_be_in_viewport(ratio=1)
        assert await screen.page.evaluate(TOO_WIDE) == 0


async def test_the_keyboard_alone_opens_a_chat_writes_and_comes_back() -> None:
    async with looking() as (town, screen):
        keyboard = screen.page.keyboard
        row = screen.phone("deputy").locator(
            f"[data-action=open-chat][data-chat='{town.group.id}']"
        )
        for _ in range(30):
            await keyboard.press("Tab")
            if await row.evaluate("node => node === document.activeElement"):
                break

        await keyboard.press("Enter")
        await screen.phone("deputy").locator("[data-action=write]").focus()
        await keyboard.type("准时到")
        await keyboard.press("Enter")

        await expect(screen.phone("deputy").locator(".mine")).to_contain_text("准时到")
        assert town.world.history(town.group.id)[-1]["text"] == "准时到"


async def test_escape_closes_a_sheet_and_gives_the_focus_back() -> None:
    async with looking() as (town, screen):
        assert town.deputy.phone
        opener = screen.phone("deputy").locator("[data-action=switch-person]")
        await opener.focus()
        await screen.page.keyboard.press("Enter")
        sheet = screen.phone("deputy").locator("[role=dialog]")
        for _ in range(12):
            await screen.page.keyboard.press("Tab")
            assert await sheet.evaluate("node => node.contains(document.activeElement)")

        await screen.page.keyboard.press("Escape")

        await expect(sheet).to_have_count(0)
        await expect(opener).to_be_focused()


async def test_a_message_that_arrives_does_not_take_the_focus_from_the_list() -> None:
    async with looking() as (town, screen):
        row = screen.phone("deputy").locator(f"[data-chat='{town.group.id}']")
        await row.focus()

        town.acts.write(town.staff.id, town.group.id, "新消息")

        await expect(row).to_contain_text("新消息")
        await expect(row).to_be_focused()
