"""Receptions: the clerk's year and round, the deputy's duty, the voter's station."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Look at the plan as staff, at the duty as a deputy, at the station as a voter."""
    async with stage.small() as small:
        await plan(small)
        await duty(small)
        await places(small)
        await station(small)


async def plan(small: Camera) -> None:
    """A clerk looks at the year, and at the round that is published."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.write("接待安排", until="年代表接待选民")
    await staff.show("年代表接待选民")
    await small.take("reception-year")
    await staff.press("第6轮", until="轮接待")
    await staff.show("轮接待")
    await small.take("reception-round")


async def duty(small: Camera) -> None:
    """A deputy looks at a duty, says that it is known, and asks why."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.write("我的接待", until="您接下来的接待")
    await deputy.press("🪑", until="请您接待选民")
    await deputy.show("请您接待选民")
    await small.take("reception-duty")
    await deputy.press("知道了", until="您已看到")
    await deputy.press("为什么是我", until="谁的次数少")
    await deputy.show("为什么排到您")
    await small.take("reception-why")


async def places(small: Camera) -> None:
    """A clerk has a published session held at another station, and sees first who will hear."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.write("接待安排", until="年代表接待选民")
    await staff.press("第6轮", until="轮接待")
    await staff.press("水岸社区代表接待站", until="水岸社区")
    await staff.press("换接待站", until="要改成什么")
    await staff.show("要改成什么")
    await small.take("reception-places")
    await staff.press("和平社区代表接待站", until="会马上收到通知")
    await staff.show("会马上收到通知")
    await small.take("reception-relocate")


async def station(small: Camera) -> None:
    """Somebody on no roster looks when the next receptions are, and at one station."""
    voter = small.phone("voter")
    await voter.pick_up()
    await voter.open("回音")
    await voter.start(until="我是")
    await voter.key("接待时间", until="人大代表接待选民")
    await voter.show("人大代表接待选民")
    await small.take("reception-times")
    await voter.press("看所有接待站", until="按名称看地址")
    await voter.press("水岸社区", until="水岸社区代表接待站")
    await voter.show("接下来的接待")
    await small.take("reception-station")
