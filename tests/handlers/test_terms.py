"""Staff keep what a deputy has held: elected or by-elected, another level, the end."""

from datetime import date

from models.people.tables import Level, Member
from models.terms.tables import Came, Ended, Term
from tests.handlers.chatting import labels, press, rows
from tests.town import Town

DEPUTY = "王桂兰"


async def open_terms(town: Town) -> None:
    await town.write("周敏", "名册")
    card = next(one for one in labels(town.said_to("周敏")[-1]) if DEPUTY in one)
    await press(town, card, "📜 任期和当选情况")


async def elected(town: Town, day: str = "2019年6月12日") -> None:
    await open_terms(town)
    await press(town, "🗳 登记当选（换届或补选）", "补选当选")
    await town.write("周敏", day)
    await press(town, "✅ 确认")


async def test_a_by_election_is_noted_with_its_day(town: Town) -> None:
    await elected(town)

    [term] = await rows(town, Term)
    assert (term.came, term.since, term.ended) == (Came.BY_ELECTED, date(2019, 6, 12), None)
    assert "补选当选" in town.last_to("周敏")
    assert "2019年6月12日 — 至今" in town.last_to("周敏")


async def test_noting_it_again_corrects_what_was_noted(town: Town) -> None:
    await elected(town)
    await elected(town, "2019-07-01")

    [term] = await rows(town, Term)
    assert term.since == date(2019, 7, 1)


async def test_a_day_ahead_is_asked_again(town: Town) -> None:
    await open_terms(town)
    await press(town, "🗳 登记当选（换届或补选）", "补选当选")

    await town.write("周敏", "2199年1月1日")

    assert "还没有到" in town.last_to("周敏")
    assert await rows(town, Term) == []


async def test_another_level_ends_one_term_and_begins_the_next(town: Town) -> None:
    await elected(town)
    await press(town, "🔁 改任其他级别的代表", "市人大代表", "换届选举当选")
    await town.write("周敏", "2021-11-03")
    await press(town, "✅ 确认")

    first, second = sorted(await rows(town, Term), key=lambda one: one.since)
    assert (first.ended, first.until) == (Ended.LEVEL, date(2021, 11, 3))
    assert (second.level, second.since, second.ended) == (Level.CITY, date(2021, 11, 3), None)
    [member] = [one for one in await rows(town, Member) if one.name == DEPUTY]
    assert member.level is Level.CITY


async def test_a_change_before_the_term_began_is_refused(town: Town) -> None:
    await elected(town)
    await press(town, "🔁 改任其他级别的代表", "市人大代表", "换届选举当选")
    await town.write("周敏", "2018-11-03")
    await press(town, "✅ 确认")

    assert len(await rows(town, Term)) == 1
    assert any("任期开始" in one for one in (*town.toasts("周敏"), town.last_to("周敏")))


async def test_an_end_takes_the_deputy_off_the_roster_and_keeps_the_history(town: Town) -> None:
    await elected(town)
    await press(town, "🚪 任期结束，离任", "辞去代表职务")
    await town.write("周敏", "2020-03-01")
    await press(town, "✅ 确认")

    [term] = await rows(town, Term)
    assert (term.ended, term.until) == (Ended.RESIGNED, date(2020, 3, 1))
    [member] = [one for one in await rows(town, Member) if one.name == DEPUTY]
    assert member.left_at is not None
    assert "辞去代表职务" in town.last_to("周敏")


async def test_the_change_of_level_is_no_reason_to_leave(town: Town) -> None:
    await elected(town)

    asked = await press(town, "🚪 任期结束，离任")

    assert "辞去代表职务" in labels(asked)
    assert "改任其他级别" not in labels(asked)
