"""The draft of a year's report as .docx: its figures, in the committee's order, with charts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.years.figures import Figure, Part, Year
from reports.templates.filling import filled
from reports.templates.folder import current
from reports.templates.kinds import YEAR
from reports.templates.pictures import Picture
from reports.years import sentences, words

_WIDTH = 15.0  # of a chart, in cm


def document(one: Year, *, before: Year | None = None, today: date) -> bytes:
    """Return the draft; what is not proven stands at its end, by name."""
    from reports.years import charts  # noqa: PLC0415  (the drawing library loads slowly)

    fields = {
        "代表小组": one.group_name,
        "年度": one.year,
        "上年": before.year if before else "",
        "部分": [_part(one, before, part) for part in Part if _of(one, part)],
        "活动图": _picture(charts.activities(one, before)),
        "问题图": _picture(charts.issues(one)),
        "出勤图": _picture(charts.rates(one, before)),
        "未计入": _left_out(one),
        "制表日期": day(today),
    }
    return filled(current(YEAR), fields)


def _picture(content: bytes | None) -> Picture | str:
    return Picture(content=content, width=_WIDTH) if content is not None else ""


def _of(one: Year, part: Part) -> Sequence[Figure]:
    return [each for each in one.figures if each.part is part]


def _part(one: Year, before: Year | None, part: Part) -> Mapping[str, Any]:
    return {
        "标题": words.PARTS[part],
        "句子": sentences.of_part(one, part),
        "指标": [_line(each, before) for each in _of(one, part)],
    }


def _line(one: Figure, before: Year | None) -> Mapping[str, str]:
    old = before.figure(one.key) if before else None
    change = ""
    if old is not None and old.value is not None and one.value is not None:
        change = f"{one.value - old.value:+d}" if one.value != old.value else "持平"
    unit = words.UNITS.get(one.key, "")
    return {
        "名称": words.FIGURES[one.key][0],
        "数值": f"{words.shown(one)} {unit}".strip(),
        "构成": words.made_up(one)[0],
        "上年": words.shown(old) if old else "—",
        "增减": change,
    }


def _left_out(one: Year) -> Sequence[Mapping[str, str]]:
    unproven = [
        {"名称": words.FIGURES[each.key][0], "原因": words.NOTHING[0]} for each in one.left_out
    ]
    doubtful = [
        {"名称": f"{row.what}", "原因": words.DOUBTS[each.key][0]}
        for each in one.doubts
        for row in each.rows
    ]
    return unproven + doubtful


def day(one: date | None) -> str:
    """Return a day as papers have it, "" for none."""
    return f"{one.year}年{one.month}月{one.day}日" if one else ""
