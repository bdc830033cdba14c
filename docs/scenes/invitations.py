"""An activity for some of the deputies: who is invited, the card they get, a leave, a new day."""

from docs.scenes.stage import Camera, Stage

TITLE = "列席区人大常委会会议"


async def play(stage: Stage) -> None:
    """Invite the district's deputies; one asks for leave; the activity moves to another day."""
    async with stage.small() as small:
        for scene in (invite, card, ask, decide, move, told):
            await scene(small)


async def invite(small: Camera) -> None:
    """A clerk says whom an activity is for."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("新建活动", until="第 1 步")
    await staff.write(TITLE, until="第 2 步")
    await staff.press("列席会议", until="第 3 步")
    await staff.press("区级", until="第 4 步")
    await staff.write("后天上午9点", until="第 5 步")
    await staff.press("2 小时", until="第 6 步")
    await staff.write("区人大会议室", until="第 7 步")
    await staff.press("区代表", until="已选")
    await staff.show("第 7 步")
    await small.take("whom-level")
    await staff.press("就这些", until="请核对")
    await staff.press("确认", until="草稿：只有")
    await staff.press("发布到代表群", until="要发布到代表群吗")
    await staff.press("对，发布", until="已发布")


async def card(small: Camera) -> None:
    """A deputy gets the card."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.finds(TITLE)
    await deputy.show(TITLE)
    await small.take("invited")


async def ask(small: Camera) -> None:
    """The deputy asks for leave in a sentence; it is read back."""
    deputy = small.phone("deputy")
    await deputy.write("后天列席会议请假，家里有事", until="对吗")
    await deputy.show("您是说")
    await small.take("leave-read-back")
    await deputy.press("对，提交请假", until="已经交给工作人员")


async def decide(small: Camera) -> None:
    """A clerk sees the request, and agrees."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.finds("王桂兰 请假")
    await staff.show("王桂兰 请假")
    await small.take("leave-card")
    await staff.press("✅ 同意", until="已同意")


async def move(small: Camera) -> None:
    """A clerk moves the activity to another day."""
    staff = small.phone("staff")
    await staff.key("活动管理", until="请按要办的活动")
    await staff.show("活动管理")
    await small.take("manage")
    await staff.press(TITLE, until="应到")
    await staff.press("改时间、地点、人员等", until="要改什么")
    await staff.show("要改什么")
    await small.take("change-what")
    await staff.press("改时间", until="改到什么时候开始")
    await staff.write("下周四上午9点", until="多长时间")
    await staff.press("2 小时", until="请核对")
    await staff.press("确认", until="应到")


async def told(small: Camera) -> None:
    """Whoever is on leave hears of the new day."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.finds("活动有变动")
    await deputy.show("活动有变动")
    await small.take("moved-on-leave")
