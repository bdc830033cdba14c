"""Study materials of the demo: some read, one new; everything in them is invented."""

from datetime import datetime, timedelta

from models.database import Transaction
from models.materials import composing
from models.materials.composing import Content
from models.materials.rules import Category, MaterialState, ReadBy
from models.materials.tables import Material, Recipient
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.quizzes import actions as quizzes
from models.quizzes.rules import QuestionKind

#: days ago, title, category, words, how many have read it
PAST = (
    (75, "代表法修改要点", Category.LAW, "一、代表的职责。二、怎样提建议。三、怎样联系选民。", 12),
    (40, "物业管理条例讲座", Category.LAW, "物业费怎么定？业主大会怎么开？请看三个例子。", 9),
    (12, "区委全会精神摘要", Category.SPIRIT, "今年的重点：老旧小区改造、社区食堂、就业。", 5),
)


QUESTIONS = (
    quizzes.Draft(
        kind=QuestionKind.SINGLE,
        text="选民反映的事，代表应当怎么办？",
        options=("记下来，交给工作人员，有了结果告诉选民", "自己直接去处理", "请选民自己去找单位"),
        right=(0,),
        explanation="代表不直接处理问题。记下来，交办，再把结果告诉选民。",
    ),
    quizzes.Draft(
        kind=QuestionKind.TRUE_FALSE,
        text="代表应当同原选区选民保持密切联系。",
        options=("对", "错"),
        right=(0,),
        explanation="这是代表的义务。",
    ),
)


async def add_materials(
    tx: Transaction, *, group_id: int, members: list[Member], now: datetime
) -> None:
    """Let some materials have been sent, each read by some."""
    deputies = [one for one in members if one.role is Role.DEPUTY]
    for days, title, category, text, read in PAST:
        sent_at = now - timedelta(days=days)
        one = await composing.compose(
            tx,
            group_id=group_id,
            content=Content(title=title, text=text, category=category, minutes=10),
            by=OPERATOR,
            now=sent_at,
        )
        if title == PAST[0][1]:
            about = {"group_id": group_id, "material_id": one.id}
            await quizzes.add(tx, **about, drafts=QUESTIONS, by=OPERATOR, now=sent_at)
        _was_sent(tx, one, deputies, sent_at, read)


def _was_sent(
    tx: Transaction, one: Material, deputies: list[Member], sent_at: datetime, read: int
) -> None:
    one.state, one.sent_at, one.due_at = MaterialState.SENT, sent_at, sent_at
    for number, member in enumerate(deputies):
        is_read = number < read
        tx.add(
            Recipient(
                group_id=one.group_id,
                material_id=one.id,
                member_id=member.id,
                account_id=member.account_id,
                posted_at=sent_at,
                read_at=sent_at + timedelta(hours=3 + number) if is_read else None,
                read_by=ReadBy.PRESS if is_read else None,
                reminded=0,
            )
        )
