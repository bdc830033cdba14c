"""Appeals against a statement: filed within ten working days, decided with a reason."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.points.entering import Deed, entered, the_deputy, write_entry
from models.points.quarters import Quarter
from models.points.queries import hundredths, score_of
from models.points.statement_notices import (
    AppealAnswered,
    AppealDecided,
    AppealedAlready,
    AppealFiled,
    AppealTooLate,
)
from models.points.statements import run_of
from models.points.tables import Appeal, AppealState
from models.points.telling import tell, tell_staff


async def require_open(
    tx: Transaction, *, group_id: int, member_id: int, quarter: Quarter, now: datetime
) -> None:
    """Refuse an appeal that comes too late, or for the second time."""
    group, _member = await the_deputy(tx, group_id, member_id)
    run = await run_of(tx, group_id, quarter)
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    if run is None or today > run.appeal_until:
        raise Refusal(AppealTooLate(appeal_until=run.appeal_until if run else None))
    rows = await tx.scalars(
        select(Appeal).where(
            Appeal.group_id == group_id,
            Appeal.member_id == member_id,
            Appeal.year == quarter.year,
            Appeal.quarter == quarter.number,
        )
    )
    known = rows.first()
    if known is not None:
        raise Refusal(AppealedAlready(filed_at=known.filed_at))


async def file(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    member_id: int,
    quarter: Quarter,
    reason: str,
    by: Actor,
    now: datetime,
) -> Appeal:
    """Take a deputy's appeal and show it to the staff. Only the deputy's own; see require_open."""
    if by.group_id != group_id or by.member_id != member_id:
        raise Refusal(NotAllowed())
    await require_open(tx, group_id=group_id, member_id=member_id, quarter=quarter, now=now)
    group, member = await the_deputy(tx, group_id, member_id)
    appeal = Appeal(
        group_id=group_id,
        id=new_id(),
        member_id=member_id,
        year=quarter.year,
        quarter=quarter.number,
        reason=reason[:500],
        filed_at=now,
        state=AppealState.OPEN,
    )
    tx.add(appeal)
    await tx.flush()
    audit.write(tx, "points.appeal", by=by, now=now, group_id=group_id, subject_id=appeal.id)
    notice = AppealFiled(
        group_id=group_id,
        member_id=member_id,
        appeal_id=appeal.id,
        name=member.name,
        year=quarter.year,
        quarter=quarter.number,
        total=await _total(tx, group, member_id, quarter.year, now),
        reason=appeal.reason,
    )
    await tell_staff(tx, group, notice, bot_id=bot_id, about=f"appeal:{appeal.id}", now=now)
    return appeal


async def _total(tx: Transaction, group: Group, member_id: int, year: int, now: datetime) -> int:
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    found = await score_of(tx, group_id=group.id, member_id=member_id, year=year, today=today)
    return hundredths(found.total)


async def the_open(tx: Transaction, *, group_id: int, appeal_id: int) -> Appeal:
    """Return an appeal nobody has decided; Refusal if there is none, or it is decided."""
    appeal = await tx.get(Appeal, (group_id, appeal_id))
    if appeal is None:
        raise Refusal(Gone())
    if appeal.state is not AppealState.OPEN:
        raise Refusal(AppealDecided())
    return appeal


async def decide(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    appeal_id: int,
    upheld: bool,
    answer: str,
    by: Actor,
    now: datetime,
    item: tuple[str, int] | None = None,
) -> Appeal:
    """Answer an appeal with a reason; the deputy hears.

    Upheld with an item (rule, variant) a new line is added on the quarter's last day, or today
    if that is still ahead; without one, the roll has been corrected and the ledger followed.
    """
    require_staff(by, group_id=group_id)
    appeal = await the_open(tx, group_id=group_id, appeal_id=appeal_id)
    group, member = await the_deputy(tx, group_id, appeal.member_id)
    appeal.state = AppealState.UPHELD if upheld else AppealState.DECLINED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer[:500], by.member_id, now
    gained, names = 0, ("", "")
    if upheld and item is not None:
        gained, names = await _grant(tx, appeal, group, item, by=by, now=now)
    await tx.flush()
    audit.write(
        tx,
        "points.decide",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=appeal.id,
        upheld=int(upheld),
    )
    notice = AppealAnswered(
        group_id=group_id,
        member_id=member.id,
        year=appeal.year,
        quarter=appeal.quarter,
        upheld=upheld,
        answer=appeal.answer or "",
        item_zh=names[0],
        item_en=names[1],
        gained=gained,
        total=await _total(tx, group, member.id, appeal.year, now),
    )
    await tell(
        tx,
        member,
        group,
        notice,
        bot_id=bot_id,
        about=f"answer:{appeal.id}",
        now=now,
        is_answer=True,
    )
    return appeal


async def _grant(
    tx: Transaction,
    appeal: Appeal,
    group: Group,
    item: tuple[str, int],
    *,
    by: Actor,
    now: datetime,
) -> tuple[int, tuple[str, str]]:
    today: date = now.astimezone(ZoneInfo(group.timezone)).date()
    deed = Deed(
        group_id=group.id,
        member_id=appeal.member_id,
        rule_id=item[0],
        number=item[1],
        evidence=appeal.answer or "",
        on=min(today, Quarter(appeal.year, appeal.quarter).last),
        source="appeal",
    )
    entry = await write_entry(tx, deed, group, by=by, now=now)
    told = await entered(tx, entry, group, on=deed.on, now=now)
    return told.gained, (told.item_zh, told.item_en)
