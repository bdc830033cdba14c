"""The congress's own list taken over: what stands in it counts as signed, filed, answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.groups.tables import Group
from models.people.queries import roster
from models.people.roster_notices import RowProblem
from models.people.rules import Actor, require_staff
from models.people.tables import Level, Role
from models.suggestions import alarms, crediting, naming
from models.suggestions.moving import note_down
from models.suggestions.queries import by_number
from models.suggestions.rules import (
    ASSIST_MONTHS,
    AnswerClass,
    Move,
    Origin,
    Satisfaction,
    SignerRole,
    SignerState,
    SuggestionState,
    accept_by,
    answer_by,
    months_after,
)
from models.suggestions.tables import Answer, Assistant, Signer, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One suggestion of the list."""

    row: int
    number: str
    title: str
    lead: str
    cosigners: tuple[str, ...]
    level: Level
    submitted_on: date
    unit: str | None
    assisting: tuple[str, ...]
    assigned_on: date | None
    answered_on: date | None
    answer_class: AnswerClass | None
    satisfaction: Satisfaction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import does: how many are new, how many were there, and which rows cannot be used."""

    new: tuple[Listed, ...]
    known: int
    problems: tuple[RowProblem, ...]


async def preview(tx: Transaction, *, group_id: int, rows: Sequence[Listed]) -> Taken:
    """Return what an import would do; a name that is not, or twice, on the roster is a problem."""
    people = await _people(tx, group_id)
    new, problems, known = [], [], 0
    for row in rows:
        found = [_problem(row, column, name, people) for column, name in _names(row)]
        wrong = [one for one in found if one is not None]
        problems += wrong
        if wrong:
            continue
        there = await by_number(
            tx,
            group_id=group_id,
            level=row.level,
            year=row.submitted_on.year,
            number=row.number,
        )
        if there is not None:
            known += 1
        else:
            new.append(row)
    return Taken(new=tuple(new), known=known, problems=tuple(problems))


async def _people(tx: Transaction, group_id: int) -> Mapping[str, list[int]]:
    rows = await roster(tx, group_id=group_id)
    found: dict[str, list[int]] = {}
    for member, _reach in rows:
        if member.role is Role.DEPUTY:
            found.setdefault(member.name, []).append(member.id)
    return found


def _names(row: Listed) -> list[tuple[str, str]]:
    return [("领衔代表", row.lead), *(("附议代表", name) for name in row.cosigners)]


def _problem(
    row: Listed, column: str, name: str, people: Mapping[str, list[int]]
) -> RowProblem | None:
    count = len(people.get(name, ()))
    if count == 1:
        return None
    code = "namesakes" if count else "nobody_called"
    return RowProblem(row=row.row, column=column, code=code, value=name)


async def take_over(
    tx: Transaction, *, group: Group, rows: Sequence[Listed], by: Actor, now: datetime
) -> Taken:
    """Write down what is new in a list; what is there already stays as it is. Nobody is told."""
    require_staff(by, group_id=group.id)
    planned = await preview(tx, group_id=group.id, rows=rows)
    people = await _people(tx, group.id)
    units = await naming.known(tx, group_id=group.id, names=_units(planned.new))
    zone = ZoneInfo(group.timezone)
    for row in planned.new:
        one = _suggestion(row, group.id, people[row.lead][0], now)
        one.unit_id = units.get(row.unit or "")
        tx.add(one)
        await tx.flush()
        _signatures(tx, one, row, people, now)
        _rest(tx, one, row, units)
        note_down(tx, one, Move.IMPORT, by=by, now=now, on=row.submitted_on, note=row.number)
        await tx.flush()
        await alarms.follow(tx, one, zone=zone, now=now)
        await crediting.follow(tx, one, zone=zone, now=now)
    counts = Counter(row.level.value for row in planned.new)
    audit.write(tx, "suggestions.import", by=by, now=now, group_id=group.id, **counts)
    return planned


def _units(rows: Sequence[Listed]) -> set[str]:
    return {name for row in rows for name in (row.unit, *row.assisting) if name}


def _suggestion(row: Listed, group_id: int, lead_id: int, now: datetime) -> Suggestion:
    return Suggestion(
        group_id=group_id,
        id=new_id(),
        level=row.level,
        year=row.submitted_on.year,
        number=row.number,
        title=row.title,
        problem="",
        proposal="",
        state=_state(row),
        origin=Origin.LIST,
        lead_id=lead_id,
        unit=row.unit,
        is_key=False,
        is_excellent=False,
        drafted_at=now,
        submitted_on=row.submitted_on,
        filed_on=row.submitted_on,
        assigned_on=row.assigned_on,
        accept_by=accept_by(row.assigned_on) if row.assigned_on else None,
        answer_by=answer_by(row.assigned_on) if row.assigned_on else None,
        extended_months=0,
        answered_on=row.answered_on,
        done_on=row.answered_on if _state(row) is SuggestionState.DONE else None,
        round=1 if row.answered_on else 0,
    )


def _state(row: Listed) -> SuggestionState:
    if row.satisfaction is Satisfaction.DISSATISFIED:
        return SuggestionState.REDOING
    if row.satisfaction is not None:
        return SuggestionState.DONE
    if row.answered_on is not None:
        return SuggestionState.ANSWERED
    return SuggestionState.ACCEPTED if row.assigned_on else SuggestionState.FILED


def _signatures(
    tx: Transaction, one: Suggestion, row: Listed, people: Mapping[str, list[int]], now: datetime
) -> None:
    for name in dict.fromkeys((row.lead, *row.cosigners)):
        tx.add(
            Signer(
                group_id=one.group_id,
                suggestion_id=one.id,
                member_id=people[name][0],
                role=SignerRole.LEAD if name == row.lead else SignerRole.COSIGNER,
                state=SignerState.LISTED,
                asked_at=now,
            )
        )


def _rest(tx: Transaction, one: Suggestion, row: Listed, units: Mapping[str, int]) -> None:
    """Add the units that assist, and the answer."""
    for name in row.assisting:
        if row.assigned_on is not None:
            tx.add(
                Assistant(
                    group_id=one.group_id,
                    id=new_id(),
                    suggestion_id=one.id,
                    unit=name[:128],
                    unit_id=units.get(name),
                    due_on=months_after(row.assigned_on, ASSIST_MONTHS),
                )
            )
    if row.answered_on is not None:
        tx.add(
            Answer(
                group_id=one.group_id,
                suggestion_id=one.id,
                round=1,
                answer_class=row.answer_class,
                wording="",
                answered_on=row.answered_on,
                due_on=one.answer_by,
                satisfaction=row.satisfaction,
                rated_on=row.answered_on if row.satisfaction else None,
            )
        )
