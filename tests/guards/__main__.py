"""Takes each guard out in a copy of the house, and looks whether its test turns red.

python -m tests.guards [WORD …]     only those of these promises, or of these names
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.guards.table import GUARDS, HOUSE, Guard

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.keys", "*.db", "node_modules")
_PATIENCE = 400  # seconds a test may take
_HUNG = "it hung"
_WIDTH = {"COLUMNS": "200"}  # pytest cuts its summary to it


def complaint(house: Path, *guards: Guard) -> str | None:
    """Run the tests of guards in a copy; return what the first that fails says, None if all hold.

    One that hangs fails. SystemExit where pytest ends badly without a test that failed.
    """
    databases = "postgres" if any(one.on_postgres for one in guards) else "not postgres"
    tests = list(dict.fromkeys(one.test for one in guards))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-m", databases]
    try:
        done = subprocess.run(  # noqa: S603  (our own tests)
            [*command, *tests],
            cwd=house,
            env={**os.environ, **_WIDTH},
            capture_output=True,
            text=True,
            timeout=_PATIENCE * len(tests),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _HUNG
    summary = done.stdout.rpartition("short test summary info")[2].splitlines()
    failed = [one for one in summary if one.startswith(("FAILED ", "ERROR "))]
    if done.returncode != int(bool(failed)):  # not run, or brought down by something beside it
        said = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
        raise SystemExit(f"{tests} could not be run:\n{said}")
    return failed[0].rpartition("::")[2] if failed else None


def complaint_without(house: Path, guard: Guard) -> str | None:
    """Take a guard out, run its test, put it back."""
    file = house / guard.file
    source = file.read_text(encoding="utf-8")
    file.write_text(guard.taken_out(source), encoding="utf-8")
    try:
        return complaint(house, guard)
    finally:
        file.write_text(source, encoding="utf-8")


def main() -> int:
    """Print the table; 1 if a test is red with its guard, or green without it."""
    words = sys.argv[1:]
    chosen = [one for one in GUARDS if not words or {one.promise, one.name} & set(words)]
    green = 0
    with tempfile.TemporaryDirectory(prefix="huiyin-guards-") as folder:
        house = Path(folder) / "house"
        shutil.copytree(HOUSE, house, ignore=_LEFT_OUT)
        for databases in (False, True):
            together = [one for one in chosen if one.on_postgres is databases]
            if together and (said := complaint(house, *together)):
                print(f"red with every guard in its place: {said}")  # noqa: T201
                return 1
        print("| | guard | without it | seconds |\n|---|---|---|---|", flush=True)  # noqa: T201
        for guard in chosen:
            began = time.monotonic()
            said = complaint_without(house, guard)
            green += said is None
            took = time.monotonic() - began
            row = [guard.promise, guard.name, f"red: {said}" if said else "GREEN", f"{took:.0f}"]
            print(f"| {' | '.join(row)} |", flush=True)  # noqa: T201
    return int(green > 0)


if __name__ == "__main__":
    sys.exit(main())
