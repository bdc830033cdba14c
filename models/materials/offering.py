"""A material that belongs to a study session is offered to those who were excused from it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, insert, select

from models.activities.rules import ActivityKind, ActivityState, AttendanceState
from models.activities.tables import Activity, Attendance
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.materials import refusals as r
from models.materials import shelf_notices as n
from models.materials.queries import the_material
from models.materials.rules import OPEN, MaterialState, Times
from models.materials.tables import Material, Recipient
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role

Key = tuple[int, int]
_OFFERED = (MaterialState.DRAFT, *OPEN)


async def sessions(tx: Transaction, group_id: int) -> Sequence[Activity]:
    """Return the study sessions a material may belong to, the latest first."""
    rows = await tx.scalars(
        select(Activity)
        .where(
            Activity.group_id == group_id,
            Activity.kind == ActivityKind.STUDY,
            Activity.state != ActivityState.CANCELLED,
        )
        .order_by(Activity.starts_at.desc())
        .limit(8)
    )
    return rows.all()


async def attach(
    tx: Transaction, *, group_id: int, material_id: int, activity_id: int, by: Actor, now: datetime
) -> n.Attached:
    """Let a material belong to a study session; Refusal (gone) if it is none."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    activity = await tx.get(Activity, (group_id, activity_id))
    if activity is None or activity.kind is not ActivityKind.STUDY:
        raise Refusal(Gone())
    if one.state not in _OFFERED:
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    one.activity_id = activity_id
    audit.write(tx, "materials.attach", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return n.Attached(
        group_id=group_id, material_id=one.id, title=one.title, activity=activity.title
    )


_MISSED = and_(
    Attendance.group_id == Material.group_id,
    Attendance.activity_id == Material.activity_id,
    Attendance.state == AttendanceState.EXCUSED,
)
_HAS_IT = and_(
    Recipient.group_id == Material.group_id,
    Recipient.material_id == Material.id,
    Recipient.member_id == Attendance.member_id,
)


async def missed(tx: Transaction, *, now: datetime) -> Sequence[Key]:  # noqa: ARG001
    """Return the materials of study sessions that somebody excused has not been offered."""
    rows = await tx.execute(
        select(Material.group_id, Material.id)
        .join(Attendance, _MISSED)
        .outerjoin(Recipient, _HAS_IT)
        .where(
            Material.group_id.in_(select(Group.id)),  # so that their index is used
            Material.activity_id > 0,
            Material.state.in_(_OFFERED),
            Recipient.member_id.is_(None),
        )
        .distinct()
    )
    return [(row[0], row[1]) for row in rows]


async def offer(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Hand a session's material to those excused who have not got it; at no quiet hour."""
    one = await the_material(tx, *key)
    group = await tx.load(groups, key[0])
    if one.state not in _OFFERED or group is None:
        return False
    rows = await tx.execute(
        select(Member.id, Member.account_id)
        .select_from(Material)
        .join(Attendance, _MISSED)
        .join(
            Member,
            and_(Member.group_id == Attendance.group_id, Member.id == Attendance.member_id),
        )
        .outerjoin(Recipient, _HAS_IT)
        .where(
            Material.group_id == one.group_id,
            Material.id == one.id,
            Recipient.member_id.is_(None),
            Member.role == Role.DEPUTY,
        )
    )
    leaves = Times(now=now, zone=ZoneInfo(group.timezone)).leaves_at(now)
    values = [
        {
            "group_id": one.group_id,
            "material_id": one.id,
            "member_id": member_id,
            "account_id": account_id,
            "due_at": leaves if account_id else None,
            "reminded": 0,
        }
        for member_id, account_id in rows
    ]
    if not values:
        return False
    await tx.execute(insert(Recipient), values)
    one.state, one.sent_at = MaterialState.SENDING, one.sent_at or now
    one.due_at = one.due_at or now
    return True
