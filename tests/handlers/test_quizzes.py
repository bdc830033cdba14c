"""A quiz belongs to a material: asked one by one, told at once, tried again, results private."""

import io

import openpyxl
import pytest

from models import clock
from models.errors import Refusal
from models.materials.tables import Recipient
from models.people.rules import OPERATOR
from models.quizzes import actions
from models.quizzes.actions import Draft
from models.quizzes.rules import Flaw, QuestionKind
from models.quizzes.tables import QuizQuestion
from reports.quizzes import read
from tests.handlers.days import labels, press_last, rows, until
from tests.handlers.materials_made import STAFF, sent_material
from tests.handlers.test_materials import _open
from tests.town import Town

ONE = Draft(
    kind=QuestionKind.SINGLE,
    text="代表法哪年第一次通过？",
    options=["1982年", "1992年"],
    right=[1],
    explanation="1992年4月3日通过。",
)
TWO = Draft(
    kind=QuestionKind.MULTIPLE,
    text="哪些是代表的权利？",
    options=["提出建议", "免税", "视察"],
    right=[0, 2],
)


async def with_quiz(town: Town, *drafts: Draft) -> int:
    await until(town, 10)
    number = await sent_material(town)
    async with town.app.db.transaction() as tx:
        await actions.add(
            tx,
            group_id=town.group_id,
            material_id=number,
            drafts=drafts or (ONE, TWO),
            by=OPERATOR,
            now=clock.now(),
        )
    await town.write("王桂兰", "学习资料")
    await press_last(town, "王桂兰", "📖 还没学的")
    await press_last(town, "王桂兰", "📖 新代表法要点")
    return number


async def test_all_right_means_passed_and_read(town: Town) -> None:
    await with_quiz(town)

    await press_last(town, "王桂兰", "📝 做小测验")
    await press_last(town, "王桂兰", "B. 1992年")
    told = town.last_to("王桂兰")
    await press_last(town, "王桂兰", "➡️ 下一题")
    await press_last(town, "王桂兰", "⬜️ A. 提出建议")
    await press_last(town, "王桂兰", "⬜️ C. 视察")
    await press_last(town, "王桂兰", "✅ 选好了")
    await press_last(town, "王桂兰", "🏁 看结果")

    assert "答对了" in told
    assert "1992年4月3日通过" in told
    assert "2 道题全对" in town.last_to("王桂兰")
    ways = {one.member_id: one.read_by for one in await rows(town, Recipient)}
    assert ways[town.members["王桂兰"]] == "quiz"


async def test_what_was_wrong_can_be_tried_again_and_the_staff_see_the_first_try(
    town: Town,
) -> None:
    await with_quiz(town, ONE)
    await press_last(town, "王桂兰", "📝 做小测验")
    await press_last(town, "王桂兰", "A. 1982年")
    told = town.last_to("王桂兰")
    await press_last(town, "王桂兰", "🏁 看结果")

    await press_last(town, "王桂兰", "🔄 错的再做一次")
    await press_last(town, "王桂兰", "B. 1992年")
    await press_last(town, "王桂兰", "🏁 看结果")
    await _open(town)
    await press_last(town, STAFF, "📊 哪道题错得多")

    assert "正确答案：<b>1992年" in told or "正确答案：1992年" in told
    assert "1 道题全对" in town.last_to("王桂兰")
    assert "第一次答错：1 / 1 人" in town.last_to(STAFF)
    assert "王桂兰" not in town.last_to(STAFF)


async def test_nothing_ticked_is_no_answer(town: Town) -> None:
    await with_quiz(town, TWO)
    await press_last(town, "王桂兰", "📝 做小测验")

    await press_last(town, "王桂兰", "✅ 选好了")

    assert town.toasts("王桂兰")[-1].startswith("还没有选")


