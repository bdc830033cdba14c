"""The screen in the room: addresses of its page, and what it shows."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from models.activities.code_checking import venue_key
from models.activities.codes import STEP, begins, code_of, payload, step_of
from models.activities.notices import Counts, NotNow, Shown
from models.activities.photo_notices import NoCode
from models.activities.queries import activity, counts, shown
from models.activities.rules import ActivityState, Way
from models.activities.standing import in_state
from models.activities.tables import Activity, VenueScreen
from models.activities.way_notices import CodeNow
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.people import keys
from models.people.inviting import digest
from models.people.rules import Actor, require_staff

KEPT = timedelta(days=1)  # a page says for so long that the check-in is over
_SERIAL_BYTES = 9
_LONGEST_TOKEN = 64


def token_of(serial: str) -> str:
    """Return the secret part of an address: it follows from its serial and the keys file."""
    return keys.current().find(f"venue-page:{serial}")[:40]


async def open_screen(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> str:
    """Make a new address of the page and return its serial; earlier ones stay good.

    Whoever knows the address sees the code, so only staff get one. The code becomes one of the
    ways to check in. Refusal (not now) unless the activity is announced.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, ActivityState.ANNOUNCED)
    if Way.CODE not in one.ways:
        raise Refusal(NotNow(title=one.title, state=one.state))
    serial = secrets.token_urlsafe(_SERIAL_BYTES)
    tx.add(
        VenueScreen(
            token_hash=digest(token_of(serial)),
            group_id=group_id,
            activity_id=activity_id,
            created_at=now,
        )
    )
    audit.write(tx, "activities.screen", by=by, now=now, group_id=group_id, subject_id=one.id)
    return serial


async def void_screens(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> int:
    """Make every address of an activity's page lead nowhere; return how many there were."""
    require_staff(by, group_id=group_id)
    gone = await tx.scalars(
        delete(VenueScreen)
        .where(VenueScreen.group_id == group_id, VenueScreen.activity_id == activity_id)
        .returning(VenueScreen.token_hash)
    )
    audit.write(tx, "activities.void", by=by, now=now, group_id=group_id, subject_id=activity_id)
    return len(gone.all())


async def code_now(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> CodeNow:
    """Return the present code for staff to read out. Refusal (no code) while none counts."""
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, ActivityState.ANNOUNCED)
    return CodeNow(code=require_code(one, now=now), seconds=_seconds_left(now))


def require_code(one: Activity, *, now: datetime) -> str:
    """Return the code that counts at an activity now; Refusal (no code) while none does."""
    code = code_of_now(one, now=now)
    if code is None:
        raise Refusal(NoCode(title=one.title, opens_at=one.opens_at, early=now < one.opens_at))
    return code


def code_of_now(one: Activity, *, now: datetime) -> str | None:
    """Return the code that counts at an activity now, None while none does."""
    here = shown(one, now=now)
    takes_codes = here.is_open and Way.CODE in here.ways
    return code_of(venue_key(one.group_id, one.id), step_of(now)) if takes_codes else None


def _seconds_left(now: datetime) -> int:
    """Return after how many seconds the code is another one; at least one."""
    return max(int((begins(step_of(now)) + STEP - now).total_seconds()), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; no code while the check-in is not open."""

    activity: Shown
    counts: Counts
    locale: str
    zone: str
    code: str | None
    seconds: int  # until the next code
    payload: str  # of the link in the QR code


async def view(tx: Transaction, *, token: str, now: datetime) -> View | None:
    """Return what the page at an address shows, None if there is no such address."""
    if len(token) > _LONGEST_TOKEN:
        return None
    screen = await tx.get(VenueScreen, digest(token))
    if screen is None:
        return None
    one = await activity(tx, group_id=screen.group_id, activity_id=screen.activity_id)
    group = await tx.load(groups, screen.group_id)
    if one is None or group is None or now > one.ends_at + KEPT:
        return None
    return _view(one, await counts(tx, one), locale=group.locale, zone=group.timezone, now=now)


def _view(one: Activity, so_far: Counts, *, locale: str, zone: str, now: datetime) -> View:
    code = code_of_now(one, now=now)
    return View(
        activity=shown(one, now=now),
        counts=so_far,
        locale=locale,
        zone=zone,
        code=code,
        seconds=_seconds_left(now),
        payload=payload(one.group_id, one.id, code) if code else "",
    )
