"""Reads a plain sentence that asks to be excused: 我3号下午请假,出差.

Pure: the present moment and the zone are arguments. Which activity is meant is `leaves.rules`'
to say; here it is only told what the sentence says: days, part of the day, words, reason.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit import moments, saying
from models.activities.words import KINDS

LONGEST = 300
_MOST_DAYS = 31

_ASKS = (
    r"(?:请|請)(?:个|個|一?天|半天|\d天)?假|告(?:个)?假|(?:去|来|來|到|赶|趕)不了"
    r"|(?:参加|參加|出席)不了|(?:不能|不便|无法|無法|没法|沒法|没办法|不方便)"
    r"(?:去|来|來|到场|参加|參加|出席)|(?:不|没)(?:去|来|參加|参加|出席)了|缺席"
    r"|(?:没|沒)(?:去|来|參加|参加)(?:成|上)|赶不回来?|赶不(?:上|到)|到不了|抽不开身"
    r"|ask(?:ing)? for leave|(?:take|need|request) (?:a )?leave|on leave\b|be excused"
    r"|(?:can't|can’t|cannot|can not|won't be able to|won’t be able to|unable to|not able to)"
    r" (?:come|attend|make it|go|join|be there)"
)
_ASK = re.compile(_ASKS, re.IGNORECASE)
_NOT = re.compile(
    r"(?:不|不用|不想|不需要|不必|取消|撤销|撤回|收回|别|別|没|没有)(?:再)?(?:请|請|告)(?:个|個)?假"
    r"|(?:不|别)缺席|(?:cancel|withdraw)\w* (?:my |the )?leave",
    re.IGNORECASE,
)
_HOW = re.compile(r"(?:怎么|怎样|如何|哪里|在哪)\S{0,4}(?:请|請)假|谁(?:请|請)(?:了)?假")
_TAKES_BACK = re.compile(
    r"(?:取消|撤销|撤回|收回)\S{0,12}假(?![期日装])|销假"
    r"|(?:不|不用|不想|不需要|不必|别|別)(?:再)?(?:请|請)(?:个|個)?假"
    r"|(?:cancel|withdraw|take back)\w* (?:my |the )?leave",
    re.IGNORECASE,
)
_BACK = {"昨天": -1, "昨日": -1, "前天": -2, "yesterday": -1}
_NO_DAY = re.compile(r"(?:楼|樓|院|门|門|线|線|会议室|會議室|教室|房|厅|天|人|个|小时|年)")
_TO = re.compile(r"\s?(?:到|至|-|~|—|–)+\s?")
_AND = re.compile(r"\s?(?:和|、|,|及|与|跟|and)\s?")
_JOINT = re.compile(r"[和、,及与跟到至~—–-]")
_CLAUSES = re.compile(r"[,,。;;!!?\n]|(?<=[^\d])\.(?:\s|$)|\.$")
_POLITE = re.compile(
    r"^(?:您好|你好|大家好|老师好|领导好|各位好?|抱歉|很抱歉|对不起|不好意思|谢谢|多谢|辛苦了?"
    r"|半天|[一两1-9]天|补|麻烦(?:了|您了)?|请批准|望批准|特此请假|收到|hello|hi|sorry"
    r"|thanks?(?: you)?|please)$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:的|我|我们|本人|俺|因为|因此|因|由于|由於|原因是|原因|理由是|理由|是|想|要|需要|需|得|恐怕"
    r"|可能|也|都|就|向您|向你|跟您|这次|那次|那天|当天|这天|这个|参加|出席|去|在|:"
    r"|i\b|i'm|i am|am|will|must|have to|because of|because|due to|as|for|the|to|on|at|in)\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s*(?:的|了|我|本人|所以|因此|想|要|需要|需|得|恐怕|可能|实在|都|也|就|呢|啊|吧|哦|that"
    r"|because of|because|due to|i|so|and|will|'ll|the|on|at|for|to|am|is)$",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted((one for one in KINDS if not one.isascii()), key=len, reverse=True))
_EVENT = re.compile(
    rf"(?:的|这个|这次|那个|那次|该)*(?:《[^《》]*》|{_WORDS}|活动|会议|开会|会(?!见|诊|晤|客))+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRequest:
    """What a sentence says: on which days, in which part, why. `text` is all of it."""

    days: tuple[date, ...]
    part: str | None
    reason: str
    text: str


def asks_for_leave(text: str) -> bool:
    """Tell whether a message asks to be excused: 请假, 去不了, 不能参加, can't come.

    Not if it says the opposite (不请假了, 取消请假) or asks how it is done or who has done it.
    """
    line = _one_width(text)
    if len(text) > LONGEST or _NOT.search(line) or _HOW.search(line) or takes_back_leave(text):
        return False
    return _ASK.search(line) is not None


def takes_back_leave(text: str) -> bool:
    """Tell whether a message takes a leave back: 取消请假, 3号的活动不请假了, cancel my leave.

    Not if it asks how that is done.
    """
    line = _one_width(text)
    if len(text) > LONGEST or _HOW.search(line) or line.endswith("?"):
        return False
    return _TAKES_BACK.search(line) is not None


def read_leave(text: str, *, now: datetime, zone: ZoneInfo) -> LeaveRequest:
    """Read a message that asks to be excused; what it does not say is empty."""
    line = _one_width(text)[:LONGEST]
    days, part, rest = _days_in(line, now.astimezone(zone))
    return LeaveRequest(days=days, part=part, reason=_reason(rest), text=line)


def _one_width(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _days_in(line: str, local: datetime) -> tuple[tuple[date, ...], str | None, str]:
    """Return the days a line names, the part of the day, and the line without them."""
    for word, ahead in _BACK.items():
        if word in line.casefold():
            start = line.casefold().index(word)
            rest = line[:start] + line[start + len(word) :]
            return (local.date() + timedelta(days=ahead),), _part_in(rest), rest
    for start in range(len(line)):
        found = _day_at(line, start, local)
        if found is not None:
            first, part, end = found
            days, end = _more_days(line, end, first, local)
            return tuple(sorted(days)), part or _part_in(line[end:]), line[:start] + line[end:]
    return (), _part_in(line), line


def _day_at(line: str, start: int, local: datetime) -> tuple[date, str | None, int] | None:
    """Return the day that begins at a place of a line, and where what says it ends."""
    before = line[start - 1] if start else ""
    if before in "月/-" and before:
        return None  # the rest of a date that does not exist
    if before.isdecimal() and line[start].isdecimal():
        return None
    found = saying.read(line[start:])
    end = len(line)
    if found is None and (joint := _JOINT.search(line, start)):  # 3号、4号: the first of them
        found, end = saying.read(line[start : joint.start()]), joint.start()
    if found is None or not found[0].says_day or _NO_DAY.match(found[1]):
        return None
    try:
        day = next(moments.days_of(found[0], local), None)
    except (ValueError, OverflowError):
        return None
    if day is None:
        return None
    return day, found[0].part, end - len(found[1])


def _more_days(line: str, end: int, first: date, local: datetime) -> tuple[set[date], int]:
    """Return the days of 3号到5号 or 3号、4号, and where the last of them ends."""
    for joint, is_span in ((_TO, True), (_AND, False)):
        match = joint.match(line, end)
        found = _day_at(line, match.end(), local) if match else None
        if found is not None and found[0] > first:
            count = (found[0] - first).days
            if is_span and count <= _MOST_DAYS:
                return {first + timedelta(days=each) for each in range(count + 1)}, found[2]
            return {first, found[0]}, found[2]
    return {first}, end


_PARTS = (
    (re.compile("上午|早上|早晨|morning", re.IGNORECASE), "morning"),
    (re.compile("中午|noon", re.IGNORECASE), "noon"),
    (re.compile("下午|午后|afternoon", re.IGNORECASE), "afternoon"),
    (re.compile("晚上|傍晚|evening|tonight", re.IGNORECASE), "evening"),
)


def _part_in(line: str) -> str | None:
    named = [part for pattern, part in _PARTS if pattern.search(line)]
    return named[0] if len(named) == 1 else None


def _reason(rest: str) -> str:
    """Return what is left of a sentence as its reason: neither the asking nor the activity."""
    clauses = [words for one in _CLAUSES.split(rest) if (words := _clause(one))]
    joint = ", " if all(one.isascii() for one in clauses) else "，"
    return joint.join(clauses)[:200]


def _clause(clause: str) -> str:
    words = clause.strip()
    if _ASK.search(words):
        words = _EVENT.sub("", _ASK.sub("", words))
        for pattern, _part in _PARTS:
            words = pattern.sub("", words)
    words = _peeled(words.strip())
    return words if len(words) > 1 and not _POLITE.match(words) else ""


def _peeled(words: str) -> str:
    """Return words without what joins a reason to the rest of the sentence."""
    while True:
        bare = _TRAILING.sub("", _LEADING.sub("", words)).strip(" :、-的")
        if bare == words:
            return words
        words = bare
