"""Reading tables as offices really make them."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import grids, layout, workbook
from reports.sheets.cells import stored
from reports.sheets.problems import Code
from reports.sheets.reading import Column, Table, read_table
from tests.reports import sheets_made as made

COLUMNS = (
    Column("姓名", ("名字", "代表姓名"), required=True),
    Column("手机", ("手机号", "联系电话", "联系方式")),
    Column("代表团"),
)
HEADER = ("姓名", "手机", "代表团")
WANG = ("王伟", "19900000001", "一组")
LI = ("李娜", "19900000002", "二组")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(content: bytes, filename: str = "名册.xlsx") -> Table:
    return read_table(content, filename, COLUMNS)


def texts(table: Table) -> list[tuple[int, str, str, str]]:
    found = []
    for row in table.rows:
        name, phone, delegation = (row.cell(key).plain for key in HEADER)
        found.append((row.row, name, phone, delegation))
    return found


def codes(table: Table) -> list[Code]:
    assert not table.rows
    return [problem.code for problem in table.problems]


def test_rows_carry_the_numbers_of_the_sheet() -> None:
    content = made.workbook(
        ("徐家棚街人大代表名册",), ("制表：办公室", "", "2026年"), (), HEADER, WANG, (), LI
    )

    table = read(content)

    assert texts(table) == [(5, *WANG), (7, *LI)]
    assert table.title == "Sheet"
    assert table.columns == set(HEADER)


@pytest.mark.parametrize(
    "heading",
    ["姓 名", "姓\n名", "*姓名", "姓名（必填）", "代表姓名", "名字：", "　姓　名　", "姓\u200b名"],
)
def test_a_header_is_known_however_it_is_written(heading: str) -> None:
    table = read(made.workbook((heading, "联系 电话"), ("王伟", "19900000001")))

    assert texts(table) == [(2, "王伟", "19900000001", "")]


def test_numbers_stored_as_numbers_are_read_digit_by_digit() -> None:
    content = made.workbook(HEADER, ("王伟", 1.9900000001e10, 3), ("李娜", 19900000002, 2.5))

    assert texts(read(content)) == [
        (2, "王伟", "19900000001", "3"),
        (3, "李娜", "19900000002", "2.5"),
    ]


def test_dates_and_times_of_cells_are_read_as_text() -> None:
    content = made.workbook(
        HEADER,
        (datetime(2026, 3, 5, 14, 30), datetime(2026, 3, 5), time(9, 15)),  # noqa: DTZ001 - a cell has no zone
        (True, timedelta(hours=33, minutes=5), 0.1),
    )

    assert texts(read(content)) == [
        (2, "2026-03-05 14:30:00", "2026-03-05", "09:15:00"),
        (3, "TRUE", "09:05:00", "0.1"),
    ]


def test_full_width_text_is_narrowed_and_prose_keeps_its_punctuation() -> None:
    table = read(made.workbook(HEADER, ("王伟", "１９９０００００００１", "第１组，（东）\u202e")))

    cell = table.rows[0].cell("代表团")
    assert table.rows[0].cell("手机").plain == "19900000001"
    assert cell.plain == "第1组,(东)"
    assert cell.prose == "第1组，（东）"


def test_a_merge_downwards_gives_its_value_to_every_row() -> None:
    content = made.workbook(
        HEADER, ("王伟", 1, "一组"), ("李娜", 2, None), ("张强", 3, "二组"), merges=["C2:C3"]
    )

    assert [row.cell("代表团").text for row in read(content).rows] == ["一组", "一组", "二组"]


def test_a_row_merged_to_be_tall_is_one_row() -> None:
    content = made.workbook(
        (*HEADER, "备注"),
        (*WANG, "上"),
        (None, None, None, "下"),
        LI,
        merges=["A2:A3", "B2:B3", "C2:C3"],
    )

    assert texts(read(content)) == [(2, *WANG), (4, *LI)]


def test_a_header_over_two_rows_is_read_whole() -> None:
    content = made.workbook(
        ("代表名册", None, None, None),
        ("姓名", "联系方式", None, "代表团"),
        (None, "微信", "手机", None),
        ("王伟", "wx", "19900000001", "一组"),
        merges=["A1:D1", "A2:A3", "B2:C2", "D2:D3"],
    )

    assert texts(read(content)) == [(4, *WANG)]


def test_footers_beside_the_table_and_repeated_headers_are_no_rows() -> None:
    content = made.workbook(
        ("序号", *HEADER), (1, *WANG), ("序号", *HEADER), (2, *LI), ("注：共2人",)
    )

    assert texts(read(content)) == [(2, *WANG), (4, *LI)]


def test_a_hundred_empty_rows_and_styled_columns_do_not_matter() -> None:
    def style(sheet: Worksheet) -> None:
        for number in range(3, 400):
            sheet.cell(number, 300).number_format = "@"
        sheet.cell(900, 1).value = None

    content = made.workbook(HEADER, WANG, *[("", "  ", None)] * 100, LI, shape=style)

    assert texts(read(content)) == [(2, *WANG), (103, *LI)]


def test_hidden_rows_are_read_and_marked() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    table = read(made.workbook(HEADER, WANG, LI, shape=hide))

    assert [row.hidden for row in table.rows] == [True, False]


def test_the_first_visible_sheet_with_the_header_is_read_and_the_others_are_named() -> None:
    content = made.sheets(
        说明=[("请填写名册",)], 隐=[HEADER, LI], 一组=[HEADER, WANG], 二组=[HEADER, LI], 空=[]
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["隐"].sheet_state = "hidden"

    table = read(made.saved(book))

    assert (table.title, table.other_sheets) == ("一组", ("二组",))
    assert texts(table) == [(2, *WANG)]


def test_a_formula_is_never_evaluated_and_shows_its_stored_text() -> None:
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\xa7\x93\xe5\x90\x8d</t></is></c>
    <c r="B1" t="inlineStr"><is><t>\xe6\x89\x8b\xe6\x9c\xba</t></is></c></row>
    <row><c t="str"><f>"A"&amp;1</f><v>A1</v></c><c><f>1/0</f></c></row></sheetData></worksheet>"""
    content = made.repacked(made.workbook(HEADER), {"xl/worksheets/sheet1.xml": sheet})

    (row,) = read(content).rows

    name, phone = row.cell("姓名"), row.cell("手机")
    assert [row.row, name.text, name.formula] == [2, "A1", True]
    assert [phone.text, phone.formula] == ["", True]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_files_are_read_in_every_usual_encoding(separator: str, encoding: str) -> None:
    content = made.text(("名册",), HEADER, WANG, ("",), LI, separator=separator, encoding=encoding)

    assert texts(read(content, "名册.csv")) == [(3, *WANG), (5, *LI)]


