"""The report of the year opened figure by figure; archives of one deputy and of all."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Look at the year, at a term, at an archive, and have all archives made."""
    async with stage.small() as small:
        await year(small)
        await terms(small)
        await mine(small)
        await everybody(small)


async def year(small: Camera) -> None:
    """A clerk opens the year and one of its figures."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.write("年度报告", until="按下面的数字")
    await staff.show("年度报告")
    await small.take("year")
    await staff.press("区代表集中活动", until="条记录")
    await small.take("figure")
    await staff.press("返回年度报告", until="按下面的数字")
    await staff.press("报告数据部分（Word）", until="工作报告数据部分")


async def terms(small: Camera) -> None:
    """A clerk looks at what a by-elected deputy has held."""
    staff = small.phone("staff")
    await staff.key("名册", until="已绑定")
    await staff.press("杨晓燕", until="选区")
    await staff.press("任期和当选情况", until="补选当选")
    await staff.show("任期")
    await small.take("terms")


async def mine(small: Camera) -> None:
    """A deputy reads their own archive."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.write("我的档案", until="出勤率")
    await deputy.show("履职档案")
    await small.take("archive")
    await deputy.press("活动小结和成效", until="按一次活动")
    await deputy.show("按一次活动")
    await small.take("archive-records")
    await deputy.press("视察老旧小区加装电梯", until="帮助协调")
    await deputy.show("视察老旧小区加装电梯")
    await small.take("archive-record")


async def everybody(small: Camera) -> None:
    """A clerk has the archives of the whole group made."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.write("履职档案打包")
    await staff.finds("有照片的")
    # Something else may be said to the staff meanwhile: the button need not be the newest.
    button = staff.screen.locator("[data-action=inline]", has_text="打包全部年份的档案")
    await button.last.click()
    await staff.finds("请妥善保管")
    await staff.show("请妥善保管")
    await small.take("archives-made")
