"""The roster as a table, in the columns it is imported by; phones masked."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.tables import Group
from models.people import queries
from models.people.tables import Level, Member, Reach, Role
from reports.sheets.writing import Value

HEADERS = (
    "姓名",
    "角色",
    "手机",
    "层级",
    "代表团",
    "选区",
    "单位职务",
    "届次",
    "绑定状态",
    "绑定时间",
)
_ROLES = {Role.DEPUTY: "代表", Role.STAFF: "工作人员"}
_LEVELS = {Level.CITY: "市", Level.DISTRICT: "区", Level.STREET: "街道", None: None}
_STATES = {
    queries.BOUND: "已绑定",
    queries.UNBOUND: "未绑定",
    queries.UNREACHABLE: "已绑定,联系不上",
}


async def rows_of(tx: Transaction, group: Group) -> Sequence[Sequence[Value]]:
    """Return a row for everybody on the group's roster; moments in the group's zone."""
    zone = ZoneInfo(group.timezone)
    roster = await queries.roster(tx, group_id=group.id)
    return [_row(member, reach, zone) for member, reach in roster]


def _row(member: Member, reach: Reach | None, zone: ZoneInfo) -> Sequence[Value]:
    return (
        member.name,
        _ROLES[member.role],
        queries.masked_phone(member),
        _LEVELS[member.level],
        member.delegation,
        member.constituency,
        member.post,
        member.term,
        _STATES[queries.state_of(member, reach)],
        member.bound_at.astimezone(zone) if member.bound_at else None,
    )
