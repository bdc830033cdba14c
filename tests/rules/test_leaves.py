"""Which activity a request is about."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.activities.rules import ActivityKind
from models.leaves.rules import Candidate, fitting

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 25)


def candidate(number: int, title: str, kind: ActivityKind, hour: int, days: int = 0) -> Candidate:
    starts_at = datetime(2026, 11, 25, hour, tzinfo=ZONE).astimezone(UTC) + timedelta(days=days)
    return Candidate(
        key=(1, number),
        title=title,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )


STUDY = candidate(1, "集中学习监督法", ActivityKind.STUDY, 9)
VISIT = candidate(2, "视察老旧小区改造", ActivityKind.INSPECTION, 14)
LATER = candidate(3, "视察菜市场", ActivityKind.INSPECTION, 14, days=2)
ALL = [STUDY, VISIT, LATER]


@pytest.mark.parametrize(
    ("days", "part", "text", "found"),
    [
        ([DAY], None, "25号请假", [STUDY, VISIT]),
        ([DAY], "afternoon", "25号下午请假", [VISIT]),
        ([DAY], "morning", "25号上午请假", [STUDY]),
        ([DAY], "evening", "25号晚上请假", [STUDY, VISIT]),
        ([DAY], None, "25号的学习请假", [STUDY]),
        ([], None, "视察请假", [VISIT, LATER]),
        ([], None, "菜市场的视察请假", [LATER]),
        ([], None, "《视察老旧小区改造》请假", [VISIT]),
        ([], None, "请假", ALL),
        ([DAY + timedelta(days=1)], None, "26号的视察请假", []),
        ([DAY, DAY + timedelta(days=2)], None, "25号、27号的视察请假", [VISIT, LATER]),
    ],
)
def test_day_part_and_words_choose(
    days: list[date], part: str | None, text: str, found: list[Candidate]
) -> None:
    assert fitting(ALL, days=days, part=part, text=text, zone=ZONE) == found


def test_an_activity_of_several_days_is_on_each_of_them() -> None:
    congress = Candidate(
        key=(1, 4),
        title="人代会",
        kind=ActivityKind.CONGRESS,
        starts_at=STUDY.starts_at,
        ends_at=STUDY.starts_at + timedelta(days=3),
    )

    days = [DAY + timedelta(days=2)]

    assert fitting([congress], days=days, part="evening", text="请假", zone=ZONE) == [congress]
