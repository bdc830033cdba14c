"""Verbs on the keys file: a new key beside the others, the new one to the front, the old ones out.

Processes read the file anew when it changes. On several machines each step is done on one of
them and the file copied to the others before the next.
"""

import os
import secrets
import tomllib
from pathlib import Path

from cryptography.fernet import Fernet

from models import clock
from models.people.keys import KeysProblem, read, written

_HEARD = 60  # seconds after which every process at work has read a changed file, and then some


def add(path: Path) -> None:
    """Add a key that opens and does not seal yet; KeysProblem if there is one already."""
    data, index, spare = _held(path)
    if spare is not None:
        raise KeysProblem(f"{path} has a next key already: go on with huiyin keys reseal")
    _replace(path, written(data, index, Fernet.generate_key().decode()))


def is_heard(path: Path) -> bool:
    """Tell whether every process at work has read the file as it is: else some seal as before."""
    return not path.exists() or clock.now().timestamp() - path.stat().st_mtime >= _HEARD


def promote(path: Path) -> bool:
    """Have the next key seal from now on; False if there is none."""
    data, index, spare = _held(path)
    if spare is None:
        return False
    _replace(path, written([spare, *data], index))
    return True


def drop_old(path: Path) -> int:
    """Keep the newest key alone; return how many went. What they sealed cannot be read again."""
    data, index, spare = _held(path)
    if len(data) > 1:
        _replace(path, written(data[:1], index, spare))
    return len(data) - 1


def _held(path: Path) -> tuple[list[str], str, str | None]:
    if not path.exists():
        raise KeysProblem(f"{path} is missing")
    read(path)  # says what is wrong with it
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return list(found["data"]), found["index"], found.get("next")


def _replace(path: Path, text: str) -> None:
    """Put the new file in place of the old one in one step: nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
