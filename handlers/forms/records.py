"""What staff tell about an activity that is over: summary, pictures, outcomes, press items."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from handlers import records as doors
from handlers.forms.ledger import PastDay
from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.forms.readers import Files, OneOf, Text
from handlers.kit.forms.reading import (
    Attachment,
    Phrase,
    Problem,
    Read,
    Reader,
    Said,
    Seen,
    Taken,
)
from handlers.kit.forms.shape import Ask, Form, form
from handlers.kit.visit import Visit
from handlers.screens.records import WriteRecord
from models.errors import Done, Gone, Refusal
from models.messages.carried import Media
from models.people.rules import Actor
from models.people.tables import Role
from models.records import actions
from models.records.rules import (
    LONGEST_NUMBER,
    LONGEST_OUTLET,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_WHAT,
    MOST_AT_ONCE,
    OutcomeKind,
    link_of,
)

_PICTURES = frozenset({Media.PHOTO, Media.DOCUMENT})


@dataclass(frozen=True, slots=True)
class WebPage(Reader):
    """The address of a page on the web."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take http and https addresses."""
        address = link_of(said.text)
        return Taken(value=address) if address else Problem(Phrase(key="records.p_link"))


@dataclass(frozen=True, slots=True)
class Pictures(Files):
    """Pictures, as photos or as picture files."""

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Refuse a document that is no picture by its name."""
        new = said.attachment
        if new is not None and new.media is Media.DOCUMENT and not _is_picture(new.name):
            return Problem(Phrase(key="records.p_picture"))
        return Files.read(self, said, seen)


def _is_picture(name: str) -> bool:
    return name.lower().endswith((".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".bmp"))


@form("record", title="records.f_record", may="staff")
class SummaryForm(Form):
    """What an activity was like; which one is known already."""

    activity_id: int
    summary: Annotated[
        str,
        Ask(
            "records.q_summary",
            "records.l_summary",
            Text(shortest=5, longest=LONGEST_SUMMARY, lines=True),
            hint="records.h_summary",
        ),
    ]
    pictures: Annotated[
        tuple[Attachment, ...],
        Ask(
            "records.q_pictures",
            "records.l_pictures",
            Pictures(most=MOST_AT_ONCE, kinds=_PICTURES),
            hint="records.h_pictures",
        ),
    ] = ()

    async def done(self, visit: Visit) -> None:
        """Write the summary down, with the pictures, and show the record."""
        by = await visit.actor(Role.STAFF, self.group_id)
        facts = {"group_id": self.group_id, "activity_id": self.activity_id}
        await actions.write(visit.tx, **facts, summary=self.summary, by=by, now=visit.now)
        await _attach(visit, self.pictures, by=by, **facts)
        await doors.show_record(visit, self.group_id, self.activity_id)


async def _attach(
    visit: Visit, files: tuple[Attachment, ...], *, group_id: int, activity_id: int, by: Actor
) -> None:
    if not files:
        return
    taken = [
        actions.Taken(
            kind=one.media,
            file_id=one.file_id,
            file_unique_id=one.file_unique_id,
            name=one.name,
            caption=one.caption,
        )
        for one in files
    ]
    await actions.attach(
        visit.tx,
        group_id=group_id,
        activity_id=activity_id,
        pictures=taken,
        by=by,
        now=visit.now,
    )


@form("record pictures", title="records.f_pictures", may="staff")
class PicturesForm(Form):
    """More pictures of an activity."""

    activity_id: int
    pictures: Annotated[
        tuple[Attachment, ...],
        Ask(
            "records.q_pictures",
            "records.l_pictures",
            Pictures(most=MOST_AT_ONCE, kinds=_PICTURES),
            hint="records.h_pictures",
        ),
    ]

    async def done(self, visit: Visit) -> None:
        """Keep them and show the record."""
        by = await visit.actor(Role.STAFF, self.group_id)
        facts = {"group_id": self.group_id, "activity_id": self.activity_id}
        await _attach(visit, self.pictures, by=by, **facts)
        await doors.show_record(visit, self.group_id, self.activity_id)


Kind = Annotated[
    OutcomeKind,
    Ask("records.q_outcome", "records.l_outcome", OneOf(OutcomeKind, "records.v_outcome")),
]
What = Annotated[
    str,
    Ask(
        "records.q_what",
        "records.l_what",
        Text(shortest=4, longest=LONGEST_WHAT, lines=True),
        hint="records.h_what",
    ),
]
Number = Annotated[
    str | None,
    Ask(
        "records.q_number",
        "records.l_number",
        Text(longest=LONGEST_NUMBER),
        hint="records.h_number",
    ),
]


@form("outcome", title="records.f_outcome", may="staff")
class OutcomeForm(Form):
    """What came of an activity; which one is known already."""

    activity_id: int
    outcome: Kind
    what: What
    number: Number = None

    async def done(self, visit: Visit) -> None:
        """Note it down and show the record."""
        await actions.note_outcome(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id,
            kind=self.outcome,
            what=self.what,
            number=self.number,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await doors.show_record(visit, self.group_id, self.activity_id)


@form("year outcome", title="records.f_outcome", may="staff")
class YearOutcomeForm(Form):
    """What came of the year's work beside its activities."""

    outcome: Kind
    what: What
    on: Annotated[date, Ask("records.q_on", "records.l_on", PastDay(), hint="records.h_on")]
    number: Number = None

    async def done(self, visit: Visit) -> None:
        """Note it down and show the year."""
        await actions.note_outcome(
            visit.tx,
            group_id=self.group_id,
            kind=self.outcome,
            what=self.what,
            number=self.number,
            on=self.on,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        await visit.change(await doors.year_card(visit, self.group_id, self.on.year))


@form("press", title="records.f_press", may="staff")
class PressForm(Form):
    """A report in the press; of which activity (0: of none) is known already."""

    activity_id: int
    title: Annotated[
        str,
        Ask(
            "records.q_title",
            "records.l_title",
            Text(shortest=2, longest=LONGEST_TITLE),
            hint="records.h_title",
        ),
    ]
    outlet: Annotated[
        str,
        Ask(
            "records.q_outlet",
            "records.l_outlet",
            Text(shortest=2, longest=LONGEST_OUTLET),
            hint="records.h_outlet",
        ),
    ]
    on: Annotated[
        date, Ask("records.q_published", "records.l_published", PastDay(), hint="records.h_on")
    ]
    link: Annotated[
        str | None,
        Ask("records.q_link", "records.l_link", WebPage(), hint="records.h_link"),
    ] = None

    async def done(self, visit: Visit) -> None:
        """Note it down and show the record, or the year."""
        await actions.note_press(
            visit.tx,
            group_id=self.group_id,
            activity_id=self.activity_id or None,
            title=self.title,
            outlet=self.outlet,
            on=self.on,
            link=self.link,
            by=await visit.actor(Role.STAFF, self.group_id),
            now=visit.now,
        )
        if self.activity_id:
            await doors.show_record(visit, self.group_id, self.activity_id)
        else:
            await visit.change(await doors.year_card(visit, self.group_id, self.on.year))


_FORMS = {
    "summary": "record",
    "pictures": "record pictures",
    "outcome": "outcome",
    "press": "press",
}


async def write(visit: Visit) -> None:
    """Staff press what they want to add: it is asked."""
    button = visit.pressed(WriteRecord)
    name = _FORMS.get(button.what)
    facts = {"group_id": button.group_id, "activity_id": button.activity_id}
    if name is None or (not button.activity_id and button.what not in ("outcome", "press")):
        raise Refusal(Gone())
    if button.what == "outcome" and not button.activity_id:
        await open_form(visit, "year outcome", group_id=button.group_id)
    else:
        await open_form(visit, name, **facts)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(WriteRecord, write, may="staff"),)
