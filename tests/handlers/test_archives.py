"""A deputy reads their archive in the chat; the staff take all of them in one .zip."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import delete

from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind
from models.archives.tables import ArchivePaper, ArchiveRun, Portrait, RunState
from models.people.rules import OPERATOR
from models.points.tables import LedgerLine
from models.records import actions as records
from reports.templates import folder
from reports.templates.building import built
from tests.handlers.chatting import labels, press, rows
from tests.town import Town

DEPUTY, OTHER = "王桂兰", "李建国"


async def hold(town: Town, title: str = "视察河道治理") -> None:
    one = await town.announce(title, kind=ActivityKind.INSPECTION)
    await town.write(DEPUTY, "签到")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.pass_time(timedelta(minutes=1))


def documents(town: Town, name: str) -> list[dict[str, Any]]:
    return [one["document"] for one in town.said_to(name) if "document" in one]


def content_of(town: Town, document: dict[str, Any]) -> bytes:
    return town.world.files.by_id[document["file_id"]].content


async def test_my_archive_is_a_short_card_with_what_was_last(town: Town) -> None:
    await hold(town)

    await town.write(DEPUTY, "我的档案")

    card = town.last_to(DEPUTY)
    assert "视察调研：1 次（最近：视察河道治理）" in card
    assert "出勤率 100%" in card


async def test_a_deputy_takes_their_own_file_along(town: Town) -> None:
    await hold(town)
    await town.write(DEPUTY, "我的档案")

    await press(town, "📄 档案（Word）", name=DEPUTY)

    [document] = documents(town, DEPUTY)
    assert document["file_name"] == f"{DEPUTY}.docx"


async def test_nobody_sees_the_archive_of_another_deputy(town: Town) -> None:
    await hold(town)
    await town.write(DEPUTY, "我的档案")
    data = town.said_to(DEPUTY)[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.write(OTHER, "我的档案")
    own = town.said_to(OTHER)[-1]["message_id"]

    town.acts.press_raw(town.people[OTHER], town.people[OTHER], own, data)
    await town.settle()

    assert documents(town, OTHER) == []


async def record(town: Town, title: str, summary: str) -> None:
    """Have an inspection over at which the deputy was, with its summary and a press report."""
    one = await town.announce(title, kind=ActivityKind.INSPECTION)
    await town.write(DEPUTY, "签到")
    facts: dict[str, Any] = {"group_id": town.group_id, "activity_id": one.id, "by": OPERATOR}
    async with town.app.db.transaction() as tx:
        await activities.close(tx, **facts, now=clock.now())
        await records.write(tx, **facts, summary=summary, now=clock.now())
        await records.note_press(
            tx, **facts, title="代表看河道", outlet="长江日报", on=date(2026, 3, 5), now=clock.now()
        )
    await town.pass_time(timedelta(minutes=1))


async def test_a_deputy_reads_what_came_of_what_they_were_at(town: Town) -> None:
    await record(town, "视察河道治理", "看了三段河道，建议清淤。")
    await town.write(DEPUTY, "我的档案")

    listed = await press(town, "📖 活动小结和成效（1 次）", name=DEPUTY)
    [line] = [one for one in labels(listed) if "视察河道治理" in one]
    shown = await press(town, line, name=DEPUTY)

    assert "看了三段河道，建议清淤。" in shown["text"]
    assert "长江日报：代表看河道" in shown["text"]
    assert "我的" not in shown["text"]
    back = await press(town, "⬅️ 返回", "⬅️ 返回", name=DEPUTY)
    assert "履职档案" in back["text"]


async def test_pages_of_what_is_kept_turn_the_last_first(town: Town) -> None:
    for number in range(1, 10):
        await record(town, f"第{number}次视察", "看了。")
        await town.pass_time(timedelta(hours=3))
    await town.write(DEPUTY, "我的档案")

    first = await press(town, "📖 活动小结和成效（9 次）", name=DEPUTY)
    second = await press(town, "下一页 ➡️", name=DEPUTY)

    assert "第9次视察" in labels(first)[0]
    assert "第 1 页，共 2 页" in first["text"]
    assert next(one for one in labels(second) if "次视察" in one).endswith("第1次视察")


async def test_what_is_kept_is_not_shown_to_whom_it_is_not_about(town: Town) -> None:
    await record(town, "视察河道治理", "看了三段河道，建议清淤。")
    await town.write(DEPUTY, "我的档案")
    listed = await press(town, "📖 活动小结和成效（1 次）", name=DEPUTY)
    data = listed["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.write(OTHER, "我的档案")
    own = town.said_to(OTHER)[-1]["message_id"]

    town.acts.press_raw(town.people[OTHER], town.people[OTHER], own, data)
    await town.settle()

    assert "清淤" not in str(town.said_to(OTHER))
    assert town.toasts(OTHER)


async def order(town: Town) -> None:
    await town.write("周敏", "履职档案打包")
    await press(town, "📦 打包全部年份的档案")
    await town.pass_time(timedelta(seconds=5))


async def test_all_archives_come_in_one_zip_and_the_card_tells_how_far_they_are(
    town: Town,
) -> None:
    await hold(town)

    await order(town)

    [document] = documents(town, "周敏")
    with zipfile.ZipFile(io.BytesIO(content_of(town, document))) as archive:
        names = sorted(archive.namelist())
    assert names == sorted(
        f"{name}.{kind}" for name in (DEPUTY, OTHER) for kind in ("docx", "xlsx")
    )
    assert any("2 位代表的档案做好了" in str(one.get("text")) for one in town.said_to("周敏"))


async def test_a_second_order_waits_for_the_first(town: Town) -> None:
    await town.write("周敏", "履职档案打包")
    await press(town, "📦 打包全部年份的档案")
    await town.write("周敏", "履职档案打包")
    await press(town, "📦 打包全部年份的档案")

    assert len(await rows(town, ArchiveRun)) == 1
    assert any("档案正在做" in one for one in town.toasts("周敏"))


async def test_a_run_that_was_cut_off_goes_on_where_it_stopped(town: Town) -> None:
    await town.write("周敏", "履职档案打包")
    await press(town, "📦 打包全部年份的档案")
    [first, _second] = await rows(town, ArchivePaper)
    async with town.app.db.transaction() as tx:
        row = await tx.get(ArchivePaper, (first.group_id, first.run_id, first.member_id))
        assert row is not None
        row.document, row.sheet = b"made before", b"made before"

    await town.pass_time(timedelta(seconds=5))

    kept = {one.member_id: one.document for one in await rows(town, ArchivePaper)}
    assert kept[first.member_id] == b"made before"
    assert len(documents(town, "周敏")) == 1


async def test_a_template_that_cannot_be_filled_stops_the_run_and_says_why(
    town: Town, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "archive.docx").write_bytes(built("{{ 姓名 }} {{ 身份证号 }}"))
    folder.use(own)

    await order(town)
    folder.use(None)

    [run] = await rows(town, ArchiveRun)
    assert run.state is RunState.STOPPED
    assert any("身份证号" in str(one.get("text")) for one in town.said_to("周敏"))


async def test_the_papers_of_a_run_are_thrown_away_after_a_day(town: Town) -> None:
    await order(town)

    await town.pass_time(timedelta(days=1, hours=1))

    assert await rows(town, ArchivePaper) == []
    assert len(await rows(town, ArchiveRun)) == 1


async def test_a_deputy_cannot_order_all_archives(town: Town) -> None:
    await town.write(DEPUTY, "履职档案打包")

    assert "打包：" not in town.last_to(DEPUTY)
    assert await rows(town, ArchiveRun) == []


def a_photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 1600), "navy").save(buffer, "JPEG")
    return buffer.getvalue()


async def send_portrait(town: Town, name: str, content: bytes) -> None:
    await town.write(name, "我的档案")
    await press(town, "🖼 放上照片", name=name)
    town.acts.send_photo(town.people[name], town.people[name], content)
    await town.settle()
    for label in ("✅ 发完了，下一步", "✅ 确认"):
        if label in labels(town.said_to(name)[-1]):
            await press(town, label, name=name)


async def test_a_deputys_photo_is_kept_small_and_stands_in_the_file(town: Town) -> None:
    await send_portrait(town, DEPUTY, a_photo())

    [portrait] = await rows(town, Portrait)
    with Image.open(io.BytesIO(portrait.picture)) as kept:
        assert max(kept.size) <= 480
    assert portrait.file_id
    assert "照片放进档案了" in town.last_to(DEPUTY)


async def test_the_recommendation_names_nobody_below_the_bound(town: Town) -> None:
    await hold(town)
    await town.write("周敏", "履职档案打包")

    label = next(one for one in labels(town.said_to("周敏")[-1]) if "推荐表" in one)
    await press(town, label)

    assert documents(town, "周敏") == []
    assert any("积分达到 80 分" in one for one in town.toasts("周敏"))


async def test_who_has_the_points_and_was_never_away_is_recommended(town: Town) -> None:
    await hold(town)
    async with town.app.db.transaction() as tx:
        await tx.execute(delete(LedgerLine))
        for nth, rule in enumerate(("M1", "P1", "P1", "P1", "I1", "I1", "I1", "I1", "I1")):
            tx.add(a_line(town, nth, rule))
        for nth, rule in enumerate(("R1",) * 6 + ("R2",) * 4 + ("S1",) * 5 + ("V1", "D1")):
            tx.add(a_line(town, 50 + nth, rule))
        for nth, rule in enumerate(("R3",) * 8 + ("C1",) * 5):
            tx.add(a_line(town, 90 + nth, rule))
    await town.write("周敏", "履职档案打包")

    label = next(one for one in labels(town.said_to("周敏")[-1]) if "推荐表" in one)
    await press(town, label)

    [document] = documents(town, "周敏")
    assert document["file_name"].startswith("recommendation-")


def a_line(town: Town, nth: int, rule: str) -> LedgerLine:
    now = clock.now()
    return LedgerLine(
        group_id=town.group_id,
        id=9000 + nth,
        member_id=town.members[DEPUTY],
        year=now.year,
        at=now,
        rule_id=rule,
        version=1,
        sign=1,
        share_percent=100,
        source_kind="entry",
        source_id=nth,
        revision=1,
        written_at=now,
    )
