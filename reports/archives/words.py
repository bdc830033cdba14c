"""What the parts of an archive are called, and how its entries read."""

from collections.abc import Mapping
from datetime import date

from models.archives.entries import Came, Entry, Part, Printed
from models.people.tables import Level
from models.terms.tables import Term
from reports.records import OUTCOMES
from reports.years import words

#: part → its name, and its field in the template
PARTS: Mapping[Part, tuple[str, str, str]] = {
    Part.MEETINGS: ("出席会议", "Meetings", "会议"),
    Part.INSPECTIONS: ("视察调研", "Inspections", "视察"),
    Part.TRAINING: ("学习培训", "Training", "培训"),
    Part.GROUP: ("小组活动", "Group activities", "小组活动"),
    Part.SUGGESTIONS: ("提出建议", "Suggestions", "建议"),
    Part.REPORTS: ("述职", "Reports to voters", "述职"),
    Part.RECEPTIONS: ("接待选民", "Receptions", "接待"),
    Part.ISSUES: ("转达选民反映的问题", "Issues carried", "反映问题"),
    Part.SELF_STUDY: ("自学", "Self-study", "自学"),
}
LEVELS: Mapping[Level | None, str] = {
    Level.CITY: "市人大代表",
    Level.DISTRICT: "区人大代表",
    Level.STREET: "街道代表",
    None: "",
}
RECORDS = "活动记录"  # the sheet, and the field of the template: what is kept of activities
SUMMARY, PRESS, ONLINE = "小结", "媒体报道", "网上原文"
IN_CHAT = "群里的消息"  # leads to where the group's chat speaks of it
_BY_MARK = frozenset({Part.ISSUES})  # where what it is about is a word of the program


def day(one: date | None) -> str:
    """Return a day as papers have it, "" for none."""
    return f"{one.year}年{one.month}月{one.day}日" if one else ""


def short(one: date | None) -> str:
    """Return a day so short that it stays on one line of a table."""
    return f"{one.year}.{one.month}.{one.day}" if one else ""


def state(entry: Entry) -> str:
    """Return the marks of an entry in words: 领衔，已答复."""
    return "，".join(_minutes(words.mark(one)[0]) for one in entry.mark.split(",") if one)


def _minutes(word: str) -> str:
    return word.replace(" min", " 分钟")


def what(part: Part, entry: Entry) -> str:
    """Return what an entry is about."""
    return words.mark(entry.what)[0] if part in _BY_MARK else entry.what


def proof(entry: Entry) -> str:
    """Return what proves an entry: a number, or how it came onto the roll."""
    return words.mark(entry.proof)[0]


def outcome(one: Came) -> str:
    """Return what sort of thing came of an activity: 形成建议."""
    return OUTCOMES[one.kind]


def printed(one: Printed) -> str:
    """Return a report in the press as papers name it: 长江日报《…》."""
    return f"{one.outlet}《{one.title}》"


def term(one: Term) -> tuple[str, str, str]:
    """Return a term's span, how it began and ended, and at which level."""
    until = day(one.until) or "至今"
    span = f"{day(one.since) or '（起始日期未登记）'} — {until}"
    how = words.mark(one.came.value)[0]
    if one.ended is not None:
        how += f"；{words.mark(one.ended.value)[0]}"
    return span, how, " ".join(filter(None, (LEVELS[one.level], one.congress)))


def points(hundredths: int) -> str:
    """Return points without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
