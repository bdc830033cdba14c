"""Phone numbers: one form, sealed for one row, found by a keyed hash, masked where shown."""

import logging
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from models.people import keys, phones
from models.people.keys import Keys, KeysProblem

NUMBER = "+8619900000001"
INDEX = b"i" * 32


@pytest.fixture(autouse=True)
def ring() -> None:
    keys.use(Keys([Fernet.generate_key()], INDEX))


@pytest.mark.parametrize(
    "typed",
    [
        "19900000001",
        "199 0000 0001",
        "199-0000-0001",
        "+86 199 0000 0001",
        "8619900000001",
        "0086 19900000001",
        "１９９００００００01",
        " 19900000001 ",
    ],
)
def test_a_number_has_one_form_however_it_was_typed(typed: str) -> None:
    assert phones.normalise(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "无", "123", "199000000012345", "王桂兰", "1990000000x"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert phones.normalise(typed) is None


def test_a_foreign_number_keeps_its_country() -> None:
    assert phones.normalise("+44 7400 123456") == "+447400123456"


@given(st.text(max_size=30))
def test_no_text_upsets_it(typed: str) -> None:
    found = phones.normalise(typed)

    assert found is None or found.startswith("+")


@pytest.mark.parametrize(
    ("number", "masked"),
    [(NUMBER, "199****0001"), ("+447400123456", "+44 740****3456"), ("+4312345", "+43 ****45")],
)
def test_only_the_ends_of_a_number_are_shown(number: str, masked: str) -> None:
    assert phones.mask(number) == masked


def test_a_sealed_number_opens_for_its_own_row() -> None:
    sealed = phones.seal(NUMBER, group_id=1, member_id=2)

    assert phones.unseal(sealed, group_id=1, member_id=2) == NUMBER
    assert "19900000001" not in sealed


@pytest.mark.parametrize(("group_id", "member_id"), [(1, 3), (2, 2), (12, 0)])
def test_a_number_moved_to_another_row_does_not_open(group_id: int, member_id: int) -> None:
    sealed = phones.seal(NUMBER, group_id=1, member_id=2)

    with pytest.raises(KeysProblem):
        phones.unseal(sealed, group_id=group_id, member_id=member_id)


def test_a_sealed_number_fits_its_column() -> None:
    sealed = phones.seal("+123456789012345", group_id=2**62, member_id=2**62)

    assert len(sealed) <= 200


def test_what_an_older_key_sealed_still_opens() -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    keys.use(Keys([old], INDEX))
    sealed = phones.seal(NUMBER, group_id=1, member_id=2)

    keys.use(Keys([new, old], INDEX))

    assert phones.unseal(sealed, group_id=1, member_id=2) == NUMBER


def test_the_newest_key_seals() -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    keys.use(Keys([new, old], INDEX))
    sealed = phones.seal(NUMBER, group_id=1, member_id=2)

    keys.use(Keys([old], INDEX))

    with pytest.raises(KeysProblem):
        phones.unseal(sealed, group_id=1, member_id=2)


def test_the_index_is_the_same_for_the_same_number_and_says_nothing_without_its_key() -> None:
    first = phones.index(NUMBER)
    keys.use(Keys([Fernet.generate_key()], INDEX))
    same = phones.index(NUMBER)
    keys.use(Keys([Fernet.generate_key()], b"j" * 32))

    assert first == same != phones.index(NUMBER)


def test_a_short_index_key_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Keys([Fernet.generate_key()], b"short")


def test_the_keys_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "huiyin.keys"
    sealed = keys.read_or_make(path).seal("x", bound_to="y")
    again = keys.read_or_make(path)

    assert again.unseal(sealed, bound_to="y") == "x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["huiyin.keys"]


def test_a_keys_file_that_others_can_read_is_warned_about(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "huiyin.keys"
    keys.read_or_make(path)
    path.chmod(0o644)

    with caplog.at_level(logging.WARNING):
        keys.read(path)

    assert "others can read" in caplog.text


@pytest.mark.parametrize("text", ["", "data = []", 'data = ["x"]\nindex = "y"', "not toml ["])
def test_a_damaged_keys_file_is_named_and_none_of_it_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "huiyin.keys"
    path.write_text(text)

    with pytest.raises(KeysProblem, match="is not a keys file"):
        keys.read(path)


def test_without_a_keys_file_nothing_is_sealed() -> None:
    keys._Ring.keys = None
    keys._Ring.path = None

    with pytest.raises(KeysProblem):
        phones.seal(NUMBER, group_id=1, member_id=2)
