"""Checking in by the code on the screen in the room: who is refused, and when guessing ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, select

from models.activities.checking import Checked, Result, check_in, note_attempt
from models.activities.choosing import takes
from models.activities.codes import WITHIN, Fit, fit
from models.activities.queries import around, hour
from models.activities.rules import Way
from models.activities.tables import Activity, Attempt
from models.activities.way_notices import CodeLocked, WrongCode
from models.database import Transaction
from models.limits import settings as limits
from models.people import keys
from models.people.tables import Member

_GUESSES = (Result.WRONG_CODE, Result.OLD_CODE, Result.OTHER_ACTIVITY)


def venue_key(group_id: int, activity_id: int) -> bytes:
    """Return the key of an activity's codes: it follows from the keys file, no row holds it."""
    return bytes.fromhex(keys.current().find(f"venue-code:{group_id}:{activity_id}"))


@dataclass(frozen=True, slots=True)
class _Asking:
    """An activity that asks for a code now, and what the code said is to it."""

    member: Member
    activity: Activity
    fit: Fit
    step: int

    @property
    def key(self) -> tuple[int, int]:
        return self.activity.group_id, self.activity.id


async def is_asked(tx: Transaction, *, members: Sequence[Member], sent_at: datetime) -> bool:
    """Tell whether an activity of somebody's groups asks for a code at a moment."""
    return bool(await _asking(tx, members, sent_at, code=""))


async def check_in_by_code(
    tx: Transaction,
    *,
    members: Sequence[Member],
    account_id: int,
    code: str,
    sent_at: datetime,
    now: datetime,
    activity: tuple[int, int] | None = None,
) -> Checked:
    """Check a person in by a code, at the activity named or at the one the code is of.

    Judged by when the message was sent. After five wrong ones (a setting) within ten minutes the
    account is heard no more until the first of them is ten minutes old: right or wrong, codes
    are not even looked at, so that guessing learns nothing.
    """
    until = await locked_until(tx, account_id=account_id, sent_at=sent_at)
    if until is not None:
        _note(tx, Result.LOCKED, members[0], activity, sent_at=sent_at)
        return Checked(result=Result.LOCKED, notice=CodeLocked(until=until))
    asking = await _asking(tx, members, sent_at, code=code)
    mine = [one for one in asking if activity in (None, one.key)]
    right = next((one for one in mine if one.fit is Fit.CURRENT), None)
    if mine and right is None:
        result = _why(asking, mine)
        _note(tx, result, members[0], activity or mine[0].key, sent_at=sent_at)
        return await _wrong(tx, result, account_id=account_id, sent_at=sent_at)
    return await check_in(
        tx,
        members=[right.member] if right else members,
        way=Way.CODE,
        sent_at=sent_at,
        now=now,
        activity=right.key if right else activity,
        code_step=right.step if right else None,
    )


async def _asking(
    tx: Transaction, members: Sequence[Member], sent_at: datetime, *, code: str
) -> list[_Asking]:
    found = []
    for member in members:
        for one in await tx.load(around, (member.group_id, hour(sent_at))) or ():
            if Way.CODE in one.ways and takes(one, sent_at):
                judged, step = fit(venue_key(one.group_id, one.id), code, sent_at)
                found.append(_Asking(member, one, judged, step))
    return found


def _why(asking: Sequence[_Asking], mine: Sequence[_Asking]) -> Result:
    if any(one.fit is Fit.OLD for one in mine):
        return Result.OLD_CODE
    if any(one.fit is Fit.CURRENT for one in asking):
        return Result.OTHER_ACTIVITY
    return Result.WRONG_CODE


def _note(
    tx: Transaction,
    result: Result,
    member: Member,
    activity: tuple[int, int] | None,
    *,
    sent_at: datetime,
) -> None:
    note_attempt(
        tx,
        result,
        member=member,
        activity_id=activity[1] if activity else None,
        way=Way.CODE,
        sent_at=sent_at,
    )


async def _wrong(tx: Transaction, result: Result, *, account_id: int, sent_at: datetime) -> Checked:
    await tx.flush()
    until = await locked_until(tx, account_id=account_id, sent_at=sent_at)
    if until is not None:
        return Checked(result=result, notice=CodeLocked(until=until))
    guesses = await _guesses(tx, account_id=account_id, sent_at=sent_at)
    left = limits.current().code_attempts - len(guesses)
    return Checked(result=result, notice=WrongCode(result=result.value, left=left))


async def locked_until(tx: Transaction, *, account_id: int, sent_at: datetime) -> datetime | None:
    """Return until when an account's codes are not heard, None while they are."""
    guesses = await _guesses(tx, account_id=account_id, sent_at=sent_at)
    return min(guesses) + WITHIN if len(guesses) >= limits.current().code_attempts else None


async def _guesses(tx: Transaction, *, account_id: int, sent_at: datetime) -> Sequence[datetime]:
    """Return when the last wrong codes of an account were sent, within ten minutes."""
    rows = await tx.scalars(
        select(Attempt.sent_at)
        .where(
            Attempt.account_id == account_id,
            Attempt.sent_at > sent_at - WITHIN,
            literal_column("way") == literal_column("'code'"),  # as the index is written
            Attempt.result.in_([one.value for one in _GUESSES]),
        )
        .order_by(Attempt.sent_at.desc())
        .limit(limits.current().code_attempts)
    )
    return rows.all()
