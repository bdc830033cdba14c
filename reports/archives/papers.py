"""One deputy's archive as .docx and as .xlsx, and how its files are called."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.archives.entries import Archive, Entry, Part
from reports.archives import records, words
from reports.sheets.writing import Value
from reports.templates.filling import filled
from reports.templates.folder import current
from reports.templates.kinds import ARCHIVE
from reports.templates.links import Linked
from reports.templates.pictures import Picture
from reports.years import words as years

_PORTRAIT = 3.5  # cm wide
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_HEADS = ("日期", "内容", "地点或单位", "情况", "依据")


def document(one: Archive, *, today: date) -> bytes:
    """Return the archive as .docx, in the office's own wording if it has one."""
    return filled(current(ARCHIVE), fields(one, today=today))


def fields(one: Archive, *, today: date) -> Mapping[str, Any]:
    """Return what a template of the archive can show."""
    deputy = one.deputy
    portrait = Picture(content=one.portrait, width=_PORTRAIT) if one.portrait else ""
    lists = {
        field: [_row(part, entry) for entry in one.parts.get(part, ())]
        for part, (_zh, _en, field) in words.PARTS.items()
    }
    return {
        "姓名": deputy.name,
        "代表小组": one.group_name,
        "级别": words.LEVELS[deputy.level],
        "代表团": deputy.delegation or "",
        "选区": deputy.constituency or "",
        "单位职务": deputy.post or "",
        "届次": deputy.congress or "",
        "期间": span(one),
        "任期": words.term(one.terms[-1])[0] if one.terms else "",
        "照片": portrait,
        "出勤率": "" if one.percent is None else f"{one.percent}%（{one.here}/{one.invited}）",
        "总积分": f"{one.last}年 {words.points(one.total)} 分" if one.points else "",
        "制表日期": words.day(today),
        "概况": [{"项目": name, "次数": count} for name, count in counts(one)],
        "任期明细": [_term(each) for each in map(words.term, one.terms)],
        "积分": [
            {
                "年度": each.year,
                "季度": each.quarter,
                "得分": words.points(each.gained),
                "累计": words.points(each.total),
            }
            for each in one.points
        ],
        "其他积分": [],
        words.RECORDS: records.rows(one),
        **lists,
    }


def span(one: Archive) -> str:
    """Return the years an archive is about, from the first in which there is anything."""
    known = [entry.on.year for part in one.parts.values() for entry in part if entry.on]
    first = max(one.first, min(known, default=one.last))
    return f"{first}年" if first == one.last else f"{first}年至{one.last}年"


def counts(one: Archive) -> Sequence[tuple[str, int]]:
    """Return how often each part counts, in its order; leave and absence do not."""
    return [(zh, one.count(part)) for part, (zh, _en, _field) in words.PARTS.items()]


def _row(part: Part, entry: Entry) -> Mapping[str, str | Linked]:
    return {
        "日期": words.short(entry.on),
        "内容": words.what(part, entry),
        "地点": entry.where,
        "情况": words.state(entry),
        "依据": _proof(entry),
    }


def _proof(entry: Entry) -> str | Linked:
    """Return what proves an entry, and where the group's chat shows it."""
    proof = words.proof(entry)
    if not entry.link:
        return proof
    return Linked(words=proof, label=words.IN_CHAT, address=entry.link)


def _term(one: tuple[str, str, str]) -> Mapping[str, str]:
    span_, how, level = one
    return {"日期": span_, "情况": how, "内容": level, "地点": "", "依据": ""}


def workbook(one: Archive) -> bytes:
    """Return the archive as .xlsx: the first sheet leads to a sheet for each part."""
    from reports.sheets import books  # noqa: PLC0415  (openpyxl would slow every start)

    rows: list[Sequence[Value]] = [(name, value) for name, value in _basics(one)]
    links: dict[int, str] = {}
    sheets = []
    for part, (zh, _en, _field) in words.PARTS.items():
        entries = one.parts.get(part, ())
        rows.append((zh, one.count(part)))
        if entries:
            links[len(rows) - 1] = zh
            told = any(entry.about for entry in entries)  # the group's chat may speak of it
            sheets.append(
                books.Sheet(
                    name=zh,
                    headers=(*_HEADS, years.MESSAGE) if told else _HEADS,
                    rows=[_line(part, entry, told=told) for entry in entries],
                    addresses=books.leading_out(entry.link for entry in entries),
                )
            )
    kept = records.sheet(one)
    if kept is not None:
        links[len(rows)] = kept.name
        rows.append((kept.name, len(one.recorded)))
        sheets.append(kept)
    if one.points:
        links[len(rows)] = "积分"
        rows.append((f"{one.last}年积分", one.total / 100))
        quarters = [(p.year, p.quarter, p.gained / 100, p.total / 100) for p in one.points]
        heads = ("年度", "季度", "本季得分", "全年累计")
        sheets.append(books.Sheet(name="积分", headers=heads, rows=quarters))
    front = books.Sheet(name="档案", headers=("项目", "内容"), rows=rows, links=links)
    buffer = io.BytesIO()
    books.write(buffer, [front, *sheets])
    return buffer.getvalue()


def _line(part: Part, entry: Entry, *, told: bool) -> Sequence[Value]:
    line = (entry.on, words.what(part, entry), entry.where, words.state(entry), words.proof(entry))
    return (*line, entry.link or years.NO_MESSAGE) if told else line


def _basics(one: Archive) -> Sequence[tuple[str, str | None]]:
    deputy = one.deputy
    terms = "\n".join("，".join(filter(None, words.term(each))) for each in one.terms)
    return (
        ("姓名", deputy.name),
        ("代表小组", one.group_name),
        ("期间", span(one)),
        ("级别", words.LEVELS[deputy.level]),
        ("代表团", deputy.delegation),
        ("选区", deputy.constituency),
        ("单位职务", deputy.post),
        ("届次", deputy.congress),
        ("任期", terms or None),
        ("离任", words.day(deputy.left_on) or None),
        ("出勤率", None if one.percent is None else f"{one.percent}%（{one.here}/{one.invited}）"),
    )


def filename(name: str, taken: set[str]) -> str:
    """Return the name of a deputy's files without ending; namesakes are told apart by a number."""
    base = _NOT_IN_NAMES.sub("_", name).strip("._") or "代表"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found
