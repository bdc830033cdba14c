"""On the chat page every kind of button does what it does in Telegram."""

from playwright.async_api import expect

from tests.sandbox.page_town import NEEDS_BROWSER, PageTown, looking

pytestmark = NEEDS_BROWSER


async def card(town: PageTown, *rows: list[dict[str, object]], text: str = "请选择") -> int:
    """Let the bot put a message with inline buttons into the group; gives its id."""
    keyboard = {"inline_keyboard": list(rows)}
    sent = await town.call("sendMessage", chat_id=town.group.id, text=text, reply_markup=keyboard)
    return int(sent["message_id"])


async def keys(town: PageTown, keyboard: dict[str, object], text: str = "请按") -> int:
    """Let the bot send the voter a reply keyboard; gives the message's id."""
    town.acts.start(town.voter.id)
    sent = await town.call("sendMessage", chat_id=town.voter.id, text=text, reply_markup=keyboard)
    return int(sent["message_id"])


async def test_an_answer_to_a_press_flashes_on_the_phone_that_pressed() -> None:
    async with looking() as (town, screen):
        await card(town, [{"text": "签到", "callback_data": "in"}])
        phone = await screen.open_chat("deputy", town.group.id)
        button = phone.locator("[data-action=inline]")

        await button.click()
        query = await town.heard("callback_query")
        await expect(button).to_have_attribute("aria-busy", "true")
        await town.call("answerCallbackQuery", callback_query_id=query["id"], text="已签到")

        assert query["data"] == "in"
        await expect(phone.locator("[data-toast=answer]")).to_have_text("已签到")
        await expect(button).not_to_have_attribute("aria-busy", "true")
        await expect(screen.phone("staff").locator("[data-toast]")).to_have_count(0)


async def test_an_alert_waits_until_it_is_acknowledged() -> None:
    async with looking() as (town, screen):
        await card(town, [{"text": "签到", "callback_data": "in"}])
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=inline]").click()
        query = await town.heard("callback_query")
        await town.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="太早了", show_alert=True
        )

        await expect(phone.locator("[role=alertdialog]")).to_contain_text("太早了")
        await expect(phone.locator("[data-action=alert-ok]")).to_be_focused()
        await screen.page.keyboard.press("Enter")
        await expect(phone.locator("[role=alertdialog]")).to_have_count(0)


async def test_a_deep_link_under_a_message_opens_the_bot_for_the_same_person() -> None:
    async with looking() as (town, screen):
        await card(town, [{"text": "我的积分", "url": "https://t.me/huiyin_bot?start=points"}])
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=inline]").click()

        chat = phone.locator(f".conversation[data-chat='{town.deputy.id}']")
        await expect(chat.locator(".mine")).to_contain_text("/start points")
        assert len(screen.context.pages) == 1


async def test_a_web_address_opens_beside_the_page() -> None:
    async with looking() as (town, screen):
        await screen.context.route(
            "https://example.org/**", lambda route: route.fulfill(body="map")
        )
        await card(town, [{"text": "路线", "url": "https://example.org/map"}])
        phone = await screen.open_chat("deputy", town.group.id)

        async with screen.context.expect_page() as opening:
            await phone.locator("[data-action=inline]").click()

        beside = await opening.value
        await beside.wait_for_url("https://example.org/map")
        assert await beside.evaluate("window.opener") is None


async def test_copy_text_lands_on_the_clipboard() -> None:
    async with looking() as (town, screen):
        await screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await card(town, [{"text": "复制编号", "copy_text": {"text": "QS-0012"}}])
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=inline]").click()

        await expect(phone.locator("[data-toast]")).to_contain_text("已复制")
        assert await screen.page.evaluate("navigator.clipboard.readText()") == "QS-0012"


