"""The figures of a year as the chat shows them: named in both languages, opened page by page."""

from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.years.figures import Doubt, Figure, Measure, Row, Year
from models.years.notices import FigureOpened, FigureShown, LeftOut, NothingYet, RowShown, YearShown
from reports.years import words

PAGE = 12  # rows on a page


def year_shown(group: Group, one: Year, *, before: Year | None = None) -> YearShown:
    """Return the figures of a year; Refusal (nothing yet) if none is proven."""
    if not one.figures:
        raise Refusal(NothingYet(year=one.year))
    return YearShown(
        group_id=group.id,
        group_name=group.name,
        year=one.year,
        compared=before is not None,
        figures=tuple(_figure(each, before) for each in one.figures),
        left_out=tuple(_left_out(each) for each in one.left_out),
        doubts=tuple(_doubt(each) for each in one.doubts),
    )


def _figure(one: Figure, before: Year | None) -> FigureShown:
    old = before.figure(one.key) if before else None
    zh, en = words.FIGURES[one.key]
    parts_zh, parts_en = words.made_up(one)
    return FigureShown(
        key=one.key,
        part=one.part,
        label_zh=zh,
        label_en=en,
        value=one.value or 0,
        percent=one.measure is Measure.PERCENT,
        parts_zh=parts_zh,
        parts_en=parts_en,
        before=old.value if old else None,
    )


def _left_out(one: Figure) -> LeftOut:
    zh, en = words.FIGURES[one.key]
    return LeftOut(key=one.key, label_zh=zh, label_en=en, rows=0)


def _doubt(one: Doubt) -> LeftOut:
    zh, en = words.DOUBTS[one.key]
    return LeftOut(key=one.key, label_zh=zh, label_en=en, rows=len(one.rows))


def opened(group: Group, one: Year, *, key: str, page: int) -> FigureOpened:
    """Return a page of the rows behind a figure, or behind what is not counted."""
    figure = one.figure(key)
    doubt = next((each for each in one.doubts if each.key == key), None)
    if figure is None and doubt is None:
        raise Refusal(Gone())
    rows = figure.rows if figure is not None else doubt.rows if doubt is not None else ()
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    zh, en = words.FIGURES[key] if figure is not None else words.DOUBTS[key]
    return FigureOpened(
        group_id=group.id,
        year=one.year,
        key=key,
        label_zh=zh,
        label_en=en,
        value=figure.value if figure is not None else None,
        percent=figure is not None and figure.measure is Measure.PERCENT,
        rows=tuple(_row(row) for row in rows[page * PAGE : (page + 1) * PAGE]),
        total=len(rows),
        page=page,
        pages=pages,
    )


def _row(row: Row) -> RowShown:
    zh, en = words.mark(row.mark)
    proof = row.proof or row.where
    return RowShown(
        on=row.on, what=row.what[:60], mark_zh=zh, mark_en=en, proof=proof[:60], ballot=row.ballot
    )
