"""Staff note down who else was there."""

from typing import Any

from sqlalchemy import select

from models.activities.rules import GuestKind
from models.activities.tables import Guest
from models.groups.tables import Group
from models.points.tables import LedgerLine
from reports import activities as tables
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table).order_by(table.id)))


async def press(town: Town, *labels: str) -> dict[str, Any]:
    for label in labels:
        last = town.said_to("周敏")[-1]
        await town.press("周敏", town.people["周敏"], last["message_id"], label)
    return town.said_to("周敏")[-1]


async def note_down(town: Town, text: str) -> dict[str, Any]:
    await town.write("周敏", "活动管理")
    await press(town, "🟢 视察老旧小区改造", "👥 来宾", "➕ 登记来宾")
    await town.write("周敏", text)
    return await press(town, "✅ 确认")


async def test_one_answer_notes_guests_of_several_kinds_down(town: Town) -> None:
    await town.announce()

    shown = await note_down(town, "选民代表 张三、李四；政协委员 王五")

    assert [(one.name, one.kind) for one in await rows(town, Guest)] == [
        ("张三", GuestKind.VOTER),
        ("李四", GuestKind.VOTER),
        ("王五", GuestKind.ADVISER),
    ]
    assert "王五（政协委员）" in shown["text"]
    assert await rows(town, LedgerLine) == []


async def test_guests_stand_on_the_card_and_in_the_export(town: Town) -> None:
    one = await town.announce()
    await note_down(town, "党代表 张三")

    card = await press(town, "⬅️ 返回")

    assert "来宾 1 人" in card["text"]
    async with town.app.db.reading() as tx:
        group = await tx.get(Group, one.group_id)
        assert group is not None
        [row] = await tables.activity_rows(tx, group, one.starts_at.year)
    assert dict(zip(tables.ACTIVITY_HEADERS, row, strict=True))["来宾"] == 1


async def test_the_same_guest_is_noted_once_and_can_be_taken_off(town: Town) -> None:
    await town.announce()
    await note_down(town, "单位 城管办")
    await note_down(town, "单位 城管办")
    once = len(await rows(town, Guest))

    await press(town, "✖️ 城管办")

    assert once == 1
    assert await rows(town, Guest) == []


async def test_an_answer_without_a_name_is_asked_again(town: Town) -> None:
    await town.announce()
    await town.write("周敏", "活动管理")
    await press(town, "🟢 视察老旧小区改造", "👥 来宾", "➕ 登记来宾")

    await town.write("周敏", "选民代表")

    assert "没看懂名字" in town.last_to("周敏")
    assert await rows(town, Guest) == []
