"""The group whose rows are copied: one of everything, written by the program's own means."""

from datetime import UTC, datetime

from models.activities.rules import ActivityKind, ActivityState, AttendanceState, Scope, Way
from models.activities.tables import Activity, Attendance
from models.base import Base
from models.database import Database
from models.groups.tables import Group
from models.issues.states import Category, IssueState, Mode, Urgency
from models.issues.states import Way as BackBy
from models.issues.tables import Issue
from models.messages.tables import Lane, Message, MessageState, Method
from models.people.rules import OPERATOR
from models.people.tables import Level, Member, Role
from models.points import actions as points
from models.points.tables import AdoptedRules, LedgerLine, PointsSetting
from models.updates.tables import Update, UpdateState

__all__ = [
    "Activity",
    "AdoptedRules",
    "Attendance",
    "Group",
    "Issue",
    "LedgerLine",
    "Member",
    "Message",
    "PointsSetting",
    "Update",
]
PATTERN = 999_999_999  # the group's number
THEN = datetime(2021, 1, 1, 1, tzinfo=UTC)


async def write(db: Database) -> None:
    """Write it into an empty database."""
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=PATTERN,
                code="PATTERN",
                name="代表小组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=THEN,
            )
        )
        await tx.flush()
        await points.adopt_default(tx, group_id=PATTERN, by=OPERATOR, now=THEN)
        tx.add(PointsSetting(group_id=PATTERN, ranking_on=True))
        tx.add(_member())
        tx.add(_activity())
        await tx.flush()
        for row in (_attendance(), _line(), _issue(), _update(), _message()):
            tx.add(row)


def _member() -> Member:
    return Member(
        group_id=PATTERN,
        id=1,
        role=Role.DEPUTY,
        name="代表",
        level=Level.DISTRICT,
        account_id=1,
        bound_at=THEN,
        created_at=THEN,
    )


def _activity() -> Activity:
    times = ("starts_at", "ends_at", "opens_at", "late_from", "closes_at", "created_at")
    return Activity(
        group_id=PATTERN,
        id=1,
        title="视察老旧小区改造和加装电梯情况",
        kind=ActivityKind.INSPECTION,
        scope=Scope.DISTRICT,
        place="街道代表工作室",
        state=ActivityState.CLOSED,
        ways=["word"],
        sequence=0,
        **dict.fromkeys(times, THEN),
    )


def _attendance() -> Attendance:
    return Attendance(
        group_id=PATTERN,
        activity_id=1,
        member_id=1,
        state=AttendanceState.PRESENT,
        way=Way.WORD,
        at=THEN,
        revision=1,
    )


def _line() -> LedgerLine:
    return LedgerLine(
        group_id=PATTERN,
        id=1,
        member_id=1,
        year=2021,
        at=THEN,
        rule_id="I1",
        version=1,
        sign=1,
        share_percent=100,
        source_kind="activity",
        source_id=1,
        revision=1,
        written_at=THEN,
    )


def _issue() -> Issue:
    return Issue(
        group_id=PATTERN,
        id=1,
        year=2021,
        serial=1,
        number="PATTERN-1",
        state=IssueState.CLOSED,
        reported_at=THEN,
        mode=next(iter(Mode)),
        account_id=1,
        is_anonymous=False,
        report_back_by=next(iter(BackBy)),
        own_words="楼道里的灯坏了半个月，老人夜里上下楼很不方便。",
        category=next(iter(Category)),
        place="水岸社区三号楼",
        urgency=next(iter(Urgency)),
        may_publish=False,
        is_complex=False,
        light=0,
        reopened=0,
        due_at=THEN,
        closed_at=THEN,
    )


def _update() -> Update:
    return Update(
        bot_id=PATTERN,
        update_id=1,
        key="user:1",
        body="{}",
        state=UpdateState.DONE,
        attempts=0,
        received_at=THEN,
        not_before=THEN,
        handled_at=THEN,
    )


def _message() -> Base:
    return Message(
        group_id=PATTERN,
        id=1,
        bot_id=1,
        about="about",
        chat_id=1,
        lane=Lane.ANSWER,
        method=Method.SEND,
        kind="apology",
        body={},
        locale="zh-CN",
        zone="Asia/Shanghai",
        silent=False,
        live=False,
        wanted=0,
        shown=0,
        state=MessageState.SENT,
        attempts=1,
        created_at=THEN,
        not_before=THEN,
        sent_at=THEN,
    )
