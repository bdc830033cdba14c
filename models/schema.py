"""All tables in one place, and the upgrade of a database to them."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.activities import tables as _activities
from models.archives import tables as _archives
from models.audit import tables as _audit
from models.ballots import tables as _ballots
from models.base import Base
from models.calendars import tables as _calendars
from models.consents import tables as _consents
from models.database import Database
from models.drafts import tables as _drafts
from models.evaluations import tables as _evaluations
from models.groups import tables as _groups
from models.instances import tables as _instances
from models.issues import tables as _issues
from models.leaves import tables as _leaves
from models.limits import tables as _limits
from models.materials import tables as _materials
from models.messages import tables as _messages
from models.people import tables as _people
from models.pictures import tables as _pictures
from models.platforms import tables as _platforms
from models.points import tables as _points
from models.privacy import tables as _privacy
from models.quizzes import tables as _quizzes
from models.receptions import tables as _receptions
from models.records import tables as _records
from models.reminders import tables as _reminders
from models.replies import tables as _replies
from models.stations import tables as _stations
from models.studies import tables as _studies
from models.suggestions import tables as _suggestions
from models.systems import tables as _systems
from models.terms import tables as _terms
from models.units import tables as _units
from models.updates import tables as _updates
from models.voter_reports import tables as _voter_reports

TABLES = (
    _activities,
    _archives,
    _audit,
    _calendars,
    _ballots,
    _consents,
    _drafts,
    _evaluations,
    _groups,
    _instances,
    _issues,
    _leaves,
    _materials,
    _limits,
    _messages,
    _people,
    _pictures,
    _platforms,
    _points,
    _quizzes,
    _privacy,
    _records,
    _receptions,
    _reminders,
    _replies,
    _stations,
    _studies,
    _systems,
    _suggestions,
    _systems,
    _terms,
    _units,
    _updates,
    _voter_reports,
)
metadata = Base.metadata
_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_LOCK = 8_215_042  # an advisory lock on PostgreSQL: one upgrade at a time


def newest() -> str:
    """Return the revision this program needs: the number that the last migration's file bears."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))


async def present(db: Database) -> str | None:
    """Return the revision a database is at, None if it is empty."""
    async with db.engine.connect() as connection:
        if not await connection.run_sync(lambda bare: inspect(bare).has_table("alembic_version")):
            return None
        revision: str | None = await connection.scalar(
            text("SELECT version_num FROM alembic_version")
        )
        return revision


async def upgrade(db: Database, revision: str = "head") -> None:
    """Bring a database up to date; several processes may try, one after the other.

    SQLite: foreign keys rest while tables are rebuilt, or a rebuilt parent would empty its
    children; afterwards every key is checked. A failing step leaves the schema as it was.
    """
    async with asyncio.timeout(600), db.engine.connect() as connection:
        if not db.is_sqlite:
            await _upgrade_in_turn(connection, revision)
            return
        await connection.run_sync(_rest_foreign_keys)
        try:
            async with connection.begin():
                await connection.run_sync(lambda bare: _run(bare, revision))
                broken = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
                if broken:
                    raise RuntimeError(f"{len(broken)} rows point at nothing after the upgrade")
        finally:
            await connection.invalidate()  # the next connection has its foreign keys on again


async def _upgrade_in_turn(connection: AsyncConnection, revision: str) -> None:
    async with connection.begin():
        # The limits are for the work of every day; a large table takes longer to rebuild.
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL lock_timeout = 0"))
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        await connection.run_sync(lambda bare: _run(bare, revision))


def _rest_foreign_keys(connection: Connection) -> None:
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.close()


def _run(connection: Connection, revision: str) -> None:
    # Alembic takes a seventh of the time of a start, and only an upgrade needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_VERSIONS.parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
