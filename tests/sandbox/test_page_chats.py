"""On the chat page people read, write, answer, edit and forward."""

from playwright.async_api import expect

from tests.sandbox.page_town import HANDHELD, NEEDS_BROWSER, looking

pytestmark = NEEDS_BROWSER


async def test_what_one_writes_reaches_the_bot_and_the_other_phones() -> None:
    async with looking() as (town, screen):
        await screen.open_chat("deputy", town.group.id)
        await screen.open_chat("staff", town.group.id)
        await screen.write("deputy", "/sign@huiyin_bot 签到")

        heard = await town.heard("message")

        assert heard["text"] == "/sign@huiyin_bot 签到"
        assert heard["from"]["id"] == town.deputy.id
        await expect(screen.phone("staff").locator(".bubble")).to_contain_text("签到")


async def test_what_the_bot_answers_appears_without_a_reload() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.voter.id)
        phone = await screen.open_chat("voter", town.voter.id)

        sent = await town.call("sendMessage", chat_id=town.voter.id, text="您好")
        message = phone.locator(f"[data-message='{sent['message_id']}']")
        await expect(message).to_contain_text("您好")
        await town.call(
            "editMessageText",
            chat_id=town.voter.id,
            message_id=sent["message_id"],
            text="您好，赵小满",
        )

        await expect(message).to_contain_text("您好，赵小满")
        await expect(message.locator(".edited")).to_be_visible()


async def test_a_press_is_not_lost_when_something_is_said_under_the_finger() -> None:
    async with looking() as (town, screen):
        town.acts.start(town.voter.id)
        row = screen.phone("voter").locator(f"[data-action=open-chat][data-chat='{town.voter.id}']")
        await row.hover()

        await screen.page.mouse.down()
        await town.call("sendMessage", chat_id=town.voter.id, text="您好")
        await screen.page.wait_for_timeout(400)
        await screen.page.mouse.up()

        await expect(screen.phone("voter").locator(".bubble").last).to_contain_text("您好")


async def test_a_deleted_message_disappears() -> None:
    async with looking() as (town, screen):
        written = town.acts.write(town.staff.id, town.group.id, "写错了")
        phone = await screen.open_chat("deputy", town.group.id)
        await expect(phone.locator(".messages")).to_contain_text("写错了")

        town.acts.delete(town.staff.id, town.group.id, written.id)

        await expect(phone.locator(".messages")).not_to_contain_text("写错了")


async def test_entities_become_elements() -> None:
    async with looking() as (town, screen):
        html = (
            "<b>粗<i>斜</i></b> <code>a&lt;b</code> <a href='https://example.org/'>网页</a>"
            "\n<blockquote>引文</blockquote>\n<tg-spoiler>谜底</tg-spoiler> 😀<u>下划线</u>"
        )
        await town.call("sendMessage", chat_id=town.group.id, text=html, parse_mode="HTML")

        text = (await screen.open_chat("deputy", town.group.id)).locator(".text")

        await expect(text.locator("strong > em")).to_have_text("斜")
        await expect(text.locator("code")).to_have_text("a<b")
        await expect(text.locator("a")).to_have_attribute("href", "https://example.org/")
        await expect(text.locator("blockquote")).to_have_text("引文")
        await expect(text.locator("u")).to_have_text("下划线")
        await expect(text.locator(".spoiler-text")).to_be_hidden()
        await text.locator(".spoiler").click()
        await expect(text.locator(".spoiler-text")).to_be_visible()


async def test_a_reply_quotes_what_it_answers() -> None:
    async with looking() as (town, screen):
        asked = town.acts.write(town.staff.id, town.group.id, "谁能来？")
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=message-menu]").click()
        await phone.locator("[data-action=reply]").click()
        await screen.write("deputy", "我能来")

        await expect(phone.locator(".mine .quote")).to_contain_text("谁能来？")
        answer = town.world.history(town.group.id)[-1]
        assert answer["reply_to_message"]["message_id"] == asked.id


async def test_own_words_can_be_changed() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("deputy", town.group.id)
        await screen.write("deputy", "九点倒")
        await expect(phone.locator(".mine")).to_contain_text("九点倒")

        await phone.locator("[data-action=message-menu]").click()
        await phone.locator("[data-action=edit]").click()
        await screen.write("deputy", "九点到")

        await expect(phone.locator(".mine .text")).to_have_text("九点到")
        await expect(phone.locator(".edited")).to_be_visible()


