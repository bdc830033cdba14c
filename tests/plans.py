"""Looks at the plan of every statement a test makes: none may walk through a growing table.

SQLite plans without figures about the data, so that the plan over ten rows is the plan over ten
million. A statement is explained once per process.
"""

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import greenlet
from sqlalchemy import event
from sqlalchemy.engine import Connection

from models.database import Database

#: tables that stay small, whatever happens: a row a group, a chat, a process, a place, a setting
SMALL = {
    "groups",
    "chats",
    "instances",
    "pauses",
    "rule_sets",
    "stations",
    "units",
    "systems",
    "points_settings",
    "points_recounts",  # rules adopted a moment ago
    "issue_settings",
    "reception_settings",
    "alembic_version",
    "sqlite_master",
    "archive_runs",  # a few a year, and their papers for a day
    "archive_papers",
    "reception_plan_files",
    "roster_files",  # what staff have sent and not confirmed yet
}
_WALK = re.compile(r"^SCAN (?!json_each\b)([A-Za-z_]\w*)")  # but not what was asked with
#: All that one bot ever got: with one bot, the whole table.
_WALK_OF_A_BOT = re.compile(r"^SEARCH ([A-Za-z_]\w*) USING .*\(bot_id=\?\)$")
_HOUSE = Path(__file__).parent.parent
_DATABASE = _HOUSE / "models" / "database.py"
_explained: set[str] = set()


@dataclass(slots=True)
class Watch:
    """The statements one database has seen, with what they were asked with."""

    path: str
    seen: dict[str, Any] = field(default_factory=dict)

    def note(self, _connection: Connection, _cursor: object, statement: str, *asked: Any) -> None:  # noqa: ANN401
        """Remember a statement of the program's own; the first of its kind."""
        if statement in _explained or not statement.lstrip().upper().startswith(_PLANNED):
            return
        if statement not in self.seen and not _is_a_tests():
            first = asked[0]
            self.seen[statement] = first[0] if isinstance(first, list) else first

    def walks(self) -> list[str]:
        """Explain what was not explained yet; return the statements that walk, with their plan."""
        found = []
        with sqlite3.connect(self.path) as bare:
            names = _partial(bare)
            for statement, asked in self.seen.items():
                _explained.add(statement)
                nothing = (None,) * len(asked)  # a plan does not depend on what is asked with
                plan = bare.execute(f"EXPLAIN QUERY PLAN {statement}", nothing).fetchall()
                walked = [row[3] for row in plan if _walks(str(row[3]), statement, names)]
                if walked and not _stops(statement, [str(row[3]) for row in plan]):
                    found.append(f"{'; '.join(walked)}\n    in: {' '.join(statement.split())}")
        bare.close()
        self.seen.clear()
        return found


_PLANNED = ("SELECT", "UPDATE", "DELETE", "WITH")


def _is_a_tests() -> bool:
    """Tell whether a test asks by itself: the innermost of our frames lies in `tests/`."""
    parent = greenlet.getcurrent().parent
    frame = parent.gr_frame if parent else None
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_HOUSE) and ".venv" not in path.parts and path != _DATABASE:
            return path.is_relative_to(_HOUSE / "tests")
        frame = frame.f_back
    return False


def _partial(bare: sqlite3.Connection) -> set[str]:
    rows = bare.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
    )
    return {str(name) for (name,) in rows}


def _walks(step: str, statement: str, partial: set[str]) -> bool:
    """Tell whether a step of a plan goes through all rows of a table that grows."""
    walk = _WALK.match(step) or _WALK_OF_A_BOT.match(step)
    if walk is None or "WHERE 0 = 1" in statement:  # of no key: no row is looked at
        return False
    table = _named(walk[1], statement)
    index = re.search(r"INDEX (\w+)", step)
    if table in {*SMALL, "CONSTANT"} or _is_made_by(statement, table):
        return False
    return not (index and index[1] in partial)


def _is_made_by(statement: str, table: str) -> bool:
    """Tell whether a name is of a common table expression: what that reads is a step of its own."""
    return re.search(rf"\b{table}(\([^)]*\))? AS\s*\(", statement) is not None


def _stops(statement: str, plan: list[str]) -> bool:
    """Tell whether a walk ends after its first rows: in the key's order, all wanted, limited."""
    ordered = "ORDER BY" in statement and not any("TEMP B-TREE" in step for step in plan)
    return ordered and "LIMIT" in statement and " WHERE " not in statement and len(plan) == 1


def _named(alias: str, statement: str) -> str:
    """Return the table behind an alias."""
    found = re.search(rf"\b(\w+) AS {re.escape(alias)}\b", statement)
    return found[1] if found else alias


def watch(db: Database) -> Watch | None:
    """Watch what a database is asked; only SQLite's plans need no data."""
    if not db.is_sqlite:
        return None
    watching = Watch(str(db.url.database))
    for engine in {db.engine, db._readers}:
        event.listen(engine.sync_engine, "before_cursor_execute", watching.note)
    return watching
