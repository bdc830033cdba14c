"""Asks whether a locked package has a known weakness; says "skipped" where nobody can be asked.

`make audit`. Standard library alone: pip-audit gets an environment of its own, so that what it
needs is never mixed with what the program needs.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOOL = "pip-audit>=2.10,<3"


def main(home: Path) -> int:
    """Return 1 for a known weakness, 0 for none, and 0 where the question cannot be asked."""
    python = home / "bin" / "python"
    if not (home / "bin" / "pip-audit").exists():
        venv.create(home, with_pip=True)
        words = [str(python), "-m", "pip", "install", "-q", TOOL]
        if subprocess.run(words, check=False, capture_output=True).returncode:
            return skipped("pip-audit cannot be installed here")
    return max(audited(python, ROOT / name) for name in LOCKS)


def audited(python: Path, lock: Path) -> int:
    """Ask about one lock file."""
    words = [str(python), "-m", "pip_audit", "--disable-pip", "--require-hashes", "-f", "json"]
    run = subprocess.run(
        [*words, "--progress-spinner", "off", "-r", str(lock)],
        check=False,
        capture_output=True,
        text=True,
    )
    return judged(lock.name, run.stdout, run.stderr)


def judged(name: str, said: str, complained: str) -> int:
    """Say what was answered; no answer that can be read is no answer."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (complained.strip().splitlines() or ["no answer"])[-1]
        return skipped(f"nobody could be asked about {name} ({last[:120]})")
    known = [one for one in packages if "skip_reason" not in one]
    if packages and not known:
        return skipped(f"the index here knows of no weakness of anything in {name}")
    weak = [one for one in known if one.get("vulns")]
    for one in weak:
        names = ", ".join(each["id"] for each in one["vulns"])
        print(f"{name}: {one['name']} {one['version']}: {names}")
    if not weak:
        print(f"{name}: no known weakness in {len(known)} of {len(packages)} packages")
    return 1 if weak else 0


def skipped(why: str) -> int:
    """Say that nothing was found out, which is no success and stops nobody."""
    print(f"audit skipped: {why}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".venv" / "audit"))
