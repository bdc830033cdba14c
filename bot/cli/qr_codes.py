"""Links as QR codes, one file a person."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from bot.cli import notices as n
from models.errors import Refusal
from reports import qr_codes

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.+')


def write(folder: Path, links: Sequence[tuple[str, str]], *, kind: Literal["png", "svg"]) -> None:
    """Write a QR code per (name, link); two of one name get numbers. Refusal if it cannot be."""
    taken: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, url in links:
            (folder / _free(name, kind, taken)).write_bytes(qr_codes.picture(url, kind=kind))
    except OSError as problem:
        notice = n.FileUnreadable(path=str(folder), problem=problem.strerror or "")
        raise Refusal(notice) from problem


def safe(name: str) -> str:
    """Return a name as every file system takes it."""
    return _UNSAFE.sub("_", name)


def _free(name: str, kind: str, taken: set[str]) -> str:
    plain = safe(name)
    number = 1
    filename = f"{plain}.{kind}"
    while filename in taken:
        number += 1
        filename = f"{plain}-{number}.{kind}"
    taken.add(filename)
    return filename
