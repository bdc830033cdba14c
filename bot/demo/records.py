"""What the demo's year has come to: summaries, outcomes and press items, all invented."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.activities.queries import in_span
from models.database import Transaction
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.records import actions
from models.records.rules import OutcomeKind

#: title of the activity, summary, what came of it
RECORDS = (
    (
        "区人民代表大会会议",
        "代表团审议了政府工作报告，提出建议 21 条。",
        ((OutcomeKind.SUGGESTION, "关于提振中小企业发展信心的建议", "第 021 号"),),
    ),
    (
        "学习代表法专题讲座",
        "请法学院老师讲代表法修正案，代表们就怎样联系选民提了 9 个问题。",
        (),
    ),
    (
        "视察老旧小区加装电梯",
        "看了水岸社区三个单元，听取居民意见 12 条，集中在底楼采光和分摊费用。",
        (
            (OutcomeKind.ISSUE, "两部电梯的消防通道被杂物占用，已交社区清理", None),
            (OutcomeKind.HELP, "帮助 5 号楼协调底楼采光补偿，签了协议", None),
        ),
    ),
)
#: days ago, title, outlet
PRESS = (
    (93, "代表走进小区看电梯：装得上，也要用得好", "江城晚报"),
    (28, "代表小组走访中小企业", "武昌人大公众号"),
)


async def keep_records(tx: Transaction, group: Group, *, now: datetime) -> None:
    """Write the records of what took place; the last activities are left for whoever tries."""
    zone = ZoneInfo(group.timezone)
    held = await in_span(tx, group_id=group.id, since=now - timedelta(days=400), until=now)
    by_title = {one.title: one for one in held}
    for title, summary, outcomes in RECORDS:
        one = by_title[title]
        facts = {"group_id": group.id, "activity_id": one.id}
        at = one.ends_at + timedelta(days=1)
        await actions.write(tx, **facts, summary=summary, by=OPERATOR, now=at)
        for kind, what, number in outcomes:
            await actions.note_outcome(
                tx,
                group_id=group.id,
                activity_id=one.id,
                kind=kind,
                what=what,
                number=number,
                by=OPERATOR,
                now=at,
            )
    for days, title, outlet in PRESS:
        await actions.note_press(
            tx,
            group_id=group.id,
            title=title,
            outlet=outlet,
            on=(now - timedelta(days=days)).astimezone(zone).date(),
            by=OPERATOR,
            now=now,
        )
