"""What is kept of the activities of an archive, line by line: summary, what came of it, press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from models.archives.entries import Archive, Entry, Record
from reports.archives import words
from reports.sheets.writing import Value
from reports.templates.links import Linked

if TYPE_CHECKING:
    from reports.sheets import books

_HEADS = ("日期", "活动", "类别", "内容", "编号或网址")


class _Line(NamedTuple):
    """A line about an activity; `link` is a page on the web, "" for none."""

    on: date | None
    activity: str
    sort: str
    words: str
    number: str = ""
    link: str = ""


def _lines(one: Archive) -> Iterator[_Line]:
    for entry, kept in one.recorded:
        yield from _of(entry, kept)


def _of(entry: Entry, kept: Record) -> Iterator[_Line]:
    """Summary first, dated as the activity; outcomes and press items have days of their own."""
    if kept.summary:
        yield _Line(entry.on, entry.what, words.SUMMARY, kept.summary)
    for came in kept.outcomes:
        yield _Line(came.on, entry.what, words.outcome(came), came.what, came.number)
    for item in kept.press:
        yield _Line(item.on, entry.what, words.PRESS, words.printed(item), link=item.link)


def rows(one: Archive) -> Sequence[Mapping[str, str | Linked]]:
    """Return the lines as a template of the archive shows them."""
    return [
        {
            "日期": words.short(line.on),
            "内容": line.words,
            "地点": line.activity,
            "情况": line.sort,
            "依据": Linked(words="", label=words.ONLINE, address=line.link)
            if line.link
            else line.number,
        }
        for line in _lines(one)
    ]


def sheet(one: Archive) -> books.Sheet | None:
    """Return the lines as a sheet of the workbook, None without any."""
    from reports.sheets import books  # noqa: PLC0415  (openpyxl would slow every start)

    lines = list(_lines(one))
    if not lines:
        return None
    values: list[Sequence[Value]] = [
        (line.on, line.activity, line.sort, line.words, line.link or line.number) for line in lines
    ]
    return books.Sheet(
        name=words.RECORDS,
        headers=_HEADS,
        rows=values,
        addresses=books.leading_out(line.link for line in lines),
    )
