"""At the table: a card per voter, the record, and what became of the last matters."""

import io
from datetime import timedelta

import docx
import pytest

from handlers.screens.receptions.table import AddWords, TableAct
from models import clock
from models.issues.tables import Issue, IssueFile
from models.receptions.queries import Sitting
from models.receptions.rules import SessionState
from models.receptions.tables import ReceptionSession, Round
from tests.handlers.days import press_last, rows, words_to
from tests.handlers.receptions_made import at, free_in, furnished, names_of, planned, published
from tests.town import Town


async def begun(town: Town) -> tuple[Sitting, str]:
    """Let a reception have begun; return it and somebody on duty."""
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    await at(town, one.session.starts_at + timedelta(minutes=5))
    return one, min(names_of(one))


async def matter(town: Town, name: str, words: str) -> None:
    """Write one voter down."""
    await press_last(town, name, "➕")
    await town.write(name, words)
    await press_last(town, name, "✅")


def paper_to(town: Town, name: str) -> str:
    """Return the words of the last document somebody was given."""
    file = next(one["document"] for one in reversed(town.said_to(name)) if "document" in one)
    content = town.world.files.by_id[file["file_id"]].content
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


async def test_each_voter_is_one_card_with_a_number_and_the_station_filled_in(town: Town) -> None:
    one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")

    await matter(town, name, "3栋楼道灯坏了半个月")
    await matter(town, name, "小区门口积水")

    issues = await rows(town, Issue)
    assert [each.own_words for each in issues] == ["3栋楼道灯坏了半个月", "小区门口积水"]
    assert {each.station_id for each in issues} == {one.station.id}
    assert len({each.activity_id for each in issues}) == 1
    assert {each.recorder_id for each in issues} == {town.members[name]}
    assert issues[1].number in town.last_to(name)


async def test_a_voice_comes_first_and_words_later(town: Town) -> None:
    _one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")
    await press_last(town, name, "➕")

    town.acts.send_voice(town.people[name], town.people[name], b"OggS voice")
    await town.settle()
    await press_last(town, name, "✅")
    await press_last(town, name, "✏️ 补几句")
    await town.write(name, "老人说楼道灯坏了")
    await press_last(town, name, "✅")

    (issue,) = await rows(town, Issue)
    (file,) = await rows(town, IssueFile)
    assert (issue.own_words, file.kind.value) == ("", "voice")
    assert words_to(town, name, "补充好了")


async def test_a_recorder_of_the_staff_writes_for_the_deputies(town: Town) -> None:
    _one, _name = await begun(town)
    await town.write("周敏", "接待安排")
    await press_last(town, "周敏", "📣 第1轮")
    await press_last(town, "周敏", "🏠")
    await press_last(town, "周敏", "📝 现场登记")

    await matter(town, "周敏", "电梯老停")

    (issue,) = await rows(town, Issue)
    assert issue.recorder_id == town.members["周敏"]


async def test_the_record_names_every_matter_and_who_signs(town: Town) -> None:
    one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")
    await matter(town, name, "3栋楼道灯坏了半个月")
    await press_last(town, name, "📋")
    await press_last(town, name, "🏁")
    await town.write(name, "6")
    await press_last(town, name, "⏭")
    await press_last(town, name, "✅")
    await press_last(town, name, "🖨 打印记录表")

    (session,) = [each for each in await rows(town, ReceptionSession) if each.id == one.session.id]
    text = paper_to(town, name)
    assert (session.state, session.visitors) == (SessionState.CLOSED, 6)
    assert "3栋楼道灯坏了半个月" in text
    assert "XJP-2026-0001" in text
    assert "来访选民 6 人" in text
    assert all(f"代表 {each} 签名" in text for each in names_of(one))


async def test_a_session_nobody_came_to_is_on_record_as_that(town: Town) -> None:
    one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")

    await press_last(town, name, "🪑")
    await press_last(town, name, "🖨 打印记录表")

    (session,) = [each for each in await rows(town, ReceptionSession) if each.id == one.session.id]
    assert (session.state, session.visitors) == (SessionState.CLOSED, 0)
    assert "本次接待没有选民来访" in paper_to(town, name)


