"""People become known, ask what is kept, choose a language, block and come back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.people import actions, inviting, phones
from models.people.rules import NOBODY, OPERATOR
from models.people.tables import Account, Member, Reach, Role
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def on_roster(town: Town, name: str, phone: str | None = None) -> int:
    """Put somebody on the roster who is not bound yet; return the member's number."""
    member_id = clock.wall_milliseconds() + len(town.members)
    member = Member(
        group_id=town.group_id,
        id=member_id,
        role=Role.DEPUTY,
        name=name,
        created_at=clock.now(),
    )
    if phone is not None:
        member.phone_index = phones.index(phone)
        member.phone_sealed = phones.seal(phone, group_id=town.group_id, member_id=member_id)
    async with town.app.db.transaction() as tx:
        tx.add(member)
    town.members[name] = member_id
    return member_id


async def member(town: Town, name: str) -> Member:
    [found] = [one for one in await rows(town, Member) if one.name == name]
    assert isinstance(found, Member)
    return found


async def invited(town: Town, name: str) -> str:
    """Put somebody on the roster and return the token of their invitation."""
    member_id = await on_roster(town, name)
    async with town.app.db.transaction() as tx:
        made = await inviting.invite(
            tx, group_id=town.group_id, member_id=member_id, by=OPERATOR, now=clock.now()
        )
    return made.token


async def arrive(town: Town, name: str, payload: str | None = None, **facts: Any) -> int:  # noqa: ANN401
    """Let a new account press START."""
    user = town.world.add_user(name=name, **facts)
    town.people[name] = user.id
    town.acts.start(user.id, town.bot_id, payload)
    await town.settle()
    return int(user.id)


def big_buttons(message: dict[str, Any]) -> list[str]:
    keyboard = message["reply_markup"]["keyboard"]
    return [button["text"] for row in keyboard for button in row]


async def test_start_shows_a_deputy_the_way_to_check_in(town: Town) -> None:
    words = town.last_to("王桂兰")

    assert "王桂兰，您好" in words
    assert "徐家棚街代表组：代表" in words
    keys = ["签到", "我的积分", "近期活动", "学习资料", "反映问题", "更多"]
    assert big_buttons(town.said_to("王桂兰")[-1]) == keys


async def test_start_shows_the_staff_what_they_run(town: Town) -> None:
    buttons = big_buttons(town.said_to("周敏")[-1])

    assert buttons == ["活动管理", "新建活动", "学习资料", "反映办理", "名册", "更多"]


async def test_somebody_who_is_both_gets_both(town: Town) -> None:
    async with town.app.db.transaction() as tx:
        tx.add(
            Member(
                group_id=town.group_id,
                id=7,
                role=Role.DEPUTY,
                name="周敏",
                account_id=town.people["周敏"],
                created_at=clock.now(),
            )
        )

    await town.write("周敏", "/start")

    assert {"签到", "我的积分", "活动管理", "名册", "更多"} <= set(
        big_buttons(town.said_to("周敏")[-1])
    )


async def test_a_stranger_hears_whose_bot_it_is_and_how_to_get_known(town: Town) -> None:
    await arrive(town, "刘小妹")

    last = town.said_to("刘小妹")[-1]
    assert "徐家棚街代表组" in last["text"]
    contact = last["reply_markup"]["keyboard"][-1][0]
    assert contact == {"text": "📱 发送我的手机号码", "request_contact": True}


async def test_a_stranger_who_greets_is_shown_what_there_is_to_press(town: Town) -> None:
    await arrive(town, "刘小妹")

    await town.write("刘小妹", "你好")

    keys = big_buttons(town.said_to("刘小妹")[-1])
    assert keys == ["反映问题", "我的反映", "接待时间", "帮助", "📱 发送我的手机号码"]


async def test_a_personal_link_binds_whoever_opens_it(town: Town) -> None:
    token = await invited(town, "张秀英")

    account = await arrive(town, "秀英", f"i-{token}")

    assert "张秀英，认识您了" in town.last_to("秀英")
    assert (await member(town, "张秀英")).account_id == account


async def test_the_own_link_opened_again_says_welcome_again(town: Town) -> None:
    token = await invited(town, "张秀英")
    account = await arrive(town, "秀英", f"i-{token}")

    town.acts.start(account, town.bot_id, f"i-{token}")
    await town.settle()

    assert "认识您了" in town.last_to("秀英")


async def test_a_used_link_lets_nobody_else_in(town: Town) -> None:
    token = await invited(town, "张秀英")
    first = await arrive(town, "秀英", f"i-{token}")

    await arrive(town, "冒名者", f"i-{token}")

    assert "已经用过了" in town.last_to("冒名者")
    assert (await member(town, "张秀英")).account_id == first


async def test_a_link_ends_after_fourteen_days(town: Town) -> None:
    token = await invited(town, "张秀英")
    await town.pass_time(timedelta(days=14, minutes=1))

    await arrive(town, "秀英", f"i-{token}")

    assert "已经过期" in town.last_to("秀英")
    assert (await member(town, "张秀英")).account_id is None


