"""Questions of a quiz out of a sheet: 题型 题目 选项A … 选项F 答案 解析."""

from collections.abc import Sequence

from models.errors import Refusal
from models.quizzes import notices as n
from models.quizzes.actions import Draft
from models.quizzes.rules import LETTERS, Flaw, QuestionKind, flaw_of, right_of
from reports.rosters import told
from reports.sheets.reading import Column, TableRow, read_table

COLUMNS = (
    Column("题目", names=("题干", "问题", "question"), required=True),
    Column("题型", names=("类型", "kind")),
    *(Column(f"选项{one}", names=(one, f"option {one.lower()}")) for one in LETTERS),
    Column("答案", names=("正确答案", "answer"), required=True),
    Column("解析", names=("说明", "explanation")),
)
_KINDS = {
    "单选": QuestionKind.SINGLE,
    "单选题": QuestionKind.SINGLE,
    "多选": QuestionKind.MULTIPLE,
    "多选题": QuestionKind.MULTIPLE,
    "判断": QuestionKind.TRUE_FALSE,
    "判断题": QuestionKind.TRUE_FALSE,
}
_YES = frozenset({"对", "正确", "√", "是", "a", "true", "yes"})
_NO = frozenset({"错", "错误", "×", "否", "b", "false", "no"})


def read(content: bytes, filename: str) -> Sequence[Draft]:
    """Return the questions of a sheet, all or none; Refusal names the row that cannot be asked."""
    table = read_table(content, filename, COLUMNS)
    if table.problems:
        raise Refusal(told(table.problems[0]))
    drafts = [_draft(row) for row in table.rows if row.cell("题目").text.strip()]
    if not drafts:
        raise Refusal(n.NoQuestions())
    for one in drafts:
        flaw = flaw_of(one.kind, one.text, one.options, one.right)
        if flaw is not None:
            raise Refusal(n.Flawed(flaw=flaw, row=one.row))
    return drafts


def _draft(row: TableRow) -> Draft:
    options = [row.cell(f"选项{one}").text.strip() for one in LETTERS]
    options = [one for one in options if one]
    answer = row.cell("答案").text.strip()
    kind = _KINDS.get(row.cell("题型").text.strip())
    if kind is None and not options:
        kind = QuestionKind.TRUE_FALSE
    if kind is QuestionKind.TRUE_FALSE:
        options, right = ["对", "错"], _truth(answer)
    else:
        right = right_of(answer)
    if right is None and answer:
        raise Refusal(n.Flawed(flaw=Flaw.UNKNOWN_RIGHT, row=row.row))
    right = right or []
    many = QuestionKind.MULTIPLE if len(right) > 1 else QuestionKind.SINGLE
    return Draft(
        kind=kind or many,
        text=row.cell("题目").text.strip(),
        options=options,
        right=right,
        explanation=row.cell("解析").text.strip() or None,
        row=row.row,
    )


def _truth(answer: str) -> list[int] | None:
    word = answer.casefold()
    return [0] if word in _YES else [1] if word in _NO else None
