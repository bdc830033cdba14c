"""Days and hours as people write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit import texts
from handlers.kit.lengths import read_ending, read_length, split_span
from handlers.kit.moments import (
    BACK,
    FAR,
    DayOnly,
    Either,
    Exactly,
    Reading,
    Unread,
    read_moment,
)
from handlers.kit.saying import number

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
START = datetime(2026, 11, 25, 14, 0, tzinfo=SHANGHAI)


def reading(text: str, now: datetime = TUESDAY, known: DayOnly | None = None) -> Reading:
    return read_moment(text, now=now.astimezone(UTC), zone=SHANGHAI, known=known)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天下午3点", local(2026, 11, 25, 15)),
        ("3月5日 14:00", local(2027, 3, 5, 14)),
        ("3月5日14:00", local(2027, 3, 5, 14)),
        ("11月25日下午2点半", local(2026, 11, 25, 14, 30)),
        ("11月25号下午2点30分", local(2026, 11, 25, 14, 30)),
        ("周四上午9点", local(2026, 11, 26, 9)),
        ("星期四上午九点", local(2026, 11, 26, 9)),
        ("礼拜天 9:00", local(2026, 11, 29, 9)),
        ("下周四9点", local(2026, 12, 3, 9)),
        ("下下周四9点", local(2026, 12, 10, 9)),
        ("2026-11-25 14:00", local(2026, 11, 25, 14)),
        ("2026/11/25 14:00", local(2026, 11, 25, 14)),
        ("2026年11月25日14时30分", local(2026, 11, 25, 14, 30)),
        ("2026-11-25T14:00", local(2026, 11, 25, 14)),
        ("11-25 14:00", local(2026, 11, 25, 14)),
        ("3/5 14:00", local(2027, 3, 5, 14)),
        ("十一月二十五日下午两点半", local(2026, 11, 25, 14, 30)),
        ("１１月２５日　下午２点半", local(2026, 11, 25, 14, 30)),
        ("25号9点", local(2026, 11, 25, 9)),
        ("31号上午十点一刻", local(2026, 12, 31, 10, 15)),
        ("今晚8点", local(2026, 11, 24, 20)),
        ("明早八点", local(2026, 11, 25, 8)),
        ("后天中午", local(2026, 11, 26, 12)),
        ("后天中午1点", local(2026, 11, 26, 13)),
        ("大后天14时30分", local(2026, 11, 27, 14, 30)),
        ("明天晚上12点", local(2026, 11, 26, 0)),
        ("明天24:00", local(2026, 11, 26, 0)),
        ("明天凌晨2点", local(2026, 11, 25, 2)),
        ("明天03:00", local(2026, 11, 25, 3)),
        ("明年3月5日9点", local(2027, 3, 5, 9)),
        ("11月25日(周三)14:00", local(2026, 11, 25, 14)),
        ("定在11月25日下午2点", None),
        ("14:00, 25 November 2026", local(2026, 11, 25, 14)),
        ("tomorrow at 3pm", local(2026, 11, 25, 15)),
        ("Nov 25 2:30 pm", local(2026, 11, 25, 14, 30)),
        ("9am next Thursday", local(2026, 12, 3, 9)),
        ("2月29日 9点", local(2028, 2, 29, 9)),
    ],
)
def test_people_write_a_moment_in_many_ways(text: str, expected: datetime | None) -> None:
    assert reading(text) == (Exactly(expected) if expected else Unread.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unread.UNKNOWN),
        ("你好", Unread.UNKNOWN),
        ("下午", Unread.UNKNOWN),
        ("看情况", Unread.UNKNOWN),
        ("明天后天9点", Unread.UNKNOWN),
        ("3号下午请假", Unread.UNKNOWN),
        ("2月30日 9点", Unread.IMPOSSIBLE),
        ("13月1日 9点", Unread.IMPOSSIBLE),
        ("明天25点", Unread.IMPOSSIBLE),
        ("明天10:75", Unread.IMPOSSIBLE),
        ("明天上午15点", Unread.IMPOSSIBLE),
        ("40号9点", Unread.IMPOSSIBLE),
        ("11月25日星期五14:00", Unread.WRONG_WEEKDAY),
        ("11月25日星期五", Unread.WRONG_WEEKDAY),
        ("1900-01-01 9:00", Unread.PAST),
        ("1900年1月1日", Unread.PAST),
        ("本周一9点", Unread.PAST),
        ("上周五9点", Unread.PAST),
        ("2099年1月1日9点", Unread.FAR),
        ("2099年1月1日", Unread.FAR),
    ],
)
def test_what_cannot_be_used_says_why(text: str, why: Unread) -> None:
    assert reading(text) is why


def test_an_hour_without_a_day_may_be_either_of_the_next_two() -> None:
    today, tomorrow = local(2026, 11, 24, 15), local(2026, 11, 25, 15)

    assert reading("下午3点") == Either((today, tomorrow))
    assert reading("下午3点", now=local(2026, 11, 24, 16)) == Either(
        (tomorrow, local(2026, 11, 26, 15))
    )


def test_a_small_hour_without_its_half_of_the_day_may_be_either_afternoon_first() -> None:
    assert reading("明天3点") == Either((local(2026, 11, 25, 15), local(2026, 11, 25, 3)))
    assert reading("明天3:30") == Either((local(2026, 11, 25, 15, 30), local(2026, 11, 25, 3, 30)))


def test_of_two_possible_hours_the_one_long_past_is_not_offered() -> None:
    assert reading("今天3点", now=local(2026, 11, 24, 17)) == Exactly(local(2026, 11, 24, 15))


def test_a_meeting_that_has_just_begun_may_still_be_entered() -> None:
    now = local(2026, 11, 24, 14, 5)

    assert reading("今天下午2点", now=now) == Exactly(local(2026, 11, 24, 14))
    assert reading("11月24日14:00", now=now) == Exactly(local(2026, 11, 24, 14))


def test_a_weekday_whose_hour_is_past_is_the_next_one() -> None:
    thursday = local(2026, 11, 26, 9, 30)

    assert reading("周四上午9点", now=thursday) == Exactly(local(2026, 12, 3, 9))
    assert reading("周四上午10点", now=thursday) == Exactly(local(2026, 11, 26, 10))


def test_a_day_without_an_hour_waits_for_one() -> None:
    half = reading("明天下午")

    assert half == DayOnly(date(2026, 11, 25), "afternoon")
    assert isinstance(half, DayOnly)
    assert reading("3点", known=half) == Exactly(local(2026, 11, 25, 15))
    assert reading(" 15 ", known=DayOnly(date(2026, 11, 25))) == Exactly(local(2026, 11, 25, 15))
    assert reading("后天9点", known=half) == Exactly(local(2026, 11, 26, 9))


def test_the_group_s_own_zone_decides() -> None:
    urumqi = read_moment("今天20:00", now=TUESDAY, zone=ZoneInfo("Asia/Urumqi"))

    assert urumqi == Exactly(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  (hypothesis puts the zone to it)
    max_value=datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
).map(lambda at: at.replace(second=0, microsecond=0))


@given(now=moments, minutes=st.integers(1, 60 * 24 * 700), locale=st.sampled_from(texts.LOCALES))
def test_what_the_bot_writes_is_read_back_the_same(
    now: datetime, minutes: int, locale: str
) -> None:
    at = now + timedelta(minutes=minutes)

    written = texts.label("forms.v_moment", locale, (("at", at),))

    assert reading(written, now=now) == Exactly(at)


@given(now=moments, days=st.integers(1, 360), hour=st.integers(7, 23), minute=st.integers(0, 59))
def test_a_date_without_a_year_is_the_next_such_date(
    now: datetime, days: int, hour: int, minute: int
) -> None:
    at = (now + timedelta(days=days)).replace(hour=hour, minute=minute)

    assert reading(f"{at.month}月{at.day}日{hour}点{minute}分", now=now) == Exactly(at)


@given(
    now=moments,
    text=st.text(
        st.sampled_from("今明后天周四年月日号上下午晚点半刻:-/0123459十二 pam"), max_size=20
    ),
)
def test_whatever_is_written_leads_to_usable_moments_or_a_reason(now: datetime, text: str) -> None:
    found = reading(text, now=now)

    options = found.options if isinstance(found, Either) else ()
    options += (found.at,) if isinstance(found, Exactly) else ()
    assert all(now - BACK <= at <= now + FAR for at in options)
    assert not isinstance(found, Either) or len(set(options)) == len(options) >= 2
    assert not isinstance(found, DayOnly) or found.day >= now.date()


@given(st.integers(0, 99))
def test_numerals_are_read_like_digits(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    written = digits[value] if value < 10 else f"{digits[tens]}十{digits[ones] if ones else ''}"

    assert number(written) == number(str(value)) == value
    assert tens != 1 or number(written.removeprefix("一")) == value  # 十五 is 一十五


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2小时", 120),
        ("2 小时", 120),
        ("两个小时", 120),
        ("一个半小时", 90),
        ("两个半钟头", 150),
        ("一小时半", 90),
        ("1.5小时", 90),
        ("90分钟", 90),
        ("2小时30分", 150),
        ("1小时45分钟", 105),
        ("半小时", 30),
        ("半个小时", 30),
        ("三刻钟", 45),
        ("半天", 180),
        ("大约2小时", 120),
        ("2 hours", 120),
        ("1 hour and 30 minutes", 90),
        ("half an hour", 30),
        ("3h", 180),
    ],
)
def test_people_write_a_length_in_many_ways(text: str, minutes: int) -> None:
    assert read_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "2", "很久", "0分钟", "到16:30", "十十小时"])
def test_no_length_is_guessed(text: str) -> None:
    assert read_length(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2小时", local(2026, 11, 25, 16)),
        ("到16:30", local(2026, 11, 25, 16, 30)),
        ("到下午4点半", local(2026, 11, 25, 16, 30)),
        ("4点半", local(2026, 11, 25, 16, 30)),
        ("16:30", local(2026, 11, 25, 16, 30)),
        ("until 4pm", local(2026, 11, 25, 16)),
        ("11月26日中午", local(2026, 11, 26, 12)),
        ("明天中午", local(2026, 11, 26, 12)),
        ("13:00", Unread.PAST),
        ("14:00", Unread.PAST),
        ("2026年11月24日16:00", Unread.PAST),
        ("11月26日星期一12:00", Unread.WRONG_WEEKDAY),
        ("到25点", Unread.IMPOSSIBLE),
        ("到明天", Unread.UNKNOWN),
        ("晚些时候", Unread.UNKNOWN),
    ],
)
def test_an_end_is_a_length_or_an_hour_after_the_start(
    text: str, expected: datetime | Unread
) -> None:
    assert read_ending(text, start=START, zone=SHANGHAI) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("11月25日下午2点到4点", ("11月25日下午2点", "4点")),
        ("2026-11-25 14:00-16:00", ("2026-11-25 14:00", "16:00")),
        ("明天9:00~11:30", ("明天9:00", "11:30")),
        ("tomorrow 2pm to 4pm", ("tomorrow 2pm", "4pm")),
        ("2026-11-25", ("2026-11-25", None)),
        ("11-25 14:00", ("11-25 14:00", None)),
        ("到16:30", ("到16:30", None)),
        ("从早到晚", ("从早到晚", None)),
    ],
)
def test_a_span_falls_into_its_two_ends(text: str, parts: tuple[str, str | None]) -> None:
    assert split_span(text) == parts
