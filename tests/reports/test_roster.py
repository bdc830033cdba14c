"""Rosters as offices keep them."""

from __future__ import annotations

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets.problems import Code
from reports.sheets.roster import RosterFile, read_roster
from tests.reports import sheets_made as made

HEADER = ("姓名", "角色", "手机", "层级", "代表团", "选区", "单位职务", "届次", "Telegram ID")


def roster(*rows: tuple[object, ...], header: tuple[object, ...] = HEADER) -> RosterFile:
    return read_roster(made.workbook(header, *rows), "名册.xlsx")


def named(*names: str) -> RosterFile:
    return roster(*[(name,) for name in names], header=("姓名",))


def with_phone(phone: object) -> RosterFile:
    return roster(("王伟", phone), header=("姓名", "手机"))


def found(file: RosterFile) -> list[tuple[int | None, str | None, Code]]:
    return [(one.row, one.column, one.code) for one in file.problems]


def test_a_whole_row_is_read() -> None:
    file = roster(
        ("王伟", "人大代表", 19900000001, "区级", "一团", "第３选区", "某厂 厂长", "第十七届", 4242)
    )

    (row,) = file.rows
    assert not file.problems
    assert not file.notes
    assert row.model_dump() == {
        "row": 2,
        "name": "王伟",
        "role": "deputy",
        "phone": "+8619900000001",
        "level": "district",
        "delegation": "一团",
        "constituency": "第3选区",
        "post": "某厂 厂长",
        "term": "第十七届",
        "telegram_id": 4242,
        "came": None,
        "elected_on": None,
    }


def test_a_name_alone_is_a_deputy() -> None:
    (row,) = named("王伟").rows

    assert (row.role, row.phone, row.level, row.post) == ("deputy", None, None, None)


def test_an_unreadable_file_has_its_problem_and_no_rows() -> None:
    file = read_roster(b"%PDF-1.7", "名册.xlsx")

    assert found(file) == [(None, None, Code.NOT_A_SHEET)]
    assert file.rows == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王 伟", "王伟"),
        ("王　伟", "王伟"),
        ("王\n伟", "王伟"),
        ("王 小 明", "王小明"),
        ("王 小明", "王小明"),
        ("欧 阳 小 明", "欧阳小明"),
        (" 欧阳小明 ", "欧阳小明"),
        ("李娜（女）", "李娜"),
        ("李娜(女，回族)", "李娜"),
        ("王伟（大）", "王伟(大)"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("O'Neil-Wang", "O'Neil-Wang"),
        ("𠮷田", "𠮷田"),
        ("王⼀", "王一"),
    ],
)
def test_a_name_is_read_however_it_was_aligned(written: str, name: str) -> None:
    file = named(written)

    assert [row.name for row in file.rows] == [name]
    assert not file.notes


@pytest.mark.parametrize("name", ["王\u202e伟", "王\u200b伟", "\u2066王伟\u2069", "王\u0081伟"])
def test_invisible_marks_are_taken_out_of_a_name_and_flagged(name: str) -> None:
    file = named(name)

    assert [row.name for row in file.rows] == ["王伟"]
    assert [(note.row, note.code) for note in file.notes] == [(2, Code.HIDDEN_CHARACTERS)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("'=HYPERLINK(1)", Code.BAD_NAME),
        ("+86", Code.FORMULA),
        ("@王伟", Code.FORMULA),
        ("－王伟", Code.FORMULA),
        ("＝1", Code.FORMULA),
        ("王伟 李娜", Code.BAD_NAME),
        ("王伟、李娜", Code.BAD_NAME),
        ("合计", Code.BAD_NAME),
        ("填表人：王伟", Code.BAD_NAME),
        ("19900000001", Code.BAD_NAME),
        ("···", Code.BAD_NAME),
        ("#REF!", Code.BAD_NAME),
        ("<b>王伟", Code.BAD_NAME),
        ("王" * 65, Code.TOO_LONG),
    ],
)
def test_what_is_no_name_is_refused(name: str, code: Code) -> None:
    file = named(name, "李娜")

    assert found(file) == [(2, "姓名", code)]
    assert [row.name for row in file.rows] == ["李娜"]


