"""huiyin db: nothing works on a database that is not up to date, and keys have to fit."""

import pytest

from tests.cli.calling import Console


def test_an_upgrade_makes_a_database_that_the_check_finds_sound(console: Console) -> None:
    assert console("db", "upgrade").exit_code == 0
    assert console("db", "check").exit_code == 0


def test_a_second_upgrade_does_no_harm(console: Console) -> None:
    console("db", "upgrade")

    assert console("db", "upgrade").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("db", "check"),
        ("groups", "add", "甲", "--code", "AB"),
        ("export", "deputies", "--group", "XJP"),
        ("invite", "--group", "XJP"),
    ],
)
def test_without_an_upgrade_every_command_says_what_to_run_first(
    console: Console, words: tuple[str, ...]
) -> None:
    result = console(*words)

    assert result.exit_code == 1
    assert "huiyin db upgrade" in result.stderr
    assert "请先运行" in result.stderr
    assert result.stdout == ""


def test_lost_keys_are_noticed_before_new_ones_are_made(console: Console) -> None:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    keys = console.folder / "huiyin.keys"
    keys.unlink()

    result = console("db", "check")

    assert result.exit_code == 1
    assert "密钥" in result.stderr
    assert not keys.exists()


def test_the_keys_of_another_installation_are_noticed(console: Console) -> None:
    console.ready()("roster", "import", console.sheet(), "--group", "XJP", "--yes")
    (console.folder / "huiyin.keys").unlink()
    other = Console(console.folder / "other")
    other.folder.mkdir()
    other.ready()("roster", "import", other.sheet(), "--group", "XJP", "--yes")
    (other.folder / "huiyin.keys").rename(console.folder / "huiyin.keys")

    assert console("export", "deputies", "--group", "XJP").exit_code == 1


def test_a_configuration_that_is_named_has_to_be_there(console: Console) -> None:
    result = console("--config", "nowhere.toml", "db", "check")

    assert result.exit_code == 1
    assert "nowhere.toml" in result.stderr
