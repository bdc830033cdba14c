"""A deputy's archive says what they did, from the rows; for a group by the same few statements."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image
from sqlalchemy import event, select, update

from models import schema
from models.activities.checking import card_about
from models.activities.rules import ActivityKind
from models.activities.tables import Activity
from models.archives.entries import PART_OF, Archive, Part
from models.archives.reading import Years, archives, deputies_of
from models.archives.tables import Portrait
from models.database import Database
from models.groups.tables import Group
from models.issues.states import Category, IssueState, Mode, Urgency, Way
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.tables import MessageState
from models.people.rules import OPERATOR
from models.people.tables import Member
from models.points.tables import LedgerLine
from models.records import actions as records
from models.records.rules import OutcomeKind
from models.suggestions.rules import SignerRole, SignerState
from models.suggestions.tables import Signer, Suggestion
from models.years.notices import NothingYet
from reports.archives import papers
from reports.archives.words import PARTS
from tests.reports.year_made import DEPUTIES, GROUP, NOW, make_2019

TODAY = date(2020, 1, 13)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        await schema.upgrade(opened)
        await make_2019(opened)
        yield opened


async def read(db: Database, *names: str, first: int = 2000, last: int = 2019) -> list[Archive]:
    async with db.reading() as tx:
        group = await tx.get(Group, GROUP)
        assert group is not None
        people = await deputies_of(tx, group_id=GROUP)
        wanted = [one for one in people if not names or one.name in names]
        return list(await archives(tx, Years(group=group, first=first, last=last), wanted))


async def sign(db: Database, member_id: int) -> None:
    async with db.transaction() as tx:
        for nth, one in enumerate((await tx.scalars(select(Suggestion).limit(3))).all()):
            role = SignerRole.COSIGNER if nth else SignerRole.LEAD
            tx.add(
                Signer(
                    group_id=GROUP,
                    suggestion_id=one.id,
                    member_id=member_id,
                    role=role,
                    state=SignerState.DECLINED if nth == 2 else SignerState.LISTED,
                    asked_at=NOW,
                )
            )


async def test_an_archive_has_every_part_from_the_rows(db: Database) -> None:
    await sign(db, 3)

    [one] = await read(db, "代表03")

    counts = {part: one.count(part) for part in Part if one.count(part)}
    assert counts == {
        Part.MEETINGS: 2,
        Part.INSPECTIONS: 8,
        Part.TRAINING: 5,
        Part.GROUP: 2,
        Part.SUGGESTIONS: 2,
        Part.REPORTS: 1,
        Part.RECEPTIONS: 6,
        Part.SELF_STUDY: 2,
    }
    assert (one.here, one.invited, one.percent) == (23, 23, 100)
    assert one.parts[Part.SUGGESTIONS][0].mark.startswith("lead,")


async def test_absence_stands_in_the_archive_and_counts_for_nothing(db: Database) -> None:
    [one] = await read(db, "代表01")

    assert len(one.parts[Part.INSPECTIONS]) == 8
    assert one.count(Part.INSPECTIONS) == 0
    assert one.percent == 0


async def test_only_the_years_asked_for_are_in_it(db: Database) -> None:
    [one] = await read(db, "代表03", first=2020, last=2020)

    assert not any(one.parts.values())
    assert one.percent is None


async def test_who_has_left_has_an_archive_too(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.execute(update(Member).where(Member.id == 3).values(left_at=NOW))

    [one] = await read(db, "代表03")

    assert one.deputy.left_on == date(2020, 1, 13)
    assert one.count(Part.INSPECTIONS) == 8


async def test_an_issue_is_named_by_number_and_place_never_by_the_voter(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(an_issue(3))

    [one] = await read(db, "代表03")

    [entry] = one.parts[Part.ISSUES]
    assert (entry.proof, entry.where, entry.what) == ("XJP-2019-0099", "团结大道", "roads")
    text = everything(papers.document(one, today=TODAY))
    assert "XJP-2019-0099" in text
    assert "不许外传的话" not in text


def an_issue(recorder_id: int) -> Issue:
    return Issue(
        group_id=GROUP,
        id=77,
        year=2019,
        serial=99,
        number="XJP-2019-0099",
        state=IssueState.CLOSED,
        reported_at=NOW.replace(year=2019),
        mode=Mode.CLINIC,
        recorder_id=recorder_id,
        report_back_by=Way.PHONE,
        own_words="不许外传的话",
        category=Category.ROADS,
        place="团结大道",
        urgency=Urgency.NORMAL,
    )


async def test_quarters_add_up_to_the_year_with_caps_in_order_of_date(db: Database) -> None:
    async with db.transaction() as tx:
        for nth, month in enumerate((2, 3, 5, 11)):
            tx.add(a_line(nth, month))

    [one] = await read(db, "代表03")

    # R1: 4 for the first, 2 for each further one
    assert [each.gained for each in one.points] == [600, 200, 0, 200]
    assert one.points[-1].total == one.total == 1000


def a_line(nth: int, month: int) -> LedgerLine:
    return LedgerLine(
        group_id=GROUP,
        id=900 + nth,
        member_id=3,
        year=2019,
        at=NOW.replace(year=2019, month=month),
        rule_id="R1",
        version=1,
        sign=1,
        share_percent=100,
        source_kind="entry",
        source_id=nth,
        revision=1,
        written_at=NOW,
    )


async def test_a_whole_group_is_read_by_as_many_statements_as_one_deputy(db: Database) -> None:
    engine = db._readers.sync_engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    await read(db, "代表03")
    one = len(seen)
    seen.clear()

    assert len(await read(db)) == DEPUTIES

    assert len(seen) == one


async def keep(db: Database, activity_id: int) -> None:
    """Keep a summary, what came of it and a press report of an activity, and noise beside it."""
    by: dict[str, Any] = {"group_id": GROUP, "by": OPERATOR, "now": NOW}
    async with db.transaction() as tx:
        await records.write(tx, **by, activity_id=activity_id, summary="看了三个小区。\n楼梯太陡。")
        await records.note_outcome(
            tx,
            **by,
            activity_id=activity_id,
            kind=OutcomeKind.SUGGESTION,
            what="补装扶手",
            number="021",
        )
        await records.note_press(
            tx,
            **by,
            activity_id=activity_id,
            title="代表看电梯",
            outlet="长江日报",
            on=date(2019, 5, 20),
            link="https://example.org/1",
        )
        await records.note_outcome(tx, **by, kind=OutcomeKind.HELP, what="别处的事")


async def an_inspection(db: Database) -> Activity:
    async with db.reading() as tx:
        one: Activity = (
            await tx.scalars(select(Activity).where(Activity.kind == ActivityKind.INSPECTION))
        ).all()[0]
        return one


async def test_what_is_kept_of_an_activity_stands_with_those_who_were_there(db: Database) -> None:
    held = await an_inspection(db)
    await keep(db, held.id)

    away, there, with_them = await read(db, "代表01", "代表03", "代表04")

    [(entry, record)] = there.recorded
    assert (entry.what, record.summary) == (held.title, "看了三个小区。\n楼梯太陡。")
    assert [(one.what, one.number) for one in record.outcomes] == [("补装扶手", "021")]
    assert [one.link for one in record.press] == ["https://example.org/1"]
    assert with_them.recorded[0][1] is record
    assert away.recorded == []


async def test_the_papers_tell_what_came_of_each_activity(db: Database) -> None:
    await keep(db, (await an_inspection(db)).id)
    away, there = await read(db, "代表01", "代表03")

    text = everything(papers.document(there, today=TODAY))
    book = openpyxl.load_workbook(io.BytesIO(papers.workbook(there)))

    for words in ("楼梯太陡。", "形成建议", "补装扶手", "021", "长江日报《代表看电梯》"):
        assert words in text, words
    assert "别处的事" not in text
    lines = [[cell.value for cell in row[2:]] for row in book["活动记录"].iter_rows(min_row=2)]
    assert lines == [
        ["小结", "看了三个小区。\n楼梯太陡。", None],
        ["形成建议", "补装扶手", "021"],
        ["媒体报道", "长江日报《代表看电梯》", "https://example.org/1"],
    ]
    assert book["活动记录"]["E4"].hyperlink.target == "https://example.org/1"
    assert "十一" not in everything(papers.document(away, today=TODAY))
    assert "活动记录" not in openpyxl.load_workbook(io.BytesIO(papers.workbook(away))).sheetnames


async def test_the_papers_say_what_the_archive_says_with_the_portrait(db: Database) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), "navy").save(buffer, "JPEG")
    async with db.transaction() as tx:
        facts = {"file_id": "f", "file_unique_id": "u", "set_at": NOW}
        tx.add(Portrait(group_id=GROUP, member_id=3, picture=buffer.getvalue(), **facts))

    [one] = await read(db, "代表03")
    content = papers.document(one, today=TODAY)

    paper = docx.Document(io.BytesIO(content))
    assert paper.inline_shapes[0].height / paper.inline_shapes[0].width == pytest.approx(
        4 / 3, 0.01
    )
    text = everything(content)
    for words in (
        "代表03",
        "第3选区",
        "换届当选",
        "街道代表工作室 study 1",
        "口头述职",
        "2019.1.18",
    ):
        assert words in text, words


async def test_the_workbook_leads_to_each_part(db: Database) -> None:
    await sign(db, 3)
    [one] = await read(db, "代表03")

    book = openpyxl.load_workbook(io.BytesIO(papers.workbook(one)))

    front = {row[0].value: row for row in book["档案"].iter_rows()}
    assert front["视察调研"][1].value == 8
    link = front["视察调研"][0].hyperlink
    assert link is not None
    assert link.location == "'视察调研'!A1"
    assert book["视察调研"].max_row == 9
    assert book["提出建议"]["D2"].value == "领衔，已办结"


def everything(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_namesakes_get_files_of_their_own_and_no_name_leaves_the_folder() -> None:
    taken: set[str] = set()

    names = [papers.filename(one, taken) for one in ("王伟", "王伟", "../../etc", "a/b:c", "")]

    assert names[:2] == ["王伟", "王伟-2"]
    assert not any(mark in one for one in names for mark in ("/", "\\", ":", ".."))
    assert len(set(names)) == 5


def test_every_part_has_its_names_and_every_activity_a_part() -> None:
    assert set(PARTS) == set(Part)
    assert set(PART_OF) == set(ActivityKind)


async def tell_group(db: Database, activity_id: int, *, chat_id: int, number: int) -> None:
    """Let a chat have been told of an activity."""
    async with db.transaction() as tx:
        to = messages.Recipient(
            chat_id=chat_id, locale="zh-CN", zone="Asia/Shanghai", group_id=GROUP
        )
        notice, about = NothingYet(year=2019), card_about(activity_id)
        row = messages.post(tx, bot_id=1, to=to, notice=notice, about=about, now=NOW)
        row.state, row.message_id = MessageState.SENT, number


async def test_an_entry_leads_to_the_message_where_telegram_has_an_address(db: Database) -> None:
    async with db.reading() as tx:
        held = (
            await tx.scalars(select(Activity).where(Activity.kind == ActivityKind.INSPECTION))
        ).all()
    await tell_group(db, held[0].id, chat_id=-1_001_234_567_890, number=77)
    await tell_group(db, held[1].id, chat_id=5_000_001, number=78)

    [one] = await read(db, "代表03")

    where = "https://t.me/c/1234567890/77"
    found = [entry for entries in one.parts.values() for entry in entries if entry.link]
    assert [(entry.what, entry.link) for entry in found] == [(held[0].title, where)]
    page = openpyxl.load_workbook(io.BytesIO(papers.workbook(one)))["视察调研"]
    last = [row[-1] for row in page.iter_rows()]
    assert last[0].value == "Telegram 里的消息"
    assert [cell.value for cell in last].count("没有") == len(last) - 2
    assert [cell.hyperlink.target for cell in last if cell.hyperlink] == [where]
    with zipfile.ZipFile(io.BytesIO(papers.document(one, today=TODAY))) as paper:
        text = paper.read("word/document.xml").decode()
    assert text.count(f' HYPERLINK "{where}" ') == text.count("群里的消息") == 1


async def test_what_no_message_tells_of_has_no_column_for_it(db: Database) -> None:
    await sign(db, 3)

    [one] = await read(db, "代表03")

    book = openpyxl.load_workbook(io.BytesIO(papers.workbook(one)))
    assert book["提出建议"].max_column == 5
    assert book["视察调研"].max_column == 6
