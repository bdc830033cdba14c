"""Tables out of the program: nothing in them runs, and everything comes back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets.cells import without_controls
from reports.sheets.reading import Column, read_table
from reports.sheets.writing import Format, Value, write_table

DANGEROUS = [
    "=1+1",
    "+8619900000001",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "　-1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://example.invalid")',
    "=cmd|'/c calc'!A1",
]
BEIJING = timezone(timedelta(hours=8))
COLUMNS = (Column("姓名", required=True), Column("手机"))


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def fields_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_in_a_workbook(text: str) -> None:
    content = write_table([text], [[text]], "xlsx")

    for row in sheet_of(content).iter_rows():
        assert [cell.data_type for cell in row] == ["s"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_field_of_a_text_file_begins_like_a_formula(text: str) -> None:
    header, row = fields_of(write_table([text], [[text]], "csv"))

    for field in (*header, *row):
        assert field.startswith("'") or not field.strip().startswith(("=", "+", "-", "@", "＝"))


def test_what_could_be_run_is_guarded_and_numbers_below_zero_are_not() -> None:
    content = write_table(["a", "b", "c"], [["=1", -2, Decimal("-1.50")]], "csv")

    assert fields_of(content)[1] == ["'=1", "-2", "-1.50"]


def test_a_text_file_carries_the_mark_that_excel_needs() -> None:
    assert write_table(["姓名"], [["王伟"]], "csv") == b"\xef\xbb\xbf" + "姓名\r\n王伟\r\n".encode()


def test_control_characters_are_taken_out_and_line_breaks_stay() -> None:
    wild = "王\x00\x08伟\x1b\x7f\r\n第二行\ud800\ufffe"
    tame = "王伟\n第二行\ufffd\ufffd"

    assert sheet_of(write_table(["a"], [[wild]], "xlsx"))["A2"].value == tame
    assert fields_of(write_table(["a"], [[wild]], "csv"))[1] == [tame]
    assert json.loads(write_table(["a"], [[wild]], "json")) == [{"a": tame}]


def test_values_keep_their_types_in_a_workbook() -> None:
    moment = datetime(2026, 3, 5, 14, 30, tzinfo=BEIJING)
    row: list[Value] = [
        "王伟",
        3,
        2.5,
        Decimal("7.25"),
        True,
        None,
        date(2026, 3, 5),
        moment,
        time(9),
    ]

    sheet = sheet_of(write_table([str(n) for n in range(9)], [row], "xlsx"))

    read = [cell.value for cell in sheet[2]]
    assert read[:6] == ["王伟", 3, 2.5, 7.25, True, None]
    assert read[7:] == [moment.replace(tzinfo=None), time(9)]
    assert str(read[6]).startswith("2026-03-05")
    assert [cell.number_format for cell in sheet[2]][6:] == [
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "hh:mm",
    ]


def test_the_header_of_a_workbook_is_bold_and_stays_in_sight() -> None:
    sheet = sheet_of(write_table(["姓名", "备注"], [["王伟", "很" * 100], ["李娜", ""]], "xlsx"))

    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert sheet["A2"].font.bold is False
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[name].width for name in "AB"] == [6, 48]


def test_moments_and_decimals_are_plain_in_json_and_in_text() -> None:
    moment = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
    row: list[Value] = [moment, Decimal("7.25"), Decimal("7.00"), date(2026, 3, 5), None]
    headers = ["a", "b", "c", "d", "e"]

    (read,) = json.loads(write_table(headers, [row], "json"))

    assert list(read.values()) == ["2026-03-05T14:30:00", 7.25, 7, "2026-03-05", None]
    assert fields_of(write_table(headers, [row], "csv"))[1] == [
        "2026-03-05 14:30:00",
        "7.25",
        "7.00",
        "2026-03-05",
        "",
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_table_without_rows_has_its_headers(kind: Format) -> None:
    content = write_table(["姓名"], [], kind)

    if kind == "json":
        assert json.loads(content) == []
    else:
        table = read_table(content, f"a.{kind}", COLUMNS)
        assert (table.rows, table.problems) == ((), ())


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="as many values"):
        write_table(["a"], [["b", "c"]], "csv")


def test_an_object_has_each_header_once() -> None:
    with pytest.raises(ValueError, match="once"):
        write_table(["a", "a"], [], "json")


def test_a_value_of_a_foreign_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        write_table(["a"], [[cast("Value", object())]], "json")


FIELDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(DANGEROUS)
GUARDS = st.builds("{}{}".format, st.sampled_from(["", "'", "''"]), FIELDS)


def shown(text: str) -> str:
    """Return what reading promises of a text: no control characters, no outer spaces."""
    return without_controls(text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")).strip()


@settings(deadline=None)
@given(st.lists(st.tuples(GUARDS, GUARDS), max_size=8), st.sampled_from(["csv", "xlsx"]))
def test_what_was_written_is_read_back(pairs: list[tuple[str, str]], kind: Format) -> None:
    rows = [[f"王{name}", phone] for name, phone in pairs]

    table = read_table(write_table(["姓名", "手机"], rows, kind), f"a.{kind}", COLUMNS)

    read = [(row.cell("姓名").text, row.cell("手机").text) for row in table.rows]
    assert not table.problems
    assert read == [(shown(name), shown(phone)) for name, phone in rows]
    assert not any(row.cell("手机").formula for row in table.rows)
    assert [row.row for row in table.rows] == list(range(2, len(rows) + 2))
