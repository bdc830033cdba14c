"""What the staff tell about a session and about how receptions lie in the year."""

from datetime import datetime
from typing import Annotated

from handlers.kit.forms.readers import Text
from handlers.kit.forms.reading import Phrase, Problem, Read, Reader, Said, Seen, Taken
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.forms.times import Until, When
from handlers.kit.visit import Visit
from handlers.receptions.plan import settings_card
from handlers.receptions.sessions import show_kept
from models.people.tables import Role
from models.receptions import adjusting
from models.receptions.adjusting import LONGEST_ROUTE, LONGEST_TOPICS
from models.receptions.rules import day_rule, hour_of
from models.receptions.settings import Wishes, set_settings


class Whole(Reader):
    """A whole number within bounds; 没有 and 无 are none."""

    def __init__(self, least: int, most: int) -> None:
        """Take the bounds, which are allowed."""
        self.least, self.most = least, most

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take digits alone, with what people write after them."""
        digits = "".join(mark for mark in said.text if mark.isdecimal())
        if not digits or not self.least <= int(digits[:6]) <= self.most:
            return Problem(Phrase(key="receptions.p_number", number=self.most))
        return Taken(value=int(digits[:6]))


class Rule(Reader):
    """A day of the month: 第二个星期四, 15日."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take what names a day."""
        try:
            day_rule(said.text)
        except ValueError:
            return Problem(Phrase(key="receptions.p_rule"))
        return Taken(value=" ".join(said.text.split())[:40])


class Hour(Reader):
    """A time of day: 14:30, 9点."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take what names a time of day."""
        try:
            return Taken(value=hour_of(said.text).isoformat("minutes"))
        except ValueError:
            return Problem(Phrase(key="receptions.p_hour"))


class _Described(Form):
    session_id: int

    async def _describe(self, visit: Visit, what: str, value: str) -> None:
        await adjusting.describe(
            visit.tx,
            group_id=self.group_id,
            session_id=self.session_id,
            what=what,
            value=value,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_kept(visit, self.group_id, self.session_id)


@form("reception topics", title="receptions.f_topics", may="staff")
class TopicsForm(_Described):
    """What a reception is about."""

    topics: Annotated[
        str,
        Ask(
            "receptions.q_topics",
            "receptions.l_topics",
            Text(longest=LONGEST_TOPICS),
            hint="receptions.h_topics",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Write the topics down and show the session."""
        await self._describe(visit, "topics", self.topics)


@form("reception route", title="receptions.f_route", may="staff")
class RouteForm(_Described):
    """The visits of a house call, in their order."""

    route: Annotated[
        str,
        Ask(
            "receptions.q_route",
            "receptions.l_route",
            Text(longest=LONGEST_ROUTE, lines=True),
            hint="receptions.h_route",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Seal the visits and show the session."""
        await self._describe(visit, "route", self.route)


@form("reception move", title="receptions.f_move", may="staff")
class MoveForm(Form):
    """A new time for a session."""

    session_id: int
    starts_at: Annotated[
        datetime,
        Ask(
            "reminders.q_new_start",
            "activities.l_starts_at",
            When(ends="ends_at"),
            hint="activities.h_starts_at",
        ),
    ]
    ends_at: Annotated[
        datetime,
        Ask(
            "activities.q_ends_at",
            "activities.l_ends_at",
            Until(start="starts_at"),
            hint="activities.h_ends_at",
            after=("starts_at",),
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Move the session, tell everybody who was told, and show it."""
        await adjusting.move(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            session_id=self.session_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await show_kept(visit, self.group_id, self.session_id)


@form("reception settings", title="receptions.f_settings", may="staff")
class SettingsForm(Form):
    """How receptions lie in the year."""

    start_month: Annotated[
        int,
        Ask(
            "receptions.q_start_month",
            "receptions.l_start_month",
            Whole(1, 12),
            hint="receptions.h_start_month",
        ),
    ]
    day_rule: Annotated[
        str,
        Ask("receptions.q_rule", "receptions.l_rule", Rule(), hint="receptions.h_rule"),
    ]
    hour: Annotated[
        str, Ask("receptions.q_hour", "receptions.l_hour", Hour(), hint="receptions.h_hour")
    ]
    minutes: Annotated[
        int,
        Ask(
            "receptions.q_minutes",
            "receptions.l_minutes",
            Whole(15, 480),
            hint="receptions.h_minutes",
        ),
    ]
    house_calls: Annotated[
        int,
        Ask(
            "receptions.q_house_calls",
            "receptions.l_house_calls",
            Whole(0, 50),
            hint="receptions.h_house_calls",
        ),
    ] = 0

    async def done(self, visit: Visit) -> None:
        """Set them and show them; the next planning follows."""
        await set_settings(
            visit.tx,
            group_id=self.group_id,
            wishes=Wishes(
                start_month=self.start_month,
                day_rule=self.day_rule,
                hour=self.hour,
                minutes=self.minutes,
                house_calls=self.house_calls,
            ),
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await visit.change(await settings_card(visit, self.group_id))
