"""The audit of dependencies stops the build for a weakness, and only for that."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "audit.py"


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "jinja2", "version": "3.1.6", "vulns": []}
WEAK = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217"}]}
UNKNOWN = {"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        (answer(SOUND), 0, "no known weakness in 1 of 1"),
        (answer(SOUND, WEAK), 1, "jinja2 2.10: PYSEC-2019-217"),
        (answer(SOUND, UNKNOWN), 0, "no known weakness in 1 of 2"),
        (answer(UNKNOWN, UNKNOWN), 0, "audit skipped"),
        ("", 0, "audit skipped"),
        ("<html>proxy</html>", 0, "audit skipped"),
    ],
)
def test_only_a_known_weakness_stops_the_build(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], said: str, status: int, told: str
) -> None:
    assert audit.judged("requirements.lock", said, "connection refused") == status

    shown = capsys.readouterr()
    assert told in shown.out + shown.err


def test_what_could_not_be_looked_up_is_never_called_sound(
    audit: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.judged("requirements.lock", answer(UNKNOWN), "")

    assert "no known weakness in" not in capsys.readouterr().out
