"""Staff tick names, print a sheet, and bring it back in one sentence."""

import io
from datetime import timedelta
from typing import Any

import docx
from sqlalchemy import select

from models import clock
from models.activities import actions
from models.activities.rules import AttendanceState, Way
from models.activities.tables import Activity, Attempt, Attendance
from models.audit.tables import AuditEntry
from models.people.rules import OPERATOR
from models.people.tables import Role
from models.points.tables import LedgerLine
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def states(town: Town) -> dict[str, tuple[AttendanceState, Way]]:
    names = {number: name for name, number in town.members.items()}
    return {names[one.member_id]: (one.state, one.way) for one in await rows(town, Attendance)}


async def press(town: Town, *labels: str) -> dict[str, Any]:
    """Press buttons of the staff, each under the last message; return what stands there then."""
    for label in labels:
        last = town.said_to("周敏")[-1]
        await town.press("周敏", town.people["周敏"], last["message_id"], label)
    return town.said_to("周敏")[-1]


async def open_card(town: Town, one: Activity, mark: str = "🟢") -> None:
    await town.write("周敏", "活动管理")
    await press(town, f"{mark} {one.title}")


async def standing_lines(town: Town, name: str) -> int:
    """Return how many ledger lines stand: those written less those reversed."""
    lines = await rows(town, LedgerLine)
    return sum(one.sign for one in lines if one.member_id == town.members[name])


async def test_pressing_a_name_ticks_it_and_pressing_again_takes_it_back(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "✅ 点名", "⬜ 王桂兰")
    ticked = await states(town)
    earned = await standing_lines(town, "王桂兰")

    shown = await press(town, "✅ 王桂兰")

    assert ticked == {"王桂兰": (AttendanceState.PRESENT, Way.LIST)}
    assert earned == 1
    assert await states(town) == {"王桂兰": (AttendanceState.ABSENT, Way.LIST)}
    assert await standing_lines(town, "王桂兰") == 0
    assert "已到 0 人" in shown["text"]


async def test_ticked_thrice_earns_once(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)

    await press(town, "✅ 点名", "⬜ 王桂兰", "✅ 王桂兰", "⬜ 王桂兰")

    assert await standing_lines(town, "王桂兰") == 1


async def test_a_check_in_of_ones_own_is_not_taken_back_without_a_reason(town: Town) -> None:
    one = await town.announce()
    await town.write("王桂兰", "签到")
    await open_card(town, one)

    await press(town, "✅ 点名", "✅ 王桂兰")

    assert await states(town) == {"王桂兰": (AttendanceState.PRESENT, Way.WORD)}
    assert "写明原因" in town.toasts("周敏")[-1]


async def test_whoever_was_ticked_off_can_still_check_in(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "✅ 点名", "⬜ 王桂兰", "✅ 王桂兰")

    await town.write("王桂兰", "签到")

    assert "签到成功" in town.last_to("王桂兰")
    assert await standing_lines(town, "王桂兰") == 1


async def test_the_list_is_closed_before_the_window_and_a_day_after_it(town: Town) -> None:
    one = await town.announce(starts_in=timedelta(hours=2))
    await open_card(town, one, mark="📣")
    await press(town, "✅ 点名", "⬜ 王桂兰")
    early = town.toasts("周敏")[-1]
    await town.pass_time(timedelta(days=1, hours=5))

    await open_card(town, one, mark="⏳")
    await press(town, "✅ 点名", "⬜ 王桂兰")

    assert "到时才能点名" in early
    assert "超过一天" in town.toasts("周敏")[-1]
    assert await rows(town, Attendance) == []


async def the_sheet(town: Town) -> Any:  # noqa: ANN401  (a document of python-docx)
    said = [one for one in town.said_to("周敏") if "document" in one][-1]
    content = town.world.files.by_id[said["document"]["file_id"]].content
    return docx.Document(io.BytesIO(content))


