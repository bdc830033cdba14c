"""What the deputies of the demo have held, who reported to voters, whose work was evaluated."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.activities.queries import in_span
from models.activities.rules import ActivityKind
from models.activities.tables import Activity
from models.database import Transaction
from models.evaluations import actions as evaluations
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.terms import actions as terms
from models.terms.tables import Came
from models.voter_reports import actions as voter_reports
from models.voter_reports.tables import ReportForm

BODIES = ("街道办事处", "市场监督管理所", "城管执法中队", "税务所", "司法所", "派出所")
BY_ELECTED = ("韩春生", "杨晓燕")  # this year
REPORTED = ("王桂兰", "李建国", "张秀英", "赵德明", "陈淑芬")


async def furnish(tx: Transaction, members: Sequence[Member], now: datetime) -> None:
    """Note elections, reports and evaluated bodies with the activities that are there."""
    group_id = members[0].group_id
    long_ago = datetime(2022, 1, 10, tzinfo=now.tzinfo).date()
    for one in members:
        if one.role is Role.DEPUTY:
            late = one.name in BY_ELECTED
            await terms.elect(
                tx,
                group_id=group_id,
                member_id=one.id,
                came=Came.BY_ELECTED if late else Came.ELECTED,
                since=(now - timedelta(days=200)).date() if late else long_ago,
                by=OPERATOR,
                now=now,
            )
    held = await in_span(tx, group_id=group_id, since=now - timedelta(days=365), until=now)
    for activity in held:
        await _note(tx, activity, members, now)


async def _note(tx: Transaction, one: Activity, members: Sequence[Member], now: datetime) -> None:
    about = {"group_id": one.group_id, "activity_id": one.id}
    if one.kind is ActivityKind.EVALUATION:
        await evaluations.note(tx, **about, names=BODIES, by=OPERATOR, now=now)
    if one.kind is ActivityKind.REPORT_TO_VOTERS:
        for member in members:
            if member.name in REPORTED:
                form = ReportForm.ORAL if member.name != REPORTED[-1] else ReportForm.WRITTEN
                await voter_reports.note(
                    tx, **about, member_id=member.id, form=form, by=OPERATOR, now=now
                )