async def test_somebody_not_on_duty_cannot_write_at_this_table(town: Town) -> None:
    one, _name = await begun(town)
    row = next(each for each in await rows(town, Round) if each.id == one.session.round_id)
    other = (await free_in(town, row))[0]
    data = TableAct(group_id=town.group_id, session_id=one.session.id, act="matter").payload()

    await town.write(other, "我的接待")
    chat = town.people[other]
    town.acts.press_raw(chat, chat, town.said_to(other)[-1]["message_id"], data)
    await town.settle()

    assert "由值班代表和工作人员来办" in town.toasts(other)[-1]
    assert await rows(town, Issue) == []


async def test_words_to_somebody_elses_matter_are_refused_before_anything_is_typed(
    town: Town,
) -> None:
    one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")
    await matter(town, name, "3栋楼道灯坏了半个月")
    (issue,) = await rows(town, Issue)
    other = next(each for each in town.members if each not in names_of(one) | {"周敏"})
    data = AddWords(group_id=town.group_id, issue_id=issue.id).payload()

    await town.write(other, "我的接待")
    chat = town.people[other]
    town.acts.press_raw(chat, chat, town.said_to(other)[-1]["message_id"], data)
    await town.settle()

    assert "由那位代表或者工作人员来补充" in town.toasts(other)[-1]
    assert words_to(town, other, "还要补充什么") == []


async def test_before_the_beginning_nothing_can_be_written_down(town: Town) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    name = min(names_of(one))
    await press_last(town, name, "📝 现场登记")

    await press_last(town, name, "➕")

    assert "现在不能办" in town.toasts(name)[-1]


async def held_before(town: Town) -> tuple[Sitting, Sitting]:
    """Let a matter be brought to a station; return that session and the station's next one."""
    one, name = await begun(town)
    await press_last(town, name, "📝 现场登记")
    await matter(town, name, "3栋楼道灯坏了半个月")
    await press_last(town, name, "📋")
    await press_last(town, name, "🏁")
    await town.write(name, "1")
    await press_last(town, name, "⏭")
    await press_last(town, name, "✅")
    for row in (await planned(town))[1:]:
        for each in await published(town, row):
            if each.station.id == one.station.id:
                return one, each
    raise AssertionError("the station has no other session this year")


def papers(town: Town, name: str) -> list[str]:
    """Return the names of the documents somebody was given."""
    return [one["document"]["file_name"] for one in town.said_to(name) if "document" in one]


async def test_the_next_reception_of_the_station_has_the_sheet_of_the_last_matters(
    town: Town,
) -> None:
    one, later = await held_before(town)
    other = min(names_of(later))

    await town.write(other, "我的接待")
    await press_last(town, other, f"🪑 {one.station.name}")
    await press_last(town, other, "📝 现场登记")
    await press_last(town, other, "📄")

    assert "3栋楼道灯坏了半个月" in paper_to(town, other)
    assert clock.now() < later.session.starts_at


async def test_the_sheet_comes_by_itself_the_day_before_to_the_crew_and_the_staff_once(
    town: Town,
) -> None:
    _one, later = await held_before(town)
    people = [*sorted(names_of(later)), "周敏"]
    await at(town, later.session.starts_at - timedelta(hours=25))
    assert [papers(town, name) for name in people] == [[] for _ in people]

    await at(town, later.session.starts_at)

    for name in people:
        (paper,) = [each for each in papers(town, name) if later.station.name in each]
        assert paper.startswith("上次接待事项办理情况")
        assert "3栋楼道灯坏了半个月" in paper_to(town, name)
    assert later.backup is None or papers(town, later.backup.member.name) == []


async def test_a_deputy_whose_day_is_full_has_the_sheet_the_next_morning(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _one, later = await held_before(town)
    name = min(names_of(later))
    await at(town, later.session.starts_at - timedelta(hours=25))
    monkeypatch.setattr("models.reminders.budget.BUDGET", 0)

    await town.pass_time(timedelta(hours=2))
    before = papers(town, name), len(papers(town, "周敏"))
    monkeypatch.undo()
    await at(town, later.session.starts_at - timedelta(hours=6))  # half past eight

    assert before == ([], 1)
    assert len(papers(town, name)) == len(papers(town, "周敏")) == 1


async def test_where_nothing_was_brought_last_time_nobody_gets_a_paper(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]

    await at(town, one.session.starts_at)

    assert [papers(town, name) for name in names_of(one)] == [[] for _ in names_of(one)]
