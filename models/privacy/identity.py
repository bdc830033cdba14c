"""Chinese identity numbers (GB 11643): region, day of birth, sequence, sum. Pure."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUMS = "10X98765432"
#: The first two digits: province, autonomous region, municipality.
_REGIONS = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    | {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91}
)
_FIRST_YEAR, _LAST_YEAR = 1880, 2100


def check_mark(first: str) -> str:
    """Return the last mark that the first 17 digits of an identity number ask for."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return _SUMS[total % 11]


def is_like_identity(number: str) -> bool:
    """Tell whether 18 marks have a region and a day of birth where an identity number has them."""
    if int(number[:2]) not in _REGIONS:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return _FIRST_YEAR <= born.year <= _LAST_YEAR


def is_identity(number: str) -> bool:
    """Tell whether 17 digits and a digit or X are an identity number, its sum included."""
    return is_like_identity(number) and check_mark(number[:17]) == number[17]
