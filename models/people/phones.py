"""Phone numbers: one form however they were typed, sealed at rest, masked where they are shown."""

import re
import unicodedata

import phonenumbers

from models.people import keys

REGION = "CN"
_MAINLAND = "+86"
_SHORT = 8  # of a shorter number hardly anything may be shown


def normalise(text: str) -> str | None:
    """Return a number as +8619900000001, None if it cannot be one.

    Without a country it is of the mainland; Telegram itself writes 8619900000001.
    """
    digits = unicodedata.normalize("NFKC", text).strip()
    tries = [digits] if digits.startswith("+") else [digits, f"+{digits}"]
    for one in tries:
        try:
            number = phonenumbers.parse(one, REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def index(number: str) -> str:
    """Return the keyed hash a number is found by; not made with the key it is sealed with."""
    return keys.current().find(number)


def seal(number: str, *, group_id: int, member_id: int) -> str:
    """Return a number encrypted for one row: in another row it does not open."""
    return keys.current().seal(number, bound_to=f"phone:{group_id}:{member_id}")


def unseal(sealed: str, *, group_id: int, member_id: int) -> str:
    """Return the number of a row; KeysProblem if the keys or the row do not fit."""
    return keys.current().unseal(sealed, bound_to=f"phone:{group_id}:{member_id}")


def mask(number: str) -> str:
    """Return what may be shown of a number: 199****0001; of a foreign one its country too."""
    home = number.removeprefix(_MAINLAND)
    if home != number:
        return _masked(home)
    country = re.match(r"\+(\d{1,3})", number)
    parsed = phonenumbers.parse(number) if country else None
    if parsed is None or parsed.country_code is None:
        return _masked(number)
    national = str(parsed.national_number or "")
    return f"+{parsed.country_code} {_masked(national)}"


def _masked(digits: str) -> str:
    return f"****{digits[-2:]}" if len(digits) < _SHORT else f"{digits[:3]}****{digits[-4:]}"


def is_landline(number: str) -> bool:
    """Tell whether a number is one of an office: fixed lines and service numbers."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind not in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    )


def written(number: str) -> str:
    """Return a whole number as people of the country dial it."""
    parsed = phonenumbers.parse(number)
    is_home = parsed.country_code == phonenumbers.country_code_for_region(REGION)
    how = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, how.NATIONAL if is_home else how.INTERNATIONAL)
