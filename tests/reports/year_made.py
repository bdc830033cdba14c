"""The year 2019 of the sub-district as rows: what the report of that year counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from cryptography.fernet import Fernet

from models.activities.rules import ActivityKind, ActivityState, AttendanceState, Scope, Way
from models.activities.tables import Activity, Attendance
from models.database import Database, Transaction
from models.evaluations import actions as evaluations
from models.groups.tables import Group
from models.issues.states import Category, IssueState, Mode, Route, Solved, Urgency
from models.issues.states import Way as ReportBack
from models.issues.tables import Issue
from models.materials.rules import Category as Subject
from models.materials.rules import MaterialState, Target
from models.materials.tables import Material
from models.people import keys
from models.people.keys import Keys
from models.people.rules import OPERATOR
from models.people.tables import Level, Member, Role
from models.records.tables import PressItem
from models.stations.rules import StationState
from models.stations.tables import Station
from models.studies.rules import StudyState
from models.studies.tables import Study
from models.suggestions.rules import AnswerClass, Origin, Satisfaction, SuggestionState
from models.suggestions.tables import Answer, Suggestion
from models.terms import actions as terms
from models.terms.tables import Came
from models.voter_reports import actions as voter_reports
from models.voter_reports.tables import ReportForm

GROUP = 11
DEPUTIES = 12
AWAY = 2  # of them, at every activity
NOW = datetime(2020, 1, 13, 9, tzinfo=UTC)

_K, _S = ActivityKind, Scope
#: kind, scope, where; one line each, spread over the year
HELD = (
    (_K.CONGRESS, _S.DISTRICT, ["武昌会议中心"]),
    (_K.STUDY, _S.STREET, ["街道代表工作室"] * 5),
    (
        _K.INSPECTION,
        _S.DISTRICT,
        ["经贸公司", "武昌古城", "红巷博物馆群", "高铁训练段", "商城", "大厦"],
    ),
    (
        _K.RECEPTION,
        _S.DISTRICT,
        [
            *(f"{name}社区接待站" for name in ("国际城", "水岸", "团结", "油料所", "和平")),
            "街道代表工作室",
        ],
    ),
    (_K.DIRECTORS_DAY, _S.DISTRICT, ["区人大"]),
    (_K.INSPECTION, _S.CITY, ["长江新区", "光谷"]),
    (_K.EVALUATION, _S.DISTRICT, ["街道会议室"]),
    (_K.REPORT_TO_VOTERS, _S.DISTRICT, ["街道会议室"]),
)
#: through the platform in 2019: about what, how many
PLATFORM = {
    Category.SANITATION: 9,
    Category.ROADS: 7,
    Category.FIRE_SAFETY: 6,
    Category.PESTS: 5,
    Category.BUILDING_QUALITY: 4,
}
ON_THE_SPOT = 3
PRESS = ("长江日报", "人民意志", "凤凰网", "武昌人大")
EVALUATED = ["街道办事处", "市场监管所", "城管执法中队", "税务所", "司法所", "派出所"]
STATIONS = 16


@dataclass(slots=True)
class Made:
    """Numbers of what was made."""

    members: list[int]


async def make_2019(db: Database) -> Made:
    """Write the year; the group and its deputies with it."""
    keys.use(Keys([Fernet.generate_key()], b"i" * 32))
    numbers = count(1000)
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=GROUP,
                code="XJP",
                name="徐家棚街代表小组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=datetime(2017, 1, 1, tzinfo=UTC),
            )
        )
        await tx.flush()
        members = [_member(tx, number) for number in range(1, DEPUTIES + 1)]
        await tx.flush()
        held = list(_activities(numbers))
        for one in held:
            tx.add(one)
        await tx.flush()
        for one in held:
            for place, member in enumerate(members):
                tx.add(_attendance(one, member, away=place < AWAY))
        await _people(tx, members, held)
        _stations(tx, numbers)
        await _suggestions(tx, members, numbers)
        _issues(tx, members, numbers)
        _press(tx, numbers)
        _materials(tx, numbers)
        _studies(tx, members, numbers)
    return Made(members=members)


def _member(tx: Transaction, number: int) -> int:
    level = Level.CITY if number > DEPUTIES - 2 else Level.DISTRICT
    facts = {"delegation": "徐家棚街代表团", "constituency": f"第{number}选区", "term": "第十五届"}
    tx.add(
        Member(
            group_id=GROUP,
            id=number,
            role=Role.DEPUTY,
            name=f"代表{number:02d}",
            level=level,
            created_at=datetime(2017, 1, 1, tzinfo=UTC),
            **facts,
        )
    )
    return number


def _activities(numbers: Iterator[int]) -> Iterator[Activity]:
    for kind, scope, places in HELD:
        for nth, place in enumerate(places):
            start = datetime(2019, 1 + 2 * nth, 10 + len(kind), 1, tzinfo=UTC)
            yield Activity(
                group_id=GROUP,
                id=next(numbers),
                title=f"{place} {kind.value} {nth + 1}",
                kind=kind,
                scope=scope,
                place=place,
                levels=None,
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                opens_at=start,
                late_from=start,
                closes_at=start + timedelta(hours=2),
                state=ActivityState.CLOSED,
                created_at=start,
                ways=["word"],
            )


def _attendance(one: Activity, member: int, *, away: bool) -> Attendance:
    return Attendance(
        group_id=GROUP,
        activity_id=one.id,
        member_id=member,
        state=AttendanceState.ABSENT if away else AttendanceState.PRESENT,
        way=Way.WORD,
        at=one.starts_at,
        revision=1,
    )


async def _people(tx: Transaction, members: list[int], held: list[Activity]) -> None:
    for nth, member in enumerate(members):
        came = Came.BY_ELECTED if nth < 2 else Came.ELECTED
        since = date(2019, 6, 12) if nth < 2 else date(2017, 1, 10)
        about = {"group_id": GROUP, "member_id": member}
        await terms.elect(tx, **about, came=came, since=since, by=OPERATOR, now=NOW)
    meeting = next(one for one in held if one.kind is _K.REPORT_TO_VOTERS)
    for nth, member in enumerate(members[:5]):
        form = ReportForm.ORAL if nth else ReportForm.WRITTEN
        about = {"group_id": GROUP, "activity_id": meeting.id, "member_id": member}
        await voter_reports.note(tx, **about, form=form, by=OPERATOR, now=NOW)
    evaluation = next(one for one in held if one.kind is _K.EVALUATION)
    about = {"group_id": GROUP, "activity_id": evaluation.id}
    await evaluations.note(tx, **about, names=EVALUATED, by=OPERATOR, now=NOW)


def _stations(tx: Transaction, numbers: Iterator[int]) -> None:
    names = [
        "国际城",
        "水岸",
        "团结",
        "油料所",
        "和平",
        *(f"第{n}" for n in range(6, STATIONS + 1)),
    ]
    for name in names:
        number = next(numbers)
        tx.add(
            Station(
                group_id=GROUP,
                id=number,
                name=f"{name}社区接待站",
                address=f"{name}社区",
                state=StationState.OPEN,
                token=f"t{number}",
                created_at=datetime(2018, 1, 1, tzinfo=UTC),
            )
        )


async def _suggestions(tx: Transaction, members: list[int], numbers: Iterator[int]) -> None:
    for nth in range(21):
        number = next(numbers)
        tx.add(
            Suggestion(
                group_id=GROUP,
                id=number,
                level=Level.DISTRICT,
                year=2019,
                number=f"第{nth + 1:03d}号",
                title=f"关于扶持中小企业的建议（{nth + 1}）",
                problem="融资难",
                proposal="设立基金",
                state=SuggestionState.DONE,
                origin=Origin.LIST,
                lead_id=members[nth % 7],
                unit="区经信局",
                drafted_at=datetime(2019, 1, 10, tzinfo=UTC),
                filed_on=date(2019, 1, 12),
                answered_on=date(2019, 5, 5),
                extended_months=0,
                round=1,
            )
        )
        await tx.flush()
        tx.add(
            Answer(
                group_id=GROUP,
                suggestion_id=number,
                round=1,
                answer_class=AnswerClass.A,
                wording="已办理。",
                answered_on=date(2019, 5, 5),
                satisfaction=Satisfaction.SATISFIED,
            )
        )


def _issues(tx: Transaction, members: list[int], numbers: Iterator[int]) -> None:
    kinds = [kind for kind, many in PLATFORM.items() for _nth in range(many)]
    for nth, kind in enumerate([*kinds, *[Category.OTHER] * ON_THE_SPOT], 1):
        on_platform = nth <= len(kinds)
        at = datetime(2019, 1 + nth % 12, 12, tzinfo=UTC)
        tx.add(
            Issue(
                group_id=GROUP,
                id=next(numbers),
                year=2019,
                serial=nth,
                number=f"XJP-2019-{nth:04d}",
                state=IssueState.CLOSED,
                reported_at=at,
                mode=Mode.CLINIC,
                recorder_id=members[3] if nth % 2 else None,
                report_back_by=ReportBack.IN_PERSON,
                own_words="选民的原话，不写进报告",
                category=kind,
                place="水岸星城小区",
                urgency=Urgency.NORMAL,
                route=Route.PLATFORM if on_platform else Route.ON_THE_SPOT,
                external_number=f"MH{nth:05d}" if on_platform else None,
                answered_at=at + timedelta(days=5),
                solved=Solved.YES if nth % 10 else Solved.PARTLY,
            )
        )


def _press(tx: Transaction, numbers: Iterator[int]) -> None:
    for nth in range(12):
        tx.add(
            PressItem(
                group_id=GROUP,
                id=next(numbers),
                title=f"代表在行动（{nth + 1}）",
                outlet=PRESS[nth % len(PRESS)],
                published_on=date(2019, nth + 1, 3),
                link=f"https://news.example.org/{nth}",
                created_at=NOW,
            )
        )


def _materials(tx: Transaction, numbers: Iterator[int]) -> None:
    for nth in range(8):
        tx.add(
            Material(
                group_id=GROUP,
                id=next(numbers),
                title=f"代表法学习（{nth + 1}）",
                category=Subject.LAW,
                text="第一条",
                files=[],
                searched="",
                target=Target.BOTH,
                audience={},
                state=MaterialState.SENT,
                sent_at=datetime(2019, nth + 1, 5, tzinfo=UTC),
                created_at=NOW,
            )
        )


def _studies(tx: Transaction, members: list[int], numbers: Iterator[int]) -> None:
    for nth, state in enumerate((StudyState.ACCEPTED, StudyState.ACCEPTED, StudyState.ASKED)):
        tx.add(
            Study(
                group_id=GROUP,
                id=next(numbers),
                member_id=members[2],
                title=f"自学代表法（{nth + 1}）",
                on=date(2019, 3, nth + 1),
                minutes=45,
                thoughts="很有收获",
                files=[],
                state=state,
                created_at=NOW,
            )
        )
