"""An activity for which one has to be in the room: the code on a screen and on a phone, a sheet."""

from docs.scenes import printing
from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Switch the code on, show it on the big screen, and on the clerk's own phone."""
    async with stage.small() as small:
        await code(small)
        await sheet(small, stage)


async def code(small: Camera) -> None:
    """A clerk lets deputies check in by the code of the room, and shows it."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("活动管理", until="请按要办的活动")
    await staff.press("海绵工程", until="和平公园南门")
    await staff.press("签到方式", until="代表可以怎样签到")
    await staff.press("⬜ 现场码", until="人在现场才看得到")
    await staff.press("返回", until="和平公园南门")
    await staff.press("🔢 现场码", until="打印出来贴在门口")
    await staff.press("发签到二维码", until="请代表当场扫一扫")
    await staff.show("请代表当场扫一扫")
    await small.take("venue-photo")
    await screen(small)


async def screen(small: Camera) -> None:
    """The page for the big screen, as wide as one."""
    staff = small.phone("staff")
    words = await staff.screen.locator(".message", has_text="打印出来贴在门口").last.inner_text()
    [address] = [one for one in words.split() if "/venue/" in one]
    page = await small.page.context.new_page()
    await page.set_viewport_size({"width": 1280, "height": 720})
    await page.goto(address)
    await page.locator("svg, img").first.wait_for(state="visible")
    await Camera(page).take("venue-screen")
    await page.close()


async def sheet(small: Camera, stage: Stage) -> None:
    """A clerk has the sheet made that people sign."""
    staff = small.phone("staff")
    await staff.key("活动管理", until="请按要办的活动")
    await staff.press("海绵工程", until="和平公园南门")
    await staff.press("纸质名单", until=".docx")
    files = stage.demo.world.files.by_id.values()
    [paper] = [one for one in files if one.name.endswith(".docx")]
    await printing.take(paper.content, "signing-sheet")
