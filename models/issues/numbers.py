"""The numbers of issues: XJP-2026-0042, one after the other in a group and a year."""

from sqlalchemy.dialects import postgresql, sqlite

from models.database import Transaction
from models.issues.tables import IssueSerial


async def next_serial(tx: Transaction, *, group_id: int, year: int) -> int:
    """Return the next serial number of a group in a year.

    The row is raised and read by one statement and held until the commit: two at the same
    moment wait for each other, and a number whose transaction is taken back is given again.
    """
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    raised = await tx.scalars(
        insert(IssueSerial)
        .values(group_id=group_id, year=year, last=1)
        .on_conflict_do_update(
            index_elements=["group_id", "year"], set_={"last": IssueSerial.last + 1}
        )
        .returning(IssueSerial.last)
        .execution_options(populate_existing=True)
    )
    serial: int = raised.one()
    return serial


def written(code: str, year: int, serial: int) -> str:
    """Return a number as people see it; at least four digits, more when a year needs them."""
    return f"{code}-{year}-{serial:04d}"
