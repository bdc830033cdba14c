"""Reports to a platform and back: in its order, row by row, chased by date."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.errors import NotAllowed, Refusal
from models.issues import actions as issues
from models.issues.reports import Report
from models.issues.states import Category, EntryKind, IssueState, Route
from models.issues.tables import Issue, IssueEntry
from models.messages.notices import Notice
from models.messages.tables import Message
from models.people.roster_notices import RowProblem
from models.people.rules import OPERATOR, Actor, ActorKind
from models.platforms import chasing, settings
from models.platforms.actions import Back, Taken, hand_over, take_back
from models.platforms.notices import NotThere, NumberTaken, Result
from models.platforms.settings import Platform
from models.platforms.tables import Ticket
from models.privacy.notices import ReasonMissing
from models.privacy.tables import Reveal
from reports import platforms as sheets
from reports.sheets.reading import Column, read_table
from reports.sheets.writing import write_table
from tests.actions.people_made import BOT, GROUP, NOW, OTHER_GROUP, Place, a_place

ZONE = ZoneInfo("Asia/Shanghai")
PHONE = "19900000088"
BACK_HEADERS = ("编号", "工单号", "办理状态", "答复内容")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with a_place(tmp_path) as built:
        yield built
    settings.use(Platform())


async def routed(place: Place, **facts: Any) -> Issue:  # noqa: ANN401
    """Have a report that is routed to the platform."""
    given = {
        "words": f"=1+1 路灯坏了，打{PHONE}",
        "category": Category.ROADS,
        "place": "徐东大街",
        "phone": f"+86{PHONE}",
    } | facts
    async with place.db.transaction() as tx:
        one, _code = await issues.register(
            tx,
            bot_id=BOT,
            group_id=GROUP,
            report=Report(**given),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=5),
            now=NOW,
        )
        one.state, one.route = IssueState.ROUTED, Route.PLATFORM
        return one


async def handed(place: Place, reason: str = "") -> list[Any]:
    async with place.db.transaction() as tx:
        return await hand_over(tx, group_id=GROUP, reason=reason, by=place.clerk, now=NOW)


async def back(place: Place, **facts: Any) -> Taken:  # noqa: ANN401
    async with place.db.transaction() as tx:
        _one, taken = await take_back(tx, Back(**facts), group_id=GROUP, by=place.clerk, now=NOW)
        return taken


async def tried(place: Place, **facts: Any) -> Taken | type[Notice]:  # noqa: ANN401
    try:
        return await back(place, **facts)
    except Refusal as refusal:
        return type(refusal.notice)


async def test_the_sheet_has_the_columns_of_the_platform_in_its_order(place: Place) -> None:
    settings.use(Platform(columns=("标题=title", "分类=category", "单号=number", "内容=words"),
                          category_names={Category.ROADS: "市政道路"}))  # fmt: skip
    one = await routed(place)

    rows = sheets.rows_of(await handed(place), ZONE)
    content = write_table(sheets.headers(), rows, "xlsx")
    columns = tuple(Column(name, required=True) for name in sheets.headers())
    table = read_table(content, "a.xlsx", columns)

    assert sheets.headers() == ("标题", "分类", "单号", "内容")
    [row] = table.rows
    assert row.cell("分类").text == "市政道路"
    assert row.cell("单号").text == one.number
    assert not row.cell("内容").formula
    assert PHONE not in str(rows)
    assert "199****0088" in row.cell("内容").text


async def test_what_was_handed_over_is_not_handed_over_again(place: Place) -> None:
    await routed(place)

    assert len(await handed(place)) == 1
    assert await handed(place) == []
    await routed(place, words="井盖响")
    assert len(await handed(place)) == 1


async def test_contact_in_the_sheet_needs_a_reason_and_each_is_logged(place: Place) -> None:
    settings.use(Platform(columns=("单号=number", "电话=phone")))
    one = await routed(place)

    with pytest.raises(Refusal) as caught:
        await handed(place)
    rows = sheets.rows_of(await handed(place, "平台要求联系电话"), ZONE)

    assert isinstance(caught.value.notice, ReasonMissing)
    assert rows == [[one.number, f"+86{PHONE}"]]
    [look] = await place.rows(Reveal)
    assert (look.subject_id, look.fields) == (one.id, "phone")


async def test_the_text_to_copy_holds_no_contact(place: Place) -> None:
    settings.use(Platform(columns=("单号=number", "电话=phone", "内容=words", "时间=reported_at")))
    one = await routed(place)
    [ready] = await handed(place, "平台要求联系电话")

    text = sheets.ticket_text(ready, ZONE)

    assert text.splitlines()[0] == f"单号：{one.number}"
    assert PHONE not in text
    assert "电话" not in text
    assert "时间：2026-11-24 10:00" in text


async def test_numbers_and_results_come_back_row_by_row(place: Place) -> None:
    first, second = await routed(place), await routed(place, words="井盖响")
    await handed(place)
    rows = [
        (first.number, "MH-1", "办理中", ""),
        ("", "MH-1", "已办结", "路灯已经修好"),
        (second.number.lower(), "MH-2", "", ""),
        ("XJP-2026-9999", "MH-3", "", ""),
        ("", "", "已办结", "没有编号"),
    ]

    found = sheets.read_results(write_table(BACK_HEADERS, rows, "xlsx"), "结果.xlsx")
    taken = [await tried(place, **asdict(row.back)) for row in found.rows]

    assert [(one.row, one.code) for one in found.problems] == [(6, "missing")]
    assert taken == [Taken.NUMBER, Taken.RESULT, Taken.NUMBER, NotThere]
    tickets = {one.number: one for one in await place.rows(Ticket)}
    assert tickets["MH-1"].result == "路灯已经修好"
    assert tickets["MH-1"].chase_at is None
    assert tickets["MH-2"].chase_at is not None
    words = [one.text for one in await place.rows(IssueEntry) if one.kind is EntryKind.UNIT]
    assert words == ["路灯已经修好"]


async def test_what_is_said_again_changes_nothing(place: Place) -> None:
    one = await routed(place)
    await handed(place)
    facts = {"number": one.number, "external": "MH-1", "result": "修好了"}

    assert await back(place, **facts) is Taken.RESULT
    assert await back(place, **facts) is Taken.NOTHING


async def test_a_number_belongs_to_one_report(place: Place) -> None:
    first, second = await routed(place), await routed(place, words="井盖响")
    await handed(place)
    await back(place, number=first.number, external="MH-1")

    with pytest.raises(Refusal) as caught:
        await back(place, number=second.number, external="MH-1")

    assert caught.value.notice == NumberTaken(external="MH-1", number=first.number)


async def test_what_is_not_with_the_platform_takes_no_result(place: Place) -> None:
    async with place.db.transaction() as tx:
        one, _code = await issues.register(
            tx, bot_id=BOT, group_id=GROUP, report=Report(words="别的"), by=OPERATOR, now=NOW
        )

    with pytest.raises(Refusal) as caught:
        await back(place, number=one.number, result="办结")

    assert isinstance(caught.value.notice, NotThere)


async def test_only_the_groups_staff_hand_over_and_take_back(place: Place) -> None:
    one = await routed(place)
    for who in place.wrong.values():
        with pytest.raises(Refusal) as caught:
            async with place.db.transaction() as tx:
                await hand_over(tx, group_id=GROUP, by=who, now=NOW)
        assert isinstance(caught.value.notice, NotAllowed)
        with pytest.raises(Refusal):
            async with place.db.transaction() as tx:
                await take_back(tx, Back(number=one.number), group_id=GROUP, by=who, now=NOW)


async def chased(place: Place, days: int) -> bool:
    async with place.db.transaction() as tx:
        now = NOW + timedelta(days=days)
        groups = await chasing.due(tx, now=now)
        return any([await chasing.chase(tx, one, bot_id=BOT, now=now) for one in groups])


async def told(place: Place) -> list[dict[str, Any]]:
    return [one.body for one in await place.rows(Message) if one.kind == "platforms.chase"]


async def test_what_does_not_come_back_is_told_to_staff_once_for_each_date(place: Place) -> None:
    one = await routed(place)
    await handed(place)

    assert not await chased(place, 6)  # five working days from Tuesday: next Tuesday
    assert await chased(place, 7)
    assert not await chased(place, 7)
    assert await chased(place, 14)

    said = await told(place)
    assert [line["waiting"][0]["number"] for line in said] == [one.number, one.number]
    [ticket] = await place.rows(Ticket)
    assert ticket.chased == 2


async def test_what_has_come_back_or_was_answered_is_not_chased(place: Place) -> None:
    first, second = await routed(place), await routed(place, words="井盖响")
    await handed(place)
    await back(place, number=first.number, result="修好了")
    async with place.db.transaction() as tx:
        row = await tx.get(Issue, (GROUP, second.id))
        assert row is not None
        row.answered_at = NOW

    assert not await chased(place, 30)
    assert await told(place) == []


async def test_results_are_told_to_staff_in_one_message(place: Place) -> None:
    results = [Result(number=f"XJP-2026-{n:04}", said="已办结", result="好") for n in range(20)]

    async with place.db.transaction() as tx:
        await chasing.tell_results(tx, GROUP, results, bot_id=BOT, now=NOW)
        await chasing.tell_results(tx, OTHER_GROUP, [], bot_id=BOT, now=NOW)

    [said] = [one for one in await place.rows(Message) if one.kind == "platforms.results"]
    assert (len(said.body["results"]), said.body["more"]) == (15, 5)


@pytest.mark.parametrize(
    ("rows", "headers", "problem"),
    [
        ([("1.23E+17", "", "", "")], BACK_HEADERS, "shortened_number"),
        ([("x" * 65, "", "", "")], BACK_HEADERS, "too_long"),
        ([("XJP-2026-0001", "", "", "字" * 4001)], BACK_HEADERS, "too_long"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(
    rows: list[tuple[str, ...]], headers: tuple[str, ...], problem: str
) -> None:
    found = sheets.read_results(write_table(headers, rows, "xlsx"), "a.xlsx")

    assert found.rows == ()
    assert [(one.row, one.code) for one in found.problems] == [(2, problem)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "甲,乙\n1,2\n".encode()])
def test_a_file_that_is_no_sheet_of_results_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        sheets.read_results(content, "a.xlsx" if content[:2] == b"PK" else "a.csv")

    assert isinstance(caught.value.notice, RowProblem)


@pytest.mark.parametrize("column", ["编号", "编号=", "=number", "编号=salary"])
def test_a_column_of_no_field_is_refused_in_the_configuration(column: str) -> None:
    with pytest.raises(ValueError, match="has to be like"):
        Platform(columns=(column,))