def test_a_value_over_several_lines_is_one_row_of_a_text_file() -> None:
    content = '姓名,手机,代表团\n"王\n伟",1,"一,组"\n\n李娜,="0199",二组\n'.encode()

    assert texts(read(content, "a.csv")) == [
        (2, "王 伟", "1", "一,组"),
        (4, "李娜", "0199", "二组"),
    ]


def test_a_formula_in_a_text_file_is_marked_and_a_guarded_one_is_text() -> None:
    table = read("姓名\n=1+1\n'=1+1\n'王伟\n".encode(), "a.csv")

    cells = [row.cell("姓名") for row in table.rows]
    assert [(cell.text, cell.formula) for cell in cells] == [
        ("=1+1", True),
        ("=1+1", False),
        ("'王伟", False),
    ]


@pytest.mark.parametrize("content", [b"", b"  \r\n\r\n", b"\xef\xbb\xbf", b"\0" * 9])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert codes(read(content)) == [Code.EMPTY_FILE]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + b"..." + "Workbook\0".encode("utf-16-le"), Code.OLD_WORKBOOK),
        (OLE + b"..." + "EncryptedPackage\0".encode("utf-16-le"), Code.ENCRYPTED),
        (OLE + b"..." + "WordDocument\0".encode("utf-16-le"), Code.NOT_A_SHEET),
        (b"<html><table><tr><td>" + "姓名".encode("gbk"), Code.WEB_PAGE),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", Code.WEB_PAGE),
        (b"%PDF-1.7 ...", Code.NOT_A_SHEET),
        (b"\x89PNG\r\n\x1a\n", Code.NOT_A_SHEET),
        (b"<?xml version='1.0'?><Workbook/>", Code.NOT_A_SHEET),
        (b"PK\x03\x04 and then nothing", Code.BROKEN),
        (made.zipped({"word/document.xml": b"<w/>"}), Code.NOT_A_SHEET),
        (made.zipped({"xl/workbook.bin": b"."}), Code.BINARY_WORKBOOK),
        (
            made.zipped({"[Content_Types].xml": b"<t/>", "xl/vbaProject.bin": b"."}),
            Code.MACRO_WORKBOOK,
        ),
        (made.zipped({"[Content_Types].xml": b"macroEnabled", "xl/a": b""}), Code.MACRO_WORKBOOK),
        (made.zipped({"[Content_Types].xml": b"<t/>", "xl/workbook.xml": b"<w>"}), Code.BROKEN),
        (b"\x81\xff\xfe\xfd\x80" * 9, Code.ENCODING),
        ("不相干的文字\n第二行".encode(), Code.NO_HEADER),
        ("编号,手机\n1,2".encode(), Code.MISSING_COLUMN),
        ("姓名,手机,联系电话\n1,2,3".encode(), Code.DOUBLE_COLUMN),
        (("姓名" + "," * 250 + "x").encode(), Code.TOO_MANY_COLUMNS),
        (b'"' + b"x" * 200_000, Code.BROKEN),
        (b"x" * (grids.MAX_BYTES + 1), Code.TOO_LARGE),
        (b"\n" * 100_001 + "姓名".encode(), Code.TOO_MANY_ROWS),
        (("姓名\n" + "王伟\n" * (grids.MAX_ROWS + grids.TITLE_ROWS)).encode(), Code.TOO_MANY_ROWS),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: Code) -> None:
    for filename in ("名册.xlsx", "名册.xls", "名册.csv", ""):
        assert codes(read(content, filename)) == [code]


