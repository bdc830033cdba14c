"""The units of a group as a table: who can be reached there, and what is with each now."""

from collections.abc import Sequence

from models.database import Transaction
from models.groups.tables import Group
from models.units.queries import counted_contacts, counted_orders, units_of
from reports.sheets.writing import Value

HEADERS = ("单位", "社区", "联系人", "已加入", "主办在手", "协办在手")


async def unit_rows(tx: Transaction, group: Group) -> Sequence[Sequence[Value]]:
    """Return a row for each unit, by name."""
    contacts = await counted_contacts(tx, group_id=group.id)
    orders = await counted_orders(tx, group_id=group.id)
    return [
        (
            one.name,
            "是" if one.is_community else "否",
            *contacts.get(one.id, (0, 0)),
            *orders.get(one.id, (0, 0)),
        )
        for one in await units_of(tx, group_id=group.id)
    ]
