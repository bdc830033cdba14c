"""The document, put together from the register, the forms, the rules of reports and the tables."""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from bot.cli import app
from docs.permissions.leaving import COMMANDS, PAPERS, PERSONAL, PLAIN
from docs.permissions.pages import PAGES
from docs.permissions.parties import PARTIES, cells
from docs.permissions.tables import headings
from handlers.kit import texts
from handlers.kit.entries import Entry
from handlers.kit.forms.shape import Shape, shapes
from handlers.register import REGISTER
from models.issues.rules import TABLE, Party

_FILES = {"Files", "Story", "Pictures", "Anything"}
_HEAD = """# Who may do what

Written by `python -m docs.permissions` from the register of handlers, and held to it by
`tests/architecture/test_permissions.py`: a handler, button, form, page, command or table that is
not in here fails the build. `tests/handlers/test_permissions.py` and
`tests/handlers/test_permissions_of_words.py` walk it: everybody tries every button, word, form and
file that is not theirs; nothing changes, nothing shows, and the answer is friendly.

**Parties**, a column each. A *stranger* is anybody on Telegram; a *voter* somebody with a report; a
*unit* a contact of one that handles reports; a *deputy* and the *staff* are bound on a group's
roster, and may in their own group alone; a *recorder* is the deputy on duty at a reception's table;
the *director* is the member of staff who decides what others could not. The *operator* has the
command line, and in the chat no right that others have not. Whoever has left is a stranger.

✓ may · own: only what is theirs · – may not, and is told so kindly, or where to go. What Telegram
reports (in brackets, with no party) comes from nobody who could be asked. A right is asked for at
each press and word, whatever was shown before.

"""


_FORMS = "asked question by question; the right is asked anew at the end. 📎: a file is an answer"


def document() -> str:
    """Return the whole document."""
    return _HEAD + "\n".join(
        [
            *_section("Words", "what is written or sent", _entries(buttons=False)),
            *_section("Buttons", "by the code in their payload", _entries(buttons=True)),
            *_section("Forms", _FORMS, map(_of_form, shapes().values())),
            *_moves(),
            *_pages(),
            *_commands(),
            *_columns(),
            *_papers(),
        ]
    )  # fmt: skip


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _section(title: str, says: str, rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield from (f"## {title}", f"{says[0].upper()}{says[1:]}.", "")
    yield from _table((title, "what happens", *PARTIES), rows)


def _entries(*, buttons: bool) -> Iterator[list[str]]:
    for entry in REGISTER:
        if entry.name.startswith("button:") is buttons:
            yield [_name(entry), _first_line(entry.handle), *cells(entry.may)]


def _name(entry: Entry) -> str:
    if entry.name.startswith("button:"):
        return f"`{entry.name.removeprefix('button:')}`"
    if "." in entry.name and entry.may not in ("telegram", "hidden") and _is_label(entry.name):
        return texts.label(entry.name, texts.DEFAULT)
    return f"`{entry.name}`" if entry.name.startswith("/") else f"({entry.name})"


def _is_label(key: str) -> bool:
    return ".w_" in key


def _first_line(thing: Any) -> str:  # noqa: ANN401  (whatever has a docstring)
    return (inspect.getdoc(thing) or "").partition("\n")[0].rstrip(".")


def _of_form(shape: Shape) -> list[str]:
    files = any(type(ask.reads).__name__ in _FILES for ask in shape.asks.values())
    said = _first_line(shape.form)
    return [f"{shape.name}{' 📎' if files else ''}", said, *cells(shape.who)]


def _moves() -> Iterator[str]:
    parties = [one for one in Party if one is not Party.OTHER]
    yield from (
        "## Moves of a report",
        "From `models/issues/rules.py`. The deputy is who recorded it, the unit who has it.",
        "",
    )
    rows = (
        [move.value, *("✓" if each in rule.by else "–" for each in parties)]
        for move, rule in TABLE.items()
    )
    yield from _table(("move", *(one.value for one in parties)), rows)


def _pages() -> Iterator[str]:
    yield from ("## Pages", "Over HTTP. `tests/architecture/test_pages.py` asks each.", "")
    rows = ([f"`{path}`", one.who, one.guard, f"`{one.test}`"] for path, one in PAGES.items())
    yield from _table(("address", "who", "what keeps it", "test"), rows)


def leaves() -> Iterator[str]:
    """Give each command of the command line by its words."""

    def of(command: Any, words: list[str]) -> Iterator[str]:  # noqa: ANN401  (Typer's own)
        if not isinstance(command, TyperGroup):
            yield " ".join(words)
            return
        context = typer.Context(command)
        for verb in command.list_commands(context):
            yield from of(command.get_command(context, verb), [*words, verb])

    yield from of(typer.main.get_command(app), [])


def _commands() -> Iterator[str]:
    yield from (
        "## Commands",
        "The operator's, who has the machine. What of persons they write.",
        "",
    )
    rows = ([f"`huiyin {words}`", COMMANDS[words] or "–"] for words in leaves())
    yield from _table(("command", "of persons"), rows)


def _columns() -> Iterator[str]:
    yield from (
        "## Columns",
        "Of each table that leaves; in **bold** what says something of a person.",
        "",
    )
    rows = (
        [f"`{name}`", "、".join(f"**{one}**" if one in PERSONAL else one for one in columns)]
        for name, columns in headings().items()
    )
    yield from _table(("table", "columns"), rows)


def _papers() -> Iterator[str]:
    yield from ("## Files in the chat", "Made when they leave, for the person who asked.", "")
    rows = ([f"`{kind}`", who, what] for kind, (who, what) in sorted(PAPERS.items()))
    yield from _table(("file", "who gets it", "of persons"), rows)


def unknown_columns() -> set[str]:
    """Return the columns of which nobody has said whether they say something of a person."""
    return {one for columns in headings().values() for one in columns} - PERSONAL - PLAIN
