"""Points: the rules in plain words, what others would bring, a deputy's statement of a quarter."""

import asyncio
from zoneinfo import ZoneInfo

from bot.demo.street import ZONE
from docs.scenes.stage import Camera, Stage
from models import clock

ARRIVED = 12  # seconds until what fell due when the demo began has been told


async def play(stage: Stage) -> None:
    """Try rules out as a clerk, then look at a quarter as a deputy."""
    async with stage.small() as small:
        await rules(small)
        await statement(small)


async def rules(small: Camera) -> None:
    """A clerk reads the rules and looks what deductions would do."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await asyncio.sleep(ARRIVED)
    await staff.write("积分管理", until="积分排名")
    await staff.press("积分规则", until="现在用的是")
    await staff.show("现在用的是")
    await small.take("rules")
    await staff.press("打开扣分项", until="试算")
    this_year = f"{clock.now().astimezone(ZoneInfo(ZONE)).year}年1月1日起"
    await staff.press(f"看从 {this_year}会怎样", until=f"{this_year}用新规则")
    await staff.show("试算")
    await small.take("rules-what-if")


async def statement(small: Camera) -> None:
    """A deputy asks for the statement of the last quarter."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.write("季度通知单", until="本季度")
    await deputy.show("本季度")
    await small.take("statement")
