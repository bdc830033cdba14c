"""Study material from the clerk's hand to a deputy's press, and who has read it."""

from datetime import timedelta

from docs.scenes.stage import Camera, Stage

NEW = "代表法第十二条：代表应当同选民保持密切联系。"


async def play(stage: Stage) -> None:
    """Send one, read it, answer a quiz, look who has read."""
    async with stage.small() as small:
        await sending(small)
        stage.pass_time(timedelta(minutes=1))
        await reading(small)
        await reach(small)
    async with stage.wide() as wide:
        await beside(wide)


async def sending(small: Camera) -> None:
    """A clerk answers the questions, looks at the preview, sends, and could still take it back."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.write("发学习资料", until="要发什么")
    await staff.write(NEW, until="收到了")
    await staff.show("收到了")
    await small.take("material-compose")
    await staff.press("发完了", until="题目叫什么")
    await staff.write("密切联系选民", until="属于哪一类")
    await staff.press("法律法规", until="多少分钟")
    await staff.press("约 5 分钟", until="学完")
    await staff.press("跳过", until="发到哪里")
    await staff.press("每位代表的私聊", until="给哪些代表")
    await staff.press("全体代表", until="什么时候发")
    await staff.press("现在就发", until="防止转发")
    await staff.press("否", until="请核对")
    await staff.press("确认", until="可以发了吗")
    await staff.show("代表收到的就是这样")
    await small.take("material-preview")
    await staff.press("发送", until="30 秒后")
    await staff.show("30 秒后")
    await small.take("material-undo")


async def reading(small: Camera) -> None:
    """A deputy reads what came, and answers the quiz of an older one."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.finds("密切联系选民")
    await deputy.show("密切联系选民")
    await small.take("material-read")
    await deputy.press("我已学习", until="您已经学过了")
    await deputy.write("找资料 修改要点", until="找到这些")
    await deputy.press("代表法修改要点", until="怎样提建议")
    await deputy.press("做小测验", until="第 1 题")
    await deputy.show("第 1 题")
    await small.take("material-quiz")


async def reach(small: Camera) -> None:
    """The clerk looks who has read it, and who cannot be reached."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.write("学习资料", until="已发")
    await staff.press("全部资料", until="最近的资料")
    await staff.press("密切联系选民", until="应学")
    await staff.press("谁学了，谁没学", until="没学")
    await staff.show("没学")
    await small.take("material-reach")


async def beside(wide: Camera) -> None:
    """A clerk sees who has read one; a deputy finds it in the library."""
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
