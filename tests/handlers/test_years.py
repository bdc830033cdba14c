"""Staff look at the figures of a year in the chat and take the report with them."""

from datetime import timedelta

from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind
from models.people.rules import OPERATOR
from tests.handlers.chatting import labels, press
from tests.handlers.days import press_last
from tests.handlers.test_ballots import opened, vote
from tests.town import Town


async def hold(town: Town, title: str, kind: ActivityKind) -> None:
    one = await town.announce(title, kind=kind)
    await town.write("王桂兰", "签到")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.pass_time(timedelta(minutes=1))


async def test_a_press_on_a_figure_opens_its_rows_and_leads_back(town: Town) -> None:
    await hold(town, "视察河道治理", ActivityKind.INSPECTION)
    await town.write("周敏", "年度报告")
    figures = labels(town.said_to("周敏")[-1])

    opened = await press(town, "视察调研：1")
    back = await press(town, "⬅️ 返回年度报告")

    assert "区代表集中活动：1" in figures
    assert "视察河道治理" in opened["text"]
    assert "1/2" in opened["text"]
    assert "年度报告" in back["text"]


async def test_the_year_before_stands_beside_it_on_request(town: Town) -> None:
    await hold(town, "视察河道治理", ActivityKind.INSPECTION)
    await town.write("周敏", "年度报告")

    compared = await press(town, "↔️ 和上一年比较")

    assert "上一年没有记录" in compared["text"]


async def test_both_files_come_as_documents(town: Town) -> None:
    await hold(town, "视察河道治理", ActivityKind.INSPECTION)
    for label in ("📄 报告数据部分（Word）", "📊 数据和明细（表格）"):
        await town.write("周敏", "年度报告")
        await press(town, label)

    sent = [one["document"]["file_name"] for one in town.said_to("周敏") if "document" in one]
    year = clock.now().year
    assert sent == [f"report-{year}.docx", f"report-{year}.xlsx"]


async def test_a_year_without_a_row_says_so(town: Town) -> None:
    await town.write("周敏", "年度报告")

    assert "还没有可以证明的数据" in town.last_to("周敏")


async def test_a_deputy_hears_that_it_is_not_for_them(town: Town) -> None:
    await hold(town, "视察河道治理", ActivityKind.INSPECTION)

    await town.write("王桂兰", "年度报告")

    assert "视察调研" not in town.last_to("王桂兰")


async def test_a_figure_of_bodies_evaluated_leads_to_the_ballot(town: Town) -> None:
    await opened(town)
    await vote(town, "王桂兰", "满意", "满意")
    await press_last(town, "周敏", "⏹ 截止并计票")
    await press_last(town, "周敏", "⏹ 对，截止计票")
    await town.write("周敏", "年度报告")

    figure = await press(town, "监督评议的单位：2")
    card = await press(town, "🗳 打开投票结果")

    assert [one for one in labels(figure) if one.startswith("🗳")] == ["🗳 打开投票结果"]
    assert "2026年监督评议" in card["text"]
    assert "收回 1 张" in card["text"]
