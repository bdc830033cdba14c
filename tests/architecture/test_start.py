"""The program is at work soon: what only some acts need is not loaded at the start."""

import subprocess
import sys

LATE = ("openpyxl", "matplotlib", "PIL", "alembic", "rich", "sandbox")


def test_the_start_loads_nothing_that_only_some_acts_need() -> None:
    code = f"import sys, bot.cli.running; print(*[one for one in {LATE!r} if one in sys.modules])"

    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.split() == [], "import these where they are used, as handlers/listing.py does"
