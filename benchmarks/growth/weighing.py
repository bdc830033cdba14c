"""How many rows each table has, and how many bytes they take."""

from sqlalchemy import func, select, text

from models.base import Base
from models.database import Database


async def rows(db: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    async with db.reading() as tx:
        return {
            one.name: int((await tx.scalars(select(func.count()).select_from(one))).one())
            for one in Base.metadata.sorted_tables
        }


async def weights(db: Database) -> dict[str, int]:
    """Return the bytes of each table, its indexes included."""
    if db.is_sqlite:
        asked = (
            "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat AS s JOIN sqlite_master AS m"
            " ON m.name = s.name GROUP BY m.tbl_name"
        )
    else:
        asked = "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables"
    async with db.reading() as tx:
        return {str(row[0]): int(row[1]) for row in await tx.execute(text(asked))}
