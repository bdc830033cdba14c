"""Staff plan and publish; those on duty hear in time, say that they know, and swap."""

from datetime import timedelta

from models.activities.tables import Activity
from models.receptions.rules import SessionState, SwapState
from models.receptions.settings import Wishes
from models.receptions.tables import ReceptionSession, Swap
from tests.handlers.days import press_last, rows, words_to
from tests.handlers.receptions_made import (
    at,
    free_in,
    furnished,
    names_of,
    planned,
    published,
    sittings,
)
from tests.town import Town


async def test_staff_plan_and_publish_by_buttons(town: Town) -> None:
    await furnished(town)

    await town.write("周敏", "接待安排")
    await press_last(town, "周敏", "🗓 排全年的班")
    await press_last(town, "周敏", "🗓 对")
    await press_last(town, "周敏", "📝 第1轮")
    await press_last(town, "周敏", "📣 发布")
    await press_last(town, "周敏", "📣 对")

    sessions = await rows(town, ReceptionSession)
    assert sum(one.state is SessionState.PUBLISHED for one in sessions) > 0
    assert len(await rows(town, Activity)) == sum(
        one.state is SessionState.PUBLISHED for one in sessions
    )
    assert town.said_in(town.chat_id) == []


async def test_a_deputy_on_duty_hears_at_once_a_week_a_day_and_two_hours_before(
    town: Town,
) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    name = min(names_of(one))
    start = one.session.starts_at

    await at(town, start - timedelta(days=7))
    week = words_to(town, name, "还有一周")
    await at(town, start - timedelta(days=1))
    day = words_to(town, name, "明天请您")
    await at(town, start - timedelta(hours=2))
    hours = words_to(town, name, "再过两小时")

    assert len(words_to(town, name, "📣 请您接待选民")) == 1
    assert [len(each) for each in (week, day, hours)] == [1, 1, 1]
    assert "027 8888 0001" in hours[0]
    assert one.station.address in hours[0]


async def test_nobody_else_hears_and_the_group_is_left_alone(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    sessions = await published(town, first)
    on_duty = {name for one in sessions for name in names_of(one)}
    backups = {one.backup.member.name for one in sessions if one.backup}
    others = await free_in(town, first)

    assert others
    assert not on_duty & set(others)
    for name in others:
        assert words_to(town, name, "接待") == []
    for name in backups:
        assert len(words_to(town, name, "后备")) == 1


async def test_a_deputy_says_that_they_know_and_the_staff_hear_of_the_others(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    name, *others = sorted(names_of(one))

    await press_last(town, name, "👌 知道了")
    await at(town, one.session.starts_at - timedelta(hours=23))

    (told,) = words_to(town, "周敏", "还没有回")
    assert name not in told
    assert all(other in told for other in others)


async def test_why_me_names_the_last_duty_and_the_count(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    name = min(names_of(one))

    await press_last(town, name, "❓")

    assert "您今年接待了 0 次" in town.last_to(name)


async def test_a_swap_needs_both_and_the_staff_see_it(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    asker = min(names_of((await published(town, first))[0]))
    taker = (await free_in(town, first))[0]

    await press_last(town, asker, "🔁 想换班")
    await press_last(town, asker, "🔁 对")
    await press_last(town, taker, "🙋 我能接")
    await press_last(town, taker, "🙋 我来接")
    before = names_of((await sittings(town, first))[0])
    await press_last(town, asker, "✅ 同意")

    after = names_of((await sittings(town, first))[0])
    assert asker in before
    assert taker in after - before
    assert asker not in after
    assert words_to(town, "周敏", "换班好了")
    assert words_to(town, taker, "请您接待选民")
    (swap,) = await rows(town, Swap)
    assert swap.state is SwapState.DONE


async def test_the_second_of_two_who_would_take_it_hears_that_it_is_taken(town: Town) -> None:
    await furnished(town, wishes=Wishes(stations=1, deputies=2))
    first = (await planned(town))[0]
    asker = min(names_of((await published(town, first))[0]))
    faster, slower, *_others = await free_in(town, first)
    await press_last(town, asker, "🔁 想换班")
    await press_last(town, asker, "🔁 对")
    await press_last(town, faster, "🙋 我能接")
    await press_last(town, slower, "🙋 我能接")

    await press_last(town, faster, "🙋 我来接")
    await press_last(town, slower, "🙋 我来接")

    assert "已经有别的代表愿意接了" in town.toasts(slower)[-1]
    (swap,) = await rows(town, Swap)
    assert swap.taker_id == town.members[faster]
