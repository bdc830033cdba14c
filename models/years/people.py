"""What became of the deputies in a year: by-elections, ends of terms, reports to voters."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from models.activities.checking import card_about
from models.ballots import queries as ballots
from models.ballots.queries import result_about
from models.ballots.rules import BallotKind
from models.ballots.tables import Ballot, Subject
from models.database import Transaction
from models.evaluations import queries as evaluations
from models.evaluations.rules import kind_of
from models.people.tables import Member
from models.terms import queries as terms
from models.terms.tables import Came, Ended, Term
from models.voter_reports import queries as voter_reports
from models.years.figures import Doubt, Found, Part, Row, Span, counted


async def terms_of_office(tx: Transaction, span: Span) -> Found:
    """Count who was by-elected, and who left; a by-election without its day is in no year."""
    group_id, first, after = span.group.id, span.first, span.next
    begun = await terms.begun(tx, group_id=group_id, since=first, until=after)
    ended = await terms.ended(tx, group_id=group_id, since=first, until=after)
    by_elected = [(term, member) for term, member in begun if term.came is Came.BY_ELECTED]
    left = [(term, member) for term, member in ended if term.ended is not Ended.LEVEL]
    undated = await terms.undated(tx, group_id=group_id)
    return Found(
        figures=(
            counted("by_elected", Part.TASKS, [_begun(*one) for one in by_elected]),
            counted("left_office", Part.TASKS, [_ended(*one) for one in left]),
        ),
        doubts=(Doubt(key="undated_elections", rows=tuple(_begun(*one) for one in undated)),),
    )


def _begun(term: Term, member: Member) -> Row:
    return Row(
        what=member.name,
        on=term.since,
        where=term.constituency or "",
        who=term.congress or "",
        mark=term.level.value if term.level else "",
    )


def _ended(term: Term, member: Member) -> Row:
    return Row(
        what=member.name,
        on=term.until,
        where=term.constituency or "",
        who=term.congress or "",
        mark=term.ended.value if term.ended else "",
    )


async def reports_to_voters(tx: Transaction, span: Span) -> Found:
    """Count the deputies who reported to their voters: each once, however often."""
    found = await voter_reports.reported(
        tx, group_id=span.group.id, since=span.since, until=span.until
    )
    rows = [
        Row(
            what=member.name,
            on=span.day(one.starts_at),
            where=one.place,
            who=one.title,
            mark=report.form.value,
            about=card_about(one.id),
        )
        for report, one, member in found
    ]
    people = _distinct(member.id for _report, _one, member in found)
    return Found(figures=(counted("voter_reports", Part.TASKS, rows, times=people),))


async def evaluated_bodies(tx: Transaction, span: Span) -> Found:
    """Count the bodies whose work was evaluated: each once, however often.

    A body is evaluated by what was noted at an activity, or by a closed ballot; where there are
    both, it is one body, and the row names the ballot too.
    """
    group_id, since, until = span.group.id, span.since, span.until
    noted = await evaluations.evaluated(tx, group_id=group_id, since=since, until=until)
    voted = await ballots.closed_within(
        tx, group_id=group_id, kind=BallotKind.EVALUATION, since=since, until=until
    )
    rows: dict[str, Row] = {}
    for body, one in sorted(noted, key=lambda each: each[0].id):
        row = Row(
            what=body.name,
            on=span.day(one.starts_at),
            where=one.place,
            who=one.title,
            mark=body.kind.value,
            about=card_about(one.id),
        )
        rows.setdefault(_folded(body.name), row)
    for ballot, subject in voted:
        key = _folded(subject.name)
        rows[key] = _voted(ballot, subject, rows.get(key), span)
    return Found(figures=(counted("evaluated", Part.DUTIES, rows.values()),))


def _voted(ballot: Ballot, subject: Subject, noted: Row | None, span: Span) -> Row:
    """Return the row of a body that was voted on: how many ballots came back, of how many."""
    proof = f"{ballot.title} {ballot.returned}/{ballot.eligible}"
    if noted is not None:
        joined = "；".join(filter(None, (noted.proof, proof)))
        return replace(noted, proof=joined, ballot=ballot.id)
    return Row(
        what=subject.name,
        on=span.day(ballot.closed_at) if ballot.closed_at else None,
        who=ballot.title,
        mark=kind_of(subject.name).value,
        proof=proof,
        about=result_about(ballot.id),
        ballot=ballot.id,
    )


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _distinct(numbers: Iterable[int]) -> int:
    return len(set(numbers))