async def test_guessing_ends_after_five_tries_a_minute(town: Town) -> None:
    token = await invited(town, "张秀英")
    account = await arrive(town, "秀英", "i-AAAAAAAAAAAAAAAAAAAAAA")
    for number in range(4):
        town.acts.start(account, town.bot_id, f"i-BBBBBBBBBBBBBBBBBBBBB{number}")
        await town.settle()
    assert "不对" in town.last_to("秀英")

    town.acts.start(account, town.bot_id, f"i-{token}")
    await town.settle()

    assert "次数太多" in town.last_to("秀英")
    await town.pass_time(timedelta(minutes=1, seconds=1))
    town.acts.start(account, town.bot_id, f"i-{token}")
    await town.settle()
    assert "认识您了" in town.last_to("秀英")


async def test_the_own_number_binds(town: Town) -> None:
    await on_roster(town, "张秀英", "+8619900000031")
    account = await arrive(town, "秀英", phone="19900000031")

    town.acts.share_contact(account, account)
    await town.settle()

    assert "认识您了" in town.last_to("秀英")
    assert (await member(town, "张秀英")).account_id == account


async def test_somebody_elses_contact_binds_nobody(town: Town) -> None:
    await on_roster(town, "张秀英", "+8619900000031")
    owner = await arrive(town, "秀英", phone="19900000031")
    other = await arrive(town, "冒名者", phone="19900000032")

    town.acts.share_contact(other, other, of=owner)
    await town.settle()

    assert "不是您自己的号码" in town.last_to("冒名者")
    assert (await member(town, "张秀英")).account_id is None


async def test_an_unknown_number_is_told_whom_to_ask(town: Town) -> None:
    account = await arrive(town, "秀英", phone="19900000031")

    town.acts.share_contact(account, account)
    await town.settle()

    assert "名册里没有这个号码" in town.last_to("秀英")


async def test_a_number_bound_to_another_account_stays_there(town: Town) -> None:
    await on_roster(town, "张秀英", "+8619900000031")
    first = await arrive(town, "秀英", phone="19900000031")
    town.acts.share_contact(first, first)
    await town.settle()
    second = await arrive(town, "新账号", phone="19900000031")

    town.acts.share_contact(second, second)
    await town.settle()

    assert "另一个 Telegram 账号" in town.last_to("新账号")
    assert (await member(town, "张秀英")).account_id == first


async def test_who_has_left_is_told_kindly_and_can_no_longer_check_in(town: Town) -> None:
    async with town.app.db.transaction() as tx:
        await actions.leave(
            tx,
            group_id=town.group_id,
            member_id=town.members["李建国"],
            by=OPERATOR,
            now=clock.now(),
            bot_id=town.bot_id,
        )
    await town.settle()
    assert "不在徐家棚街代表组的名册里" in town.last_to("李建国")

    await town.write("李建国", "/start")

    assert "以前的履职记录还完整地保存着" in town.last_to("李建国")


@pytest.mark.parametrize("words", ["帮助", "/help", "help", " 帮 助 "])
async def test_help_tells_a_deputy_what_a_deputy_can_do(town: Town, words: str) -> None:
    await town.write("王桂兰", words)

    said = town.last_to("王桂兰")
    assert "我的积分" in said
    assert "新建活动" not in said


async def test_a_language_is_chosen_and_kept(town: Town) -> None:
    await town.write("王桂兰", "/language")

    asked = town.said_to("王桂兰")[-1]
    await town.press("王桂兰", town.people["王桂兰"], asked["message_id"], "English")

    assert "Hello 王桂兰" in town.last_to("王桂兰")
    assert big_buttons(town.said_to("王桂兰")[-1])[-1] == "More"
    await town.write("王桂兰", "Help")
    assert "What I can do" in town.last_to("王桂兰")


async def test_privacy_shows_what_is_kept_with_the_number_masked(town: Town) -> None:
    await on_roster(town, "张秀英", "+8619900000031")
    account = await arrive(town, "秀英", phone="19900000031")
    town.acts.share_contact(account, account)
    await town.settle()

    await town.write("秀英", "/privacy")

    said = town.last_to("秀英")
    assert "张秀英" in said
    assert "199****0031" in said
    assert "19900000031" not in said


async def test_who_blocks_the_bot_is_known_as_unreachable_until_they_return(town: Town) -> None:
    account = town.people["王桂兰"]

    town.acts.block(account, town.bot_id)
    await town.settle()
    blocked = {one.id: one.reach for one in await rows(town, Account)}[account]
    town.acts.unblock(account, town.bot_id)
    await town.settle()

    assert blocked is Reach.BLOCKED
    assert {one.id: one.reach for one in await rows(town, Account)}[account] is Reach.OPEN


async def test_an_anonymous_administrator_is_told_what_to_do_instead(town: Town) -> None:
    town.acts.promote(town.creator, town.chat_id, town.people["周敏"])

    town.acts.write_as_anonymous_admin(town.people["周敏"], town.chat_id, "签到")
    await town.settle()

    assert "匿名管理员" in town.said_in(town.chat_id)[-1]["text"]
    assert NOBODY.isdisjoint({one.id for one in await rows(town, Account)})
