"""The report of a year is computed from rows; the year 2019 comes to the figures of its report."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
from sqlalchemy import event, func, select, update

from models import schema
from models.activities.checking import card_about
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.activities.tables import Activity
from models.ballots.rules import BallotKind, BallotState, Quorum
from models.ballots.tables import Ballot, Subject
from models.database import Database
from models.errors import Refusal
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.addresses import address_of
from models.messages.tables import MessageState
from models.people.rules import OPERATOR, Actor, ActorKind
from models.people.tables import Member, Role
from models.stations.tables import Station
from models.suggestions.tables import Answer
from models.terms.tables import Term
from models.years.figures import Part, Year, share
from models.years.gathering import ORDER, year_of
from models.years.notices import NothingYet
from reports.years import papers, sheets, words
from tests.reports.year_made import AWAY, DEPUTIES, EVALUATED, GROUP, NOW, PLATFORM, make_2019

HELD = 23  # activities in all


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        await schema.upgrade(opened)
        await make_2019(opened)
        yield opened


async def of_year(db: Database, year: int = 2019) -> Year:
    async with db.reading() as tx:
        group = await tx.get(Group, GROUP)
        assert group is not None
        return await year_of(tx, group, year=year, by=OPERATOR, now=NOW)


def value(one: Year, key: str) -> int | None:
    figure = one.figure(key)
    return figure.value if figure else None


async def test_the_year_of_the_report_comes_to_its_figures(db: Database) -> None:
    one = await of_year(db)

    district = one.figure("group_district")
    assert district is not None
    assert district.value == 14
    assert district.by_mark == {
        "congress": 1,
        "inspection": 6,
        "reception": 6,
        "directors_day": 1,
    }
    assert value(one, "group_city") == 2
    assert value(one, "study") == 5
    assert value(one, "inspections") == 6
    assert value(one, "receptions") == 6
    assert value(one, "stations") == 16
    assert (value(one, "suggestions"), value(one, "suggestions_replied")) == (21, 100)
    assert value(one, "suggestions_satisfied") == 100
    assert value(one, "by_elected") == 2
    assert value(one, "voter_reports") == 5
    places = one.figure("reception_places")
    assert places is not None
    assert places.by_mark == {"station": 5, "elsewhere": 1}
    evaluated = one.figure("evaluated")
    assert evaluated is not None
    assert evaluated.by_mark == {"street_office": 1, "department": 5}
    attendance = one.figure("attendance")
    assert attendance is not None
    assert (attendance.part_of, attendance.of) == (HELD * (DEPUTIES - AWAY), HELD * DEPUTIES)
    assert attendance.value == 83


async def test_issues_press_and_materials_of_2019_are_counted_too(db: Database) -> None:
    one = await of_year(db)

    platform = one.figure("issues_platform")
    assert platform is not None
    assert platform.value == 31
    assert platform.by_mark == {kind.value: many for kind, many in PLATFORM.items()}
    assert (value(one, "issues"), value(one, "issues_answered")) == (34, 100)
    solved = one.figure("issues_solved")
    assert solved is not None
    assert (solved.part_of, solved.of, solved.value) == (31, 34, 91)
    assert (value(one, "press"), value(one, "materials")) == (12, 8)
    assert value(one, "self_study") == 2
    text = _text(papers.document(one, today=date(2020, 1, 13)))
    assert "选民的原话" not in text
    assert "把 31 件问题纳入街道“民呼我应”服务信息平台办理：环境卫生 9 件" in text
    assert "《长江日报》、《人民意志》、《凤凰网》、《武昌人大》等媒体刊发报道 12 篇" in text


async def test_each_figure_opens_into_the_rows_that_it_counts(db: Database) -> None:
    one = await of_year(db)

    for figure in one.figures:
        if figure.key == "attendance":
            assert len(figure.rows) == HELD
        elif figure.of is None:
            assert len(figure.rows) == figure.value, figure.key
        else:
            assert len(figure.rows) == figure.of, figure.key
    evaluated = one.figure("evaluated")
    assert evaluated is not None
    assert [row.what for row in evaluated.rows] == EVALUATED


async def test_what_nothing_proves_is_left_out_and_named(db: Database) -> None:
    empty = await of_year(db, 2018)

    assert [one.key for one in empty.figures] == ["stations"]
    assert {"study", "by_elected", "attendance"} <= {one.key for one in empty.left_out}
    text = _text(papers.document(empty, today=date(2020, 1, 13)))
    assert "集中学习 0" not in text
    assert words.NOTHING[0] in text


async def test_an_activity_that_was_not_closed_is_not_counted_but_said(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.execute(
            update(Activity).where(Activity.place == "光谷").values(state=ActivityState.ANNOUNCED)
        )

    one = await of_year(db)

    assert value(one, "group_city") == 1
    [doubt] = one.doubts
    assert (doubt.key, [row.where for row in doubt.rows]) == ("not_closed", ["光谷"])


async def test_a_cancelled_activity_is_in_no_figure(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.execute(
            update(Activity).where(Activity.place == "光谷").values(state=ActivityState.CANCELLED)
        )

    one = await of_year(db)

    assert value(one, "group_city") == 1
    assert one.doubts == ()


async def test_a_by_election_without_its_day_is_in_no_year(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.execute(update(Term).where(Term.member_id == 1).values(since=None))

    one = await of_year(db)

    assert value(one, "by_elected") == 1
    assert [row.what for doubt in one.doubts for row in doubt.rows] == ["代表01"]


async def test_the_rate_of_satisfaction_is_taken_of_what_was_rated(db: Database) -> None:
    async with db.transaction() as tx:
        first = select(func.min(Answer.suggestion_id)).scalar_subquery()
        await tx.execute(
            update(Answer).where(Answer.suggestion_id == first).values(satisfaction=None)
        )

    one = await of_year(db)

    satisfied = one.figure("suggestions_satisfied")
    assert satisfied is not None
    assert (satisfied.value, satisfied.of) == (100, 20)
    assert [doubt.key for doubt in one.doubts] == ["suggestions_unrated"]


async def test_who_left_later_still_counts_in_the_year(db: Database) -> None:
    before = value(await of_year(db), "attendance")
    async with db.transaction() as tx:
        await tx.execute(update(Member).where(Member.id == 1).values(left_at=NOW))

    assert value(await of_year(db), "attendance") == before


async def test_nobody_but_the_groups_staff_sees_the_figures(db: Database) -> None:
    wrong = (
        Actor(kind=ActorKind.MEMBER, group_id=GROUP, member_id=1, role=Role.DEPUTY),
        Actor(kind=ActorKind.MEMBER, group_id=12, member_id=2, role=Role.STAFF),
        Actor(kind=ActorKind.ACCOUNT, account_id=5),
    )
    async with db.reading() as tx:
        group = await tx.get(Group, GROUP)
        assert group is not None
        for one in wrong:
            with pytest.raises(Refusal):
                await year_of(tx, group, year=2019, by=one, now=NOW)


async def test_the_number_of_statements_does_not_depend_on_the_deputies(db: Database) -> None:
    engine = db._readers.sync_engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    await of_year(db)
    few = len(seen)
    async with db.transaction() as tx:
        for number in range(500, 560):
            tx.add(
                Member(
                    group_id=GROUP,
                    id=number,
                    role=Role.DEPUTY,
                    name=f"新代表{number}",
                    created_at=datetime(2019, 1, 1, tzinfo=UTC),
                )
            )
    seen.clear()

    await of_year(db)

    assert len(seen) == few


async def test_the_workbook_leads_from_each_figure_to_its_rows(db: Database) -> None:
    one = await of_year(db)

    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(one)))

    front = book["数据总表"]
    for row in front.iter_rows(min_row=2):
        if row[1].value is None:
            continue
        assert row[0].hyperlink is not None
        name = str(row[0].hyperlink.location).split("!")[0].strip("'")
        rows = book[name].max_row - 1
        assert rows == row[1].value or row[2].value == "%", name


async def test_as_json_it_has_every_row(db: Database) -> None:
    one = await of_year(db)

    found = json.loads(sheets.as_json(one))

    assert found["figures"]["group_district"]["value"] == 14
    assert len(found["figures"]["group_district"]["rows"]) == 14
    assert found["figures"]["suggestions_replied"] | {"rows": []} == {
        "name": "建议答复率",
        "value": 100,
        "measure": "percent",
        "of": 21,
        "number": 21,
        "by_kind": {},
        "rows": [],
    }


async def test_the_draft_says_it_in_the_order_of_the_report_with_charts(db: Database) -> None:
    one = await of_year(db)

    paper = papers.document(one, before=await of_year(db, 2018), today=date(2020, 1, 13))

    text = _text(paper)
    parts = [text.index(name) for name in words.PARTS.values()]
    assert parts == sorted(parts)
    assert (
        "区代表集中活动 14 次（其中参加人代会 1 次，视察调研 6 次，接待选民 6 次，主任接待日 1 次）"
        in text
    )
    assert "在5 个社区接待站和街道代表工作室集中接待选民 6 次" in text
    assert "督办代表建议 21 件，答复率 100%，满意率 100%" in text
    assert "2018年" in text
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == 3


def _text(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_every_figure_has_its_names() -> None:
    assert set(words.FIGURES) == set(ORDER)


@pytest.mark.parametrize(
    ("number", "of", "shown"), [(0, 9, 0), (9, 9, 100), (999, 1000, 99), (1, 1000, 1), (0, 0, None)]
)
def test_a_share_is_never_rounded_to_all_or_to_nothing(
    number: int, of: int, shown: int | None
) -> None:
    assert share("attendance", Part.WHOLE, number, of, rows=()).value == shown


async def a_ballot(db: Database, *subjects: str, state: BallotState = BallotState.CLOSED) -> None:
    """Let a ballot on some bodies be closed in the year."""
    about = {"group_id": GROUP, "ballot_id": 900}
    at = datetime(2019, 11, 3, 2, tzinfo=UTC)
    async with db.transaction() as tx:
        tx.add(
            Ballot(
                group_id=GROUP,
                id=900,
                kind=BallotKind.EVALUATION,
                title="年终监督评议",
                quorum=Quorum.HALF,
                state=state,
                created_at=at,
                opened_at=at,
                closes_at=at,
                closed_at=at if state is BallotState.CLOSED else None,
                eligible=40,
                issued=40,
                returned=36,
                invalid=0,
            )
        )
        await tx.flush()
        for number, name in enumerate(subjects, 1):
            tx.add(Subject(**about, number=number, name=name))


async def test_a_closed_ballot_counts_and_a_body_noted_too_stays_one(db: Database) -> None:
    await a_ballot(db, f" {EVALUATED[0]}", "区市场监管局")

    figure = (await of_year(db)).figure("evaluated")

    assert figure is not None
    assert figure.value == len(EVALUATED) + 1
    proofs = {row.what: row.proof for row in figure.rows if row.proof}
    assert proofs == {
        EVALUATED[0]: "年终监督评议 36/40",
        "区市场监管局": "年终监督评议 36/40",
    }


async def test_a_ballot_that_is_open_or_called_off_counts_nothing(db: Database) -> None:
    await a_ballot(db, "区市场监管局", state=BallotState.OPEN)

    assert value(await of_year(db), "evaluated") == len(EVALUATED)


async def test_a_station_that_was_entered_later_counts_in_the_year_it_served(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.execute(update(Station).values(created_at=datetime(2026, 1, 1, tzinfo=UTC)))
        held = await tx.scalars(
            select(Activity).where(Activity.kind == ActivityKind.RECEPTION).limit(1)
        )
        held.one().place = "国际城社区接待站"

    figure = (await of_year(db)).figure("stations")

    assert figure is not None
    assert "国际城社区接待站" in {row.what for row in figure.rows}
    assert value(await of_year(db, 2018), "stations") is None


async def test_a_figure_leads_to_the_message_where_telegram_has_an_address(db: Database) -> None:
    async with db.transaction() as tx:
        one = (await tx.scalars(select(Activity).where(Activity.scope == Scope.CITY))).first()
        assert one is not None
        for chat, number in ((-1_001_234_567_890, 77), (5_000_001, 78)):
            row = messages.post(
                tx,
                bot_id=1,
                to=messages.Recipient(
                    chat_id=chat, locale="zh-CN", zone="Asia/Shanghai", group_id=GROUP
                ),
                notice=NothingYet(year=2019),
                about=card_about(one.id),
                now=NOW,
            )
            row.state, row.message_id = MessageState.SENT, number

    year = await of_year(db)
    figure = year.figure("group_city")

    assert figure is not None
    assert [row.link for row in figure.rows if row.link] == ["https://t.me/c/1234567890/77"]
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(year)))
    page = next(book[name] for name in book.sheetnames if "市代表集中活动" in name)
    last = [row[-1] for row in page.iter_rows(min_row=2)]
    assert {cell.value for cell in last} == {"没有", "https://t.me/c/1234567890/77"}
    assert [cell.hyperlink.target for cell in last if cell.hyperlink] == [
        "https://t.me/c/1234567890/77"
    ]


@pytest.mark.parametrize(
    ("chat", "where"),
    [
        (-1_001_234_567_890, "https://t.me/c/1234567890/7"),
        (-4_567, None),
        (5_000_000_001, None),
    ],
)
def test_only_supergroups_have_addresses_of_messages(chat: int, where: str | None) -> None:
    assert address_of(chat, 7) == where