async def test_a_phone_number_leaves_only_after_a_question() -> None:
    async with looking() as (town, screen):
        await keys(town, {"keyboard": [[{"text": "发送手机号", "request_contact": True}]]})
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=reply-key]").click()
        await phone.locator("[data-sheet=share-contact] [data-action=cancel]").click()
        assert "contact" not in town.world.history(town.voter.id)[-1]
        await phone.locator("[data-action=reply-key]").click()
        await expect(phone.locator(".big-number")).to_have_text("19900000003")
        await phone.locator("[data-action=confirm]").click()

        await expect(phone.locator(".card")).to_contain_text("赵小满")
        contact = town.world.history(town.voter.id)[-1]["contact"]
        assert contact["user_id"] == town.voter.id


async def test_a_location_comes_from_a_pin_on_the_map() -> None:
    async with looking() as (town, screen):
        await keys(town, {"keyboard": [[{"text": "发送位置", "request_location": True}]]})
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=reply-key]").click()
        before = await phone.locator("[name=latitude]").input_value()
        await phone.locator("[data-action=map]").click(position={"x": 40, "y": 30})
        chosen = await phone.locator("[name=latitude]").input_value()
        await phone.locator("[data-action=send-location]").click()

        await expect(phone.locator(".place")).to_contain_text(chosen)
        assert chosen != before


async def test_a_one_time_keyboard_folds_away_and_can_be_called_back() -> None:
    async with looking() as (town, screen):
        keyboard = {"keyboard": [[{"text": "是"}, {"text": "否"}]], "one_time_keyboard": True}
        await keys(town, keyboard)
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-label=是]").click()

        await expect(phone.locator(".mine").last).to_contain_text("是")
        await expect(phone.locator(".reply-keyboard")).to_have_count(0)
        await phone.locator("[data-action=toggle-keyboard]").click()
        await expect(phone.locator(".reply-keyboard")).to_be_visible()


async def test_a_keyboard_stays_until_the_bot_removes_it() -> None:
    async with looking() as (town, screen):
        await keys(town, {"keyboard": [[{"text": "反映问题"}]], "resize_keyboard": True})
        phone = await screen.open_chat("voter", town.voter.id)
        await phone.locator("[data-label=反映问题]").click()
        await expect(phone.locator(".reply-keyboard")).to_be_visible()

        await keys(town, {"remove_keyboard": True}, "好的")

        await expect(phone.locator(".messages")).to_contain_text("好的")
        await expect(phone.locator(".reply-keyboard")).to_have_count(0)


async def test_force_reply_opens_an_answer() -> None:
    async with looking() as (town, screen):
        asked = await keys(town, {"force_reply": True, "input_field_placeholder": "写地址"})
        phone = await screen.open_chat("voter", town.voter.id)
        await expect(phone.locator("[data-action=write]")).to_have_attribute(
            "placeholder", "写地址"
        )

        await screen.write("voter", "青石桥12号")

        await expect(phone.locator(".mine .quote")).to_be_visible()
        answer = town.world.history(town.voter.id)[-1]
        assert answer["reply_to_message"]["message_id"] == asked


async def test_start_greets_a_bot_nobody_has_talked_to() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("voter", town.voter.id)
        await expect(phone.locator("[data-action=write]")).to_have_count(0)

        await phone.locator("[data-action=start]").click()

        await expect(phone.locator(".mine")).to_contain_text("/start")
        await expect(phone.locator("[data-action=write]")).to_be_visible()


async def test_commands_fit_the_person_and_the_chat() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.deputy.id)
        private = {"type": "all_private_chats"}
        for words, language in (("我的积分", ""), ("My points", "en")):
            menu = [{"command": "points", "description": words}]
            await town.call("setMyCommands", commands=menu, scope=private, language_code=language)
        phone = await screen.open_chat("deputy", town.deputy.id)

        await phone.locator("[data-action=write]").press_sequentially("/po")
        await expect(phone.locator("[data-action=suggestion]")).to_contain_text("我的积分")
        await phone.locator("[data-action=suggestion]").click()
        await expect(phone.locator(".mine").last).to_contain_text("/points")

        await phone.locator("[data-action=back]").click()
        await screen.open_chat("deputy", town.group.id)
        await expect(phone.locator("[data-action=menu]")).to_be_hidden()


