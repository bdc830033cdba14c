"""Suggestions of the demo, as a congress lists them: some wait for an answer, one for a word."""

from datetime import date, datetime, timedelta

from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.people.tables import Level
from models.suggestions.importing import Listed, take_over
from models.suggestions.rules import AnswerClass, Satisfaction

#: title, lead, cosigners, unit, days ago assigned, days ago answered, class, rating
LIST = (
    ("增设三角路路灯", "王桂兰", ("李建国",), "区城管局", 80, 12, AnswerClass.A, None),
    ("老旧小区加装电梯补贴", "赵德明", ("张秀英",), "区住建局", 78, None, None, None),
    ("小学门口设护学岗", "张秀英", (), "区交管大队", 150, 90, AnswerClass.A, "satisfied"),
    ("公交首末班车延时", "孙志强", ("韩春生",), "市公交集团", 160, 95, AnswerClass.B, "basically"),
    ("社区食堂降价增点", "陈淑芬", ("吴玉梅", "杨晓燕"), "区民政局", 40, None, None, None),
)


async def furnish(tx: Transaction, group_id: int, now: datetime) -> None:
    """Take the list over; nobody is told."""
    group = await tx.get(Group, group_id)
    if group is None:
        raise Refusal(Gone())
    rows = [_listed(number, facts, now) for number, facts in enumerate(LIST, start=1)]
    await take_over(tx, group=group, rows=rows, by=OPERATOR, now=now)


def _listed(number: int, facts: tuple[object, ...], now: datetime) -> Listed:
    title, lead, cosigners, unit, assigned, answered, kind, rating = facts

    def ago(days: object) -> date | None:
        return (now - timedelta(days=days)).date() if isinstance(days, int) else None

    given = ago(assigned)
    return Listed(
        row=number,
        number=f"第{number}号",
        title=f"关于{title}的建议",
        lead=str(lead),
        cosigners=cosigners if isinstance(cosigners, tuple) else (),
        level=Level.DISTRICT,
        submitted_on=given or now.date(),
        unit=str(unit),
        assisting=(),
        assigned_on=given,
        answered_on=ago(answered),
        answer_class=kind if isinstance(kind, AnswerClass) else None,
        satisfaction=Satisfaction(rating) if isinstance(rating, str) else None,
    )
