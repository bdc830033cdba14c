"""The staff keep their roster: look, invite, unbind, mark as left, import a file they send."""

import asyncio
import hashlib
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.screens.people import Do
from models import clock
from models.base import new_id
from models.groups.tables import Group
from models.messages.tables import Message
from models.people.tables import Invitation, Member, Role, RosterFile
from reports import rosters
from reports.rosters import RosterRead
from tests.town import Town

SHEET = "名单\n姓名,手机,选区\n张秀英,199 0000 0031,第一选区\n赵德明,19900000032,第二选区\n"


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def names(town: Town) -> set[str]:
    return {one.name for one in await rows(town, Member)}


async def unbound(town: Town, name: str, *, group_id: int | None = None) -> int:
    member = Member(
        group_id=group_id or town.group_id,
        id=new_id(),
        role=Role.DEPUTY,
        name=name,
        created_at=clock.now(),
    )
    async with town.app.db.transaction() as tx:
        tx.add(member)
    return member.id


async def another_group(town: Town) -> int:
    """Found a second group, of which 周敏 is on the staff too."""
    group = Group(
        id=new_id(),
        code="HPL",
        name="和平里代表组",
        timezone="Asia/Shanghai",
        locale="zh-CN",
        created_at=clock.now(),
    )
    async with town.app.db.transaction() as tx:
        tx.add(group)
        await tx.flush()
        tx.add(
            Member(
                group_id=group.id,
                id=new_id(),
                role=Role.STAFF,
                name="周敏",
                account_id=town.people["周敏"],
                created_at=clock.now(),
            )
        )
    return group.id


def last(town: Town, name: str) -> dict[str, Any]:
    return town.said_to(name)[-1]


def labels(message: dict[str, Any]) -> list[str]:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in keyboard for button in row]


async def press(town: Town, name: str, label: str) -> None:
    """Press a button under the last message that has one like it."""
    for message in reversed(town.said_to(name)):
        found = next((one for one in labels(message) if label in one), None)
        if found is not None:
            await town.press(name, town.people[name], message["message_id"], found)
            return
    raise AssertionError(f"no button {label}")


async def send(town: Town, name: str, content: str | bytes, filename: str = "名单.csv") -> None:
    data = content if isinstance(content, bytes) else content.encode()
    town.acts.send_document(town.people[name], town.people[name], data, filename)
    await town.settle()


async def test_the_roster_counts_who_is_bound_and_names_everybody(town: Town) -> None:
    await unbound(town, "张秀英")

    await town.write("周敏", "名册")

    words = last(town, "周敏")["text"]
    assert "代表 3 人，工作人员 1 人" in words
    assert "已绑定 3 人" in words
    assert "未绑定 1 人" in words
    assert "⏳ 张秀英 · 代表 · 未绑定" in labels(last(town, "周敏"))


async def test_the_roster_is_for_the_staff(town: Town) -> None:
    await town.write("王桂兰", "名册")

    assert "工作人员来办" in town.last_to("王桂兰")


async def test_the_pages_turn(town: Town) -> None:
    for number in range(9):
        await unbound(town, f"甲{number}")
    await town.write("周敏", "名册")

    await press(town, "周敏", "下一页")

    assert "第 2 页，共 2 页" in last(town, "周敏")["text"]


async def test_an_invitation_comes_as_a_qr_code_with_its_link(town: Town) -> None:
    await unbound(town, "张秀英")
    await town.write("周敏", "名册")
    await press(town, "周敏", "张秀英")

    await press(town, "周敏", "邀请（链接和二维码）")

    message = last(town, "周敏")
    assert message["photo"]
    link = next(one for one in message["caption"].split() if "t.me" in one)
    token = link.partition("start=i-")[2]
    [kept] = await rows(town, Invitation)
    assert len(token) == 22
    assert kept.token_hash == hashlib.sha256(token.encode()).hexdigest()


async def test_no_token_lies_in_the_database(town: Town) -> None:
    await unbound(town, "张秀英")
    await town.write("周敏", "名册")
    await press(town, "周敏", "邀请所有未绑定的人")

    await press(town, "周敏", "对，生成链接")

    token = last(town, "周敏")["text"].partition("start=i-")[2][:22]
    stored = json.dumps([one.body for one in await rows(town, Message)])
    assert len(token) == 22
    assert token not in stored


async def test_inviting_all_warns_that_earlier_links_end_and_lists_the_new_ones(
    town: Town,
) -> None:
    await unbound(town, "张秀英")
    await unbound(town, "赵德明")
    await town.write("周敏", "名册")

    await press(town, "周敏", "邀请所有未绑定的人")
    assert "2 位还没有绑定的人" in last(town, "周敏")["text"]
    assert "会失效" in last(town, "周敏")["text"]
    await press(town, "周敏", "对，生成链接")

    words = last(town, "周敏")["text"]
    assert "张秀英" in words
    assert "赵德明" in words
    assert words.count("start=i-") == 2


async def test_unbinding_is_asked_about_and_told(town: Town) -> None:
    await town.write("周敏", "名册")
    await press(town, "周敏", "李建国")
    await press(town, "周敏", "解除绑定")
    assert "要解除" in last(town, "周敏")["text"]

    await press(town, "周敏", "对，解除绑定")

    assert "解除了您的账号绑定" in town.last_to("李建国")
    [member] = [one for one in await rows(town, Member) if one.name == "李建国"]
    assert member.account_id is None


async def test_the_last_of_the_staff_cannot_lock_everybody_out(town: Town) -> None:
    await town.write("周敏", "名册")
    await press(town, "周敏", "周敏")
    await press(town, "周敏", "解除绑定")

    await press(town, "周敏", "对，解除绑定")

    assert "最后一位" in town.toasts("周敏")[-1]