@pytest.mark.parametrize(
    ("right", "kind", "options", "flaw"),
    [
        ([], QuestionKind.SINGLE, ["甲", "乙"], Flaw.NO_RIGHT),
        ([0, 1], QuestionKind.SINGLE, ["甲", "乙"], Flaw.ONE_RIGHT),
        ([5], QuestionKind.SINGLE, ["甲", "乙"], Flaw.UNKNOWN_RIGHT),
        ([0], QuestionKind.SINGLE, ["甲"], Flaw.FEW_OPTIONS),
        ([0], QuestionKind.SINGLE, ["甲", " 甲"], Flaw.SAME_OPTIONS),
        ([0], QuestionKind.MULTIPLE, list("甲乙丙丁戊己庚"), Flaw.MANY_OPTIONS),
    ],
)
async def test_a_question_that_cannot_be_answered_is_not_taken(
    town: Town, right: list[int], kind: QuestionKind, options: list[str], flaw: Flaw
) -> None:
    number = await sent_material(town)

    with pytest.raises(Refusal) as refused:
        async with town.app.db.transaction() as tx:
            await actions.add(
                tx,
                group_id=town.group_id,
                material_id=number,
                drafts=[Draft(kind=kind, text="问", options=options, right=right)],
                by=OPERATOR,
                now=clock.now(),
            )

    assert getattr(refused.value.notice, "flaw", None) is flaw
    assert await rows(town, QuizQuestion) == []


def sheet(*lines: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (("题型", "题目", "选项A", "选项B", "选项C", "答案", "解析"), *lines):
        page.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_sheet_holds_all_three_kinds() -> None:
    found = read(
        sheet(
            ("单选", "哪年？", "1982", "1992", "", "B", "见第一条"),
            ("多选题", "哪些？", "甲", "乙", "丙", "AC", ""),
            ("判断", "代表任期五年", "", "", "", "√", ""),
        ),
        "题.xlsx",
    )

    assert [(one.kind, list(one.right)) for one in found] == [
        (QuestionKind.SINGLE, [1]),
        (QuestionKind.MULTIPLE, [0, 2]),
        (QuestionKind.TRUE_FALSE, [0]),
    ]
    assert found[0].explanation == "见第一条"


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        (("单选", "哪年？", "1982", "1992", "", "", ""), Flaw.NO_RIGHT),
        (("单选", "哪年？", "1982", "1992", "", "D", ""), Flaw.UNKNOWN_RIGHT),
        (("单选", "哪年？", "1982", "1992", "", "随便", ""), Flaw.UNKNOWN_RIGHT),
    ],
)
def test_a_sheet_without_a_right_answer_is_refused_with_its_row(
    line: tuple[str, ...], flaw: Flaw
) -> None:
    with pytest.raises(Refusal) as refused:
        read(sheet(line), "题.xlsx")

    assert refused.value.notice.model_dump() == {"flaw": flaw, "row": 2}


async def test_the_staff_make_a_quiz_by_form_and_by_sheet(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await _open(town)
    await press_last(town, STAFF, "📝 小测验的题")
    await press_last(town, STAFF, "➕ 出一道题")
    await press_last(town, STAFF, "判断题")
    await town.write(STAFF, "代表每届任期五年")
    await press_last(town, STAFF, "对 / 错")
    await press_last(town, STAFF, "A")
    await press_last(town, STAFF, "⏭️ 跳过")
    await press_last(town, STAFF, "✅ 确认")
    one = town.last_to(STAFF)

    await press_last(town, STAFF, "📥 从表格导入")
    account = town.people[STAFF]
    content = sheet(("单选", "哪年？", "1982", "1992", "", "B", ""))
    town.acts.send_document(account, account, content, "题.xlsx")
    await town.settle()
    await press_last(town, STAFF, "✅ 发完了")
    await press_last(town, STAFF, "✅ 确认")

    assert "1. 代表每届任期五年" in one
    assert "2. 哪年？" in town.last_to(STAFF)
    assert "🗑 全部删掉重来" in labels(town.said_to(STAFF)[-1])
