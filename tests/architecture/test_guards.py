"""The list of guards is true: each stands where it says, and the document names it."""

import ast
import re

import pytest

from tests.guards.table import GUARDS, HOUSE, Guard

PROMISES = (HOUSE / "docs" / "promises.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("guard", GUARDS, ids=lambda one: one.name)
def test_each_guard_stands_where_the_list_says_and_can_be_taken_out(guard: Guard) -> None:
    source = guard.path.read_text(encoding="utf-8")

    without = guard.taken_out(source)

    assert without != source
    ast.parse(without)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda one: one.name)
def test_each_guard_has_a_test_that_is_there(guard: Guard) -> None:
    file, _, name = guard.test.partition("::")
    where = HOUSE / file

    assert where.exists()
    assert not name or f"def {name.partition('[')[0]}(" in where.read_text(encoding="utf-8")


@pytest.mark.parametrize("guard", GUARDS, ids=lambda one: one.name)
def test_the_document_names_each_guard_beside_its_promise(guard: Guard) -> None:
    rows = [line for line in PROMISES.splitlines() if line.startswith(f"| {guard.promise} |")]

    assert any(guard.name in row for row in rows)


def test_every_promise_has_a_guard_that_was_taken_out() -> None:
    promised = set(re.findall(r"^\| (P\d+) \|", PROMISES, re.MULTILINE))

    assert promised == {one.promise for one in GUARDS} == {f"P{n}" for n in range(1, 14)}
