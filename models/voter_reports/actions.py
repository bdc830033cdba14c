"""The verb on reports to voters: note who reported, and how; or that they did not."""

from datetime import datetime

from models.activities.rules import ActivityKind, ActivityState
from models.activities.tables import Activity
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.voter_reports.notices import NoReportMeeting
from models.voter_reports.tables import ReportForm, VoterReport


async def note(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    member_id: int,
    form: ReportForm | None,
    by: Actor,
    now: datetime,
) -> Activity:
    """Note how a deputy reported at a meeting; None takes it off again.

    Refused: not the group's staff, no such activity or deputy, an activity that is no 述职 or
    was cancelled.
    """
    require_staff(by, group_id=group_id)
    one = await tx.get(Activity, (group_id, activity_id))
    member = await tx.get(Member, (group_id, member_id))
    if one is None or member is None or member.role is not Role.DEPUTY:
        raise Refusal(Gone())
    if one.kind is not ActivityKind.REPORT_TO_VOTERS or one.state is ActivityState.CANCELLED:
        raise Refusal(NoReportMeeting(title=one.title))
    row = await tx.get(VoterReport, (group_id, activity_id, member_id))
    await _write(tx, row, (group_id, activity_id, member_id), form, by=by, now=now)
    facts = {"member": member_id, "form": form.value if form else None}
    audit.write(
        tx, "voter_reports.note", by=by, now=now, group_id=group_id, subject_id=activity_id, **facts
    )
    return one


async def _write(
    tx: Transaction,
    row: VoterReport | None,
    key: tuple[int, int, int],
    form: ReportForm | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    if form is None:
        if row is not None:
            await tx.session.delete(row)
    elif row is not None:
        row.form, row.noted_at, row.noted_by = form, now, by.member_id
    else:
        group_id, activity_id, member_id = key
        tx.add(
            VoterReport(
                group_id=group_id,
                activity_id=activity_id,
                member_id=member_id,
                form=form,
                noted_at=now,
                noted_by=by.member_id,
            )
        )
    await tx.flush()
