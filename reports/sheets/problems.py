"""What can be wrong with a sheet, as codes; the words are put to them where they are shown."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

LONGEST_VALUE = 80


class Code(StrEnum):
    """One thing that can be wrong."""

    # the file
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"  # more bytes than a list of people ever has, packed or unpacked
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    OLD_WORKBOOK = "old_workbook"  # .xls or .et, whatever it calls itself
    BINARY_WORKBOOK = "binary_workbook"  # .xlsb
    MACRO_WORKBOOK = "macro_workbook"
    ENCRYPTED = "encrypted"
    WEB_PAGE = "web_page"  # an HTML page that calls itself .xls, as some systems export
    NOT_A_SHEET = "not_a_sheet"
    BROKEN = "broken"  # a workbook that cannot be opened
    ENCODING = "encoding"  # text in no encoding we know
    # the header
    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    DOUBLE_COLUMN = "double_column"
    # a row
    MISSING = "missing"
    FORMULA = "formula"
    BAD_NAME = "bad_name"
    TOO_LONG = "too_long"
    BAD_PHONE = "bad_phone"
    SEVERAL_PHONES = "several_phones"
    SHORTENED_NUMBER = "shortened_number"  # 1.99E+10: its last digits are gone
    FOREIGN_PHONE = "foreign_phone"
    BAD_TELEGRAM_ID = "bad_telegram_id"
    UNKNOWN_WORD = "unknown_word"
    SAME_PHONE = "same_phone"
    SAME_TELEGRAM_ID = "same_telegram_id"
    SAME_NAME = "same_name"
    SAME_ACTIVITY = "same_activity"
    BAD_DATE = "bad_date"
    IMPOSSIBLE_DATE = "impossible_date"
    WRONG_WEEKDAY = "wrong_weekday"
    MISSING_TIME = "missing_time"
    END_BEFORE_START = "end_before_start"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    BAD_RULE_ID = "bad_rule_id"
    SAME_RULE = "same_rule"
    BAD_POINTS = "bad_points"
    WRONG_SIGN = "wrong_sign"
    BAD_VARIANT = "bad_variant"
    BAD_LIMIT = "bad_limit"
    SAME_STATION = "same_station"
    BAD_STATION_PHONE = "bad_station_phone"
    BAD_PLACE = "bad_place"  # no coordinates, or not in China
    HALF_A_PLACE = "half_a_place"  # only one of the two coordinates
    SAME_NUMBER = "same_number"
    DAY_AHEAD = "day_ahead"
    BEFORE_FIRST = "before_first"  # an answer before the assignment, and the like
    # a row that was read all the same
    HIDDEN_CHARACTERS = "hidden_characters"  # invisible or direction marks, taken out
    HIDDEN_ROW = "hidden_row"
    YEAR_ASSUMED = "year_assumed"
    PLACE_TURNED = "place_turned"  # latitude and longitude stood the other way round


class SheetProblem(BaseModel):
    """One thing wrong: the sheet's row number, the column as we call it, and what stood there.

    `other_row` names the earlier row that a duplicate repeats.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int | None
    column: str | None
    code: Code
    value: str = ""
    other_row: int | None = None


class SheetRefusedError(Exception):
    """Nothing of the file can be read; carries what says why."""

    def __init__(self, code: Code, *, row: int | None = None) -> None:
        self.problem = SheetProblem(row=row, column=None, code=code)
        super().__init__(code)


class CellRefusedError(Exception):
    """One cell cannot be what its column says."""

    def __init__(self, code: Code) -> None:
        self.code = code
        super().__init__(code)


def problem(
    row: int, column: str, code: Code, value: str = "", other_row: int | None = None
) -> SheetProblem:
    """Return a problem of one cell, with no more of its value than can be shown."""
    shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return SheetProblem(row=row, column=column, code=code, value=shown, other_row=other_row)
