"""Stations as offices keep them in a sheet."""

from __future__ import annotations

import pytest

from reports.sheets.problems import Code
from reports.sheets.stations import StationFile, read_stations
from tests.reports import sheets_made as made

HEADER = ("名称", "地址", "电话", "纬度", "经度")


def stations(*rows: tuple[object, ...], header: tuple[object, ...] = HEADER) -> StationFile:
    return read_stations(made.workbook(header, *rows), "接待站.xlsx")


def test_a_whole_row_is_read() -> None:
    file = stations(
        ("水岸社区 代表接待站", "和平大道1号", "027－88880001", 30.6123, 114.3345),
    )

    (row,) = file.rows
    assert (row.name, row.address) == ("水岸社区 代表接待站", "和平大道1号")
    assert (row.phone, row.latitude, row.longitude) == ("+862788880001", 30.6123, 114.3345)


@pytest.mark.parametrize(
    ("north", "east"),
    [
        ("30.6123°", "114.3345°"),
        ("N30.6123", "E114.3345"),
        ("北纬30°36'44.28\"", "东经114°20′4.2″"),
        ("30.6123,114.3345", None),
        ("３０．６１２３", "１１４．３３４５"),
    ],
)
def test_a_place_is_read_however_it_is_written(north: object, east: object) -> None:
    file = stations(("水岸", "和平大道1号", None, north, east))

    (row,) = file.rows
    assert row.latitude == pytest.approx(30.6123)
    assert row.longitude == pytest.approx(114.3345)


def test_a_place_the_wrong_way_round_is_turned_and_that_is_said() -> None:
    file = stations(("水岸", "和平大道1号", None, 114.3345, 30.6123))

    assert (file.rows[0].latitude, file.rows[0].longitude) == (30.6123, 114.3345)
    assert [one.code for one in file.notes] == [Code.PLACE_TURNED]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((None, "和平大道1号", None, None, None), Code.MISSING),
        (("=1+1", "和平大道1号", None, None, None), Code.FORMULA),
        (("水岸", "和平大道1号", "88880001", None, None), Code.BAD_STATION_PHONE),
        (("水岸", "和平大道1号", "19900000001/19900000002", None, None), Code.SEVERAL_PHONES),
        (("水岸", "和平大道1号", None, 30.6, None), Code.HALF_A_PLACE),
        (("水岸", "和平大道1号", None, None, 114.3), Code.HALF_A_PLACE),
        (("水岸", "和平大道1号", None, 48.85, 2.35), Code.BAD_PLACE),
        (("水岸", "和平大道1号", None, "不详", "不详"), Code.BAD_PLACE),
        (("水岸" * 40, "和平大道1号", None, None, None), Code.TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row: tuple[object, ...], code: Code) -> None:
    file = stations(row)

    assert file.rows == ()
    assert code in {one.code for one in file.problems}


def test_a_station_named_twice_is_taken_once() -> None:
    file = stations(("水岸", "一号", None, None, None), ("水岸", "二号", None, None, None))

    assert [one.address for one in file.rows] == ["一号"]
    assert [(one.code, one.other_row) for one in file.problems] == [(Code.SAME_STATION, 2)]


def test_a_file_that_is_no_sheet_is_a_problem_and_no_crash() -> None:
    file = read_stations(b"%PDF-1.7", "接待站.xlsx")

    assert [one.code for one in file.problems] == [Code.NOT_A_SHEET]