def test_a_macro_workbook_is_known_by_its_name_too() -> None:
    assert codes(read(made.workbook(HEADER, WANG), "名册.XLSM")) == [Code.MACRO_WORKBOOK]


def test_a_missing_column_is_named_with_the_row_of_the_header() -> None:
    (problem,) = read(made.workbook(("名册",), ("手机", "代表团"), ("1", "2"))).problems

    assert [problem.row, problem.column, problem.code] == [2, "姓名", Code.MISSING_COLUMN]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = made.repacked(
        made.workbook(HEADER, WANG), {"xl/media/a.xml": b"0" * (workbook.MAX_UNPACKED + 1)}
    )

    assert len(bomb) < 200_000
    assert codes(read(bomb)) == [Code.TOO_LARGE]


def test_a_sheet_of_too_many_elements_is_refused() -> None:
    cells = b"<row>" + b"<c/>" * (layout.MAX_ELEMENTS + 1) + b"</row>"
    many = made.repacked(made.workbook(HEADER), {"xl/worksheets/sheet1.xml": cells})

    assert codes(read(many)) == [Code.TOO_LARGE]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>', Code.BROKEN),
        (b'<worksheet><row r="99999999999"/></worksheet>', Code.BROKEN),
        (b'<worksheet><row r="900000"><c><v>1</v></c></row></worksheet>', Code.TOO_MANY_ROWS),
        (b'<worksheet><row><c r="ZZ1"><v>1</v></c></row></worksheet>', Code.TOO_MANY_COLUMNS),
        (b'<worksheet><row><c r="1A"><v>1</v></c></row></worksheet>', Code.BROKEN),
        (b"<worksheet>", Code.BROKEN),
        (b"<worksheet>" + b'<mergeCell ref="A1:A2"/>' * 20_001 + b"</worksheet>", Code.TOO_LARGE),
        (
            b'<worksheet><row r="99999"><c><v>1</v></c></row>'
            + b'<mergeCell ref="A1:C99999"/>' * 3
            + b"</worksheet>",
            Code.TOO_LARGE,
        ),
    ],
)
def test_a_sheet_made_to_hurt_is_refused(sheet: bytes, code: Code) -> None:
    content = made.repacked(made.workbook(HEADER), {"xl/worksheets/sheet1.xml": sheet})

    assert codes(read(content)) == [code]


def test_a_workbook_of_too_many_parts_is_refused() -> None:
    parts = {f"xl/media/{n}": b"" for n in range(workbook.MAX_PARTS)}

    assert codes(read(made.repacked(made.workbook(HEADER), parts))) == [Code.TOO_LARGE]


def test_a_workbook_without_sheets_has_no_header() -> None:
    empty = made.workbook()

    assert codes(read(empty)) == [Code.NO_HEADER]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_a_damaged_workbook_never_raises(chance: random.Random, damage: int) -> None:
    content = bytearray(made.workbook(HEADER, WANG, LI))
    for _ in range(damage):
        content[chance.randrange(len(content))] = chance.randrange(256)

    table = read(bytes(content))

    assert table.rows or table.problems


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_damaged_xml_never_raises(chance: random.Random, damage: int) -> None:
    whole = made.workbook(HEADER, WANG, LI)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        name = chance.choice(archive.namelist())
        part = bytearray(archive.read(name))
    for _ in range(damage):
        part[chance.randrange(len(part))] = chance.choice(b'<>/="0aZ1 \xe5')

    table = read(made.repacked(whole, {name: bytes(part)}))

    assert table.title is not None


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    table = read(content, "a.csv")

    assert table.problems or table.columns


def test_a_merge_beside_the_table_does_not_matter() -> None:
    content = made.workbook(HEADER, WANG, LI, merges=["G1:G3"])

    assert texts(read(content)) == [(2, *WANG), (3, *LI)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2026, 3, 5), "2026-03-05"), (1.9900000001e10, "19900000001"), (1e300, "1" + "0" * 300)],
)
def test_a_stored_value_reads_as_it_shows(value: object, text: str) -> None:
    assert stored(value).text == text


def test_a_picture_in_a_workbook_does_not_matter() -> None:
    content = made.repacked(made.workbook(HEADER, WANG), {"xl/media/image1.png": b"\x89PNG"})

    assert texts(read(content)) == [(2, *WANG)]
