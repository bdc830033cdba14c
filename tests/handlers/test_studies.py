"""What deputies read by themselves: recorded, accepted or returned with a word, without points."""

from models.points.tables import LedgerLine
from models.studies.rules import StudyState
from models.studies.tables import Study
from tests.handlers.days import press_last, rows, until
from tests.handlers.materials_made import STAFF
from tests.town import Town


async def record(town: Town, *, thoughts: str = "", photo: bool = False) -> None:
    await until(town, 10)
    await town.write("王桂兰", "我的自学")
    await press_last(town, "王桂兰", "✍️ 记一次自学")
    await town.write("王桂兰", "民法典物权编")
    await press_last(town, "王桂兰", "今天")
    await town.write("王桂兰", "40分钟")
    if thoughts:
        await town.write("王桂兰", thoughts)
    else:
        await press_last(town, "王桂兰", "⏭️ 跳过")
    if photo:
        account = town.people["王桂兰"]
        town.acts.send_photo(account, account, b"notes", "笔记.jpg")
        await town.settle()
        await press_last(town, "王桂兰", "✅ 发完了")
    else:
        await press_last(town, "王桂兰", "⏭️ 跳过")
    await press_last(town, "王桂兰", "✅ 确认")


async def test_the_staff_see_it_with_its_photo_and_accept_it(town: Town) -> None:
    await record(town, photo=True)

    await press_last(town, STAFF, "📎 看附件")
    shown = town.said_to(STAFF)[-1]
    await press_last(town, STAFF, "✅ 收下")

    assert shown["photo"]
    assert "已收下，记入履职档案" in town.last_to("王桂兰").replace("</b>", "").replace("<b>", "")
    [row] = await rows(town, Study)
    assert (row.state, row.minutes) == (StudyState.ACCEPTED, 40)
    assert await rows(town, LedgerLine) == []
    await town.write("王桂兰", "我的自学")
    assert "收下的一共 40 分钟" in town.last_to("王桂兰")


async def test_it_comes_back_with_a_word(town: Town) -> None:
    await record(town, thoughts="学了不少")

    await press_last(town, STAFF, "↩️ 退回")
    await town.write(STAFF, "请写具体一点")
    await press_last(town, STAFF, "✅ 确认")

    assert "请写具体一点" in town.last_to("王桂兰")
    assert [one.state for one in await rows(town, Study)] == [StudyState.RETURNED]


async def test_without_words_or_a_photo_there_is_nothing_to_accept(town: Town) -> None:
    await record(town)

    assert "还没有体会" in town.last_to("王桂兰") or town.toasts("王桂兰")[-1].startswith(
        "还没有体会"
    )
    assert await rows(town, Study) == []
