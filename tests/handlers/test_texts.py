"""Texts are compiled once, not at each start."""

import subprocess
import sys
from pathlib import Path

import jinja2
import pytest

from handlers.kit import texts


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is compiled."""
    monkeypatch.setattr(texts, "_COMPILED", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(texts, "_environment", texts._environment.__wrapped__)
    return tmp_path


def test_what_was_compiled_once_is_not_compiled_again(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = texts.compile_all()

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(jinja2.Environment, "compile", fail)

    assert texts.compile_all() == made == len(list(kept_in.glob("texts-*.cache"))) > 50


def test_where_nothing_may_be_kept_texts_are_compiled_all_the_same(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "_COMPILED", kept_in / "nowhere")

    assert texts.compile_all() > 50
    assert list(kept_in.iterdir()) == []


def test_nothing_is_kept_where_python_keeps_nothing(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    texts.compile_all()

    assert list(kept_in.iterdir()) == []


def test_the_line_that_operators_type_compiles() -> None:
    manual = Path(__file__).parents[2] / "docs" / "production.md"
    line = '-P -c "import bot.cli.running; from handlers.kit import texts; texts.compile_all()"'
    code = line.split('"')[1]

    assert manual.read_text(encoding="utf-8").count(line) == 2
    done = subprocess.run([sys.executable, "-c", code], cwd=manual.parents[1], check=False)  # noqa: S603
    assert done.returncode == 0
