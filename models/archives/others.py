"""What other nouns put into archives: suggestions, reports to voters, issues, self-study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from models.activities.checking import card_about
from models.archives.entries import Entry
from models.database import Transaction
from models.issues.states import IssueState
from models.issues.tables import Issue
from models.studies.rules import StudyState
from models.studies.tables import Study
from models.suggestions.rules import STANDS, SuggestionState
from models.suggestions.tables import Signer, Suggestion
from models.voter_reports.queries import reports_of

if TYPE_CHECKING:
    from models.archives.reading import Years

Entries = Mapping[int, Sequence[Entry]]


async def suggestions(tx: Transaction, years: Years, numbers: Collection[int]) -> Entries:
    """Return what deputies led or co-signed."""
    rows = await tx.execute(
        select(Signer.member_id, Signer.role, Suggestion)
        .join(
            Suggestion,
            and_(Suggestion.group_id == Signer.group_id, Suggestion.id == Signer.suggestion_id),
        )
        .where(
            Signer.group_id == years.group.id,
            Signer.member_id.in_(numbers),
            Signer.state.in_(STANDS),
            Suggestion.year >= years.first,
            Suggestion.year <= years.last,
            Suggestion.state != SuggestionState.WITHDRAWN,
        )
        .order_by(Signer.member_id, Suggestion.year, Suggestion.id)
    )
    found: dict[int, list[Entry]] = defaultdict(list)
    for member_id, role, one in rows:
        on = one.filed_on or one.submitted_on or years.day(one.drafted_at)
        mark = f"{role.value},{one.state.value}"
        found[member_id].append(Entry(on, one.title, one.unit or "", mark, one.number or ""))
    return found


async def reports(tx: Transaction, years: Years, numbers: Collection[int]) -> Entries:
    """Return the meetings at which deputies reported to their voters."""
    rows = await reports_of(
        tx,
        group_id=years.group.id,
        member_ids=numbers,
        since=years.since,
        until=years.until,
    )
    return {
        key: [
            Entry(
                years.day(one.starts_at),
                one.title,
                one.place,
                report.form.value,
                about=card_about(one.id),
            )
            for report, one in own
        ]
        for key, own in rows.items()
    }


async def issues(tx: Transaction, years: Years, numbers: Collection[int]) -> Entries:
    """Return the issues that deputies took down and carried on; never who the voter was."""
    rows = await tx.execute(
        select(
            Issue.recorder_id,
            Issue.number,
            Issue.reported_at,
            Issue.category,
            Issue.place,
            Issue.state,
        )
        .where(
            Issue.group_id == years.group.id,
            Issue.recorder_id.in_(numbers),
            Issue.reported_at >= years.since,
            Issue.reported_at < years.until,
            Issue.state != IssueState.WITHDRAWN,
        )
        .order_by(Issue.recorder_id, Issue.reported_at)
    )
    found: dict[int, list[Entry]] = defaultdict(list)
    for member_id, number, at, category, place, state in rows:
        entry = Entry(years.day(at), category.value, place, state.value, number)
        found[member_id].append(entry)
    return found


async def self_study(tx: Transaction, years: Years, numbers: Collection[int]) -> Entries:
    """Return what deputies read by themselves and staff have accepted; minutes prove it."""
    rows = await tx.execute(
        select(Study.member_id, Study.on, Study.title, Study.thoughts, Study.minutes)
        .where(
            Study.group_id == years.group.id,
            Study.member_id.in_(numbers),
            Study.on >= years.since.date(),
            Study.on < years.until.date(),
            Study.state == StudyState.ACCEPTED,
        )
        .order_by(Study.member_id, Study.on, Study.id)
    )
    found: dict[int, list[Entry]] = defaultdict(list)
    for member_id, on, title, thoughts, minutes in rows:
        found[member_id].append(Entry(on, title, thoughts, f"{minutes} min"))
    return found
