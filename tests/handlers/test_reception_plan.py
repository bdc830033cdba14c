"""Staff adjust a plan by buttons and by the sheet; what makes no sense is refused."""

import io

import openpyxl

from models.receptions.rules import RoundState
from models.receptions.tables import Round
from reports.receptions import plan_sheet, year_in
from tests.handlers.days import press_last, rows, words_to
from tests.handlers.receptions_made import (
    free_in,
    furnished,
    names_of,
    planned,
    published,
    sittings,
)
from tests.town import Town


async def open_first(town: Town) -> None:
    """Have the clerk look at the first session of the first round."""
    await town.write("周敏", "接待安排")
    mark = "📝" if not await _is_published(town) else "📣"
    await press_last(town, "周敏", f"{mark} 第1轮")
    await press_last(town, "周敏", "🏠")


async def _is_published(town: Town) -> bool:
    first = next(one for one in await rows(town, Round) if one.number == 1)
    return bool(first.state is RoundState.PUBLISHED)


async def test_staff_replace_somebody_by_buttons_and_both_hear(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    gone, new = min(names_of(one)), (await free_in(town, first))[0]

    await open_first(town)
    await press_last(town, "周敏", f"🔁 换 {gone}")
    await press_last(town, "周敏", new)

    assert new in names_of((await sittings(town, first))[0])
    assert len(words_to(town, gone, "您不用去了")) >= 1
    assert len(words_to(town, new, "请您接待选民")) == 1


async def test_a_draft_is_changed_without_a_word_to_anybody(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await sittings(town, first))[0]
    gone, new = min(names_of(one)), (await free_in(town, first))[0]

    await open_first(town)
    await press_last(town, "周敏", f"🔁 换 {gone}")
    await press_last(town, "周敏", new)

    assert new in names_of((await sittings(town, first))[0])
    assert words_to(town, gone, "接待") == words_to(town, new, "接待") == []


async def test_a_sheet_that_comes_back_changes_what_it_says(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await sittings(town, first))[0]
    new = (await free_in(town, first))[0]
    content = await changed(town, one.station.name, new)

    await send(town, content)
    preview = town.last_to("周敏")
    await press_last(town, "周敏", "✅ 对")

    after = (await sittings(town, first))[0]
    assert "要改" in preview
    assert names_of(after) == {new}
    assert after.session.topics == "加装电梯"


async def changed(town: Town, station: str, name: str) -> bytes:
    """Return the plan with one deputy and a topic for a station in the first round."""
    async with town.app.db.reading() as tx:
        _name, content = await plan_sheet(tx, group_id=town.group_id, year=2026)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert sheet is not None
    for row in sheet.iter_rows(min_row=2):
        if row[3].value == station:
            row[5].value, row[7].value = name, "加装电梯"
            break
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def send(town: Town, content: bytes, filename: str = "接待排班 XJP 2026.xlsx") -> None:
    """Have the clerk send a file."""
    town.acts.send_document(town.people["周敏"], town.people["周敏"], content, filename)
    await town.settle()


async def test_a_sheet_with_somebody_unknown_changes_nothing(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await sittings(town, first))[0]
    before = names_of(one)

    await send(town, await changed(town, one.station.name, "查无此人"))

    assert "名册里没有这位代表（查无此人）" in town.last_to("周敏")
    assert names_of((await sittings(town, first))[0]) == before


async def test_a_published_round_stays_when_the_year_is_planned_anew(town: Town) -> None:
    await furnished(town)
    rounds = await planned(town)
    before = [names_of(one) for one in await published(town, rounds[0])]

    again = await planned(town)

    assert again[0].id == rounds[0].id
    assert [names_of(one) for one in await sittings(town, again[0])] == before
    assert {one.id for one in again[1:]}.isdisjoint({one.id for one in rounds[1:]})


async def test_without_a_station_the_plan_says_what_is_missing(town: Town) -> None:
    await town.write("周敏", "接待安排")
    await press_last(town, "周敏", "🗓 排全年的班")

    assert "还没有启用的接待站" in town.toasts("周敏")[-1]


def test_only_our_own_sheets_are_taken_for_plans() -> None:
    assert year_in("接待排班 XJP 2026.xlsx") == 2026
    assert year_in("接待排班_XJP_2026.xlsx") == 2026
    assert year_in("名单 2026.xlsx") is None