async def test_a_message_can_be_forwarded_to_the_bot() -> None:
    async with looking() as (town, screen):
        town.acts.write(town.staff.id, town.group.id, "路灯不亮")
        phone = await screen.open_chat("deputy", town.group.id)

        await phone.locator("[data-action=message-menu]").click()
        await phone.locator("[data-action=forward]").click()
        await phone.locator(f"[data-action=forward-to][data-target='{town.deputy.id}']").click()

        await expect(phone.locator(".origin")).to_contain_text("李建国")
        heard = await town.heard("message")
        assert heard["forward_origin"]["type"] == "user"


async def test_a_reaction_shows_on_every_phone_and_can_be_taken_back() -> None:
    async with looking() as (town, screen):
        written = town.acts.write(town.staff.id, town.group.id, "谢谢大家")
        deputy = await screen.open_chat("deputy", town.group.id)
        staff = await screen.open_chat("staff", town.group.id)

        await deputy.locator("[data-action=message-menu]").click()
        await deputy.locator("[data-action=pick-reaction][data-emoji='👍']").click()
        await expect(staff.locator(".reaction .count")).to_have_text("1")
        await deputy.locator("[data-action=react]").click()

        await expect(staff.locator(".reaction")).to_have_count(0)
        assert town.group.messages[written.id].reactions == {}


async def test_unread_messages_are_counted_until_the_chat_is_opened() -> None:
    async with looking() as (town, screen):
        row = screen.phone("deputy").locator(f"[data-chat='{town.group.id}']")
        for words in ("一", "二", "三"):
            town.acts.write(town.staff.id, town.group.id, words)
        await expect(row.locator(".badge")).to_have_text("3")

        await row.click()
        await screen.phone("deputy").locator("[data-action=back]").click()

        await expect(row).to_be_visible()
        await expect(row.locator(".badge")).to_have_count(0)


async def test_a_forum_shows_its_topics_and_keeps_their_messages_apart() -> None:
    async with looking() as (town, screen):
        thread = town.acts.create_topic(town.staff.id, town.forum.id, "0012 路灯不亮")
        town.acts.write(town.staff.id, town.forum.id, "综合里的话")
        phone = await screen.open_chat("staff", town.forum.id)

        await phone.locator(f"[data-topic='{thread}']").click()
        await screen.write("staff", "请城管所核实")

        await expect(phone.locator(".messages")).to_contain_text("请城管所核实")
        await expect(phone.locator(".messages")).not_to_contain_text("综合里的话")
        assert town.world.history(town.forum.id)[-1]["message_thread_id"] == thread


async def test_service_messages_stand_between_the_bubbles() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("deputy", town.group.id)

        town.acts.add_to_group(town.staff.id, town.group.id, town.voter.id)

        await expect(phone.locator(".service")).to_contain_text("赵小满 加入了群")


async def test_a_pinned_message_leads_to_its_place() -> None:
    async with looking() as (town, screen):
        sent = await town.call("sendMessage", chat_id=town.group.id, text="今天的签到卡")
        phone = await screen.open_chat("deputy", town.group.id)

        town.acts.pin(town.staff.id, town.group.id, sent["message_id"])

        await phone.locator("[data-action=pinned]").click()
        await expect(phone.locator(f"[data-message='{sent['message_id']}']")).to_be_focused()


async def test_on_a_handheld_one_person_is_shown_at_a_time() -> None:
    async with looking(HANDHELD) as (town, screen):
        await expect(screen.phone("deputy")).to_be_visible()
        await expect(screen.phone("voter")).to_be_hidden()

        await screen.page.locator("[data-tab=staff]").click()
        await screen.open_chat("staff", town.group.id)
        await screen.write("staff", "大家好")
        await expect(screen.page.locator("[data-tab=deputy] .badge")).to_have_text("1")

        await screen.page.locator("[data-tab=deputy]").click()
        await expect(screen.phone("deputy").locator(".row-last").first).to_contain_text("大家好")
        await expect(screen.phone("staff")).to_be_hidden()
