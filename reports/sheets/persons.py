"""Names, phone numbers and Telegram ids as they stand in rosters."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code

REGION = "CN"
COUNTRY = 86
LONGEST_NAME = 64
SHORT_NAME = 3
LARGEST_ID = 2**52  # Telegram's own promise about ids
NEVER_A_PERSON = frozenset({777000, 1087968824, 136817688})  # Telegram, anonymous admin, channel

_FORMULA_STARTS = ("=", "+", "-", "@")
_REMARK = re.compile(r"\((?:男|女|[一-鿿]{1,4}族|[,、， ]){1,5}\)")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", "·"))
_NOT_NAMES = frozenset({"合计", "总计", "小计", "共计", "备注", "说明", "制表", "制表人", "填表人"})
_NAME_MARKS = frozenset(" ·'’-.()_")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff〇]+")
_NOTHING = frozenset({"无", "暂无", "没有", "空", "/", "-", "--", "—", "——", "\\", "none", "n/a"})
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}")
_PHONE_MARKS = re.compile(r"[0-9+() .‐‑‒–—―−-]{5,40}")
_MOBILE = re.compile(r"(?<![0-9])1[0-9]{10}(?![0-9])")
_BETWEEN_PHONES = re.compile(r"[/,、，;；|]|\s和\s|\s或\s")


def name_of(cell: Cell) -> str:
    """Return a person's name in NFKC without invisible marks.

    Spaces that only align a Chinese name ("王 伟") are taken out, a remark on sex or nationality
    ("(女,回族)") too. Refuses formulas, bare numbers and sums: nobody is called 合计.
    """
    if cell.formula or cell.plain.startswith(_FORMULA_STARTS):
        raise CellRefusedError(Code.FORMULA)
    name = _aligned(_REMARK.sub("", cell.plain.translate(_DOTS)).strip())
    if len(name) > LONGEST_NAME:
        raise CellRefusedError(Code.TOO_LONG)
    lettered = any(mark.isalpha() for mark in name)
    if not lettered or name in _NOT_NAMES or not all(map(_may_stand_in_a_name, name)):
        raise CellRefusedError(Code.BAD_NAME)
    return name


def has_hidden_characters(cell: Cell) -> bool:
    """Tell whether a cell holds control, direction or zero-width marks."""
    stripped = cell.raw.strip()
    return any(
        unicodedata.category(mark) in {"Cf", "Cc"} and mark not in "\n\r\t" for mark in stripped
    )


def phone_of(cell: Cell) -> str | None:
    """Return a mainland number as +8619900000001, None for a dash or 无; refuses a doubtful one."""
    text = cell.plain
    if text.casefold() in _NOTHING:
        return None
    if _SHORTENED.fullmatch(text):
        raise CellRefusedError(Code.SHORTENED_NUMBER)
    several = [part for part in _BETWEEN_PHONES.split(text) if part.strip()]
    if len(several) > 1 or len(_MOBILE.findall(text)) > 1:
        raise CellRefusedError(Code.SEVERAL_PHONES)
    if not _PHONE_MARKS.fullmatch(text):
        raise CellRefusedError(Code.BAD_PHONE)
    return _mainland(text)


def telegram_id_of(cell: Cell) -> int:
    """Return the numeric id of a person's account."""
    text = cell.plain.replace(" ", "")
    if _SHORTENED.fullmatch(text):
        raise CellRefusedError(Code.SHORTENED_NUMBER)
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise CellRefusedError(Code.BAD_TELEGRAM_ID)
    number = int(text)
    if not 0 < number < LARGEST_ID or number in NEVER_A_PERSON:
        raise CellRefusedError(Code.BAD_TELEGRAM_ID)
    return number


def _aligned(name: str) -> str:
    """Take out the spaces of a Chinese name that only align it; two names stay two."""
    pieces = name.split()
    if not all(_HAN.fullmatch(piece) for piece in pieces):
        return name
    joined = "".join(pieces)
    if len(joined) <= SHORT_NAME or all(len(piece) == 1 for piece in pieces):
        return joined
    if len(pieces) > 1:
        raise CellRefusedError(Code.BAD_NAME)
    return joined


def _may_stand_in_a_name(mark: str) -> bool:
    # Digits too: offices tell namesakes apart as 王伟1 and 王伟2.
    return unicodedata.category(mark)[0] in "LMN" or mark in _NAME_MARKS


def _mainland(text: str) -> str:
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException as error:
        raise CellRefusedError(Code.BAD_PHONE) from error
    if number.country_code != COUNTRY:
        raise CellRefusedError(Code.FOREIGN_PHONE)
    if number.extension or not phonenumbers.is_valid_number(number):
        raise CellRefusedError(Code.BAD_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
