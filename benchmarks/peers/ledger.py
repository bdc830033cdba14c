"""The two rows a peer writes for a check-in, with one commit for each."""

import sqlite3

from sqlalchemy import BigInteger, Engine, String, UniqueConstraint, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

ACTIVITY = 1
POINTS = 3


class Base(DeclarativeBase):
    """The peers' own tables."""


class Attendance(Base):
    """Who was there: one row for an activity and a member."""

    __tablename__ = "attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int]
    member_id: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (UniqueConstraint("activity_id", "member_id"),)


class PointsLine(Base):
    """What it was worth."""

    __tablename__ = "points"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(BigInteger, index=True)
    reason: Mapped[str] = mapped_column(String(40))
    points: Mapped[int]


class Ledger:
    """Attendance and points on SQLite or PostgreSQL, as durable as the program under test."""

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else create_async_engine(url)

    async def create(self) -> None:
        """Make the tables."""
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    async def check_in(self, member_id: int) -> str:
        """Write both rows, commit, and return the answer with the total."""
        async with AsyncSession(self.engine) as session, session.begin():
            session.add(Attendance(activity_id=ACTIVITY, member_id=member_id))
            session.add(PointsLine(member_id=member_id, reason="签到", points=POINTS))
            await session.flush()
            mine = PointsLine.member_id == member_id
            total = await session.scalar(select(func.sum(PointsLine.points)).where(mine))
        return f"签到成功,共 {total} 分"


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"timeout": 30, "isolation_level": None},
    )
    _listen(engine.sync_engine)
    return engine


def _listen(engine: Engine) -> None:
    version = sqlite3.sqlite_version_info
    backports = (((3, 50, 7), (3, 51)), ((3, 44, 6), (3, 45)))
    wal = version >= (3, 51, 3) or any(low <= version < high for low, high in backports)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=30000",
            f"journal_mode={'WAL' if wal else 'TRUNCATE'}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
