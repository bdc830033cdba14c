"""A suggestion waits for a word; the staff look at the year; a ballot is opened and voted in."""

from docs.scenes.stage import Camera, Stage


async def play(stage: Stage) -> None:
    """Show a suggestion to its lead, the list to the staff, and a ballot to both."""
    async with stage.small() as small:
        await waiting(small)
        await listed(small)
        await ballot(small)


async def waiting(small: Camera) -> None:
    """A deputy opens an answer and says what it is worth."""
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.open("回音")
    await deputy.write("代表建议", until="我的代表建议")
    await deputy.press("第1号", until="已答复，待评价")
    await deputy.show("已答复，待评价")
    await small.take("suggestion")


async def listed(small: Camera) -> None:
    """Staff look at the group's suggestions."""
    staff = small.phone("staff")
    await staff.pick_up()
    await staff.open("回音")
    await staff.write("代表建议督办", until="件等答复")
    await staff.show("件等答复")
    await small.take("suggestions")


async def ballot(small: Camera) -> None:
    """Staff open a ballot, a deputy votes."""
    staff = small.phone("staff")
    await staff.write("监督评议", until="投票不记名")
    await staff.press("监督评议", until="先加好名单")
    await staff.press("开始投票", until="截止")
    await staff.write("今天下午5点", until="确认")
    await staff.press("确认", until="截止以前看不到票数")
    await staff.show("截止以前看不到票数")
    await small.take("ballot")
    deputy = small.phone("deputy")
    await deputy.pick_up()
    await deputy.finds("请您投票")
    await deputy.press("去投票", until="您的评价")
    await deputy.show("您的评价")
    await small.take("ballot-mark")
    await deputy.press("😀 满意", until="第 2 项")
    await deputy.press("🙂 基本满意", until="第 3 项")
    await deputy.press("😀 满意", until="请看一遍")
    await deputy.show("请看一遍")
    await small.take("ballot-review")
    await deputy.press("确认，投出这张票", until="票已投出")
    await small.take("ballot-voted")
