"""Guests of an activity: by name and kind, for the record; they are no members and earn nothing."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from models.activities.checking import card_about
from models.activities.notices import NotNow
from models.activities.roll_notices import GuestShown
from models.activities.rules import ActivityState, GuestKind
from models.activities.standing import in_state
from models.activities.tables import Activity, Guest
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.messages import actions as messages
from models.people.rules import Actor, require_staff

MOST = 200  # guests of one activity

_WORDS = {
    word: kind
    for kind, words in {
        GuestKind.VOTER: "选民代表 选民 居民代表 群众代表 voter voters",
        GuestKind.PARTY_DEPUTY: "党代表 party",
        GuestKind.ADVISER: "政协委员 委员 cppcc",
        GuestKind.UNIT: "承办单位 单位 部门 unit units",
        GuestKind.OTHER: "来宾 嘉宾 其他 guest guests other",
    }.items()
    for word in words.split()
}
_KIND = re.compile(
    rf"(?:^|(?<=[\s,]))({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[\s:,]|$)\s*:?"
)
_BETWEEN = re.compile(r"[,\n]+")
_SPACES = re.compile(r"\s+")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A guest as staff wrote them down."""

    name: str
    kind: GuestKind


def read(text: str) -> list[Named] | None:
    """Return the guests in "选民代表 张三、李四;政协委员 王五", in order and each once.

    A kind holds until the next one; names before any kind are other guests. Chinese names may
    be parted by spaces too. None if there is no name, too many, or one over 40 characters.
    """
    marks = str.maketrans({"、": ",", ";": ",", "。": ","})
    folded = unicodedata.normalize("NFKC", text).translate(marks)
    kind = GuestKind.OTHER
    found: dict[Named, None] = {}
    for place, part in enumerate(_KIND.split(folded.strip())):
        if place % 2:
            kind = _WORDS[part]
        else:
            found |= {Named(name, kind): None for name in _names(part)}
    too_long = any(len(one.name) > _LONGEST for one in found)
    return None if not found or too_long or len(found) > MOST else list(found)


def _names(part: str) -> list[str]:
    names: list[str] = []
    for piece in _BETWEEN.split(part):
        words = _SPACES.split(piece.strip())
        names += words if all(not word.isascii() for word in words) else [" ".join(words)]
    return [one for one in names if any(mark.isalnum() for mark in one)]


async def add(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    guests: Sequence[Named],
    by: Actor,
    now: datetime,
) -> Activity:
    """Note guests down; one who is there already, by name and kind, is not there twice.

    Refusal (not now) for an activity that is cancelled or full.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_OPEN)
    there = await guests_of(tx, one)
    known = {(row.name, row.kind) for row in there}
    new = [each for each in guests if (each.name, each.kind) not in known]
    if len(there) + len(new) > MOST:
        raise Refusal(NotNow(title=one.title, state=one.state))
    for each in new:
        tx.add(
            Guest(
                group_id=group_id,
                id=new_id(),
                activity_id=activity_id,
                name=each.name,
                kind=each.kind,
                created_at=now,
            )
        )
    await tx.flush()
    await _changed(tx, one, "activities.guests", by=by, now=now, count=len(new))
    return one


_OPEN = (
    ActivityState.DRAFT,
    ActivityState.ANNOUNCED,
    ActivityState.CLOSED,
    ActivityState.RECORDED,
)


async def remove(
    tx: Transaction, *, group_id: int, activity_id: int, guest_id: int, by: Actor, now: datetime
) -> Activity:
    """Take a guest off again; one who is gone already is no problem."""
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_OPEN)
    await tx.execute(
        delete(Guest).where(
            Guest.group_id == group_id, Guest.activity_id == activity_id, Guest.id == guest_id
        )
    )
    await _changed(tx, one, "activities.guest_off", by=by, now=now, count=1)
    return one


async def _changed(
    tx: Transaction, one: Activity, verb: str, *, by: Actor, now: datetime, count: int
) -> None:
    audit.write(tx, verb, by=by, now=now, group_id=one.group_id, subject_id=one.id, count=count)
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))


async def guests_of(tx: Transaction, one: Activity) -> Sequence[Guest]:
    """Return the guests of an activity, by kind in the order they were noted down."""
    rows = await tx.scalars(
        select(Guest)
        .where(Guest.group_id == one.group_id, Guest.activity_id == one.id)
        .order_by(Guest.id)
    )
    order = list(GuestKind)
    return sorted(rows.all(), key=lambda row: order.index(row.kind))


async def listed(tx: Transaction, one: Activity) -> tuple[GuestShown, ...]:
    """Return the guests of an activity as they are shown."""
    rows = await guests_of(tx, one)
    return tuple(GuestShown(guest_id=row.id, name=row.name, kind=row.kind) for row in rows)
