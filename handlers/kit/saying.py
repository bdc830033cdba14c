"""Days and hours as people write them, found in a line of text. Knows no clock and no zone."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

_NUMERALS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_SHORT = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_NUM = f"({_SHORT})"
_WEEKDAYS = "一二三四五六日天"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR = {
    "今": 0,
    "明": 1,
    "后": 2,
    "大后": 3,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
}
_PARTS = {
    "凌晨": "night",
    "清晨": "morning",
    "早上": "morning",
    "早晨": "morning",
    "上午": "morning",
    "早": "morning",
    "中午": "noon",
    "正午": "noon",
    "下午": "afternoon",
    "午后": "afternoon",
    "傍晚": "evening",
    "晚上": "evening",
    "夜里": "evening",
    "晚": "evening",
    "am": "morning",
    "a.m.": "morning",
    "pm": "afternoon",
    "p.m.": "afternoon",
    "noon": "noon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a line says of a moment; what it does not say is None."""

    year: int | None = None
    years: int | None = None  # 0: this year, 1: next, where it was said so
    month: int | None = None
    day: int | None = None
    ahead: int | None = None  # days from today
    weekday: int | None = None  # Monday is 0
    weeks: int | None = None  # -1, 0, 1: last, this, next week; None: not said
    part: str | None = None  # night, morning, noon, afternoon, evening
    hour: int | None = None
    minute: int = 0
    is_plain: bool = True  # the hour was said as 3 or 3点, not as 03:00 or 15:00

    @property
    def says_day(self) -> bool:
        """Tell whether a day was said in any way."""
        return any(one is not None for one in (self.day, self.ahead, self.weekday))


def number(text: str) -> int:
    """Return a number below 100, in digits or Chinese numerals; ValueError if it is none."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            raise ValueError("not a number")
        return (number(tens) if tens else 1) * 10 + (number(ones) if ones else 0)
    if len(text) > 1 and text[0] in "零〇":
        return number(text[1:])
    if len(text) != 1 or text not in _NUMERALS:
        raise ValueError("not a number")
    return _NUMERALS[text]


def folded(text: str) -> str:
    """Return the text in one width and one case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


Found = Callable[[re.Match[str], Said], Said]


def _full_date(match: re.Match[str], said: Said) -> Said:
    year, month, day = (int(part) for part in match.groups())
    return replace(said, year=year, month=month, day=day)


def _month_day(match: re.Match[str], said: Said) -> Said:
    years = {"今年": 0, "明年": 1}.get(match[1] or "")
    return replace(said, years=years, month=number(match[2]), day=number(match[3]))


def _day_alone(match: re.Match[str], said: Said) -> Said:
    return replace(said, day=number(match[1]))


def _near(match: re.Match[str], said: Said) -> Said:
    after = match[2] or ""
    part = _PARTS.get(after, said.part)
    return replace(said, ahead=_NEAR[match[1]], part=part)


def _near_english(match: re.Match[str], said: Said) -> Said:
    part = "evening" if match[1] == "tonight" else said.part
    return replace(said, ahead=_NEAR[match[1]], part=part)


def _weekday(match: re.Match[str], said: Said) -> Said:
    which, mark = match[1], match[2]
    weekday = int(mark) - 1 if mark.isdecimal() else min(_WEEKDAYS.index(mark), 6)
    return replace(
        said, weekday=weekday, weeks=which.count("下") - which.count("上") if which else None
    )


def _weekday_english(match: re.Match[str], said: Said) -> Said:
    weeks = {"next ": 1, "this ": 0}.get(match[1] or "")
    return replace(said, weekday=_DAYS.index(match[2]), weeks=weeks)


def _english_date(match: re.Match[str], said: Said) -> Said:
    words = match.groupdict()
    year = words["year"]
    return replace(
        said,
        day=int(words["day"] or words["day2"]),
        month=_MONTHS.index(words["month"] or words["month2"]) + 1,
        year=int(year) if year else None,
    )


