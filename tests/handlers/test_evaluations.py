"""Staff note whose work was evaluated, and who reported to the voters."""

from models.activities.rules import ActivityKind
from models.evaluations.tables import BodyKind, EvaluatedBody
from models.voter_reports.tables import ReportForm, VoterReport
from tests.handlers.chatting import labels, press, rows
from tests.town import Town

DEPUTY = "王桂兰"


async def card_of(town: Town, kind: ActivityKind, title: str) -> list[str]:
    await town.announce(title, kind=kind)
    await town.write("周敏", "活动管理")
    return labels(await press(town, f"🟢 {title}"))


async def test_one_sentence_notes_the_street_office_and_the_departments(town: Town) -> None:
    await card_of(town, ActivityKind.EVALUATION, "年度监督评议")
    await press(town, "🏛 评议对象", "➕ 登记评议对象")
    await town.write("周敏", "街道办事处、市场监管所；城管执法中队，街道办事处")

    shown = await press(town, "✅ 确认")

    assert [(one.name, one.kind) for one in await rows(town, EvaluatedBody)] == [
        ("街道办事处", BodyKind.STREET_OFFICE),
        ("市场监管所", BodyKind.DEPARTMENT),
        ("城管执法中队", BodyKind.DEPARTMENT),
    ]
    assert "城管执法中队（部门（单位））" in shown["text"]


async def test_a_body_noted_by_mistake_is_taken_off(town: Town) -> None:
    await card_of(town, ActivityKind.EVALUATION, "年度监督评议")
    await press(town, "🏛 评议对象", "➕ 登记评议对象")
    await town.write("周敏", "税务所")
    await press(town, "✅ 确认", "✖️ 税务所")

    assert await rows(town, EvaluatedBody) == []


async def test_only_an_evaluation_has_bodies_and_only_a_report_meeting_reporters(
    town: Town,
) -> None:
    offered = await card_of(town, ActivityKind.INSPECTION, "视察河道")

    assert "🏛 评议对象" not in offered
    assert "🎤 述职代表" not in offered


async def test_a_press_notes_oral_another_written_a_third_takes_it_off(town: Town) -> None:
    await card_of(town, ActivityKind.REPORT_TO_VOTERS, "代表述职大会")
    await press(town, "🎤 述职代表", f"⬜ {DEPUTY}")
    first = [one.form for one in await rows(town, VoterReport)]
    await press(town, f"🎤 {DEPUTY}")
    second = [one.form for one in await rows(town, VoterReport)]
    await press(town, f"📄 {DEPUTY}")

    assert (first, second) == ([ReportForm.ORAL], [ReportForm.WRITTEN])
    assert await rows(town, VoterReport) == []