async def test_the_sheet_has_a_number_and_a_box_for_everybody(town: Town) -> None:
    await town.settle_member("=张三", Role.DEPUTY)
    one = await town.announce()
    await open_card(town, one)

    said = await press(town, "🖨 纸质名单")

    sheet = await the_sheet(town)
    cells = [[cell.text for cell in row.cells] for row in sheet.tables[0].rows]
    assert cells == [
        ["序号", "姓名", "签名", "序号", "姓名", "签名"],
        ["1", "=张三", "", "3", "王桂兰", ""],
        ["2", "李建国", "", "", "", ""],
    ]
    assert sheet.paragraphs[0].text == "视察老旧小区改造 签到表"
    assert said["document"]["file_name"] == "视察老旧小区改造 签到表.docx"
    assert "除了 3 8 12" in said["caption"]


async def test_one_sentence_brings_the_sheet_back_after_it_is_confirmed(town: Town) -> None:
    for name in ("张三", "赵和平"):
        await town.settle_member(name, Role.DEPUTY)
    one = await town.announce()
    await open_card(town, one)
    await press(town, "🖨 纸质名单")

    await town.write("周敏", "都到了,除了 1 和赵和平")
    read = town.said_to("周敏")[-1]
    before = await states(town)
    done = await press(town, "✅ 对，登记")

    assert "1 张三" in read["text"]
    assert "4 赵和平" in read["text"]
    assert before == {}
    assert "到 2 人，应到 4 人" in done["text"]
    assert await states(town) == {
        "李建国": (AttendanceState.PRESENT, Way.LIST),
        "王桂兰": (AttendanceState.PRESENT, Way.LIST),
    }
    assert "activities.paper" in {entry.verb for entry in await rows(town, AuditEntry)}


async def test_after_the_closing_the_sheet_still_counts(town: Town) -> None:
    one = await town.announce()
    async with town.app.db.transaction() as tx:
        await actions.close(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await open_card(town, one, mark="⏳")
    await press(town, "🖨 纸质名单")

    await town.write("周敏", "除了李建国,都到了")
    await press(town, "✅ 对，登记")

    found = await states(town)
    assert found["王桂兰"] == (AttendanceState.PRESENT, Way.LIST)
    assert found["李建国"] == (AttendanceState.ABSENT, Way.LIST)
    assert await standing_lines(town, "王桂兰") == 1


async def test_a_confirmation_pressed_again_changes_nothing(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "🖨 纸质名单")
    await town.write("周敏", "都到了")
    read = town.said_to("周敏")[-1]
    button = read["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    staff = town.people["周敏"]

    for _ in range(2):
        town.acts.press_raw(staff, staff, read["message_id"], button)
        await town.settle()

    assert await standing_lines(town, "王桂兰") == 1
    assert len(await rows(town, LedgerLine)) == 2


async def test_a_deputy_who_checked_in_stays_though_the_sheet_says_missing(town: Town) -> None:
    one = await town.announce()
    await town.write("王桂兰", "签到")
    await open_card(town, one)
    await press(town, "🖨 纸质名单")

    await town.write("周敏", "都到了,除了王桂兰")
    read = town.said_to("周敏")[-1]
    await press(town, "✅ 对，登记")

    assert "王桂兰 已经自己签到" in read["text"]
    assert (await states(town))["王桂兰"] == (AttendanceState.PRESENT, Way.WORD)


async def test_a_word_nobody_knows_enters_nothing(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "🖨 纸质名单")

    await town.write("周敏", "都到了,除了 1 老张 17")

    assert "没看懂：老张、17" in town.last_to("周敏")
    assert await rows(town, Attendance) == []


async def test_numbers_stay_when_somebody_joins_after_the_printing(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "🖨 纸质名单")
    await town.settle_member("丁一", Role.DEPUTY)
    await open_card(town, one)
    await press(town, "🖨 纸质名单")

    await town.write("周敏", "都到了,除了 1")

    assert "1 李建国" in town.last_to("周敏")
    assert (await the_sheet(town)).tables[0].rows[1].cells[4].text == "丁一"


async def test_the_sentence_means_nothing_from_a_deputy(town: Town) -> None:
    one = await town.announce()
    await open_card(town, one)
    await press(town, "🖨 纸质名单")

    await town.write("王桂兰", "都到了,除了 1")

    assert await rows(town, Attendance) == []
    assert await rows(town, Attempt) == []
    assert "没到" not in town.last_to("王桂兰")
