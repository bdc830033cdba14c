"""What a plain sentence that asks to be excused says."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.leave_requests import LONGEST, asks_for_leave, read_leave

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)  # a Tuesday, ten in the morning
ZONE = ZoneInfo("Asia/Shanghai")
WED, THU, FRI = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "days", "part", "reason"),
    [
        ("我3号下午请假,出差", (date(2026, 12, 3),), "afternoon", "出差"),
        ("明天的视察我去不了,孙子生病", (WED,), None, "孙子生病"),
        ("25号的集中学习请假,因为住院检查。", (WED,), None, "住院检查"),
        ("因为出差，周四请假", (THU,), None, "出差"),
        ("我明天下午出差请假", (WED,), "afternoon", "出差"),
        ("请假", (), None, ""),
        ("明天去不了", (WED,), None, ""),
        ("下周三的会参加不了", (date(2026, 12, 2),), None, ""),
        ("11月25日至27日请假,外出培训", (WED, THU, FRI), None, "外出培训"),
        ("我25号、26号请假 带母亲看病", (WED, THU), None, "带母亲看病"),
        ("请假一天,明天", (WED,), None, ""),
        ("昨天的活动没去成,补请假,孙子发烧", (date(2026, 11, 23),), None, "孙子发烧"),
        ("我在3号楼开会,去不了后天的活动", (THU,), None, "3号楼开会"),
        (
            "您好,本人因身体不适,明天上午的《视察老旧小区改造》不能参加,请批准。谢谢!",
            (WED,),
            "morning",
            "身体不适",
        ),
        ("I can't come tomorrow, business trip", (WED,), None, "business trip"),
        ("2月30日请假,出差", (), None, "2月30日，出差"),
    ],
)
def test_days_part_and_reason_are_found(
    text: str, days: tuple[date, ...], part: str | None, reason: str
) -> None:
    assert asks_for_leave(text)

    request = read_leave(text, now=NOW, zone=ZONE)

    assert (request.days, request.part, request.reason) == (days, part, reason)


@pytest.mark.parametrize(
    "text",
    [
        "我不请假",
        "不用请假了,我能去",
        "取消请假",
        "怎么请假?",
        "在哪里请假",
        "谁请假了",
        "签到",
        "明天的活动几点开始",
        "",
        "请假" * LONGEST,
    ],
)
def test_what_asks_for_nothing_is_let_be(text: str) -> None:
    assert not asks_for_leave(text)


@given(text=st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    request = read_leave(text, now=NOW, zone=ZONE)

    assert len(request.reason) <= 200
    assert list(request.days) == sorted(set(request.days))


REASONS = st.sampled_from(["出差", "孙子生病", "家里有事", "身体不舒服", "单位值班"])
DAYS = st.sampled_from(["明天", "25号", "11月25日", "周三", "11-25", "二十五号"])


@given(
    day=DAYS,
    reason=REASONS,
    shape=st.sampled_from(
        ["{d}请假,{r}", "{r},{d}请假", "我{d}下午去不了,因为{r}", "您好,{d}的活动请个假,{r}。谢谢"]
    ),
)
def test_day_and_reason_are_found_in_any_order(day: str, reason: str, shape: str) -> None:
    request = read_leave(shape.format(d=day, r=reason), now=NOW, zone=ZONE)

    assert request.days == (WED,)
    assert request.reason == reason
