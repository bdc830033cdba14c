"""The figures of a year as a workbook: a sheet of all of them, and one for each with its rows."""

import io
import json
import re
from collections.abc import Sequence
from typing import Any

from models.years.figures import Doubt, Figure, Row, Year
from reports.sheets.writing import Value
from reports.years import words

_HEADERS = ("日期", "内容", "地点或单位", "人员或活动", "分类", "依据", "计入", words.MESSAGE)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31  # characters of a sheet's name


def workbook(one: Year, *, before: Year | None = None) -> bytes:
    """Return the workbook; each figure on the first sheet leads to the rows that it counts."""
    from reports.sheets import books  # noqa: PLC0415  (openpyxl would slow every start)

    listed = [*one.figures, *one.left_out]
    names = {each.key: _sheet(number, each) for number, each in enumerate(one.figures, 1)}
    rows = [_summary(each, before) for each in listed]
    links = {number: names[each.key] for number, each in enumerate(listed) if each.key in names}
    headers = ["指标", f"{one.year}年", "单位", "构成", "说明"]
    if before is not None:
        headers += [f"{before.year}年", "增减"]
    sheets = [books.Sheet(name="数据总表", headers=headers, rows=rows, links=links)]
    for each in one.figures:
        body = [_row(row) for row in each.rows]
        out = books.leading_out(row.link for row in each.rows)
        sheets.append(books.Sheet(name=names[each.key], headers=_HEADERS, rows=body, addresses=out))
    sheets.extend(_doubtful(doubt) for doubt in one.doubts)
    buffer = io.BytesIO()
    books.write(buffer, sheets)
    return buffer.getvalue()


def _sheet(number: int, one: Figure) -> str:
    return _NOT_IN_NAMES.sub("", f"{number}.{words.FIGURES[one.key][0]}")[:_LONGEST]


def _summary(one: Figure, before: Year | None) -> Sequence[Value]:
    unit = words.UNITS.get(one.key, "%")
    proven = "" if one.is_proven else words.NOTHING[0]
    row: list[Value] = [words.FIGURES[one.key][0], one.value, unit, words.made_up(one)[0], proven]
    if before is not None:
        old = before.figure(one.key)
        was = old.value if old else None
        change = one.value - was if one.value is not None and was is not None else None
        row += [was, change]
    return row


def _row(row: Row) -> Sequence[Value]:
    counts = "是" if row.counts else "否"
    return (
        row.on,
        row.what,
        row.where,
        row.who,
        words.mark(row.mark)[0],
        row.proof,
        counts,
        row.link or words.NO_MESSAGE,
    )


def _doubtful(one: Doubt) -> Any:  # noqa: ANN401  (a sheet: its type loads openpyxl)
    from reports.sheets import books  # noqa: PLC0415  (as above)

    name = f"未计入-{words.DOUBTS[one.key][0]}"[:_LONGEST]
    return books.Sheet(name=name, headers=_HEADERS, rows=[_row(row) for row in one.rows])


def as_json(one: Year, *, before: Year | None = None) -> bytes:
    """Return the figures with every row behind them as JSON."""
    content = _plain(one) | ({"compared_with": _plain(before)} if before is not None else {})
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _plain(one: Year) -> dict[str, Any]:
    return {
        "group": one.group_name,
        "year": one.year,
        "figures": {each.key: _figure(each) for each in one.figures},
        "left_out": [each.key for each in one.left_out],
        "not_counted": {each.key: [_fact(row) for row in each.rows] for each in one.doubts},
    }


def _figure(one: Figure) -> dict[str, Any]:
    rate = {"of": one.of, "number": one.part_of} if one.of is not None else {}
    return {
        "name": words.FIGURES[one.key][0],
        "value": one.value,
        "measure": one.measure.value,
        **rate,
        "by_kind": dict(one.by_mark),
        "rows": [_fact(row) for row in one.rows],
    }


def _fact(row: Row) -> dict[str, Any]:
    facts = {
        "on": row.on.isoformat() if row.on else None,
        "what": row.what,
        "where": row.where,
        "who": row.who,
        "kind": row.mark,
        "proof": row.proof,
        "counts": row.counts,
        "link": row.link,
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}