async def test_marking_as_left_takes_a_name_off_the_roster(town: Town) -> None:
    await town.write("周敏", "名册")
    await press(town, "周敏", "李建国")
    await press(town, "周敏", "标记为已离任")

    await press(town, "周敏", "对，标记为已离任")

    assert "已离任" in last(town, "周敏")["text"]
    await town.write("周敏", "名册")
    assert not any("李建国" in one for one in labels(last(town, "周敏")))


async def test_a_file_is_shown_first_and_imported_when_confirmed(town: Town) -> None:
    await send(town, "周敏", SHEET)
    preview = last(town, "周敏")["text"]
    before = await names(town)

    await press(town, "周敏", "确认导入")

    assert "新增 2 人：张秀英、赵德明" in preview
    assert "张秀英" not in before
    assert {"张秀英", "赵德明"} <= await names(town)
    assert "名单已导入" in last(town, "周敏")["text"]


async def test_a_confirmation_pressed_twice_imports_once(town: Town) -> None:
    await send(town, "周敏", SHEET)
    message = last(town, "周敏")
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await press(town, "周敏", "确认导入")

    town.acts.press_raw(town.people["周敏"], town.people["周敏"], message["message_id"], data)
    await town.settle()

    assert "过时" in town.toasts("周敏")[-1]
    assert len([one for one in await rows(town, Member) if one.name == "张秀英"]) == 1


async def test_bad_rows_are_named_and_left_out(town: Town) -> None:
    await send(town, "周敏", SHEET + "坏号码,12345,\n")
    preview = last(town, "周敏")["text"]

    await press(town, "周敏", "确认导入")

    assert "第 5 行「手机」：手机号码不对" in preview
    assert "12345" not in preview
    assert "有 1 行没有导入" in last(town, "周敏")["text"]
    assert "坏号码" not in await names(town)


async def test_a_file_that_is_no_table_changes_nothing_and_says_why(town: Town) -> None:
    await send(town, "周敏", b"%PDF-1.7 ...", "名单.xlsx")

    assert "这不是表格" in town.last_to("周敏")
    assert await rows(town, RosterFile) == []


async def test_a_dropped_file_changes_nothing(town: Town) -> None:
    await send(town, "周敏", SHEET)

    await press(town, "周敏", "不导入")

    assert "没有导入" in last(town, "周敏")["text"]
    assert await rows(town, RosterFile) == []


async def test_a_file_waits_a_day_and_no_longer(town: Town) -> None:
    await send(town, "周敏", SHEET)
    await town.pass_time(timedelta(days=1, minutes=1))

    await press(town, "周敏", "确认导入")

    assert "张秀英" not in await names(town)


async def test_phones_of_a_waiting_file_are_sealed(town: Town) -> None:
    await send(town, "周敏", SHEET)

    [file] = await rows(town, RosterFile)
    assert "张秀英" in json.dumps(file.content, ensure_ascii=False)
    assert "19900000031" not in json.dumps(file.content)


async def test_staff_of_two_groups_say_whose_roster_it_is(town: Town) -> None:
    other = await another_group(town)
    await send(town, "周敏", SHEET)
    assert "哪个组的" in last(town, "周敏")["text"]

    await press(town, "周敏", "和平里代表组")
    await press(town, "周敏", "确认导入")

    groups = {one.group_id for one in await rows(town, Member) if one.name == "张秀英"}
    assert groups == {other}


async def test_a_file_from_a_deputy_is_not_even_fetched(town: Town) -> None:
    await send(town, "王桂兰", SHEET)

    assert "没有看懂" in town.last_to("王桂兰")
    assert not [one for one in town.world.calls if one.method == "getFile"]


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(town: Town) -> None:
    town.world.faults.add("server_error", method="getFile", times=1)

    await send(town, "周敏", SHEET)

    assert "请再发一次" in town.last_to("周敏")
    assert await rows(town, RosterFile) == []


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(town: Town) -> None:
    await send(town, "周敏", b"x" * (10 * 1024 * 1024 + 1))

    assert "最多 10 MB" in town.last_to("周敏")
    assert not [one for one in town.world.calls if one.method == "getFile"]


async def test_while_a_file_is_read_others_are_answered(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, read = threading.Event(), rosters.read

    def held(content: bytes, filename: str) -> RosterRead:
        gate.wait(20)
        return read(content, filename)

    monkeypatch.setattr(rosters, "read", held)
    clerk, deputy = town.people["周敏"], town.people["王桂兰"]
    town.acts.send_document(clerk, clerk, SHEET.encode(), "名单.csv")
    town.acts.write(deputy, deputy, "帮助")
    await town.app.polling.once()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        working = tasks.create_task(town.app.handling.run())

        await until_said(town, "王桂兰", "我能办这些事")
        early = "名单预览" in town.last_to("周敏")
        gate.set()
        await until_said(town, "周敏", "名单预览")

        working.cancel()
    assert not early


async def until_said(town: Town, name: str, words: str) -> None:
    while words not in town.last_to(name):
        await town.app.delivery.once()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("act", ["unbind", "leave", "invite_all"])
async def test_a_forged_press_of_a_deputy_does_nothing(town: Town, act: str) -> None:
    await unbound(town, "张秀英")
    await town.write("周敏", "名册")
    forged = Do(group_id=town.group_id, member_id=town.members["李建国"], act=act).payload()
    message = town.said_to("王桂兰")[-1]
    town.acts.press_raw(town.people["王桂兰"], town.people["王桂兰"], message["message_id"], forged)
    await town.settle()

    assert "工作人员来办" in town.toasts("王桂兰")[-1]
    assert await rows(town, Invitation) == []
    assert all(one.left_at is None for one in await rows(town, Member))
