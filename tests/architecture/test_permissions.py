"""The matrix of permissions is what the program is: nothing that a person can reach is missing."""

from pathlib import Path

import pytest

from docs.permissions.leaving import COMMANDS, PAPERS, PERSONAL, PLAIN
from docs.permissions.pages import PAGES
from docs.permissions.parties import NO, OWN, PARTIES, YES, cells, clauses
from docs.permissions.tables import headings
from docs.permissions.writing import document, leaves, unknown_columns
from handlers.kit import buttons, papers
from handlers.kit.forms.shape import shapes
from handlers.register import REGISTER

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"
ROOT = DOCUMENT.parents[1]


def test_the_document_is_what_the_register_says_today() -> None:
    said = DOCUMENT.read_text(encoding="utf-8")

    assert said == document(), "write it anew: python -m docs.permissions"


def test_every_entry_and_form_says_who_may_in_words_that_are_known() -> None:
    for may in [*(entry.may for entry in REGISTER), *(shape.who for shape in shapes().values())]:
        assert clauses(may)


def test_an_unknown_word_for_a_party_fails() -> None:
    with pytest.raises(ValueError, match="does not know 'everyone'"):
        clauses("deputy: own, everyone")


def test_a_clause_gives_its_parties_their_cells() -> None:
    row = dict(zip(PARTIES, cells("voter: own, deputy: own, staff: of the group"), strict=True))

    assert row == {
        "stranger": NO,
        "voter": OWN,
        "unit": NO,
        "deputy": OWN,
        "recorder": OWN,
        "staff": YES,
        "director": YES,
    }


def test_every_button_and_every_entry_has_a_row() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    missing = [code for code in buttons.codes() if f"| `{code}` |" not in text]

    assert missing == []
    assert len(REGISTER) > 250  # the list is not empty by accident


def test_every_entry_says_what_happens() -> None:
    assert [entry.name for entry in REGISTER if not entry.handle.__doc__] == []


def test_every_guard_of_a_page_has_its_test() -> None:
    assert [one.test for one in PAGES.values() if not (ROOT / one.test).exists()] == []


def test_every_command_says_what_of_persons_it_writes() -> None:
    assert set(leaves()) == set(COMMANDS)


def test_every_file_of_the_chat_says_who_gets_it() -> None:
    assert set(papers._makers) == set(PAPERS)
    for who, _what in PAPERS.values():
        assert clauses(who)


def test_every_column_that_leaves_was_judged() -> None:
    assert unknown_columns() == set()
    assert set() == PERSONAL & PLAIN
    assert len(headings()) > 10
