"""Deputies check in by the code in the room; whoever is not there does not."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.activities import ways
from models.activities.code_checking import venue_key
from models.activities.codes import code_of, door_payload, payload, step_of
from models.activities.rules import Way
from models.activities.tables import Activity, Attempt, Attendance
from models.people.rules import OPERATOR
from models.people.tables import Level, Member
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def results(town: Town) -> list[str]:
    return [one.result for one in await rows(town, Attempt)]


async def by_code_alone(town: Town, **facts: Any) -> Activity:  # noqa: ANN401
    one = await town.announce(**facts)
    async with town.app.db.transaction() as tx:
        for way in Way.WORD, Way.BUTTON, Way.CODE:
            await ways.allow(
                tx,
                group_id=one.group_id,
                activity_id=one.id,
                way=way,
                allowed=way is Way.CODE,
                by=OPERATOR,
                now=clock.now(),
            )
    return one


def code_at(one: Activity, moment: datetime) -> str:
    return code_of(venue_key(one.group_id, one.id), step_of(moment))


def another(one: Activity, number: int = 0) -> str:
    """Return a code that is not among those of the last and next quarter of an hour."""
    here = step_of(clock.now())
    key = venue_key(one.group_id, one.id)
    known = {code_of(key, here + step) for step in range(-30, 31)}
    return next(
        code for code in (f"{n:06}" for n in range(number, number + 200)) if code not in known
    )


async def test_the_digits_on_the_screen_check_in(town: Town) -> None:
    one = await by_code_alone(town)

    await town.write("王桂兰", code_at(one, clock.now()))

    assert "签到成功" in town.last_to("王桂兰")
    [entry] = await rows(town, Attendance)
    assert entry.way is Way.CODE
    [attempt] = await rows(town, Attempt)
    assert attempt.member_id == town.members["王桂兰"]
    assert code_of(venue_key(one.group_id, one.id), attempt.code_step) == code_at(one, entry.at)


async def test_the_qr_code_opens_the_bot_and_checks_in(town: Town) -> None:
    one = await by_code_alone(town)
    carried = payload(one.group_id, one.id, code_at(one, clock.now()))

    town.acts.open_link(town.people["王桂兰"], f"https://t.me/huiyin_bot?start={carried}")
    await town.settle()

    assert "签到成功" in town.last_to("王桂兰")


async def test_a_code_counts_by_when_it_was_sent_however_late_it_is_handled(town: Town) -> None:
    one = await by_code_alone(town)
    sent_at = clock.now()
    await town.pass_time(timedelta(minutes=3))

    town.acts.write(
        town.people["王桂兰"], town.people["王桂兰"], code_at(one, sent_at), date=sent_at
    )
    await town.settle()

    assert "签到成功" in town.last_to("王桂兰")


async def test_the_word_does_not_count_where_the_code_is_asked_for(town: Town) -> None:
    await by_code_alone(town)

    await town.write("王桂兰", "签到", in_group=True)

    assert "6 位数字私下发给我" in town.last_to("王桂兰")
    assert await rows(town, Attendance) == []
    assert await results(town) == ["other_way"]


async def test_digits_mean_nothing_while_nobody_asks_for_them(town: Town) -> None:
    await town.announce()

    await town.write("王桂兰", "123456")

    assert await rows(town, Attempt) == []


Refused = Callable[[Town, Activity], Awaitable[None]]


async def _say(town: Town, text: str, *, in_group: bool = False, **facts: Any) -> None:  # noqa: ANN401
    account = town.people["王桂兰"]
    town.acts.write(account, town.chat_id if in_group else account, text, **facts)
    await town.settle()


async def _forwarded(town: Town, one: Activity) -> None:
    await _say(town, code_at(one, clock.now()), forward_from=town.people["李建国"])


async def _a_picture_of_an_old_screen(town: Town, one: Activity) -> None:
    await _say(town, code_at(one, clock.now() - timedelta(seconds=70)))


async def _the_link_of_an_old_picture(town: Town, one: Activity) -> None:
    code = code_at(one, clock.now() - timedelta(seconds=70))
    await _say(town, f"/start {payload(one.group_id, one.id, code)}")


async def _a_guess(town: Town, one: Activity) -> None:
    await _say(town, another(one))


async def _before_everybody(town: Town, one: Activity) -> None:
    await _say(town, code_at(one, clock.now()), in_group=True)


async def _the_link_with_the_code_of_another_activity(town: Town, one: Activity) -> None:
    other = await by_code_alone(town, title="集中学习")
    await _say(town, f"/start {payload(one.group_id, one.id, code_at(other, clock.now()))}")


async def _by_a_deputy_of_another_level(town: Town, one: Activity) -> None:
    async with town.app.db.transaction() as tx:
        activity = await tx.get(Activity, (one.group_id, one.id))
        member = await tx.get(Member, (one.group_id, town.members["王桂兰"]))
        assert activity is not None
        assert member is not None
        activity.levels, member.level = [Level.CITY.value], Level.STREET
    await _say(town, code_at(one, clock.now()))


async def _of_another_group(town: Town, one: Activity) -> None:
    carried = payload(one.group_id + 1, one.id, code_at(one, clock.now()))
    await _say(town, f"/start {carried}")


async def _after_the_end(town: Town, one: Activity) -> None:
    await town.pass_time(timedelta(hours=3))
    await _say(town, f"签到 {code_at(one, clock.now())}")


async def _after_five_wrong_ones(town: Town, one: Activity) -> None:
    for _ in range(5):
        await _say(town, another(one))
    await _say(town, code_at(one, clock.now()))


@pytest.mark.parametrize(
    ("way", "result", "words"),
    [
        (_forwarded, "forwarded", "转发来的号码不能签到"),
        (_a_picture_of_an_old_screen, "old_code", "现在已经换了"),
        (_the_link_of_an_old_picture, "old_code", "现在已经换了"),
        (_a_guess, "wrong_code", "这个号码不对"),
        (_before_everybody, "in_group", "不要发在群里"),
        (_the_link_with_the_code_of_another_activity, "other_activity", "另一个活动"),
        (_by_a_deputy_of_another_level, "not_invited", "您不用签到"),
        (_of_another_group, "not_invited", "另一个代表组"),
        (_after_the_end, "too_late", "已经结束"),
        (_after_five_wrong_ones, "locked", "请歇一会儿"),
    ],
)
async def test_a_code_is_refused_with_its_reason(
    town: Town, way: Refused, result: str, words: str
) -> None:
    one = await by_code_alone(town)

    await way(town, one)

    assert (await results(town))[-1] == result
    assert words in town.last_to("王桂兰")
    assert await rows(town, Attendance) == []


async def test_a_stranger_with_the_code_is_told_how_to_become_known(town: Town) -> None:
    one = await by_code_alone(town)
    town.newcomer("刘小妹")
    carried = payload(one.group_id, one.id, code_at(one, clock.now()))

    town.acts.open_link(town.people["刘小妹"], f"https://t.me/huiyin_bot?start={carried}")
    await town.settle()

    assert "我还不认识您" in town.last_to("刘小妹")
    assert await results(town) == ["stranger"]


async def test_guessing_ends_after_five_and_is_told_once(town: Town) -> None:
    one = await by_code_alone(town)
    account = town.people["王桂兰"]
    for number in range(0, 100_000, 2000):
        town.acts.write(account, account, another(one, number))

    await town.settle()

    found = await results(town)
    assert found.count("wrong_code") == 5
    assert found.count("locked") == len(found) - 5 == 45
    assert sum("请歇一会儿" in said["text"] for said in town.said_to("王桂兰")) == 1


async def test_after_the_pause_the_right_code_counts_again(town: Town) -> None:
    one = await by_code_alone(town, starts_in=timedelta(minutes=20))
    await _after_five_wrong_ones(town, one)

    await town.pass_time(timedelta(minutes=10, seconds=1))
    await town.write("王桂兰", code_at(one, clock.now()))

    assert "签到成功" in town.last_to("王桂兰")


async def test_one_persons_guesses_lock_nobody_else_out(town: Town) -> None:
    one = await by_code_alone(town)
    await _after_five_wrong_ones(town, one)

    await town.write("李建国", code_at(one, clock.now()))

    assert "签到成功" in town.last_to("李建国")


async def staff_card(town: Town) -> dict[str, Any]:
    await town.write("周敏", "活动管理")
    listed = town.said_to("周敏")[-1]
    label = listed["reply_markup"]["inline_keyboard"][0][0]["text"]
    await town.press("周敏", town.people["周敏"], listed["message_id"], label)
    return town.said_to("周敏")[-1]


async def test_staff_choose_the_ways_and_the_card_in_the_group_follows(town: Town) -> None:
    await town.announce()
    card = await staff_card(town)

    for label in ("⚙️ 签到方式", "⬜ 现场码（6 位数字、二维码）", "✅ 按卡片上的按钮"):
        await town.press("周敏", town.people["周敏"], card["message_id"], label)
    await town.pass_time(timedelta(seconds=4))

    [one] = await rows(town, Activity)
    assert one.ways == ["word", "code"]
    assert "二维码" in town.card()["text"]
    assert not town.card().get("reply_markup")


async def test_staff_get_a_picture_for_the_door_and_the_present_code(town: Town) -> None:
    one = await by_code_alone(town)
    card = await staff_card(town)
    staff = town.people["周敏"]

    await town.press("周敏", staff, card["message_id"], "🔢 现场码")
    picture = town.said_to("周敏")[-1]
    await town.press("周敏", staff, picture["message_id"], "🔢 看现在的 6 位数字")

    assert picture["photo"]
    assert "贴在门口" in picture["caption"]
    shown = town.toasts("周敏")[-1].splitlines()[0].replace(" ", "")
    assert shown in {code_at(one, clock.now()), code_at(one, clock.now() - timedelta(seconds=20))}


async def test_the_picture_at_the_door_asks_for_the_digits(town: Town) -> None:
    one = await by_code_alone(town)

    await town.write("王桂兰", f"/start {door_payload(one.group_id, one.id)}")

    assert "6 位数字" in town.last_to("王桂兰")
    assert await rows(town, Attendance) == []


async def test_a_deputy_cannot_get_the_code(town: Town) -> None:
    one = await by_code_alone(town)
    card = await staff_card(town)
    button = next(
        each
        for row in card["reply_markup"]["inline_keyboard"]
        for each in row
        if each["text"] == "🔢 现场码"
    )

    town.acts.press_raw(
        town.people["王桂兰"], town.chat_id, town.card()["message_id"], button["callback_data"]
    )
    await town.settle()

    assert not any("photo" in said for said in town.said_to("王桂兰"))
    assert one.title not in town.toasts("王桂兰")[-1]


async def test_the_code_puts_none_of_the_staff_on_the_roll(town: Town) -> None:
    one = await by_code_alone(town)

    await town.write("周敏", f"签到 {code_at(one, clock.now())}")

    assert await rows(town, Attendance) == []
    assert await results(town) == ["stranger"]
