"""Staff look at the figures of voters' reports, take them away, and publish counts alone."""

import io
from typing import Any

import openpyxl
from PIL import Image

from models import clock
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.states import Category, IssueState, Satisfaction, Solved
from models.people.rules import Actor, ActorKind
from tests.town import Town

PHONE, PLACE = "19900000022", "徐东大街12号"


async def reports(town: Town, count: int = 4) -> None:
    """Have so many reports of one place; the first closed on time, satisfied and not solved."""
    for number in range(count):
        async with town.app.db.transaction() as tx:
            one, _code = await issues.register(
                tx,
                bot_id=town.bot_id,
                group_id=town.group_id,
                report=Report(words=f"路灯坏了，打{PHONE}", category=Category.ROADS, place=PLACE),
                by=Actor(kind=ActorKind.ACCOUNT, account_id=900 + number),
                now=clock.now(),
            )
            if number == 0:
                one.state, one.closed_at = IssueState.CLOSED, clock.now()
                one.solved, one.satisfaction = Solved.NO, Satisfaction.GOOD
    await town.settle()


async def press(town: Town, label: str) -> None:
    for one in reversed(town.said_to("周敏")):
        rows = one.get("reply_markup", {}).get("inline_keyboard", [])
        words = [b["text"] for row in rows for b in row if label in b["text"]]
        if words:
            await town.press("周敏", town.people["周敏"], one["message_id"], words[0])
            return
    raise AssertionError(f"no button {label}")


async def test_the_figures_name_the_rates_and_what_could_be_a_suggestion(town: Town) -> None:
    await reports(town)

    await town.write("周敏", "反映统计")

    said = town.last_to("周敏")
    assert "反映 4 件，办结 1 件，在办 3 件" in said
    assert "按时率 100.0%" in said
    assert "办成率 0.0%" in said
    assert "满意但没有解决：1 件" in said
    assert f"道路交通，{PLACE}：4 件" in said


async def test_the_picture_and_the_sheet_come_privately(town: Town) -> None:
    await reports(town)
    await town.write("周敏", "反映统计")

    await press(town, "看图")
    await press(town, "要表格")

    photo, document = _files(town)
    with Image.open(io.BytesIO(photo)) as picture:
        assert picture.width > 800
    sheet: Any = openpyxl.load_workbook(io.BytesIO(document)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("分组", "名称", "反映")
    assert rows[1][:3] == ("合计", "全部", 4)
    assert PHONE not in str(rows)


def _files(town: Town) -> tuple[bytes, bytes]:
    said = town.said_to("周敏")
    photo = next(one["photo"][-1]["file_id"] for one in said if "photo" in one)
    document = next(one["document"]["file_id"] for one in said if "document" in one)
    files = town.world.files.by_id
    return files[photo].content, files[document].content


async def test_what_is_published_holds_counts_alone_and_is_asked_before(town: Town) -> None:
    await reports(town)
    await town.write("周敏", "反映统计")
    await press(town, "发到代表群")
    before = len(town.said_in(town.chat_id))

    await press(town, "对，发到代表群")

    posted = town.said_in(town.chat_id)
    assert len(posted) == before + 1
    assert "收到 4 件，办结 1 件" in posted[-1]["text"]
    for canary in (PHONE, PLACE, "路灯"):
        assert canary not in str(posted)


async def test_only_staff_see_the_figures(town: Town) -> None:
    await reports(town)

    await town.write("王桂兰", "反映统计")

    assert "按时率" not in str(town.said_to("王桂兰"))
