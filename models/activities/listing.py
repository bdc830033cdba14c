"""The staff's list: ticking names in the chat, and bringing a signed sheet back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activities import paper
from models.activities.checking import card_about
from models.activities.choosing import is_invited, takes
from models.activities.queries import entries, invited, shown
from models.activities.roll_notices import NotTicked, PaperRead, PaperUnclear, TickLater
from models.activities.rules import HERE, OVER, ActivityState, AttendanceState, Way
from models.activities.standing import in_state
from models.activities.tables import Activity, Attendance, PaperSheet
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.messages import actions as messages
from models.people.queries import members
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.points import actions as points
from models.points.sources import source_of

TICKED_FOR = timedelta(days=1)  # after the closing; later a correction needs its reason
SHEET_FOR = timedelta(days=3)  # "all but …" is said of a sheet no older than this


async def tick(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    member_id: int,
    by: Actor,
    now: datetime,
) -> Attendance:
    """Note a deputy as here, or take back what the list noted; points follow.

    From the opening until a day after the closing. Refusal (not ticked) for whoever checked in
    themselves, is excused or was corrected: that is changed by a correction, with its reason.
    """
    require_staff(by, group_id=group_id)
    one = await _tickable(tx, group_id, activity_id, now=now)
    member = await tx.get(Member, (group_id, member_id))
    if member is None or not _belongs(one, member):
        raise Refusal(Gone())
    entry = await tx.get(Attendance, (group_id, activity_id, member_id))
    if entry is not None and not _is_free(entry):
        raise Refusal(NotTicked(name=member.name, state=entry.state))
    here = entry is None or entry.state not in HERE
    entry = await _note(tx, one, member, entry, here=here, by=by, now=now)
    audit.write(
        tx,
        "activities.tick",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=activity_id,
        member=member_id,
        state=entry.state.value,
    )
    await messages.touch(tx, group_id=group_id, about=card_about(activity_id))
    return entry


async def _tickable(tx: Transaction, group_id: int, activity_id: int, *, now: datetime) -> Activity:
    one = await in_state(tx, group_id, activity_id, ActivityState.ANNOUNCED, *OVER)
    if now < one.opens_at or now > one.closes_at + TICKED_FOR:
        raise Refusal(TickLater(title=one.title, opens_at=one.opens_at, early=now < one.opens_at))
    return one


def _belongs(one: Activity, member: Member) -> bool:
    there = member.role is Role.DEPUTY and member.left_at is None
    return there and is_invited(one, member.level, member.id)


def _is_free(entry: Attendance) -> bool:
    """Tell whether the list may change an entry: one of the list's own, or of the closing."""
    return entry.way is Way.LIST and entry.state is not AttendanceState.EXCUSED


async def _note(
    tx: Transaction,
    one: Activity,
    member: Member,
    entry: Attendance | None,
    *,
    here: bool,
    by: Actor,
    now: datetime,
) -> Attendance:
    if entry is None:
        entry = Attendance(
            group_id=one.group_id, activity_id=one.id, member_id=member.id, revision=0
        )
        tx.add(entry)
    entry.state = AttendanceState.PRESENT if here else AttendanceState.ABSENT
    entry.way, entry.entered_by, entry.reason = Way.LIST, by.member_id, None
    entry.at = now if takes(one, now) else one.starts_at
    entry.revision += 1
    await tx.flush()
    group = await tx.load(groups, one.group_id)
    zone = group.timezone if group else "UTC"
    await points.earn(tx, source_of(one, zone, entry), now=now)
    return entry


