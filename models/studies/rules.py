"""Where a record of self-study is (domain §4). Pure."""

from enum import StrEnum

LONGEST = 600  # minutes of one record


class StudyState(StrEnum):
    """Where a record is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    RETURNED = "returned"
