"""Verbs on self-study: record, accept, return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.queries import groups
from models.messages import actions as messages
from models.messages.carried import File
from models.people.queries import staff_of
from models.people.reaching import recipient
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.studies import notices as n
from models.studies.queries import card_of
from models.studies.rules import LONGEST, StudyState
from models.studies.tables import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a deputy read by themselves, and what came of it."""

    title: str
    on: date
    minutes: int
    thoughts: str = ""
    files: Sequence[File] = ()


def about(study_id: int) -> str:
    """Return what the staff's cards of a record are about."""
    return f"study:{study_id}"


async def record(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    what: Reading,
    by: Actor,
    now: datetime,
) -> Study:
    """Keep what a deputy read by themselves; the staff hear of it. No points follow from it.

    Refusal (nothing said) without words or a file; (not allowed) for anybody but a deputy.
    """
    if by.role is not Role.DEPUTY or by.group_id != group_id or by.member_id is None:
        raise Refusal(NotAllowed())
    if not what.thoughts.strip() and not what.files:
        raise Refusal(n.NothingSaid())
    row = Study(
        group_id=group_id,
        id=new_id(),
        member_id=by.member_id,
        title=what.title[:100],
        on=what.on,
        minutes=min(max(what.minutes, 1), LONGEST),
        thoughts=what.thoughts.strip()[:1000],
        files=[one.model_dump(mode="json") for one in what.files],
        state=StudyState.ASKED,
        created_at=now,
    )
    tx.add(row)
    await tx.flush()
    audit.write(tx, "studies.record", by=by, now=now, group_id=group_id, subject_id=row.id)
    for staff in await staff_of(tx, group_id=group_id):
        await _tell(tx, staff, await card_of(tx, row), about(row.id), bot_id=bot_id, now=now)
    return row


async def decide(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    study_id: int,
    is_accepted: bool,
    answer: str | None,
    by: Actor,
    now: datetime,
) -> Study:
    """Accept a record into the archive, or return it with a word, once; the deputy hears.

    Refusal (decided already) if somebody else was first.
    """
    require_staff(by, group_id=group_id)
    row = await _claim(
        tx, group_id, study_id, is_accepted=is_accepted, answer=answer, by=by, now=now
    )
    state = row.state
    await messages.touch(tx, group_id=group_id, about=about(study_id))
    audit.write(
        tx,
        "studies.decide",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=study_id,
        state=state.value,
    )
    member = await tx.get(Member, (group_id, row.member_id))
    if member is not None:
        told = n.Decided(group_id=group_id, title=row.title, state=state, answer=answer)
        await _tell(tx, member, told, f"study-decided:{study_id}", bot_id=bot_id, now=now)
    return row


async def _claim(
    tx: Transaction,
    group_id: int,
    study_id: int,
    *,
    is_accepted: bool,
    answer: str | None,
    by: Actor,
    now: datetime,
) -> Study:
    """Write the decision if there is none yet: of two at the same moment one finds no row."""
    state = StudyState.ACCEPTED if is_accepted else StudyState.RETURNED
    taken = await tx.scalars(
        update(Study)
        .where(Study.group_id == group_id, Study.id == study_id, Study.state == StudyState.ASKED)
        .values(state=state, decided_at=now, decided_by=by.member_id, answer=answer)
        .returning(Study)
        .execution_options(populate_existing=True)
    )
    row: Study | None = taken.first()
    if row is None:
        there = await tx.get(Study, (group_id, study_id))
        raise Refusal(Gone() if there is None else n.DecidedAlready(state=there.state))
    return row


async def _tell(
    tx: Transaction,
    member: Member,
    notice: n.Card | n.Decided,
    what: str,
    *,
    bot_id: int,
    now: datetime,
) -> None:
    group = await tx.load(groups, member.group_id)
    to = await recipient(tx, member, zone=group.timezone if group else "UTC")
    if to is not None:
        is_card = isinstance(notice, n.Card)
        await messages.post_once(
            tx, bot_id=bot_id, to=to, notice=notice, about=what, now=now, live=is_card
        )
