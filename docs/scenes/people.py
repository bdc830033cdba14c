"""A clerk and the roster; somebody the bot does not know."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Look at the roster, invite, and greet a stranger."""
    async with stage.small() as small:
        await invitation(small)
        await stranger(small)


async def invitation(small: Camera) -> None:
    """A clerk looks at the roster, sets somebody free and invites them anew."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.key("名册", until="已绑定 14 人")
    await staff.show("已绑定 14 人")
    await small.take("roster")
    await staff.press("吴玉梅", until="选区")
    await staff.press("解除绑定", until="要解除")
    await staff.press("对，解除绑定", until="还没有绑定")
    await small.take("member")
    await staff.press("邀请（链接和二维码）", until="请只发给吴玉梅本人")
    await staff.show("请只发给吴玉梅本人")
    await small.take("invitation")


async def stranger(small: Camera) -> None:
    """Somebody on no roster is told what to do."""
    voter = small.phone("voter")
    await voter.pick_up()
    await voter.open("回音")
    await voter.start(until="我是")
    await small.take("stranger")
