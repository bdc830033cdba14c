"""Which activity somebody means who says 签到. Pure."""

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.activities.rules import OVER, ActivityState, Judgement, Way, Window, judge
from models.activities.tables import Activity
from models.people.tables import Level

_SAME_OCCASION = timedelta(hours=12)  # a word so long before or after still means this activity


class Meant(enum.StrEnum):
    """What a check-in finds."""

    ONE = "one"
    SEVERAL = "several"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    NOT_INVITED = "not_invited"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is meant, and the activities it is about: the open ones, or the nearest."""

    meant: Meant
    activities: Sequence[Activity] = ()


def window(activity: Activity) -> Window:
    """Return the check-in window of an activity as it holds now."""
    return Window(
        opens_at=activity.opens_at, late_from=activity.late_from, closes_at=activity.closes_at
    )


def takes(activity: Activity, sent_at: datetime) -> bool:
    """Tell whether a check-in sent at a moment counts, even if it is handled after the closing."""
    live = activity.state in (ActivityState.ANNOUNCED, *OVER)
    return live and judge(window(activity), sent_at) in (Judgement.PRESENT, Judgement.LATE)


def is_invited(activity: Activity, level: Level | None, member_id: int | None) -> bool:
    """Tell whether an activity is for a deputy: named in its list, else by level.

    Without a list or levels it is for all; one without a level is of every level.
    """
    if activity.members is not None:
        return member_id in activity.members
    return activity.levels is None or level is None or level.value in activity.levels


def choose(
    activities: Iterable[Activity],
    *,
    level: Level | None,
    sent_at: datetime,
    member_id: int | None = None,
) -> Choice:
    """Return what a check-in sent at a moment means, among the activities of the groups.

    Open ones first; else the nearest of the same half day, to say why not; else nothing.
    """
    known = list(activities)
    mine = [one for one in known if is_invited(one, level, member_id)]
    open_now = [one for one in mine if takes(one, sent_at)]
    if open_now:
        return Choice(Meant.ONE if len(open_now) == 1 else Meant.SEVERAL, open_now)
    if others := [one for one in known if takes(one, sent_at)]:
        return Choice(Meant.NOT_INVITED, others[:1])
    return _nearest(mine, sent_at)


def _nearest(activities: Sequence[Activity], sent_at: datetime) -> Choice:
    near = [one for one in activities if _distance(one, sent_at) <= _SAME_OCCASION]
    if not near:
        return Choice(Meant.NOTHING)
    one = min(near, key=lambda each: _distance(each, sent_at))
    if one.state is ActivityState.CANCELLED:
        return Choice(Meant.CANCELLED, [one])
    early = sent_at < one.opens_at
    return Choice(Meant.TOO_EARLY if early else Meant.TOO_LATE, [one])


def _distance(activity: Activity, moment: datetime) -> timedelta:
    before, after = activity.opens_at - moment, moment - activity.closes_at
    return max(before, after, timedelta(0))


def accepts(ways: Collection[str], way: Way) -> bool:
    """Tell whether an activity takes check-ins by a way.

    A press proves no more than the word does, so where the word counts a press does too: of an
    older card, or of the buttons that ask which activity is meant.
    """
    return way in ways or (way is Way.BUTTON and Way.WORD in ways)