def test_a_formula_in_a_name_is_refused() -> None:
    file = read_roster('姓名,手机\n"=CONCATENATE(""王"",""伟"")",19900000001\n'.encode(), "a.csv")

    assert found(file) == [(2, "姓名", Code.FORMULA)]


def test_a_formula_without_a_stored_text_is_refused_in_any_column() -> None:
    file = roster(("王伟", "=A2"), header=("姓名", "手机"))

    assert found(file) == [(2, "手机", Code.FORMULA)]


@pytest.mark.parametrize(
    "phone",
    [
        19900000001,
        1.9900000001e10,
        "19900000001",
        "199 0000 0001",
        "199-0000-0001",
        "199—0000—0001",
        "+86 199 0000 0001",
        "8619900000001",
        "0086-19900000001",
        "(+86)19900000001",
        "１９９　００００　０００１",
        "199\u200b00000001",
        "\u202a19900000001\u202c",
        "19900000001\n",
    ],
)
def test_one_number_is_read_from_every_spelling(phone: object) -> None:
    file = with_phone(phone)

    assert not file.problems
    assert [row.phone for row in file.rows] == ["+8619900000001"]


@pytest.mark.parametrize("nothing", ["", None, "无", "/", "-", "——", "暂无", " ", "N/A"])
def test_a_dash_for_a_phone_is_no_phone(nothing: object) -> None:
    file = with_phone(nothing)

    assert not file.problems
    assert [row.phone for row in file.rows] == [None]


def test_a_landline_is_a_phone_too() -> None:
    (row,) = with_phone("010-12345678").rows

    assert row.phone == "+861012345678"


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("1990000000", Code.BAD_PHONE),
        ("199000000011", Code.BAD_PHONE),
        ("12345", Code.BAD_PHONE),
        ("123", Code.BAD_PHONE),
        ("未留", Code.BAD_PHONE),
        ("19900000001转2", Code.BAD_PHONE),
        ("199O0000001", Code.BAD_PHONE),
        ("+", Code.BAD_PHONE),
        ("+++++", Code.BAD_PHONE),
        ("1.99E+10", Code.SHORTENED_NUMBER),
        ("19900000001/19900000002", Code.SEVERAL_PHONES),
        ("19900000001、19900000002", Code.SEVERAL_PHONES),
        ("19900000001\n19900000002", Code.SEVERAL_PHONES),
        ("+852 2123 4567", Code.FOREIGN_PHONE),
        ("=1+1", Code.FORMULA),
    ],
)
def test_a_doubtful_phone_is_refused(phone: str, code: Code) -> None:
    assert found(with_phone(phone)) == [(2, "手机", code)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("角色", "主席", Code.UNKNOWN_WORD),
        ("层级", "省", Code.UNKNOWN_WORD),
        ("单位职务", "职" * 129, Code.TOO_LONG),
        ("Telegram ID", "@wang", Code.BAD_TELEGRAM_ID),
        ("Telegram ID", "0", Code.BAD_TELEGRAM_ID),
        ("Telegram ID", 1087968824, Code.BAD_TELEGRAM_ID),
        ("Telegram ID", "-1001234567890", Code.BAD_TELEGRAM_ID),
        ("Telegram ID", 2**53, Code.BAD_TELEGRAM_ID),
        ("Telegram ID", "4.2E+09", Code.SHORTENED_NUMBER),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_refused(
    column: str, value: object, code: Code
) -> None:
    file = roster(("王伟", value), header=("姓名", column))

    assert found(file) == [(2, column, code)]


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("代表", "deputy"),
        ("工作人员", "staff"),
        ("联络员", "staff"),
        ("Staff", "staff"),
        ("", "deputy"),
    ],
)
def test_roles_are_known_in_the_words_of_offices(written: str, role: str) -> None:
    (row,) = roster(("王伟", written), header=("姓名", "身份")).rows

    assert row.role == role


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("市", "city"),
        ("区人大代表", "district"),
        ("街道", "street"),
        ("乡镇", "street"),
        ("", None),
    ],
)
def test_levels_are_known_in_the_words_of_offices(written: str, level: str | None) -> None:
    (row,) = roster(("王伟", written), header=("姓名", "代表层级")).rows

    assert row.level == level


