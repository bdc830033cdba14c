"""A disk that can be full and whose power can be cut, under the database of a bot in a test."""

import functools
import random
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SECTOR = 512
_SOURCE = Path(__file__).with_name("disk.c")


@functools.cache
def _library() -> Path:
    """Build what is preloaded; a machine without a C compiler skips the test."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler here")
    made = Path(tempfile.mkdtemp(prefix="huiyin-disk-")) / "disk.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-w", "-o", str(made), str(_SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (of our own)
    return made


def take_away() -> None:
    """Remove what was built, if anything was."""
    if _library.cache_info().currsize:
        shutil.rmtree(_library().parent)
        _library.cache_clear()


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder on it, and beside it what would still be there after a cut."""

    folder: Path
    kept: Path
    flag: Path

    @property
    def url(self) -> str:
        """Return the address of the database that lies on it."""
        return f"sqlite+aiosqlite:///{self.folder}/place.db"

    @property
    def env(self) -> dict[str, str]:
        """Return the environment that puts a bot's files on it."""
        return {
            "LD_PRELOAD": str(_library()),
            "HUIYIN_DISK": str(self.folder),
            "HUIYIN_KEPT": str(self.kept),
            "HUIYIN_FULL": str(self.flag),
        }

    def everything_is_synced(self) -> None:
        """Count what lies there now as kept: a bot begins."""
        for path in self.kept.iterdir():
            path.unlink()
        for path in self.folder.iterdir():
            shutil.copyfile(path, self.kept / path.name)

    def fill(self) -> None:
        """Leave no room."""
        self.flag.touch()

    def free(self) -> None:
        """Make room again."""
        self.flag.unlink()

    def after_a_cut(self, into: Path, *, seed: int) -> None:
        """Write into a folder what a cut may have left.

        Everything that was synced, and of what was written after that any part: each sector by
        itself arrived or did not, in whatever order, and the end of a file that grew may be
        missing. A file that was cut shorter is so or is not: file systems keep its length in
        their own journal, and on that stands the moment at which SQLite's TRUNCATE commits.
        """
        chance = random.Random(seed)  # noqa: S311  (a test's)
        into.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            if path.suffix != ".holder" and not path.name.endswith("-shm"):
                kept = self.kept / path.name
                synced = kept.read_bytes() if kept.exists() else b""
                (into / path.name).write_bytes(_torn(synced, path.read_bytes(), chance))


def _torn(synced: bytes, written: bytes, chance: random.Random) -> bytes:
    if len(written) < len(synced):
        if chance.choice((True, False)):
            synced = synced[: len(written)]
        else:
            written += synced[len(written) :]
    length = chance.randint(len(synced), len(written))
    mixed = bytearray()
    arrives = chance.random()
    for start in range(0, length, SECTOR):
        source = written if chance.random() < arrives else synced
        part = source[start : min(start + SECTOR, length)]
        mixed += part.ljust(min(SECTOR, length - start), b"\0")
    return bytes(mixed)


def a_disk(folder: Path) -> Disk:
    """Return an empty one."""
    disk = Disk(folder / "disk", folder / "kept", folder / "full")
    for one in (disk.folder, disk.kept):
        one.mkdir()
    _library()
    return disk
