"""Functions and files stay small enough to be read at once, and prose stays in the texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OURS = ("bot", "handlers", "jobs", "models", "reports", "sandbox", "benchmarks")
LONGEST_FUNCTION, LONGEST_FILE = 40, 300

#: Mostly fields of a row, one a line; to be split when they are next touched.
LONG_FUNCTIONS: dict[str, set[str]] = {
    "bot/demo/street.py": {"populate"},
    "models/activities/actions.py": {"create"},
    "models/activities/correcting.py": {"correct"},
    "models/issues/cards.py": {"staff_card"},
    "models/leaves/actions.py": {"decide"},
    "models/reminders/missing.py": {"sum_up"},
    "models/points/adopting.py": {"adopt"},
    "models/points/appeals.py": {"decide", "file"},
    "sandbox/world/posting.py": {"post"},
}

#: Words that people write and the program has to know, or names that the field itself gives.
CHINESE = {
    "handlers/kit/leave_requests.py",
    "handlers/listing.py",
    "handlers/issues/desk.py",
    "handlers/issues/reporting.py",
    "handlers/units/orders.py",
    "handlers/kit/saying.py",
    "handlers/kit/texts.py",
    "handlers/kit/moments.py",
    "handlers/kit/lengths.py",
    "handlers/people.py",
    "handlers/rosters.py",
    "handlers/suggestions.py",
    "handlers/ballots.py",
    "models/ballots/electors.py",
    "models/suggestions/importing.py",
    "handlers/kit/forms/days.py",
    "handlers/issue_figures.py",
    "handlers/privacy.py",
    "handlers/points.py",
    "handlers/receptions/duties.py",
    "handlers/receptions/plan.py",
    "handlers/activities.py",
    "handlers/years.py",
    "handlers/archives.py",
    "handlers/forms/ledger.py",
    "models/points/rulebook.py",
    "models/points/quarters.py",
    "models/activities/words.py",
    "models/activities/rules.py",
    "models/activities/codes.py",
    "models/activities/guests.py",
    "models/activities/paper.py",
    "models/evaluations/rules.py",
    "models/people/keys.py",
    "models/issues/figures.py",
    "models/platforms/settings.py",
    "models/receptions/rules.py",
    "models/privacy/folding.py",
    "models/privacy/scanning.py",
}


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Give the name and the text of every Python file of ours, migrations excepted."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations/versions" not in name:
                yield name, path.read_text(encoding="utf-8")


def test_files_have_at_most_three_hundred_lines() -> None:
    large = {name: text.count("\n") for name, text in sources(*OURS)}

    assert {n: c for n, c in large.items() if c > LONGEST_FILE} == {}


def test_functions_have_at_most_forty_lines() -> None:
    long = {
        f"{name}:{node.name}": length
        for name, text in sources(*OURS)
        for node, length in _functions(text)
        if length > LONGEST_FUNCTION and node.name not in LONG_FUNCTIONS.get(name, set())
    }

    assert long == {}


def _functions(text: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or 0) - node.lineno + 1


def test_words_for_people_are_in_the_texts_and_not_in_the_program() -> None:
    prose = {
        f"{name}:{line}"
        for name, text in sources("handlers", "models")
        if name not in CHINESE
        for line in _chinese_strings(text)
    }

    assert prose == set()


def test_the_list_of_files_with_chinese_words_is_up_to_date() -> None:
    with_words = {name for name, text in sources("handlers", "models") if _chinese_strings(text)}

    assert CHINESE - with_words == set()


def _chinese_strings(text: str) -> list[int]:
    """Return the lines of strings with Chinese in them, docstrings excepted."""
    tree = ast.parse(text)
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
        and re.search(r"[\u4e00-\u9fff]", node.value)
    ]


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        name
        for name, text in sources("bot", "handlers", "jobs", "models", "reports")
        if re.search(r"datetime\.now\(|time\.time\(|time_ns\(", text)
    }

    assert readers <= {"models/clock.py", "bot/doctor.py"}


def test_whatever_is_pending_at_a_start_is_never_dropped() -> None:
    droppers = {
        name for name, text in sources("bot") if re.search(r"drop_pending_updates=True", text)
    }

    assert droppers == set()
