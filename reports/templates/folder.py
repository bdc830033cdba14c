"""Where the office keeps its own templates: a folder; what is not there is the house's own."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from reports.templates.checking import Findings, check
from reports.templates.kinds import KINDS, Kind

_used: dict[str, Path | None] = {"folder": None}


def use(folder: Path | None) -> None:
    """Take templates from this folder from now on; None: the house's own."""
    _used["folder"] = folder


@functools.cache
def own(kind: Kind) -> bytes:
    """Return the house's own template."""
    from reports.templates.building import built  # noqa: PLC0415  (it would slow every start)

    return built(kind.wording)


def current(kind: Kind) -> bytes:
    """Return the template that papers are made of now."""
    path = _path(kind)
    return path.read_bytes() if path is not None else own(kind)


def _path(kind: Kind) -> Path | None:
    folder = _used["folder"]
    path = folder / f"{kind.name}.docx" if folder is not None else None
    return path if path is not None and path.exists() else None


def kept() -> Sequence[tuple[Kind, Path]]:
    """Return the office's own templates that are there."""
    return [(kind, path) for kind in KINDS if (path := _path(kind)) is not None]


def problems() -> Mapping[Path, Findings]:
    """Return what is wrong with the office's templates, by their file; empty: all is well."""
    found = {path: check(kind, path.read_bytes()) for kind, path in kept()}
    return {path: findings for path, findings in found.items() if not findings.is_well}


def export(folder: Path, *, anew: bool = False) -> Sequence[Path]:
    """Write the house's templates into a folder, to be edited; what is there stays unless `anew`.

    Returns what was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in KINDS:
        path = folder / f"{kind.name}.docx"
        if anew or not path.exists():
            path.write_bytes(own(kind))
            written.append(path)
    return written
