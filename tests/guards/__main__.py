"""Takes each guard out in a copy of the house, and looks whether its test turns red.

python -m tests.guards [WORD …]     only those of these promises, or of these names
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.guards.table import GUARDS, HOUSE, Guard

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.keys", "*.db", "node_modules")
_PATIENCE = 400  # seconds a test may take


def is_green(house: Path, *guards: Guard) -> bool:
    """Run the tests of guards in a copy, and say whether all hold; one that hangs does not."""
    databases = "postgres" if any(one.on_postgres for one in guards) else "not postgres"
    tests = dict.fromkeys(one.test for one in guards)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-m", databases]
    try:
        done = subprocess.run(  # noqa: S603  (our own tests)
            [*command, *tests],
            cwd=house,
            capture_output=True,
            text=True,
            timeout=_PATIENCE * len(tests),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{tests} could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    if done.returncode and len(guards) > 1:
        raise SystemExit(f"red with every guard in its place:\n{done.stdout[-4000:]}")
    return done.returncode == 0


def is_green_without(house: Path, guard: Guard) -> bool:
    """Take a guard out, run its test, put it back."""
    file = house / guard.file
    source = file.read_text(encoding="utf-8")
    file.write_text(guard.taken_out(source), encoding="utf-8")
    try:
        return is_green(house, guard)
    finally:
        file.write_text(source, encoding="utf-8")


def main() -> int:
    """Print the table; 1 if a test is red with its guard, or green without it."""
    words = sys.argv[1:]
    chosen = [one for one in GUARDS if not words or {one.promise, one.name} & set(words)]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="huiyin-guards-") as folder:
        house = Path(folder) / "house"
        shutil.copytree(HOUSE, house, ignore=_LEFT_OUT)
        for databases in (False, True):
            together = [one for one in chosen if one.on_postgres is databases]
            if together and not is_green(house, *together):
                print("red with every guard in its place")  # noqa: T201
                return 1
        print("| | guard | without it | seconds |\n|---|---|---|---|", flush=True)  # noqa: T201
        for guard in chosen:
            began = time.monotonic()
            green = is_green_without(house, guard)
            failed += green
            took = time.monotonic() - began
            said = "GREEN" if green else "red"
            print(f"| {guard.promise} | {guard.name} | {said} | {took:.0f} |", flush=True)  # noqa: T201
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