async def test_blocking_the_bot_closes_the_chat_until_it_is_lifted() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.voter.id)
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=chat-info]").click()
        await phone.locator("[data-action=block]").click()
        await phone.locator("[data-action=confirm]").click()
        await expect(phone.locator("[data-action=unblock]")).to_be_visible()
        assert (await town.heard("my_chat_member"))["new_chat_member"]["status"] == "kicked"
        await phone.locator("[data-action=unblock]").click()

        await expect(phone.locator("[data-action=write]")).to_be_visible()
        assert (await town.heard("my_chat_member"))["new_chat_member"]["status"] == "member"


async def test_votes_are_counted_on_the_page() -> None:
    async with looking() as (town, screen):
        await town.call(
            "sendPoll",
            chat_id=town.group.id,
            question="哪天接待？",
            options=["周三", "周五"],
            is_anonymous=False,
        )
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=vote][data-option='1']").click()

        await expect(phone.locator(".choice.chosen")).to_contain_text("周五")
        await expect(phone.locator(".choice.chosen")).to_contain_text("100%")
        assert (await town.heard("poll_answer"))["option_ids"] == [1]


async def test_a_pasted_link_opens_the_bot_with_its_payload() -> None:
    async with looking() as (town, screen):
        phone = screen.phone("voter")
        await phone.locator("[data-action=open-link]").click()
        await phone.locator("[data-action=link-field]").fill("不是链接")
        await phone.locator("[data-action=go-link]").click()
        await expect(phone.locator("[role=alert]")).to_contain_text("不是")

        await phone.locator("[data-action=link-field]").fill("t.me/huiyin_bot?start=qr7")
        await phone.locator("[data-action=go-link]").click()

        await expect(phone.locator(".mine")).to_contain_text("/start qr7")
        assert (await town.heard("message"))["from"]["id"] == town.voter.id


async def test_a_button_that_asks_for_people_shares_the_chosen_ones() -> None:
    async with looking() as (town, screen):
        asked = {"request_id": 7, "max_quantity": 2}
        await keys(town, {"keyboard": [[{"text": "选代表", "request_users": asked}]]})
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=reply-key]").click()
        await phone.locator("label", has_text="王桂兰").click()
        await phone.locator("[data-action=confirm]").click()

        await expect(phone.locator(".service")).to_contain_text("选择了 1 人")
        shared = town.world.history(town.voter.id)[-1]["users_shared"]
        assert (shared["request_id"], shared["users"][0]["user_id"]) == (7, town.deputy.id)


async def test_a_button_that_asks_for_a_group_shares_it() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.staff.id)
        asked = {"request_id": 8, "chat_is_channel": False}
        keyboard = {"keyboard": [[{"text": "选群", "request_chat": asked}]]}
        await town.call(
            "sendMessage", chat_id=town.staff.id, text="哪个群？", reply_markup=keyboard
        )
        phone = await screen.open_chat("staff", town.staff.id)

        await phone.locator("[data-action=reply-key]").click()
        await phone.locator(f"[data-action=pick-chat][data-target='{town.group.id}']").click()

        await expect(phone.locator(".service")).to_contain_text("青石街道代表群")
        assert town.world.history(town.staff.id)[-1]["chat_shared"]["request_id"] == 8


async def test_a_startgroup_link_lets_one_choose_where_the_bot_goes() -> None:
    async with looking() as (town, screen):
        club = town.world.add_group(title="阅览室", creator=town.deputy.id)
        phone = screen.phone("deputy")
        await phone.locator("[data-action=open-link]").click()
        await phone.locator("[data-action=link-field]").fill(
            "https://t.me/huiyin_bot?startgroup=k1"
        )
        await phone.locator("[data-action=go-link]").click()

        await phone.locator(f"[data-action=pick-chat][data-target='{club.id}']").click()

        await expect(phone.locator(".mine")).to_contain_text("/start@huiyin_bot k1")
        assert club.has(town.bot.id)
