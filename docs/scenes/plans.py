"""The year: its plan as a list and as a month, its records, its attendance."""

import asyncio

from docs.scenes.stage import Camera, Stage

ARRIVED = 12  # seconds until what fell due when the demo began has been told


async def play(stage: Stage) -> None:
    """Look at the year as a deputy, then as a clerk."""
    async with stage.small() as small:
        for scene in (plan, records, attendance):
            await scene(small)


async def plan(small: Camera) -> None:
    """A deputy looks at the month, and takes it into the phone's calendar."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.finds("请您参加")
    await deputy.write("活动月历", until="代表小组")
    await deputy.show("代表小组")
    await small.take("month")
    await deputy.press("全年计划", until="年活动计划")
    await deputy.show("年活动计划")
    await small.take("year-plan")
    await deputy.write("近期活动", until="和平公园南门")
    await deputy.press("全部加到手机日历", until="添加到日历")
    await deputy.show("添加到日历")
    await small.take("calendar")


async def records(small: Camera) -> None:
    """A clerk looks at the year's records, and writes one."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await asyncio.sleep(ARRIVED)
    await staff.write("活动记录", until="年活动记录")
    await staff.show("年活动记录")
    await small.take("records-year")
    await staff.press("调研中小企业发展", until="还没有写小结")
    await staff.press("写小结", until="做了什么")
    await staff.write("走访 6 家企业，了解融资和用工困难，现场答复 3 个问题。", until="照片")
    await staff.press("跳过", until="请核对")
    await staff.press("确认", until="走访 6 家企业")
    await staff.press("记成效", until="哪一种成效")
    await staff.press("帮助协调", until="具体是什么")
    await staff.write("帮助一家企业协调办公用房装修", until="有编号吗")
    await staff.press("跳过", until="请核对")
    await staff.press("确认", until="🌱 帮助协调")
    await staff.show("🌱 帮助协调")
    await small.take("record")


async def attendance(small: Camera) -> None:
    """A clerk looks at the attendance of the year."""
    staff = small.phone("staff")
    await staff.write("出勤分析", until="出勤率")
    await staff.show("出勤率")
    await small.take("attendance")
    await staff.press("按代表看", until="年出勤 · 按代表")
    await staff.show("年出勤 · 按代表")
    await small.take("attendance-deputies")
    await staff.press("按活动类型看", until="年出勤 · 按活动类型")
    await staff.show("年出勤 · 按活动类型")
    await small.take("attendance-kinds")
