"""Receipt codes: long, readable, and of use to nobody who only sees their hash."""

import re

import pytest

from models.issues import receipts
from models.people import keys

KEY = "aHVpeWluLWh1aXlpbi1odWl5aW4taHVpeWluLWh1aS0="


@pytest.fixture(autouse=True)
def known_keys() -> None:
    keys.use(keys.Keys([KEY], b"i" * 32))


def test_a_code_is_read_however_it_is_typed() -> None:
    code = receipts.made()

    assert receipts.read(code.lower()) == code.replace("-", "")
    assert receipts.read(code.replace("-", " ")) == code.replace("-", "")
    assert receipts.hashed(code) == receipts.hashed(code.lower().replace("-", ""))


@pytest.mark.parametrize("text", ["", "你好", "ABCD-EFGH", "0000-0000-0000-0000", "A" * 17])
def test_other_words_are_no_code(text: str) -> None:
    assert receipts.read(text) is None


def test_codes_do_not_repeat_and_have_no_marks_that_look_alike() -> None:
    codes = {receipts.made() for _ in range(1000)}

    assert len(codes) == 1000
    assert not any(re.search("[01OIL]", code) for code in codes)


def test_a_proof_is_good_for_one_account_and_one_report() -> None:
    mine = receipts.proof(issue_id=7, account_id=1)

    assert mine == receipts.proof(issue_id=7, account_id=1)
    assert mine != receipts.proof(issue_id=7, account_id=2)
    assert mine != receipts.proof(issue_id=8, account_id=1)