async def make_sheet(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """Number the deputies for a sheet to be signed.

    A number once given stays: who is invited later comes to the end, so that a sheet printed
    before still means the same.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(
        tx,
        group_id,
        activity_id,
        ActivityState.DRAFT,
        ActivityState.ANNOUNCED,
        *OVER,
    )
    everybody = [each.id for each in await invited(tx, one)]
    sheet = await tx.get(PaperSheet, (group_id, activity_id))
    if sheet is None:
        sheet = PaperSheet(group_id=group_id, activity_id=activity_id, member_ids=[], version=0)
        tx.add(sheet)
    new = [each for each in everybody if each not in set(sheet.member_ids)]
    sheet.member_ids = [*sheet.member_ids, *new]
    sheet.made_at, sheet.missing = now, None
    sheet.version += 1
    audit.write(tx, "activities.sheet", by=by, now=now, group_id=group_id, subject_id=activity_id)
    return one


async def on_sheet(tx: Transaction, sheet: PaperSheet, one: Activity) -> Sequence[Member | None]:
    """Return who stands at which number, the first first; None where nobody does any more."""
    found = await members(tx, [(sheet.group_id, each) for each in sheet.member_ids])
    lines = [found.get((sheet.group_id, each)) for each in sheet.member_ids]
    return [each if each is not None and _belongs(one, each) else None for each in lines]


async def last_sheet(
    tx: Transaction, *, group_ids: Sequence[int], now: datetime
) -> PaperSheet | None:
    """Return the sheet made last in these groups, if it is no older than three days."""
    rows = await tx.scalars(
        select(PaperSheet)
        .where(PaperSheet.group_id.in_(group_ids), PaperSheet.made_at > now - SHEET_FOR)
        .order_by(PaperSheet.made_at.desc())
        .limit(1)
    )
    sheet: PaperSheet | None = rows.first()
    return sheet


async def read_back(
    tx: Transaction, sheet: PaperSheet, *, said: str, by: Actor, now: datetime
) -> PaperRead:
    """Understand "all but …", keep it until it is confirmed, and return it with the names.

    Refusal (unclear) names every word that is no number and no name on the sheet.
    """
    require_staff(by, group_id=sheet.group_id)
    one = await _tickable(tx, sheet.group_id, sheet.activity_id, now=now)
    lines = await on_sheet(tx, sheet, one)
    reading = paper.read(paper.all_but(said) or "", [each.name if each else None for each in lines])
    if reading.unclear:
        raise Refusal(PaperUnclear(words=reading.unclear, people=len(lines)))
    missing = [each for number in reading.missing if (each := lines[number - 1])]
    sheet.missing = [each.id for each in missing]
    sheet.version += 1
    there = await entries(tx, [(one.group_id, one.id, each.id) for each in lines if each] or [])
    own = [
        each.name
        for each in missing
        if (entry := there.get((one.group_id, one.id, each.id)))
        and entry.state in HERE
        and not _is_free(entry)
    ]
    return PaperRead(
        activity=shown(one, now=now),
        version=sheet.version,
        here=sum(each is not None for each in lines) - len(missing),
        missing=tuple(
            f"{number} {each.name}"
            for number in reading.missing
            if (each := lines[number - 1]) is not None
        ),
        own=tuple(own),
    )


async def confirm_sheet(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    version: int,
    by: Actor,
    now: datetime,
) -> Activity:
    """Enter a signed sheet as it was read back: all but the missing are here.

    Whoever checked in themselves stays as they are; who was excused and signed was here after
    all; what staff corrected with a reason stays. Refusal (gone) for an older reading.
    """
    require_staff(by, group_id=group_id)
    one = await _tickable(tx, group_id, activity_id, now=now)
    sheet = await tx.get(PaperSheet, (group_id, activity_id))
    if sheet is None or sheet.version != version or sheet.missing is None:
        raise Refusal(Gone())
    missing, sheet.missing = set(sheet.missing), None
    lines = [each for each in await on_sheet(tx, sheet, one) if each is not None]
    there = await entries(tx, [(group_id, activity_id, each.id) for each in lines] or [])
    for member in lines:
        entry = there.get((group_id, activity_id, member.id))
        here = member.id not in missing
        if _changes(entry, here=here):
            await _note(tx, one, member, entry, here=here, by=by, now=now)
    audit.write(
        tx,
        "activities.paper",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=activity_id,
        here=len(lines) - len(missing),
        missing=len(missing),
    )
    await messages.touch(tx, group_id=group_id, about=card_about(activity_id))
    return one


def _changes(entry: Attendance | None, *, here: bool) -> bool:
    """Tell whether a line of a signed sheet changes an entry."""
    if entry is None:
        return here
    if entry.way is Way.CORRECTION:
        return False
    return entry.state not in HERE if here else entry.state in HERE and _is_free(entry)
