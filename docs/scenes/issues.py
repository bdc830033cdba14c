"""A voter reports, the staff answer, the voter says that it is solved."""

from docs.scenes.stage import Stage

_WORDS = "水岸星城五号楼的电梯门关不上，老人上下楼很危险"
_ANSWER = "电梯已请维保单位修好，谢谢您告诉我们"


async def play(stage: Stage) -> None:
    """Take the picture of a report that arrives, and of its answer."""
    async with stage.wide() as camera:
        voter, clerk = camera.phone("voter"), camera.phone("staff")
        await voter.start(until="反映问题")
        await voter.key("反映问题", until="同意")
        await voter.press("我知道了", until="您要反映什么")
        await voter.write(_WORDS, until="收到了")
        await voter.press("发完了", until="哪一类")
        await voter.press("房屋、物业", until="什么地方")
        await voter.write("水岸星城五号楼", until="急不急")
        await voter.press("着急", until="希望怎么解决")
        await voter.write("请尽快修好，修之前贴个提醒", until="怎么告诉您")
        await voter.press("也可以打电话", until="最下面的大按钮")
        await camera.take("issue-number")
        await voter.share_number(until="请核对")
        await voter.press("确认", until="编号")
        await clerk.open("工委工作群")
        await clerk.finds("电梯门关不上")
        await voter.show("编号")
        await camera.take("issue-report")
        await clerk.press("我来办", until="正在办")
        await clerk.press("当场办好", until="正在办")
        await clerk.open("回音")
        await clerk.finds("办得怎么样了")
        await clerk.press("已解决", until="怎么答复选民")
        await clerk.write(_ANSWER, until="作证明")
        await clerk.press("跳过", until="请核对")
        await clerk.press("确认", until="已回告")
        await voter.sees("请问解决了吗")
        await voter.press("✅ 解决了", until="满意吗")
        await voter.press("😊 满意", until="谢谢您的评价")
        await voter.show("有答复了")
        await camera.take("issue-answer")
