"""Each secret that is given out is as long as the threat model says, and never the same twice."""

from pathlib import Path

import pytest

from models.activities import venue
from models.ballots import urn
from models.calendars import actions as calendars
from models.issues import receipts
from models.materials import links
from models.people import inviting, keys
from models.stations import rules as stations
from models.systems import actions as systems
from models.units import actions as units

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def a_key(tmp_path: Path) -> None:
    keys.use(tmp_path / "huiyin.keys")


def test_random_ones_have_their_bits() -> None:
    assert inviting._TOKEN_BYTES * 8 == 128
    assert units._TOKEN_BYTES * 8 == 128
    assert systems._KEY_BYTES * 8 == 256
    assert len(stations.new_token()) * 6 >= 72


def test_derived_ones_have_their_bits_and_follow_from_what_they_are_for() -> None:
    made: list[tuple[int, list[str]]] = [
        (160, [venue.token_of("a"), venue.token_of("b")]),
        (160, [calendars.token_of("a"), calendars.token_of("b")]),
        (128, [urn.token(group_id=1, elector_id=one, issue=0) for one in (1, 2)]),
        (128, [urn.token(group_id=1, elector_id=1, issue=one) for one in (0, 1)]),
        (96, [links.path_of(1, 1, one).rpartition(".")[2] for one in (1, 2)]),
        (48, [receipts.proof(issue_id=one, account_id=1) for one in (1, 2)]),
        (48, [receipts.proof(issue_id=1, account_id=one) for one in (1, 2)]),
    ]

    for bits, secrets in made:
        assert {len(one) * 4 for one in secrets} == {bits}
        assert len(set(secrets)) == 2
    assert venue.token_of("a") != calendars.token_of("a")  # the same serial, another purpose


def test_a_receipt_is_79_bits_of_marks_that_are_not_mistaken() -> None:
    codes = {receipts.made() for _ in range(200)}

    assert len(codes) == 200
    assert len(receipts._MARKS) ** receipts._LENGTH > 2**79
    assert not set("01OIL") & set("".join(codes))


def test_another_key_file_makes_other_secrets(tmp_path: Path) -> None:
    before = venue.token_of("a")
    keys.use(tmp_path / "other.keys")

    assert venue.token_of("a") != before


def test_what_is_compared_is_compared_in_constant_time() -> None:
    """By the sources: `==` on a secret would tell how much of it was right."""
    for path in (
        "bot/webhook.py",
        "models/materials/links.py",
        "models/activities/codes.py",
        "handlers/issues/after.py",
    ):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "compare_digest(" in text, path


def test_what_is_looked_up_is_looked_up_by_its_hash() -> None:
    from models.schema import metadata  # noqa: PLC0415

    hashed = {
        *("invitations", "unit_contacts", "venue_screens", "calendar_feeds"),
        *("systems",),
    }
    found = {
        table.name
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in ("token_hash", "key_hash")
    }
    assert hashed <= found
