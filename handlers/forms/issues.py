"""What is asked of whoever reports: at most six steps; and what they add and answer later."""

from typing import Annotated

from handlers.forms.issue_readers import (
    HowToHear,
    OwnNumber,
    Part,
    Reporter,
    Spot,
    Story,
    Where,
    Who,
    words_of,
)
from handlers.issues.after import agreed_first, handed_in, knows, not_alike, show_own
from handlers.kit.forms.readers import OneOf, Text
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from models.errors import NotAllowed, Refusal
from models.issues import actions, reaching, triage
from models.issues import voter_notices as v
from models.issues.reports import LONGEST_WISH, Piece, Report
from models.issues.states import Category, FileKind, Mode, Urgency, Way
from models.limits import actions as limits
from models.limits.rules import Counted
from models.people.rules import Actor, acting
from models.people.tables import Role

_WHAT = Ask("issues.q_what", "issues.l_what", Story(), hint="issues.h_what")
_CATEGORY = Ask("issues.q_category", "issues.l_category", OneOf(Category, "issues.v_category"))
_WHERE = Ask("issues.q_where", "issues.l_where", Where(), hint="issues.h_where")
_URGENCY = Ask("issues.q_urgency", "issues.l_urgency", OneOf(Urgency, "issues.o_urgency"))
_WISH = Ask(
    "issues.q_wish",
    "issues.l_wish",
    Text(longest=LONGEST_WISH),
    hint="issues.h_wish",
    joined=True,  # to the urgency: what is wanted, and how soon
)


def pieces(parts: tuple[Part, ...]) -> tuple[Piece, ...]:
    """Return the files of a story, each once."""
    found = {
        one.file.file_unique_id: Piece(
            kind=FileKind(one.file.media.value),
            file_id=one.file.file_id,
            file_unique_id=one.file.file_unique_id,
            name=one.file.name,
            size=one.file.size,
            caption=one.file.caption,
        )
        for one in parts
        if one.file is not None
    }
    return tuple(found.values())


def first_message(parts: tuple[Part, ...]) -> int | None:
    """Return the message whose words can be edited later: there is one text, and no more."""
    texts = [one for one in parts if one.text or (one.file and one.file.caption)]
    return texts[0].message_id if len(texts) == 1 else None


@form("report", title="issues.f_report")
class ReportForm(Form):
    """A voter reports a problem; a station's QR code has filled in the place."""

    station_id: int = 0
    sure: int = 0  # they have seen the reports that are like it
    what: Annotated[tuple[Part, ...], _WHAT]
    category: Annotated[Category, _CATEGORY]
    where: Annotated[Spot | None, _WHERE] = None
    urgency: Annotated[Urgency, _URGENCY]
    wish: Annotated[str | None, _WISH] = None
    hear: Annotated[Who, Ask("issues.q_hear", "issues.l_hear", HowToHear(), hint="issues.h_hear")]

    def report(self, account_id: int) -> Report:
        """Return the report as the room takes it."""
        spot = self.where or Spot()
        is_anonymous = self.hear.way is Way.RECEIPT
        return Report(
            words=words_of(self.what),
            message_id=None if is_anonymous else first_message(self.what),
            files=pieces(self.what),
            category=self.category,
            place=spot.words,
            latitude=spot.latitude,
            longitude=spot.longitude,
            urgency=self.urgency,
            wish=self.wish,
            mode=Mode.STATION if self.station_id else Mode.CHAT,
            station_id=self.station_id or None,
            account_id=account_id,
            is_anonymous=is_anonymous,
            name=self.hear.name or None,
            phone=self.hear.phone,
        )

    async def done(self, visit: Visit) -> None:
        """Send it, unless the like of it is there and they have not said that theirs differs."""
        if not await agreed_first(visit, self):
            return
        report = self.report(visit.user.id)
        if not self.sure and not await not_alike(visit, self, report):
            return
        await limits.use(visit.tx, Counted.REPORT, account_id=visit.user.id, now=visit.now)
        one, code = await actions.register(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            report=report,
            by=visit.stranger(),
            now=visit.now,
        )
        await handed_in(visit, one, code)


