"""The documents name commands, files and words of the code that are there."""

import importlib
import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
from typer.core import TyperGroup

from bot.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
COMMANDS = typer.main.get_command(app)

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(huiyin [^`]+)`")
_SHELL = re.compile(r"^(?:\S*/)?(huiyin .+)$")
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"`((?:bot|handlers|jobs|models|reports|sandbox)(?:\.\w+)+)`")
_VERB = re.compile(r"[a-z][a-z0-9-]*")


def said_commands(text: str) -> Iterator[str]:
    """Give each `huiyin …` of a document: lines of blocks, and single words in a sentence."""
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if found := _SHELL.match(line.split("#")[0].strip()):
                yield found[1]
    yield from _INLINE.findall(_FENCE.sub("", text))


def heading(line: str) -> str:
    """Give the anchor of a heading, as GitHub makes it."""
    words = re.sub(r"[^\w\s-]", "", line.lstrip("#").strip().lower())
    return words.replace(" ", "-")


def anchors(path: Path) -> set[str]:
    lines = _FENCE.sub("", path.read_text(encoding="utf-8")).splitlines()
    return {heading(line) for line in lines if line.startswith("#")}


def resolve(words: list[str]) -> tuple[Any, list[str]]:
    """Follow the verbs of a command line; gives the command and what follows its verbs."""
    command: Any = COMMANDS
    while isinstance(command, TyperGroup) and words and _VERB.fullmatch(words[0]):
        context = typer.Context(command)
        known = command.list_commands(context)
        assert words[0] in known, f"no verb {words[0]}: there are {', '.join(sorted(known))}"
        command, words = command.get_command(context, words[0]), words[1:]
    return command, words


def problem_of(said: str) -> str | None:
    """Say what is wrong with a command line, None if it is one."""
    words = shlex.split(said)[1:]
    if words[:1] == ["--config"]:
        words = words[2:]
    try:
        command, rest = resolve(words)
    except AssertionError as unknown:
        return str(unknown)
    options = {one for parameter in command.params for one in parameter.opts}
    options |= {one for parameter in command.params for one in parameter.secondary_opts}
    unknown_options = [one for one in rest if one.startswith("--") and one not in options]
    return f"no option {', '.join(unknown_options)}" if unknown_options else None


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_command_in_a_document_exists(path: Path) -> None:
    said = list(said_commands(path.read_text(encoding="utf-8")))

    wrong = {one: problem for one in said if (problem := problem_of(one)) is not None}

    assert not wrong


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    documented = {resolve(shlex.split(one)[1:])[0] for one in said_commands(text)}

    def leaves(command: Any) -> Iterator[Any]:  # noqa: ANN401  (Typer's own, of no public type)
        if isinstance(command, TyperGroup):
            context = typer.Context(command)
            for verb in command.list_commands(context):
                yield from leaves(command.get_command(context, verb))
        else:
            yield command

    missing = [one.name for one in leaves(COMMANDS) if one not in documented]

    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    targets = [first or second for first, second in _LINK.findall(text)]

    broken = []
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        there = (path.parent / file) if file else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)

    assert not broken


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    names = _CODE.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))

    missing = [one for one in names if not is_there(one)]

    assert names
    assert not missing


def is_there(dotted: str) -> bool:
    """Tell whether a module holds what a dotted name says."""
    module, _, attribute = dotted.rpartition(".")
    if importlib.util.find_spec(module) is None:
        return False
    held = hasattr(importlib.import_module(module), attribute)
    return held or importlib.util.find_spec(dotted) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_path_of_the_code_in_a_document_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = re.findall(r"`((?:bot|handlers|jobs|models|reports|sandbox|tests)/[\w/.-]*)`", text)

    missing = [one for one in said if not (ROOT / one).exists()]

    assert not missing


def test_every_picture_is_shown_somewhere() -> None:
    shown = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)

    unused = [
        one.name for one in (ROOT / "docs/pictures").glob("*.png") if f"/{one.name}" not in shown
    ]

    assert not unused
