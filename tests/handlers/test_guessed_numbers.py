"""Numbers, codes and links that somebody guesses open nothing, and soon are not even looked up."""

from datetime import timedelta

import pytest

from handlers.screens.issues import MeToo, Own
from models import clock
from models.issues.tables import IssueFollower
from models.limits import settings as limited
from models.units.actions import PREFIX
from tests.handlers.days import rows, until
from tests.handlers.issues_played import report, the_issue, voter
from tests.town import Town

WORDS = "三号楼门口的路灯坏了一个星期，晚上老人出门看不见路，请尽快派人来修好，我姓赵住302"


async def press(town: Town, who: str, payload: str) -> None:
    clock.move(timedelta(seconds=3))
    message, account = town.said_to(who)[-1]["message_id"], town.people[who]
    town.acts.press_raw(account, account, message, payload)
    await town.settle()


async def test_a_guessed_number_joins_nobody_to_a_report_and_shows_nothing_of_it(
    town: Town,
) -> None:
    await until(town, 10)
    await report(town, WORDS)
    one = await the_issue(town)
    voter(town, "路人")
    await town.write("路人", "帮助")

    await press(town, "路人", MeToo(group_id=one.group_id, issue_id=one.id).payload())
    shown = Own(group_id=one.group_id, issue_id=one.id, act="show", proof="x")
    await press(town, "路人", shown.payload())

    assert await rows(town, IssueFollower) == []
    assert "路灯" not in str(town.said_to("路人")) + str(town.toasts("路人"))


async def test_an_open_report_of_something_else_joins_nobody_either(town: Town) -> None:
    await until(town, 10)
    await report(town, WORDS)
    one = await the_issue(town)
    voter(town, "路人")
    await report(
        town, "垃圾桶边上总有人乱倒装修垃圾", name="路人", place="和平社区", urgency="着急"
    )

    await press(town, "路人", MeToo(group_id=one.group_id, issue_id=one.id).payload())

    assert await rows(town, IssueFollower) == []


async def test_who_said_me_too_sees_where_it_is_and_not_what_the_other_wrote(town: Town) -> None:
    await until(town, 10)
    await report(town, WORDS)
    one = await the_issue(town)
    await report(town, "三号楼门口路灯坏了好久了，晚上看不见", name="刘师傅")
    message = town.said_to("刘师傅")[-1]
    labels = [row[0]["text"] for row in message["reply_markup"]["inline_keyboard"]]
    await town.press(
        "刘师傅",
        town.people["刘师傅"],
        message["message_id"],
        next(label for label in labels if "我也遇到" in label),
    )

    await town.write("刘师傅", "我的反映")
    shown = Own(group_id=one.group_id, issue_id=one.id, act="show", proof="x")
    await press(town, "刘师傅", shown.payload())

    said = str(town.said_to("刘师傅")[-1]) + str(town.last_to("刘师傅"))
    assert one.number in str(town.said_to("刘师傅"))
    assert "住302" not in said


@pytest.mark.parametrize(
    "guess", ["ABCD-EFGH-JKMN-PQR{}", f"/start {PREFIX}guess{{}}", "/start v_guess{}"]
)
async def test_after_five_wrong_ones_nothing_is_looked_up_for_ten_minutes(
    town: Town, guess: str
) -> None:
    voter(town, "路人")
    await town.settle()
    most = limited.current().code_attempts

    for number in range(2, 2 + most):
        clock.move(timedelta(seconds=3))
        await town.write("路人", guess.format(number))
    wrong = town.last_to("路人")
    await town.write("路人", guess.format(9))
    stopped = town.last_to("路人")
    await town.pass_time(timedelta(minutes=10, seconds=1))
    await town.write("路人", guess.format(9))

    assert "已经错了 5 次" not in wrong
    assert "已经错了 5 次" in stopped
    assert town.last_to("路人") == wrong
