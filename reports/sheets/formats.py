"""Which kind of file it really is: the content decides, not what it calls itself."""

from __future__ import annotations

from collections.abc import Sequence

from reports.sheets import delimited
from reports.sheets.grids import MAX_BYTES, Grid
from reports.sheets.problems import Code, SheetRefusedError

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
MACRO_NAMES = (".xlsm", ".xltm", ".xlam")
WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")
OTHER_FILES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"<?xml",
)


def grids_of(content: bytes, filename: str) -> Sequence[Grid]:
    """Return the tables in a file; raises SheetRefusedError for a file that holds none for us."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise SheetRefusedError(Code.EMPTY_FILE)
    if len(content) > MAX_BYTES:
        raise SheetRefusedError(Code.TOO_LARGE)
    if content.startswith(b"PK"):
        if filename.lower().endswith(MACRO_NAMES):
            raise SheetRefusedError(Code.MACRO_WORKBOOK)
        from reports.sheets import workbook  # noqa: PLC0415  (openpyxl would slow every start)

        return workbook.grids(content)
    _refuse_other_files(content)
    return delimited.grids(content)


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise SheetRefusedError(_old_office(content))
    start = content[:512].lstrip(b" \t\r\n\xef\xbb\xbf")
    if start.lower().startswith(WEB_PAGE):
        raise SheetRefusedError(Code.WEB_PAGE)
    if start.startswith(OTHER_FILES):
        raise SheetRefusedError(Code.NOT_A_SHEET)


def _old_office(content: bytes) -> Code:
    """Name an OLE file by the streams in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Code.ENCRYPTED
    streams = ("Workbook", "Book")
    if any(f"{name}\0".encode("utf-16-le") in content for name in streams):
        return Code.OLD_WORKBOOK
    return Code.NOT_A_SHEET
