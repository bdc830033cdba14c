"""The tools of the chat page move time, make faults, show calls, change people and begin anew."""

from playwright.async_api import expect

from tests.sandbox.page_town import NEEDS_BROWSER, TOKEN, looking

pytestmark = NEEDS_BROWSER
DAY = 86_400


async def test_a_day_passes_at_a_press_and_the_weekday_follows() -> None:
    async with looking() as (town, screen):
        town.world.clock.shift(1_551_767_400 - town.world.clock.timestamp())
        await expect(screen.page.locator(".world-day")).to_contain_text("2019年3月5日 周二")
        offset = town.world.clock.offset

        await screen.page.locator(f"[data-action=travel][data-seconds='{DAY}']").click()

        await expect(screen.page.locator(".world-day")).to_contain_text("2019年3月6日 周三 Wed")
        assert town.world.clock.offset == offset + DAY


async def test_the_faults_of_the_sheet_wait_for_the_bot_and_can_be_taken_back() -> None:
    async with looking() as (town, screen):
        await screen.page.locator("[data-action=faults]").click()
        for kind in ("flood", "blocked", "lost_answer", "duplicate_update", "conflict"):
            await screen.page.locator(f"[data-action=fault][data-fault={kind}]").click()
            await expect(screen.page.locator(f"[data-active={kind}]")).to_be_visible()
        assert len(town.world.faults.active) == 5

        await screen.page.locator("[data-active=flood] [data-action=remove-fault]").click()
        await expect(screen.page.locator("[data-active=flood]")).to_have_count(0)
        await screen.page.locator("[data-action=clear-faults]").click()

        await expect(screen.page.locator("[data-active]")).to_have_count(0)
        assert town.world.faults.active == []


async def test_the_call_log_counts_and_marks_what_failed() -> None:
    async with looking() as (town, screen):
        await town.call("getMe")
        town.world.faults.add("blocked", method="sendMessage")
        refused = {"chat_id": town.group.id, "text": "有人吗"}
        await town.client.post(f"{town.url}/bot{town.bot.token}/sendMessage", json=refused)
        await expect(screen.page.locator("[data-count=errors]")).to_have_text("1")

        await screen.page.locator("[data-action=calls]").click()

        rows = screen.page.locator("#calls .call")
        await expect(rows).to_have_count(2)
        await expect(rows.first).to_have_class("call failed")
        await expect(rows.first).to_contain_text("✕ 403")
        await screen.page.locator("[data-action=only-errors]").check()
        await expect(rows).to_have_count(1)


async def test_a_phone_can_be_handed_to_somebody_else() -> None:
    async with looking() as (town, screen):
        town.acts.write(town.staff.id, town.forum.id, "内部消息")
        phone = screen.phone("voter")
        await phone.locator("[data-action=switch-person]").click()
        await phone.locator("[data-action=find-person]").fill("李建")

        await phone.locator("[data-action=pick-person]").click()

        await expect(phone.locator(".persona-name")).to_have_text("李建国")
        await expect(phone.locator(".row-last").first).to_contain_text("内部消息")


async def test_a_newcomer_can_be_made_and_begins_with_an_empty_chat() -> None:
    async with looking() as (town, screen):
        phone = screen.phone("voter")
        await phone.locator("[data-action=switch-person]").click()
        await phone.locator("[data-action=new-person]").click()
        await phone.locator("[data-action=person-name]").fill("孙新来")

        await phone.locator("[data-action=create-person]").click()

        await expect(phone.locator(".persona-name")).to_have_text("孙新来")
        newcomer = max(town.world.users)
        await screen.open_chat("voter", newcomer)
        await expect(phone.locator("[data-action=start]")).to_be_visible()


async def test_reset_asks_first_and_then_shows_the_world_anew() -> None:
    async with looking() as (town, screen):
        town.acts.write(town.staff.id, town.group.id, "旧话")

        def begin_anew() -> None:
            town.world.clear()
            town.world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
            fresh = town.world.add_user(name="周重来")
            town.world.layout = {"personas": [{"user_id": fresh.id, "role": "deputy"}]}

        town.world.on_reset.append(begin_anew)
        await screen.page.locator("[data-action=reset]").click()
        await screen.page.locator("[data-sheet=reset] [data-action=confirm]").click()

        await expect(screen.phone("deputy").locator(".persona-name")).to_have_text("周重来")
        await expect(screen.page.locator("[data-persona]")).to_have_count(1)
        await expect(screen.page.locator("body")).not_to_contain_text("旧话")


async def test_big_letters_are_a_press_away() -> None:
    async with looking() as (town, screen):
        row = screen.phone("deputy").locator(f"[data-chat='{town.group.id}'] .row-name")
        size = "node => parseFloat(getComputedStyle(node).fontSize)"
        before = await row.evaluate(size)

        await screen.page.locator("[data-action=big-font]").click()

        assert await row.evaluate(size) >= before * 1.2
        await expect(screen.page.locator("[data-action=big-font]")).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_members_can_be_added_promoted_and_removed() -> None:
    async with looking() as (town, screen):
        phone = await screen.open_chat("staff", town.group.id)
        await phone.locator("[data-action=chat-info]").click()
        await phone.locator("[data-action=add-member]").click()
        await phone.locator(f"[data-action=add-person][data-user='{town.voter.id}']").click()
        await expect(phone.locator(".title-under")).to_contain_text("4 人")

        for deed in ("promote", "remove-member"):
            await phone.locator("[data-action=chat-info]").click()
            await phone.locator("[data-action=members]").click()
            member = phone.locator(f"[data-action=manage-member][data-user='{town.voter.id}']")
            await member.click()
            await phone.locator(f"[data-action={deed}]").click()

        await expect(phone.locator(".title-under")).to_contain_text("3 人")
        changes = [await town.heard("message") for _ in range(2)]
        assert [set(change) & {"new_chat_member", "left_chat_member"} for change in changes] == [
            {"new_chat_member"},
            {"left_chat_member"},
        ]


async def test_people_appear_on_a_page_that_was_opened_before_them() -> None:
    async with looking() as (town, screen):
        town.world.clear()
        town.world.layout = {}
        await screen.page.reload()
        await expect(screen.page.locator("#stage")).to_contain_text("这里还没有人")

        town.world.add_user(name="周先到")

        await expect(screen.page.locator(".persona-name")).to_have_text("周先到")


async def test_a_person_who_vanishes_is_replaced_without_a_reload() -> None:
    async with looking() as (town, screen):
        town.world.clear()

        fresh = town.world.add_user(name="吴后来")
        town.world.layout = {"personas": [{"user_id": fresh.id, "role": "staff"}]}

        await expect(screen.phone("staff").locator(".persona-name")).to_have_text("吴后来")
        await expect(screen.page.locator("[data-persona]")).to_have_count(1)