def test_every_problem_of_a_row_is_named_at_once() -> None:
    file = roster((None, "主席", "12345"), ("李娜", None, None))

    assert found(file) == [
        (2, "姓名", Code.MISSING),
        (2, "角色", Code.UNKNOWN_WORD),
        (2, "手机", Code.BAD_PHONE),
    ]
    assert [row.row for row in file.rows] == [3]


def test_the_same_phone_twice_is_a_problem_that_names_the_first_row() -> None:
    file = roster(
        ("王伟", "19900000001"),
        ("李娜", "199 0000 0001"),
        ("张强", "+8619900000001"),
        header=("姓名", "手机"),
    )

    assert found(file) == [(3, "手机", Code.SAME_PHONE), (4, "手机", Code.SAME_PHONE)]
    assert [one.other_row for one in file.problems] == [2, 2]
    assert [row.name for row in file.rows] == ["王伟"]


def test_the_same_account_twice_is_a_problem() -> None:
    file = roster(("王伟", 42), ("李娜", 42), header=("姓名", "Telegram ID"))

    assert found(file) == [(3, "Telegram ID", Code.SAME_TELEGRAM_ID)]


def test_namesakes_need_something_that_both_rows_state_and_that_differs() -> None:
    file = roster(
        ("王伟", "19900000001", "一选区"),
        ("王伟", "19900000002", "一选区"),
        ("王伟", None, "二选区"),
        ("王伟", None, None),
        ("王伟", None, "一选区"),
        header=("姓名", "手机", "选区"),
    )

    assert [row.row for row in file.rows] == [2, 3, 4]
    assert found(file) == [(5, "姓名", Code.SAME_NAME), (6, "姓名", Code.SAME_NAME)]
    assert [one.other_row for one in file.problems] == [2, 2]


def test_a_refused_row_does_not_stand_in_the_way_of_a_good_one() -> None:
    file = roster(
        ("王伟", "省", "19900000001"),
        ("王伟", "区", "19900000001"),
        header=("姓名", "层级", "手机"),
    )

    assert found(file) == [(2, "层级", Code.UNKNOWN_WORD)]
    assert [row.row for row in file.rows] == [3]


def test_a_hidden_row_is_read_and_noted() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    file = read_roster(made.workbook(("姓名",), ("王伟",), shape=hide), "a.xlsx")

    assert [row.name for row in file.rows] == ["王伟"]
    assert [(note.row, note.code) for note in file.notes] == [(2, Code.HIDDEN_ROW)]


def test_a_file_from_an_old_office_program_is_read() -> None:
    content = made.text(
        ("徐家棚街代表名册", "", ""),
        ("姓 名", "联系电话", "单位及职务"),
        ("王 伟", "199 0000 0001", "某厂"),
        ("", "", ""),
        ("李 娜", "", ""),
        encoding="gbk",
    )

    file = read_roster(content, "名册.csv")

    assert [(row.row, row.name, row.phone) for row in file.rows] == [
        (3, "王伟", "+8619900000001"),
        (5, "李娜", None),
    ]


def test_a_long_value_is_shortened_where_it_is_shown() -> None:
    (problem,) = roster(("王伟", "职" * 500), header=("姓名", "单位职务")).problems

    assert len(problem.value) == 80


def test_namesakes_told_apart_by_a_digit_are_names() -> None:
    file = named("王伟1", "王伟2")

    assert file.problems == ()
    assert [row.name for row in file.rows] == ["王伟1", "王伟2"]
