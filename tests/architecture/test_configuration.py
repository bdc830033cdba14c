"""The example configuration is one that can be used."""

import re
from pathlib import Path

import pytest

from bot.config import Config, load

EXAMPLE = Path(__file__).parent.parent.parent / "config.example.toml"
COMMENTED = re.compile(r"^# (?=\w+ = )", re.MULTILINE)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no variable of whoever runs the tests come in between."""
    import os  # noqa: PLC0415

    for name in list(os.environ):
        if name.startswith("HUIYIN_"):
            monkeypatch.delenv(name)


def test_the_example_can_be_loaded_and_changes_no_default() -> None:
    assert load(EXAMPLE) == load(None)


def test_every_key_of_the_example_can_be_uncommented(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    seen: set[str] = set()
    lines = []
    for line in COMMENTED.sub("", text).splitlines():
        key = line.partition(" =")[0]
        lines.append(f"# {line}" if key in seen and not line.startswith("[") else line)
        if " = " in line and not line.startswith("#"):
            seen.add(key)
    path = tmp_path / "config.toml"
    path.write_text("\n".join(lines), encoding="utf-8")

    config = load(path)

    assert isinstance(config, Config)
    assert config.telegram.operators == (123456789,)


def test_the_example_names_every_key_there_is() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    missing = {
        f"{section}.{key}"
        for section, field in Config.model_fields.items()
        if isinstance(field.annotation, type)
        for key in getattr(field.annotation, "model_fields", {})
        if not re.search(rf"^(# )?{key} = ", text, re.MULTILINE)
    }

    assert missing == set()


def test_the_manual_has_every_limit_with_its_default() -> None:
    manual = (EXAMPLE.parent / "docs" / "production.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", manual, re.MULTILINE))
    pacing = dict(re.findall(r"`(per_\w+)` (\d+)", manual))

    assert table == {name: str(value) for name, value in Config().limits.model_dump().items()}
    assert pacing == {name: f"{value:g}" for name, value in Config().pacing.model_dump().items()}


def test_the_manual_has_the_days_after_which_things_are_deleted() -> None:
    manual = (EXAMPLE.parent / "docs" / "production.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"`(?:\[privacy\] )?(\w+_days)` \((\d+)\)", manual))

    days = Config().privacy.model_dump(include={"contact_days", "picture_days", "audit_days"})
    assert named == {name: str(value) for name, value in days.items()}
