"""Everything a person can say, in order: the first entry that fits is the one."""

from typing import ClassVar

from handlers import (
    activities,
    archives,
    attendance,
    ballot_lists,
    ballots,
    channels,
    codes,
    consents,
    evaluations,
    groups,
    guests,
    issue_figures,
    leave_spans,
    leaves,
    ledger,
    listing,
    locations,
    managing,
    material_desk,
    materials,
    more,
    people,
    plans,
    points,
    privacy,
    quizzes,
    records,
    reminders,
    replies,
    rolls,
    rosters,
    rulebook,
    sheets,
    shelves,
    statements,
    stations,
    studies,
    suggestion_orders,
    suggestion_reports,
    suggestion_ties,
    suggestion_units,
    suggestions,
    taking_back,
    terms,
    venue_photos,
    voter_reports,
    voting,
    waiting_leaves,
    years,
)
from handlers import ballot_papers as _ballot_papers  # noqa: F401  (its files are known then)
from handlers.forms import activity as activity_forms
from handlers.forms import archives as archive_forms
from handlers.forms import ballots as ballot_forms
from handlers.forms import changes as change_forms
from handlers.forms import evaluations as evaluation_forms
from handlers.forms import guests as guest_forms
from handlers.forms import issue_work as _issue_forms  # noqa: F401  (its forms)
from handlers.forms import ledger as ledger_forms
from handlers.forms import materials as _material_forms  # noqa: F401  (known by their names)
from handlers.forms import pins as pin_forms
from handlers.forms import quizzes as _quiz_forms  # noqa: F401
from handlers.forms import records as record_forms
from handlers.forms import rulebook as rulebook_forms
from handlers.forms import shelves as _shelf_forms  # noqa: F401
from handlers.forms import statements as statement_forms
from handlers.forms import stations as station_forms
from handlers.forms import studies as _study_forms  # noqa: F401
from handlers.forms import suggestion_orders as _suggestion_orders  # noqa: F401  (as above)
from handlers.forms import suggestion_steps as _suggestion_steps  # noqa: F401  (its forms are known then)
from handlers.forms import suggestions as suggestion_forms
from handlers.forms import terms as term_forms
from handlers.forms import units as _unit_forms  # noqa: F401  (its forms)
from handlers.forms.receptions import plan as _reception_forms  # noqa: F401  (known by it)
from handlers.forms.receptions import table as _table_forms  # noqa: F401  (known by it)
from handlers.issues import assisting as issue_assisting
from handlers.issues import clearing as issue_clearing
from handlers.issues import desk as issue_desk
from handlers.issues import handling as issue_handling
from handlers.issues import mine as issues_mine
from handlers.issues import reporting as issues_reporting
from handlers.issues import writing as issues_writing
from handlers.kit.entries import Entry, any_press
from handlers.kit.forms import answers as forms
from handlers.kit.visit import Visit
from handlers.receptions import duties as duty_entries
from handlers.receptions import places as place_entries
from handlers.receptions import plan as reception_entries
from handlers.receptions import round_trip as plan_entries
from handlers.receptions import sessions as session_entries
from handlers.receptions import table as table_entries
from handlers.receptions import voters as slot_entries
from handlers.screens import issue_words as _issue_words  # noqa: F401  (buttons under notices)
from handlers.units import keeping as unit_keeping
from handlers.units import orders as unit_orders
from handlers.units import printing as _printing  # noqa: F401  (its paper)
from models.errors import Gone
from models.messages.notices import Notice


class NotUnderstood(Notice):
    """Somebody says something that means nothing here."""

    kind: ClassVar[str] = "door.not_understood"


async def not_understood(visit: Visit) -> None:
    """Somebody writes privately what no entry takes, and no form is open."""
    if await visit.members():
        await visit.tell(NotUnderstood())
    elif not await issues_writing.just_wrote(visit):
        await people.greet(visit)


async def stale_press(visit: Visit) -> None:
    """Somebody presses a button that no longer exists, or never did."""
    await visit.toast(Gone())


_answer = forms.answering(not_understood)

REGISTER: tuple[Entry, ...] = (
    *activities.ENTRIES,
    *managing.ENTRIES,
    *rolls.ENTRIES,
    *points.ENTRIES,
    *people.ENTRIES,
    *consents.ENTRIES,
    *privacy.ENTRIES,
    *issue_figures.ENTRIES,
    *more.ENTRIES,
    *rosters.ENTRIES,
    *groups.ENTRIES,
    *channels.ENTRIES,
    *activity_forms.ENTRIES,
    *ledger.ENTRIES,
    *rulebook.ENTRIES,
    *ledger_forms.ENTRIES,
    *rulebook_forms.ENTRIES,
    *statements.ENTRIES,
    *statement_forms.ENTRIES,
    *attendance.ENTRIES,
    *codes.ENTRIES,
    *venue_photos.ENTRIES,
    *listing.ENTRIES,
    *guests.ENTRIES,
    *guest_forms.ENTRIES,
    *change_forms.ENTRIES,
    *replies.ENTRIES,
    *leaves.ENTRIES,
    *leave_spans.ENTRIES,
    *taking_back.ENTRIES,
    *waiting_leaves.ENTRIES,
    *reminders.ENTRIES,
    *plans.ENTRIES,
    *sheets.ENTRIES,
    *records.ENTRIES,
    *record_forms.ENTRIES,
    *pin_forms.ENTRIES,
    *terms.ENTRIES,
    *term_forms.ENTRIES,
    *evaluations.ENTRIES,
    *evaluation_forms.ENTRIES,
    *voter_reports.ENTRIES,
    *years.ENTRIES,
    *archives.ENTRIES,
    *archive_forms.ENTRIES,
    *materials.ENTRIES,
    *material_desk.ENTRIES,
    *quizzes.ENTRIES,
    *shelves.ENTRIES,
    *studies.ENTRIES,
    *stations.ENTRIES,
    *station_forms.ENTRIES,
    *ballots.ENTRIES,
    *ballot_forms.ENTRIES,
    *voting.ENTRIES,
    *suggestions.ENTRIES,
    *suggestion_forms.ENTRIES,
    *suggestion_reports.ENTRIES,
    *suggestion_ties.ENTRIES,
    *suggestion_orders.ENTRIES,
    *suggestion_units.ENTRIES,
    *issue_clearing.ENTRIES,
    *issues_reporting.ENTRIES,
    *issues_writing.ENTRIES,
    *issues_mine.ENTRIES,
    *issue_desk.ENTRIES,
    *issue_handling.ENTRIES,
    *issue_assisting.ENTRIES,
    *unit_orders.ENTRIES,
    *unit_keeping.ENTRIES,
    *reception_entries.ENTRIES,
    *session_entries.ENTRIES,
    *place_entries.ENTRIES,
    *duty_entries.ENTRIES,
    *table_entries.ENTRIES,
    *slot_entries.ENTRIES,
    *plan_entries.ENTRIES,
    *forms.ENTRIES,
    codes.code_typed(_answer.handle),
    locations.location_sent(slot_entries.located(_answer.handle)),
    listing.sheet_said(_answer.handle),
    taking_back.sentence_said(_answer.handle),
    leaves.sentence_said(_answer.handle),
    ballot_lists.file_sent(sheets.file_sent(_answer.handle)),
    issues_mine.receipt_typed(_answer.handle),
    _answer,
    any_press(stale_press),
)
