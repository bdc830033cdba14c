"""A morning with an activity: check-in, points, a new activity, the roll."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Play the morning."""
    async with stage.wide() as wide:
        await check_in(wide)
        async with stage.small() as small:
            for scene in (points, new_activity, roll):
                await scene(small)


async def check_in(wide: Camera) -> None:
    """Three people at once: a deputy checks in, a clerk looks on, a stranger asks."""
    deputy, staff, voter = (wide.phone(one) for one in ("deputy", "staff", "voter"))
    await staff.open("回音")
    await staff.key("活动管理", until="请按要办的活动")
    await voter.open("回音")
    await voter.start(until="我是")
    await deputy.open("代表群")
    await deputy.write("签到")
    await deputy.finds("已到 1 人")
    await deputy.finds("👍")
    await wide.take("three-people")


async def points(small: Camera) -> None:
    """A deputy looks at the answer, the points, and why."""
    deputy = small.phone("deputy")
    await deputy.open("代表群")
    await deputy.finds("已到 1 人")
    await small.take("check-in-group")
    await deputy.open("回音")
    await deputy.sees("签到成功")
    await small.take("check-in-answer")
    await deputy.press("我的积分", until="满分")
    await deputy.show("满分")
    await small.take("my-points")
    await deputy.press("视察", until="合计")
    await deputy.show("合计")
    await small.take("why")


async def new_activity(small: Camera) -> None:
    """A clerk creates an activity by answering questions, and announces it."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("新建活动", until="第 1 步")
    await staff.show("第 1 步")
    await small.take("new-activity")
    await staff.write("调研社区食堂", until="第 2 步")
    await staff.press("视察调研", until="第 3 步")
    await staff.press("街道", until="第 4 步")
    await staff.write("明天下午2点半", until="第 5 步")
    await small.take("new-activity-when")
    await staff.write("一个半小时", until="第 6 步")
    await staff.write("水岸社区食堂", until="第 7 步")
    await staff.show("第 7 步")
    await small.take("new-activity-whom")
    await staff.press("全体代表", until="请核对")
    await staff.show("请核对")
    await small.take("new-activity-review")
    await staff.press("确认", until="草稿：只有")
    await staff.press("发布到代表群", until="要发布到代表群吗")
    await small.take("announce")
    await staff.press("对，发布", until="已发布")
    await staff.open("代表群")
    await staff.finds("调研社区食堂")
    await small.take("announced")


async def roll(small: Camera) -> None:
    """A clerk looks at the roll and corrects an entry, with a reason."""
    staff = small.phone("staff")
    await staff.open("回音")
    await staff.key("活动管理", until="请按要办的活动")
    await staff.press("海绵工程", until="和平公园南门")
    await staff.show("和平公园南门")
    await small.take("activity")
    await staff.press("看名单", until="按名字可以更正")
    await staff.show("按名字可以更正")
    await small.take("roll")
    await staff.press("下一页", until="第 2 页")
    await staff.press("王桂兰", until="现在登记的是")
    await small.take("correct")
    await staff.press("改为：请假", until="为什么要更正")
    await staff.write("提前离开，已向工委请假", until="请核对")
    await staff.press("确认", until="请假 1")
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.sees("更正了您的签到")
    await small.take("corrected")
