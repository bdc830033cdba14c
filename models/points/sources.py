"""What points are earned by: one deputy's entry on the roll of an activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.activities.rules import OVER, ActivityKind, AttendanceState, counts_as

if TYPE_CHECKING:
    from datetime import datetime

    from models.activities.tables import Activity, Attendance


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What points are earned by: one deputy at one activity, in its so-many-th version."""

    group_id: int
    member_id: int
    activity_id: int
    kind: ActivityKind
    at: datetime
    zone: str
    revision: int
    state: AttendanceState = AttendanceState.PRESENT
    is_over: bool = True  # the activity: until then it costs nobody anything to be missing

    @property
    def counts_as(self) -> AttendanceState | None:
        """Return the state that earns or costs points; None while it does neither."""
        return counts_as(self.state, is_over=self.is_over)

    @property
    def local(self) -> datetime:
        """Return the moment in the group's zone: its date decides year and rules."""
        return self.at.astimezone(ZoneInfo(self.zone))


def source_of(one: Activity, zone: str, entry: Attendance) -> Source:
    """Return what an entry counts as in the ledger of a group in this time zone."""
    return Source(
        group_id=one.group_id,
        member_id=entry.member_id,
        activity_id=one.id,
        kind=one.kind,
        at=one.starts_at,
        zone=zone,
        revision=entry.revision,
        state=entry.state,
        is_over=one.state in OVER,
    )