def _part(match: re.Match[str], said: Said) -> Said:
    return replace(said, part=_PARTS[match[1]])


def _clock(match: re.Match[str], said: Said) -> Said:
    plain = len(match[1]) == 1
    return replace(said, hour=int(match[1]), minute=int(match[2]), is_plain=plain)


def _oclock(match: re.Match[str], said: Said) -> Said:
    rest = match[2] or ""
    return replace(said, hour=number(match[1]), minute=_minutes(rest))


def _minutes(rest: str) -> int:
    if rest == "半":
        return 30
    if rest.endswith("刻"):
        return 15 * number(rest[0])
    bare = rest.removesuffix("分")
    return number(bare) if bare else 0


def _english_hour(match: re.Match[str], said: Said) -> Said:
    minute = int(match[2]) if match[2] else 0
    part = "afternoon" if match[3].startswith("p") else "morning"
    return replace(said, hour=int(match[1]), minute=minute, part=part)


_NAMES = "|".join(_MONTHS)
_ENGLISH = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_NAMES})[a-z]*\.?"
    rf"|(?P<month2>{_NAMES})[a-z]*\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))"
    r"(?:,? (?P<year>\d{4})(?!\d))?"
)
_FINDS: tuple[tuple[str, re.Pattern[str], Found], ...] = tuple(
    (what, re.compile(pattern), found)
    for what, pattern, found in (
        ("day", r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d) ?[日号]?", _full_date),
        ("day", rf"(今年|明年)? ?{_NUM} ?月 ?{_NUM} ?(?:[日号]|(?![\d点时]))", _month_day),
        ("day", r"()(\d{1,2})[-/](\d{1,2})(?!\d)", _month_day),
        ("day", rf"{_NUM} ?[日号]", _day_alone),
        ("day", r"(大后|今|明|后)[天日]?(早上|早晨|早|晚上|晚)?", _near),
        ("day", r"(today|tonight|tomorrow)\b", _near_english),
        (
            "day",
            _ENGLISH,
            _english_date,
        ),
        ("weekday", r"([上下这本]*)个?(?:周|星期|礼拜)([一二三四五六日天1-7])", _weekday),
        ("weekday", rf"(next |this )?({'|'.join(_DAYS)})[a-z]*\b\.?", _weekday_english),
        ("hour", r"(\d{1,2})(?::(\d{2}))? ?(am|pm|a\.m\.|p\.m\.)(?![a-z])", _english_hour),
        ("hour", r"(\d{1,2}):(\d{2})(?::00)?(?!\d)", _clock),
        (
            "hour",
            rf"{_NUM} ?[点时](?:钟|整)? ?(半|[一三13]刻|{_SHORT}分?)?",
            _oclock,
        ),
        ("part", f"({'|'.join(map(re.escape, sorted(_PARTS, key=len, reverse=True)))})", _part),
    )
)
_BETWEEN = re.compile(r"(?: |,|，|、|的|在|于|是|\(|\)|\bat\b|\bon\b|t(?=\d)|。|\.(?!\d))*")


def read(text: str) -> tuple[Said, str] | None:
    """Return what a line says of a moment, and what is left of the line after it.

    None where it does not begin with a day or an hour, or a part is said twice.
    """
    rest, said = folded(text), Said()
    seen: set[str] = set()
    while True:
        rest = rest[_skipped(rest) :]
        step = _next(rest, said)
        if step is None:
            break
        what, length, said = step
        if what in seen:
            return None
        seen.add(what)
        rest = rest[length:]
    return (said, rest) if seen else None


def _skipped(rest: str) -> int:
    match = _BETWEEN.match(rest)
    return match.end() if match else 0


def _next(rest: str, said: Said) -> tuple[str, int, Said] | None:
    for what, pattern, found in _FINDS:
        match = pattern.match(rest)
        if match is None:
            continue
        try:
            return what, match.end(), found(match, said)
        except ValueError:
            return None
    return None
