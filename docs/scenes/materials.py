"""Study material from the clerk's hand to a deputy's press, and who has read it."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Send one, read it, look who has."""
    async with stage.wide() as wide:
        await sending(wide)


async def sending(wide: Camera) -> None:
    """A clerk writes, previews and sends; a deputy reads; the clerk sees who has."""
    staff, deputy = wide.phone("staff"), wide.phone("deputy")
    await staff.open("回音")
    await staff.key("学习资料", until="已发")
    await staff.press("全部资料", until="最近的资料")
    await staff.press("区委全会精神摘要", until="应学")
    await staff.press("谁学了，谁没学", until="没学")
    await deputy.open("回音")
    await deputy.key("学习资料", until="一共")
    await deputy.press("法律法规", until="物业管理条例讲座")
    await deputy.press("物业管理条例讲座", until="物业费怎么定")
    await wide.take("materials")