@form("issue_record", title="issues.f_record", who="deputy, staff")
class RecordForm(Form):
    """A deputy or the staff record what somebody told them, in that person's own words."""

    station_id: int = 0
    activity_id: int = 0
    mode: Mode = Mode.IN_PERSON
    what: Annotated[
        tuple[Part, ...],
        Ask("issues.q_told", "issues.l_what", Story(), hint="issues.h_what"),
    ]
    category: Annotated[Category, _CATEGORY]
    where: Annotated[Spot | None, _WHERE] = None
    urgency: Annotated[Urgency, _URGENCY]
    wish: Annotated[str | None, _WISH] = None
    who: Annotated[
        Who | None, Ask("issues.q_who", "issues.l_who", Reporter(), hint="issues.h_who")
    ] = None

    async def done(self, visit: Visit) -> None:
        """Hand it in under one's own name, for somebody without Telegram."""
        spot, who = self.where or Spot(), self.who or Who(way=Way.IN_PERSON)
        report = Report(
            words=words_of(self.what),
            files=pieces(self.what),
            category=self.category,
            place=spot.words,
            latitude=spot.latitude,
            longitude=spot.longitude,
            urgency=self.urgency,
            wish=self.wish,
            mode=self.mode,
            station_id=self.station_id or None,
            activity_id=self.activity_id or None,
            name=who.name or None,
            phone=who.phone,
            report_back_by=who.way,
        )
        one, code = await actions.register(
            visit.tx,
            bot_id=visit.bot.id,
            group_id=self.group_id,
            report=report,
            by=await recorder(visit, self.group_id),
            now=visit.now,
        )
        await handed_in(visit, one, code, is_for_other=True)


async def recorder(visit: Visit, group_id: int) -> Actor:
    """Return the person as a deputy or member of staff; Refusal if they are neither."""
    place = await visit.place(Role.STAFF, group_id) or await visit.place(Role.DEPUTY, group_id)
    if place is None:
        raise Refusal(NotAllowed())
    return acting(place)


@form("issue_add", title="issues.f_add", who="voter: own, deputy: own, staff: of the group")
class AddForm(Form):
    """Somebody adds to a report."""

    issue_id: int
    proof: str = ""
    what: Annotated[
        tuple[Part, ...],
        Ask("issues.q_add", "issues.l_what", Story(), hint="issues.h_what"),
    ]

    async def done(self, visit: Visit) -> None:
        """Put it with the report."""
        one = await actions.add(
            visit.tx,
            group_id=self.group_id,
            issue_id=self.issue_id,
            words=words_of(self.what),
            files=pieces(self.what),
            message_id=first_message(self.what),
            by=await whose(visit, self.group_id),
            now=visit.now,
            is_proven=knows(visit, self.issue_id, self.proof),
        )
        await visit.change(v.AddedTo(number=one.number))


@form("issue_number", title="issues.f_number", who="voter: own")
class NumberForm(Form):
    """A voter gives another number to be called at, or none any more."""

    issue_id: int
    own: Annotated[
        Who, Ask("issues.q_number", "issues.l_number", OwnNumber(), hint="issues.h_number")
    ]

    async def done(self, visit: Visit) -> None:
        """Keep it, sealed, in place of the one before."""
        one = await reaching.set_number(
            visit.tx,
            group_id=self.group_id,
            issue_id=self.issue_id,
            phone=self.own.phone,
            by=visit.stranger(),
            now=visit.now,
        )
        await show_own(visit, one)


@form("issue_reply", title="issues.f_reply", who="voter: own, deputy: own, staff: of the group")
class ReplyForm(Form):
    """A voter answers what the staff asked."""

    issue_id: int
    proof: str = ""
    what: Annotated[tuple[Part, ...], Ask("issues.q_reply", "issues.l_what", Story())]

    async def done(self, visit: Visit) -> None:
        """Hand the answer to the staff, with what was sent."""
        await answer_back(visit, self.group_id, self.issue_id, self.what, self.proof)


async def answer_back(
    visit: Visit, group_id: int, issue_id: int, what: tuple[Part, ...], proof: str = ""
) -> None:
    """Hand a voter's answer to the staff, and show the report as it is then."""
    by = await whose(visit, group_id)
    is_proven = knows(visit, issue_id, proof)
    facts = {"group_id": group_id, "issue_id": issue_id}
    files = pieces(what)
    if files:
        await actions.add(
            visit.tx, **facts, words="", files=files, by=by, now=visit.now, is_proven=is_proven
        )
    one = await triage.reply(
        visit.tx,
        bot_id=visit.bot.id,
        **facts,
        words=words_of(what) or "📎",
        message_id=first_message(what),
        by=by,
        now=visit.now,
        is_proven=is_proven,
    )
    await show_own(visit, one, proof=proof)


async def whose(visit: Visit, group_id: int) -> Actor:
    """Return the person as who they are in a group: its staff, its deputy, or a voter."""
    place = await visit.place(Role.STAFF, group_id) or await visit.place(Role.DEPUTY, group_id)
    return acting(place) if place else visit.stranger()
